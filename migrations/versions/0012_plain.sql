-- up --
-- Deriving everything at once: what plain pairs carry, and tables that are completed by several sessions.
set local role onrecord_owner;
create aggregate projection.carried(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}', parallel = safe);
comment on aggregate projection.carried(jsonb) is 'All conditions so far, each with the claim that stated it last.';

create function projection.complete_table(of_table name, later name[]) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  its_indexes name[] := array(
    select x.relname from projection.relations_of('LIVE') r
      join pg_index i on i.indrelid = r.relation join pg_class x on x.oid = i.indexrelid
      where r.name = of_table);
begin
  lock table projection_next.checkpoint in access share mode; -- an erasure that would drop it waits
  perform projection.make_indexes(later || array(
    select n.name from projection.shape_of('LIVE') n(name) where n.name <> all (its_indexes)));
  if not its_indexes && later and not exists (
      select from pg_stats s where s.schemaname = 'projection_next' and s.tablename = of_table) then
    execute format('analyze projection_next.%I', of_table);
  end if;
end $$;
comment on function projection.complete_table is
  'Make the indexes that a table of the NEXT generation still lacks, but for those named; once it has all, let the planner know its rows.';
drop function projection.complete_generation;

-- Most events are first versions: the others are found without going through them.
create index event_changing_idx on log.event (log_offset) where version > 1 or salt is null;

revoke execute on function projection.carried, projection.complete_table from public;
grant execute on function projection.carried to onrecord_writer, onrecord_reader;
grant execute on function projection.complete_table to onrecord_writer;
reset role;

-- down --
set local role onrecord_owner;
drop index log.event_changing_idx;
create function projection.complete_generation(later name[]) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  filled record;
begin
  lock table projection_next.checkpoint in access share mode; -- an erasure that would drop it waits
  perform projection.make_indexes(later);
  for filled in select r.name from projection.relations_of('NEXT') r where not r.is_view loop
    execute format('analyze projection_next.%I', filled.name);
  end loop;
end $$;
comment on function projection.complete_generation is 'Make the indexes that the NEXT generation still lacks, but for those named, and let the planner know its rows.';
revoke execute on function projection.complete_generation from public;
grant execute on function projection.complete_generation to onrecord_writer;
drop function projection.complete_table;
drop aggregate projection.carried(jsonb);
reset role;
