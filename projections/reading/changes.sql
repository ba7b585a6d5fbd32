-- page --
-- A page of the net difference between two views, at most two rows a pair, by actor, issue and kind.
-- $1 clock, $2 from, $3 to, $4 known from, $5 known at; $6 actors, $7 issues, $8 kinds; $9 to $11 the row before the page.
with earlier as (
  select p.actor, p.issue, p.standing from projection.position p
    where p.clock = $1 and p.from_day <= $2 and $2 < p.until_day and p.known_from <= $4 and $4 < p.known_to
),
revised as (
  select p.actor, p.issue, p.standing from projection.position p
    where p.clock = $1 and p.from_day <= $2 and $2 < p.until_day and p.known_from <= $5 and $5 < p.known_to
),
later as (
  select p.actor, p.issue, p.standing from projection.position p
    where p.clock = $1 and p.from_day <= $3 and $3 < p.until_day and p.known_from <= $5 and $5 < p.known_to
),
pair as (
  select actor, issue, e.standing as earlier, r.standing as revised, l.standing as later
    from earlier e full join revised r using (actor, issue) full join later l using (actor, issue)
),
changed as (
  select actor, issue, 'RECORD_CHANGED' as kind, later from pair where not projection.is_same_answer(earlier, revised)
  union all
  select actor, issue, 'WORLD_CHANGED', later from pair where not projection.is_same_answer(revised, later)
)
select a.id as actor, i.id as issue, c.kind,
    case c.kind when 'RECORD_CHANGED' then $2 else (
      -- The first day from which the answer at the end stood unbroken.
      select min(s.from_day) from projection.position s
        where s.actor = c.actor and s.issue = c.issue and s.clock = $1 and s.from_day <= $3 and s.known_from <= $5 and $5 < s.known_to
          and s.from_day > coalesce((
            select max(d.from_day) from projection.position d
              where d.actor = c.actor and d.issue = c.issue and d.clock = $1 and d.from_day <= $3
                and d.known_from <= $5 and $5 < d.known_to and not projection.is_same_answer(d.standing, c.later)), '-infinity')
    ) end as on_day
  from changed c
    join projection.actor_key a on a.actor = c.actor
    join projection.issue_key i on i.issue = c.issue
  where ($6::text[] is null or a.id = any ($6))
    and ($7::text[] is null or i.id = any ($7))
    and ($8::text[] is null or c.kind = any ($8))
    and ($9::text is null or (a.id, i.id, c.kind) > ($9, $10, $11))
  order by a.id, i.id, c.kind
  limit $12

-- causes --
-- The offsets after $3 and up to $4 at which the answers of some pairs on a day changed. $5 and $6: actors and issues side by side.
with asked as (
  select q.place, a.actor, i.issue
    from unnest($5::text[], $6::text[]) with ordinality q(actor_id, issue_id, place)
      join projection.actor_key a on a.id = q.actor_id
      join projection.issue_key i on i.id = q.issue_id
),
believed as materialized (
  select q.place, p.known_from, p.known_to, p.standing
    from asked q join projection.position p on p.actor = q.actor and p.issue = q.issue
    where p.clock = $1 and p.from_day <= $2 and $2 < p.until_day and p.known_from <= $4 and $3 < p.known_to
),
turn as (
  select place, known_from as log_offset from believed where known_from > $3
  union
  select place, known_to from believed where known_to <= $4
)
select t.place, array_agg(t.log_offset order by t.log_offset) as log_offsets
  from turn t
    left join believed o on o.place = t.place and o.known_from < t.log_offset and t.log_offset <= o.known_to
    left join believed n on n.place = t.place and n.known_from <= t.log_offset and t.log_offset < n.known_to
  where not projection.is_same_answer(o.standing, n.standing)
  group by t.place

-- of_event --
-- The pairs whose timeline one event changed under a clock, with the first differing day.
select a.id as actor, i.id as issue, c.on_day, c.kind
  from projection.position_change c
    join projection.actor_key a on a.actor = c.actor
    join projection.issue_key i on i.issue = c.issue
  where c.log_offset = $1 and c.clock in ($2, 'BOTH')
  order by a.id, i.id
