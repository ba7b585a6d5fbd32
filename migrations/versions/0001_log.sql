-- up --
-- The log: append-only by triggers and by privileges; the one update it knows is an erasure.
do $roles$
declare
  role_name text;
begin
  foreach role_name in array array['onrecord_owner', 'onrecord_writer', 'onrecord_reader'] loop
    begin
      if not exists (select from pg_catalog.pg_roles r where r.rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- roles belong to the cluster: the migration of another of its databases was first
    end;
  end loop;
  if not pg_has_role(current_user, 'onrecord_owner', 'SET') then
    execute format('grant onrecord_owner to %I with inherit true, set true', current_user);
  end if;
  execute format('grant create on database %I to onrecord_owner', current_database()); -- later revisions make schemas
end
$roles$;

alter schema migrations owner to onrecord_owner;
alter table migrations.revision owner to onrecord_owner;
create schema log authorization onrecord_owner;
set local role onrecord_owner;

grant usage on schema migrations, log to onrecord_writer, onrecord_reader;
grant select on migrations.revision to onrecord_writer, onrecord_reader;

create table log.identity (
  is_only boolean default true constraint identity_pkey primary key constraint identity_is_one_row check (is_only),
  id uuid not null,
  created_at timestamptz(3) not null
);
comment on table log.identity is 'Log offsets are comparable only within one log id.';
insert into log.identity (id, created_at) values (gen_random_uuid(), statement_timestamp());

create table log.event (
  log_offset bigint constraint event_pkey primary key constraint event_log_offset_from_1 check (log_offset > 0),
  id uuid not null constraint event_id_key unique,
  record_kind text collate "C" not null,
  record_id text collate "C" not null,
  version integer not null constraint event_version_from_1 check (version > 0),
  kind text collate "C" not null,
  change text collate "C",
  schema_version smallint not null,
  recorded_at timestamptz(3) not null,
  recorded_by text not null,
  idempotency_key text collate "C" constraint event_idempotency_key_key unique,
  request_hash bytea constraint event_request_hash_32 check (octet_length(request_hash) = 32),
  salt bytea constraint event_salt_16 check (octet_length(salt) = 16),
  payload jsonb not null,
  payload_hash bytea not null constraint event_payload_hash_32 check (octet_length(payload_hash) = 32),
  leaf bytea not null constraint event_leaf_32 check (octet_length(leaf) = 32),
  constraint event_stream_version_key unique (record_kind, record_id, version),
  constraint event_tombstone_has_no_digests
    check ((payload ? 'erased_by') = (salt is null) and (salt is null) = (request_hash is null))
);
comment on table log.event is 'One immutable fact a row, dense in log_offset, in the order of commits.';

create index event_recorded_at_idx on log.event (recorded_at, log_offset);
create index event_registry_idx on log.event (log_offset)
  where record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION');

create function log.lock_append() returns void language sql volatile
  begin atomic select pg_advisory_xact_lock(7301); end;
comment on function log.lock_append is 'Wait for the one place at the end of the log; held to the end of the transaction.';

create function log.leaf_of(event log.event) returns bytea language sql stable
  begin atomic
    select sha256(convert_to('[' || concat_ws(',',
      event.log_offset, to_json(event.id), to_json(event.record_kind), to_json(event.record_id), event.version,
      to_json(event.kind), event.schema_version,
      to_json(to_char(event.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      to_json(event.recorded_by), to_json(encode(event.payload_hash, 'hex'))) || ']', 'UTF8'));
  end;
comment on function log.leaf_of is 'The leaf as events.payload defines it.';

-- A reader who sees offset n has seen 1..n: what is before the first new row must be visible, hence committed.
-- Offsets are unique, so n of them from first to last have no gap.
create function log.refuse_gap() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  batch record;
  is_next boolean;
begin
  select count(*) as size, min(a.log_offset) as first, max(a.log_offset) as last,
      min(a.recorded_at) as earliest, max(a.recorded_at) as latest, max(a.version) as highest
    into batch from appended a;
  if batch.size = 0 then
    return null;
  end if;
  is_next := batch.last - batch.first + 1 = batch.size and (batch.first = 1 or exists (
    select from log.event e where e.log_offset = batch.first - 1 and e.recorded_at <= batch.earliest));
  if not is_next or batch.earliest <> batch.latest then
    raise exception 'the log has no gaps and its recorded_at never goes back: append at its end, under log.lock_append()'
      using errcode = 'integrity_constraint_violation', schema = 'log', table = 'event', constraint = 'event_predecessor',
        hint = 'One recorded_at a query; a copy of a log is restored before its triggers are made.';
  end if;
  if batch.highest > 1 and exists (
    select from appended a where a.version > 1 and not exists (
      select from log.event e
      where e.record_kind = a.record_kind and e.record_id = a.record_id and e.version = a.version - 1)
  ) then
    raise exception 'a stream has no gaps: append the version after its last'
      using errcode = 'integrity_constraint_violation', schema = 'log', table = 'event', constraint = 'event_stream_predecessor';
  end if;
  return null;
end $$;

-- An ERASURE that erases nothing would be a lie: only log.erase_event, which runs as the owner, appends one.
create function log.refuse_bare_erasure() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'an erasure is appended by log.erase_event only'
    using errcode = 'insufficient_privilege', schema = 'log', table = 'event', constraint = 'event_erasure_by_owner';
end $$;

create function log.refuse_change() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the log is append-only: % on log.event is refused; append a correction or a retraction', tg_op
    using errcode = 'insufficient_privilege', schema = 'log', table = 'event', constraint = 'event_append_only';
end $$;

-- No marker to forge: an update passes only if it is exactly the tombstone of an erasure that is already in the log.
create function log.refuse_change_but_erasure() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  tombstone log.event := old;
begin
  select jsonb_build_object('erased_by', e.id) into tombstone.payload
    from log.event e
    where e.record_kind = 'ERASURE' and e.record_id = new.payload ->> 'erased_by' and e.version = 1
      and e.payload ->> 'erases' = old.id::text;
  tombstone.salt := null;
  tombstone.request_hash := null;
  if new is distinct from tombstone or old.payload ? 'erased_by' then
    raise exception 'the log is append-only: UPDATE on log.event is refused; append a correction or a retraction'
      using errcode = 'insufficient_privilege', schema = 'log', table = 'event', constraint = 'event_append_only';
  end if;
  return new;
end $$;

create trigger refuse_gap after insert on log.event
  referencing new table as appended for each statement execute function log.refuse_gap();
create trigger refuse_bare_erasure before insert on log.event
  for each row when (new.record_kind = 'ERASURE' and current_user <> 'onrecord_owner')
  execute function log.refuse_bare_erasure();
create trigger refuse_delete before delete or truncate on log.event
  for each statement execute function log.refuse_change();
create trigger refuse_update before update on log.event
  for each row execute function log.refuse_change_but_erasure();
alter table log.event enable always trigger refuse_gap;
alter table log.event enable always trigger refuse_bare_erasure;
alter table log.event enable always trigger refuse_delete;
alter table log.event enable always trigger refuse_update;

create function log.append_erasure(event_id uuid, erasure_id uuid, reason text, recorded_by text)
  returns bigint language plpgsql as $$
declare
  erasure log.event;
  canonical_payload text := format('{"erases":%s,"reason":%s}', to_json(event_id), to_json(reason));
begin
  select e.log_offset + 1, greatest(e.recorded_at, date_trunc('milliseconds', clock_timestamp()))
    into strict erasure.log_offset, erasure.recorded_at from log.event e order by e.log_offset desc limit 1;
  erasure.id := erasure_id;
  erasure.record_kind := 'ERASURE';
  erasure.record_id := erasure_id::text;
  erasure.version := 1;
  erasure.kind := 'ERASURE';
  erasure.schema_version := 1;
  erasure.recorded_by := recorded_by;
  erasure.request_hash := sha256(convert_to(canonical_payload, 'UTF8'));
  erasure.salt := uuid_send(gen_random_uuid());
  erasure.payload := canonical_payload::jsonb;
  erasure.payload_hash := sha256(erasure.salt || convert_to(canonical_payload, 'UTF8'));
  erasure.leaf := log.leaf_of(erasure);
  insert into log.event values (erasure.*);
  perform pg_notify('onrecord_log', erasure.log_offset::text);
  return erasure.log_offset;
end $$;

create function log.erase_event(event_id uuid, erasure_id uuid, reason text, recorded_by text)
  returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  erased log.event;
  erasure_offset bigint;
begin
  perform log.lock_append();
  select e.* into erased from log.event e where e.id = event_id;
  if erased.payload ->> 'erased_by' = erasure_id::text then
    return (select e.log_offset from log.event e where e.id = erasure_id);
  elsif erased.id is null then
    raise exception 'no event % in this log', event_id using errcode = 'no_data_found', constraint = 'erasure_of_known_event';
  elsif erased.payload ? 'erased_by' then
    raise exception 'event % is erased already, by %', event_id, erased.payload ->> 'erased_by'
      using errcode = 'integrity_constraint_violation', constraint = 'erasure_once';
  elsif erased.kind in ('ERASURE', 'RETRACTION') then
    raise exception 'event % is an %: erasing it would change what is in force', event_id, erased.kind
      using errcode = 'integrity_constraint_violation', constraint = 'erasure_of_content';
  end if;
  erasure_offset := log.append_erasure(event_id, erasure_id, reason, recorded_by);
  update log.event e
    set payload = jsonb_build_object('erased_by', erasure_id), salt = null, request_hash = null
    where e.id = event_id;
  return erasure_offset;
end $$;
comment on function log.erase_event is 'Replace payload, salt and request hash of one event by a tombstone, and append that erasure.';

revoke execute on all functions in schema log from public;
grant execute on function log.lock_append() to onrecord_writer;
grant execute on function log.leaf_of(log.event) to onrecord_writer, onrecord_reader;
grant select on log.identity, log.event to onrecord_writer, onrecord_reader;
grant insert on log.event to onrecord_writer;
reset role;

-- down --
-- Drop the log with all its events. The roles stay: they belong to the cluster.
set local role onrecord_owner;
drop schema log cascade;
revoke all on schema migrations from onrecord_writer, onrecord_reader;
revoke all on migrations.revision from onrecord_writer, onrecord_reader;
reset role;
