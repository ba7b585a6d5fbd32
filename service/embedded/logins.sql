-- are_made --
-- Whether every role is there that may log in.
select count(*) = 2 from pg_catalog.pg_roles r where r.rolname in ('onrecord_service', 'onrecord_asker')

-- make --
-- The roles that docker-compose.yml makes too: two that log in, each a member of the role that the migrations give rights to.
do $roles$
declare
  granted text;
begin
  foreach granted in array array['onrecord_owner', 'onrecord_writer', 'onrecord_reader'] loop
    if not exists (select from pg_catalog.pg_roles r where r.rolname = granted) then
      execute format('create role %I nologin', granted);
    end if;
  end loop;
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'onrecord_service') then
    create role onrecord_service login in role onrecord_writer;
  end if;
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'onrecord_asker') then
    create role onrecord_asker login in role onrecord_reader;
  end if;
end
$roles$;
-- Large objects belong to nobody's record, and are made by whoever may connect.
revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;
