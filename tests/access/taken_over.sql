-- What somebody tries who has the service's connection; each is refused for want of a right.

-- update --
update log.event set payload = '{}'

-- update_who_recorded --
update log.event set recorded_by = 'me'

-- delete --
delete from log.event

-- truncate --
truncate log.event

-- truncate_all --
truncate log.event, log.identity cascade

-- lock_out --
do $$ begin lock table log.event in access exclusive mode; end $$

-- disable_trigger --
alter table log.event disable trigger refuse_delete

-- disable_all_triggers --
alter table log.event disable trigger all

-- drop_trigger --
drop trigger refuse_delete on log.event

-- be_a_replica --
set session_replication_role = replica

-- be_a_replica_by_function --
select set_config('session_replication_role', 'replica', false)

-- drop_table --
drop table log.event

-- drop_schema --
drop schema log cascade

-- alter_table --
alter table log.event add column more text

-- rename --
alter table log.event rename to old_event

-- own_it --
alter table log.event owner to current_user

-- rule --
create rule nothing as on insert to log.event do instead nothing

-- policy --
alter table log.event enable row level security

-- be_the_owner --
set role onrecord_owner

-- be_the_superuser --
set role postgres

-- be_the_superuser_for_the_session --
set session authorization postgres

-- be_the_owner_for_the_session --
set session authorization onrecord_owner

-- become_a_member --
grant onrecord_owner to onrecord_service

-- make_a_role --
create role mine superuser login

-- alter_a_role --
alter role onrecord_writer superuser

-- alter_itself --
alter role current_user superuser

-- replace_a_function --
create or replace function log.refuse_change() returns trigger language sql as 'select null'

-- replace_the_guard --
create or replace function access.refuse_change() returns trigger language sql as 'select null'

-- a_function_of_its_own --
create function log.mine() returns int language sql as 'select 1'

-- a_function_in_public --
create function public.mine() returns int language sql as 'select 1'

-- a_temporary_function --
create function pg_temp.mine() returns int language sql as 'select 1'

-- a_temporary_table --
create temporary table event ()

-- a_table_in_public --
create table public.mine ()

-- a_schema --
create schema mine

-- an_extension --
create extension dblink

-- code --
do language c 'x'

-- a_trigger --
create trigger mine before insert on log.event for each row execute function log.refuse_change()

-- an_event_trigger --
create event trigger mine on ddl_command_start execute function log.refuse_change()

-- run_a_program --
copy log.event to program 'cat'

-- run_a_program_for_input --
copy access.audit (who) from program 'id'

-- write_a_file --
copy log.event to '/tmp/onrecord-taken'

-- read_a_file --
select pg_read_file('postgresql.conf')

-- read_a_file_in_bytes --
select pg_read_binary_file('PG_VERSION')

-- list_files --
select pg_ls_dir('.')

-- import_a_large_object --
select lo_import('/etc/hostname')

-- export_a_large_object --
select lo_export(1, '/tmp/onrecord-taken')

-- make_a_large_object --
select lo_create(0)

-- make_a_large_object_the_old_way --
select lo_creat(-1)

-- fill_a_large_object --
select lo_from_bytea(0, 'mine')

-- make_itself_a_token --
insert into access.token (name, role, digest, created_by) values ('me', 'ADMIN', sha256('x'), 'me')

-- raise_a_token --
update access.token set role = 'ADMIN'

-- bring_a_token_back --
update access.token set revoked_at = null, revoked_by = null

-- delete_a_token --
delete from access.token

-- change_the_trail --
update access.audit set who = 'somebody else'

-- shorten_the_trail --
delete from access.audit

-- empty_the_trail --
truncate access.audit

-- date_an_entry_back --
insert into access.audit (at, who, asked, outcome, detail) values ('2021-12-16', 'x', 'x', 'ALLOWED', '')

-- erase --
select log.erase_event((select id from log.event limit 1), gen_random_uuid(), 'because', 'me')

-- append_an_erasure --
select log.append_erasure((select id from log.event limit 1), gen_random_uuid(), 'because', 'me')

-- forge_an_erasure --
insert into log.event select (jsonb_populate_record(e, jsonb_build_object('log_offset',
  (select max(log_offset) + 1 from log.event), 'id', gen_random_uuid(), 'record_kind', 'ERASURE', 'version', 1))).*
  from log.event e limit 1

-- a_table_in_the_next_generation --
create table projection_next.mine ()

-- a_function_that_is_found_first --
create function projection_next.now() returns timestamptz language sql as 'select null::timestamptz'

-- a_table_of_a_generation_into_the_log --
alter table projection_next.record set schema log

-- the_log_into_a_generation --
alter table log.event set schema projection_next

-- rename_a_generation --
alter schema projection_next rename to mine

-- drop_a_generation_as_a_schema --
drop schema projection_next cascade

-- move_a_generation_past_the_switch --
select projection.move_generation('LIVE', 'PREVIOUS')

-- make_indexes_as_the_owner --
select projection.make_indexes('{}')

-- make_views_as_the_owner --
select projection.make_views()

-- pretend_another_revision --
update migrations.revision set version_num = '0001_log'

-- forget_the_revision --
delete from migrations.revision

-- another_log --
update log.identity set id = gen_random_uuid()

-- a_setting_of_the_server --
alter system set fsync = off

-- a_setting_of_the_database --
alter database postgres set session_replication_role = replica

-- a_setting_of_a_library --
load '/tmp/onrecord-taken'

-- read_passwords --
select rolpassword from pg_authid

-- reload_the_settings --
select pg_reload_conf()

-- a_connection_to_elsewhere --
create foreign data wrapper mine
