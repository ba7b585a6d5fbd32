-- up --
-- Generations of the projections: one is live, in the schema projection; the next is derived beside it, in projection_next;
-- the previous one is kept in projection_previous until it is dropped. Tables and views move, types and functions stay.
-- What fills a generation names its tables without a schema, in a session whose search_path is that generation's alone.
do $right$
begin
  execute format('grant create on database %I to onrecord_owner', current_database()); -- a copy of a database lacks it
end
$right$;
set local role onrecord_owner;
create schema projection_next;
create schema projection_previous;
comment on schema projection_next is 'The generation of the projections that is being filled, if any.';
comment on schema projection_previous is 'The generation of the projections that was served before, until it is dropped.';
grant usage on schema projection_next, projection_previous to onrecord_writer;

-- ---- functions that read tables: of the generation that is filled, or, for readers, of the live one ----

create or replace function projection.period_days(period jsonb, known_at bigint, out earliest date, out latest date)
  language plpgsql stable as $$
begin
  if period ->> 'relative' is null then
    earliest := (period ->> 'earliest')::date;
    latest := (period ->> 'latest')::date;
  else
    select r.earliest, r.latest into earliest, latest
      from projection.source_days(period ->> 'anchor', known_at) s,
           projection.resolved(period ->> 'relative', s.earliest, s.latest) r;
  end if;
end $$;

create or replace function projection.source_days(id_of_source text, known_at bigint, out earliest date, out latest date)
  language plpgsql stable as $$
begin
  select d.earliest, d.latest into earliest, latest
    from record r
      join log.event e on e.log_offset = r.standing_offset,
      lateral projection.period_days(e.payload -> 'content' -> 'published', known_at) d
    where r.record_kind = 'SOURCE' and r.record_id = id_of_source and r.known_from <= known_at and known_at < r.known_to;
end $$;

set local search_path = projection;
create function projection.judged_same(id_of_statement text, known_at bigint) returns setof text
  language sql stable as $$
  with recursive member (record_id) as (
    select id_of_statement collate "C"
    union
    select j.same_as from member m join judgement j on j.record_id = m.record_id
      where j.known_from <= known_at and known_at < j.known_to
  )
  select record_id from member;
$$;
reset search_path;
comment on function projection.judged_same is 'class_of, in the generation that is being filled.';

-- A body in quotes finds its tables by name: it is never bound to those of a generation that is live no more.
create or replace function projection.class_of(id_of_statement text, known_at bigint) returns setof text
  language sql stable as $$
  with recursive member (record_id) as (
    select id_of_statement collate "C"
    union
    select j.same_as from member m join projection.judgement j on j.record_id = m.record_id
      where j.known_from <= known_at and known_at < j.known_to
  )
  select record_id from member;
$$;

-- ---- making, completing, switching to and dropping a generation: what only the owner may, for the writer ----

create function projection.schema_of(generation text) returns text language plpgsql immutable
  set search_path = pg_catalog, pg_temp as $$
begin
  case generation
    when 'LIVE' then return 'projection';
    when 'NEXT' then return 'projection_next';
    when 'PREVIOUS' then return 'projection_previous';
  end case;
end $$;
comment on function projection.schema_of is 'Where a generation is kept; an error for anything but LIVE, NEXT, PREVIOUS.';

create function projection.relations_of(generation text)
  returns table (relation oid, name name, is_view boolean) language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.oid, c.relname, c.relkind = 'v' from pg_class c
    where c.relnamespace = to_regnamespace(projection.schema_of(generation)) and c.relkind in ('r', 'v')
    order by c.relkind, c.oid;
$$;
comment on function projection.relations_of is 'The tables of a generation, then its views, each behind what it is made of.';

create function projection.shape_of(generation text) returns setof text
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select r.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    from projection.relations_of(generation) r join pg_attribute a on a.attrelid = r.relation
    where a.attnum > 0 and not a.attisdropped
  union all
  select x.relname::text from projection.relations_of(generation) r
    join pg_index i on i.indrelid = r.relation join pg_class x on x.oid = i.indexrelid;
$$;
comment on function projection.shape_of is 'The columns and indexes of a generation.';

create function projection.drop_generation(generation text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp set client_min_messages = warning as $$
declare
  dropped text := (
    select string_agg(format('%I.%I', projection.schema_of(generation), r.name), ', ')
      from projection.relations_of(generation) r where not r.is_view);
begin
  if generation = 'LIVE' then
    raise exception 'the live generation is what is served; it is not dropped' using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute coalesce('drop table ' || dropped || ' cascade', 'select');
end $$;
comment on function projection.drop_generation is 'Drop the NEXT or the PREVIOUS generation, if there is one.';

-- The live generation is taken as the pattern. Seen from its own schema, what it is made of is printed without a schema, and
-- understood again in that of the next generation.
create function projection.make_indexes(later name[]) returns void language plpgsql
  set search_path = projection, pg_temp as $$
declare
  definition text;
  definitions text[] := array(
    select case when k.oid is null then pg_get_indexdef(i.indexrelid, 0, true)
        else format('alter table %I add constraint %I %s', r.name, k.conname, pg_get_constraintdef(k.oid)) end
      from projection.relations_of('LIVE') r
        join pg_index i on i.indrelid = r.relation
        join pg_class x on x.oid = i.indexrelid
        left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
      where x.relname <> all (later) and to_regclass(format('projection_next.%I', x.relname)) is null
      order by i.indexrelid);
begin
  perform set_config('search_path', 'projection_next, projection, pg_temp', true);
  foreach definition in array definitions loop
    execute definition;
  end loop;
end $$;
comment on function projection.make_indexes is 'Make what the NEXT generation lacks of the live one''s indexes, but for those named.';

create function projection.make_views() returns void language plpgsql set search_path = projection, pg_temp as $$
declare
  definition text;
  definitions text[] := array(
    select format('create view projection_next.%I as %s', r.name, pg_get_viewdef(r.relation, true))
      from projection.relations_of('LIVE') r where r.is_view);
begin
  perform set_config('search_path', 'projection_next, projection, pg_temp', true);
  foreach definition in array definitions loop
    execute definition;
  end loop;
end $$;
comment on function projection.make_views is 'Make the views of the NEXT generation, over its own tables.';

create function projection.begin_generation(later name[]) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  pattern record;
begin
  perform projection.drop_generation('NEXT');
  for pattern in
    select r.name, case c.relpersistence when 'u' then 'unlogged' end as persistence,
        'with (' || array_to_string(c.reloptions, ', ') || ')' as options
      from projection.relations_of('LIVE') r join pg_class c on c.oid = r.relation where not r.is_view
  loop
    execute format(
      'create %s table projection_next.%I (like projection.%2$I including all excluding identity excluding indexes) %3$s',
      pattern.persistence, pattern.name, pattern.options);
  end loop;
  for pattern in
    select r.name, a.attname as column_name, case a.attidentity when 'a' then 'always' else 'by default' end as mode
      from projection.relations_of('LIVE') r join pg_attribute a on a.attrelid = r.relation where a.attidentity <> ''
  loop
    execute format('alter table projection_next.%I alter column %I add generated %s as identity',
      pattern.name, pattern.column_name, pattern.mode);
  end loop;
  perform projection.make_indexes(later);
  perform projection.make_views();
  for pattern in
    select r.name, case when r.is_view then 'view' else 'table' end as kind, obj_description(r.relation, 'pg_class') as said
      from projection.relations_of('LIVE') r where obj_description(r.relation, 'pg_class') is not null
  loop
    execute format('comment on %s projection_next.%I is %L', pattern.kind, pattern.name, pattern.said);
  end loop;
  for pattern in
    select r.name, a.grantee::regrole as grantee, string_agg(a.privilege_type, ', ') as rights
      from projection.relations_of('LIVE') r join pg_class c on c.oid = r.relation, lateral aclexplode(c.relacl) a
      where a.grantee <> c.relowner group by r.name, a.grantee order by r.name, a.grantee::regrole::text
  loop
    execute format('grant %s on projection_next.%I to %s', pattern.rights, pattern.name, pattern.grantee);
  end loop;
  insert into projection_next.checkpoint (log_offset, advanced_at) values (0, clock_timestamp());
end $$;
comment on function projection.begin_generation is
  'Make an empty NEXT generation in the image of the live one, but for the indexes that are made later; drop the one there is.';

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

create function projection.move_generation(generation text, becomes text) returns void language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  moved record;
begin
  for moved in select r.name, case when r.is_view then 'view' else 'table' end as kind from projection.relations_of(generation) r loop
    execute format('alter %s %I.%I set schema %I',
      moved.kind, projection.schema_of(generation), moved.name, projection.schema_of(becomes));
  end loop;
end $$;

create function projection.switch_generation(generation text, patience interval) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  candidate text := projection.schema_of(generation);
  until timestamptz := clock_timestamp() + patience;
  moved record;
  live_offset bigint;
  its_offset bigint;
begin
  if generation = 'LIVE' then
    raise exception 'the live generation is served already' using errcode = 'object_not_in_prerequisite_state';
  elsif exists (select from projection.relations_of(case generation when 'NEXT' then 'PREVIOUS' else 'NEXT' end)) then
    raise exception 'two generations are there beside the live one; drop that which is not the % one', generation
      using errcode = 'object_not_in_prerequisite_state';
  elsif exists (
      (select projection.shape_of('LIVE') except all select projection.shape_of(generation)) union all
      (select projection.shape_of(generation) except all select projection.shape_of('LIVE'))) then
    raise exception 'the % generation has not the tables and indexes of the live one', generation
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  for moved in
    select format('%I.%I', projection.schema_of(g.generation), r.name) as name
      from (values (1, 'LIVE'), (2, generation)) g(place, generation), lateral projection.relations_of(g.generation) r
      where not r.is_view order by r.name, g.place
  loop
    perform set_config('lock_timeout', greatest(1, 1000 * extract(epoch from until - clock_timestamp()))::int::text, true);
    execute format('lock table %s in access exclusive mode', moved.name);
  end loop;
  select c.log_offset into live_offset from projection.checkpoint c;
  execute format('select c.log_offset from %I.checkpoint c', candidate) into its_offset;
  if its_offset < live_offset or its_offset is null then
    raise exception 'the % generation is at log offset %, the live one at %; bring it there first', generation, its_offset, live_offset
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  perform projection.move_generation('LIVE', case generation when 'NEXT' then 'PREVIOUS' else 'NEXT' end);
  perform projection.move_generation(generation, 'LIVE');
  if generation = 'PREVIOUS' then
    perform projection.move_generation('NEXT', 'PREVIOUS');
  end if;
end $$;
comment on function projection.switch_generation is
  'Serve the NEXT or the PREVIOUS generation from now on and keep the live one as the PREVIOUS; refused where it is behind. '
  'Waits for readers no longer than its patience: who comes meanwhile waits for it.';

create function projection.generations() returns table (generation text, log_offset bigint, advanced_at timestamptz(3))
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  foreach generation in array array['LIVE', 'NEXT', 'PREVIOUS'] loop
    if to_regclass(projection.schema_of(generation) || '.checkpoint') is not null then
      return query execute format(
        'select %L, c.log_offset, c.advanced_at from %I.checkpoint c', generation, projection.schema_of(generation));
    end if;
  end loop;
end $$;
comment on function projection.generations is 'Which generations there are, how far each is, and when it last advanced.';

revoke execute on function projection.judged_same, projection.schema_of, projection.relations_of, projection.shape_of,
  projection.drop_generation, projection.make_indexes, projection.make_views, projection.begin_generation,
  projection.complete_generation, projection.move_generation, projection.switch_generation, projection.generations from public;
grant execute on function projection.judged_same, projection.drop_generation, projection.begin_generation,
  projection.complete_generation, projection.switch_generation to onrecord_writer;
grant execute on function projection.generations to onrecord_writer, onrecord_reader;
reset role;

-- down --
-- The live generation stays, the others go.
set local role onrecord_owner;
drop schema projection_next, projection_previous cascade;
drop function projection.generations, projection.switch_generation, projection.move_generation, projection.complete_generation,
  projection.begin_generation, projection.make_views, projection.make_indexes, projection.drop_generation, projection.shape_of,
  projection.relations_of, projection.schema_of, projection.judged_same;

create or replace function projection.class_of(id_of_statement text, known_at bigint) returns setof text
  language sql stable begin atomic
  with recursive member (record_id) as (
    select id_of_statement collate "C"
    union
    select j.same_as from member m join projection.judgement j on j.record_id = m.record_id
      where j.known_from <= known_at and known_at < j.known_to
  )
  select record_id from member;
end;

create or replace function projection.source_days(id_of_source text, known_at bigint, out earliest date, out latest date)
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  select d.earliest, d.latest into earliest, latest
    from projection.record r
      join log.event e on e.log_offset = r.standing_offset,
      lateral projection.period_days(e.payload -> 'content' -> 'published', known_at) d
    where r.record_kind = 'SOURCE' and r.record_id = id_of_source and r.known_from <= known_at and known_at < r.known_to;
end $$;

create or replace function projection.period_days(period jsonb, known_at bigint, out earliest date, out latest date)
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if period ->> 'relative' is null then
    earliest := (period ->> 'earliest')::date;
    latest := (period ->> 'latest')::date;
  else
    select r.earliest, r.latest into earliest, latest
      from projection.source_days(period ->> 'anchor', known_at) s,
           projection.resolved(period ->> 'relative', s.earliest, s.latest) r;
  end if;
end $$;
reset role;
