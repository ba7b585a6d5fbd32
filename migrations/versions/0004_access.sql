-- up --
-- Who may do what: tokens, of which only the digest is kept, and the trail of what was refused or administered.
-- Temporary objects are the one thing that a role without rights could make, in the schema that is searched first.
do $database$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$database$;
set local role onrecord_owner;

create schema access authorization onrecord_owner;
grant usage on schema access to onrecord_writer;

create table access.token (
  id bigint generated always as identity constraint token_pkey primary key,
  name text not null constraint token_name_1_to_100 check (length(name) between 1 and 100),
  role text collate "C" not null constraint token_role_known check (role in ('READER', 'CODER', 'EDITOR', 'ADMIN')),
  digest bytea not null constraint token_digest_key unique constraint token_digest_32 check (octet_length(digest) = 32),
  created_at timestamptz(3) not null default statement_timestamp(),
  created_by text not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  revoked_by text,
  revoked_because text,
  constraint token_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
comment on table access.token is 'A token is shown once, to whom it is made for; here is its SHA-256.';

create table access.audit (
  id bigint generated always as identity constraint audit_pkey primary key,
  at timestamptz(3) not null default clock_timestamp(),
  who text not null,
  token_id bigint constraint audit_token_id_fkey references access.token,
  asked text not null,
  outcome text collate "C" not null constraint audit_outcome_known check (outcome in ('ALLOWED', 'REFUSED')),
  detail text not null
);
comment on table access.audit is 'What was refused, and what was done beyond recording and correcting; only ever added to.';

create function access.refuse_change() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% on access.% is refused: the trail is only added to, and a token is only revoked', tg_op, tg_table_name
    using errcode = 'insufficient_privilege', schema = 'access', table = tg_table_name;
end $$;

create function access.refuse_change_but_revocation() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  revoked access.token := old;
begin
  revoked.revoked_at := new.revoked_at;
  revoked.revoked_by := new.revoked_by;
  revoked.revoked_because := new.revoked_because;
  if new is distinct from revoked or old.revoked_at is not null or new.revoked_at is null then
    raise exception 'a token is not changed, only revoked, and once; make another one'
      using errcode = 'insufficient_privilege', schema = 'access', table = 'token', constraint = 'token_only_revoked';
  end if;
  return new;
end $$;

create trigger refuse_change before update or delete or truncate on access.audit
  for each statement execute function access.refuse_change();
create trigger refuse_delete before delete or truncate on access.token
  for each statement execute function access.refuse_change();
create trigger refuse_update before update on access.token
  for each row execute function access.refuse_change_but_revocation();
alter table access.audit enable always trigger refuse_change;
alter table access.token enable always trigger refuse_delete;
alter table access.token enable always trigger refuse_update;

revoke execute on all functions in schema access from public;
grant select on access.token, access.audit to onrecord_writer;
grant insert (who, token_id, asked, outcome, detail) on access.audit to onrecord_writer;
reset role;

-- down --
-- Drop tokens and trail.
set local role onrecord_owner;
drop schema access cascade;
reset role;
do $database$
begin
  execute format('grant temporary on database %I to public', current_database());
end
$database$;
