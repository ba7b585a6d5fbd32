-- page --
-- A page of the log behind an offset ($1), as far as the projections are, at most $2 events; a row for each version that a
-- filter looks at: of the event's own record and of those it touches, up to itself.
with page as (
  select e.log_offset, e.record_kind, e.record_id, e.recorded_at, e.payload ->> 'erases' as erases
    from log.event e
    where e.log_offset > $1 and e.log_offset <= (select c.log_offset from projection.checkpoint c)
    order by e.log_offset
    limit $2
),
touched as (
  select p.log_offset, p.record_kind, p.record_id from page p
  union
  -- A merge touches both statements, and so does whatever becomes of it.
  select p.log_offset, 'STATEMENT', s.record_id
    from page p
      join log.event r on r.record_kind = 'RELATION' and r.record_id = p.record_id and r.log_offset <= p.log_offset
        and r.payload -> 'content' ->> 'type' = 'SAME_STATEMENT',
      lateral (values (r.payload -> 'content' ->> 'from_record'), (r.payload -> 'content' ->> 'to_record')) s(record_id)
    where p.record_kind = 'RELATION'
  union
  select p.log_offset, e.record_kind, e.record_id from page p join log.event e on e.id = p.erases::uuid
)
select p.log_offset, (p.recorded_at at time zone 'UTC')::date as recorded_on, v.kind,
    -- Whom and what a version names stands in its payload; the projections are in order of whom and what.
    array(
      select distinct a.id #>> '{}'
        from unnest(array['$.capacities[*].speaker', '$.capacities[*].on_behalf_of[*]', '$.author', '$.tabled_by[*]',
            '$.actors[*]', '$.said_by[*]', '$.asserted_by']::jsonpath[]) own(path),
          lateral jsonb_path_query(v.payload -> 'content', own.path) a(id)) as actors,
    array(
      select distinct i.id #>> '{}'
        from unnest(array['$.stances[*].issue', '$.issues[*]', '$.provisions[*].issues[*]']::jsonpath[]) bears_on(path),
          lateral jsonb_path_query(v.payload -> 'content', bears_on.path) i(id)
        where v.record_kind <> 'SCHEDULE') as issues
  from page p
    join touched t on t.log_offset = p.log_offset
    join log.event v on v.record_kind = t.record_kind and v.record_id = t.record_id and v.log_offset <= p.log_offset
  order by p.log_offset, v.log_offset

-- changes --
-- What the events of a page changed under either clock: $1 the offset before it, $2 its last; the first $3, null for all.
select c.log_offset, k.clock, a.id as actor, i.id as issue, c.on_day, c.kind
  from projection.position_change c
    join (values ('OCCURRED'), ('PUBLIC')) k(clock) on c.clock in (k.clock, 'BOTH')
    join projection.actor_key a on a.actor = c.actor
    join projection.issue_key i on i.issue = c.issue
  where c.log_offset > $1 and c.log_offset <= $2
  order by c.log_offset, k.clock, a.id, i.id
  limit $3
