-- up --
-- The log's own check of its order: each new event has its predecessor before it, in the log and in its stream.
set local role onrecord_owner;

-- Every event from 1 on has one before it, and no offset is taken twice: so none is missing, whatever else is inserted.
-- What a reader cannot see yet is not seen here either. "offset 0" keeps both look-ups what they are, one by an index for
-- each row, whatever size the table had when the plan was made.
create or replace function log.refuse_gap() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from appended a where a.log_offset > 1 and not exists (
      select from log.event e where e.log_offset = a.log_offset - 1 and e.recorded_at <= a.recorded_at offset 0)
  ) then
    raise exception 'the log has no gaps and its recorded_at never goes back: append at its end, under log.lock_append()'
      using errcode = 'integrity_constraint_violation', schema = 'log', table = 'event', constraint = 'event_predecessor',
        hint = 'A copy of a log is restored before its triggers are made.';
  end if;
  if exists (
    select from appended a where a.version > 1 and not exists (
      select from log.event e
      where e.record_kind = a.record_kind and e.record_id = a.record_id and e.version = a.version - 1 offset 0)
  ) then
    raise exception 'a stream has no gaps: append the version after its last'
      using errcode = 'integrity_constraint_violation', schema = 'log', table = 'event', constraint = 'event_stream_predecessor';
  end if;
  return null;
end $$;
reset role;

-- down --
-- Count what is appended, as before.
set local role onrecord_owner;
create or replace function log.refuse_gap() returns trigger language plpgsql
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
reset role;
