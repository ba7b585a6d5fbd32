-- of_records --
-- The relations in force that one of some records has an end in, in log order; a withdrawn end does not hide them.
select q.record_id, e.log_offset
  from projection.record r
    join log.event e on e.log_offset = r.standing_offset
    join unnest($2::text[]) q(record_id)
      on q.record_id in (e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record')
  where r.record_kind = 'RELATION' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
  order by e.log_offset

-- in_tension --
-- IN_TENSION relations with an end in one of some events' records, both ends in force and counting on a day under a clock.
select distinct o.log_offset as event_offset, e.log_offset
  from unnest($4::bigint[]) o(log_offset)
    join log.event d on d.log_offset = o.log_offset
    join projection.record r on r.record_kind = 'RELATION' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
    join log.event e on e.log_offset = r.standing_offset and e.payload -> 'content' ->> 'type' = 'IN_TENSION'
      and d.record_id in (e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record')
  where not exists (
    select from unnest(array[e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record']) n(record_id)
      where not exists (
        select from log.event v join projection.dated_event x on x.log_offset = v.log_offset
          where v.record_kind = any (array['STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT'])
            and v.record_id = n.record_id
            and x.status in ('CURRENT', 'MERGED') and x.known_from <= $1 and $1 < x.known_to
            and case $3 when 'PUBLIC' then x.public_latest else x.said_latest end <= $2::date))
  order by e.log_offset

-- tension_days --
-- The days on which positions stand in each IN_TENSION relation: from the day on which both its ends count, while they rest on one.
-- $1 known at, $2 clock, $3 actors, $4 issues.
with tension as (
  select e.log_offset, n.ends, c.from_day
    from projection.record r
      join log.event e on e.log_offset = r.standing_offset and e.payload -> 'content' ->> 'type' = 'IN_TENSION'
      cross join lateral (select array[e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record']) n(ends)
      cross join lateral (
        select max(d.day)
          from unnest(n.ends) q(record_id)
            cross join lateral (
              select min(case $2 when 'PUBLIC' then x.public_latest else x.said_latest end)
                from log.event v join projection.dated_event x on x.log_offset = v.log_offset
                where v.record_kind = any (array['STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT'])
                  and v.record_id = q.record_id
                  and x.status in ('CURRENT', 'MERGED')
                  and x.known_from <= $1 and $1 < x.known_to) d(day)
          having bool_and(d.day is not null)) c(from_day)
    where r.record_kind = 'RELATION' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
),
stated as (
  select t.log_offset, t.from_day, s.actor, s.issue, array_agg(s.log_offset) as statements
    from tension t
      join log.event v on v.record_kind = any (array['STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT'])
        and v.record_id = any (t.ends)
      join projection.dated_event x on x.log_offset = v.log_offset and x.known_from <= $1 and $1 < x.known_to
      join projection.stance s on s.log_offset = x.log_offset
    group by t.log_offset, t.from_day, s.actor, s.issue
),
stood as (
  select s.log_offset, s.actor, s.issue, range_agg(daterange(greatest(p.from_day, s.from_day), p.until_day)) as days
    from stated s
      cross join lateral projection.steps_of_pair(s.actor, s.issue, $2, $1) p
    where s.from_day < p.until_day
      and projection.rests_on(projection.in_full(
        projection.restored(p.standing, p.stance, p.conditions, p.last_stated, p.decided_by))) && s.statements
    group by s.log_offset, s.actor, s.issue
)
select a.id as actor, i.id as issue, lower(d.days) as from_day, upper(d.days) as until_day, s.log_offset
  from stood s
    join projection.actor_key a on a.actor = s.actor
    join projection.issue_key i on i.issue = s.issue
    cross join lateral unnest(s.days) d(days)
  where ($3::text[] is null or a.id = any ($3))
    and ($4::text[] is null or i.id = any ($4))
  order by a.id, i.id, from_day, s.log_offset
