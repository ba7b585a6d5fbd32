-- page --
-- A page of the net difference between two views, at most two rows a pair, by actor, issue and kind.
-- $1 clock, $2 from, $3 to, $4 known from, $5 known at; $6 actors, $7 issues, $8 kinds; $9 to $11 the row before the page.
with asked as (
  select a.actor from projection.actor_key a where a.id = any ($6::text[])
),
earlier as (
  select p.actor, p.issue, p.stance, p.basis, p.conditions from projection.positions_at($1, $2, $4) p where $6::text[] is null
  union all
  select p.actor, p.issue, p.stance, p.basis, p.conditions
    from asked a cross join lateral projection.positions_of_actor(a.actor, $1, $2, $4) p
),
revised as (
  select p.actor, p.issue, p.stance, p.basis, p.conditions from projection.positions_at($1, $2, $5) p where $6::text[] is null
  union all
  select p.actor, p.issue, p.stance, p.basis, p.conditions
    from asked a cross join lateral projection.positions_of_actor(a.actor, $1, $2, $5) p
),
later as (
  select p.actor, p.issue, p.stance, p.basis, p.conditions from projection.positions_at($1, $3, $5) p where $6::text[] is null
  union all
  select p.actor, p.issue, p.stance, p.basis, p.conditions
    from asked a cross join lateral projection.positions_of_actor(a.actor, $1, $3, $5) p
),
changed as (
  -- Most answers are the same word for word: the function is for the others.
  select actor, issue, 'RECORD_CHANGED' as kind
    from earlier e full join revised r using (actor, issue)
    where (e.stance, e.basis, e.conditions) is distinct from (r.stance, r.basis, r.conditions)
      and not projection.is_same_answer(e.stance, e.basis, e.conditions, r.stance, r.basis, r.conditions)
  union all
  select actor, issue, 'WORLD_CHANGED'
    from revised r full join later l using (actor, issue)
    where (r.stance, r.basis, r.conditions) is distinct from (l.stance, l.basis, l.conditions)
      and not projection.is_same_answer(r.stance, r.basis, r.conditions, l.stance, l.basis, l.conditions)
),
shown as (
  select c.actor, c.issue, c.kind, a.id as actor_id, i.id as issue_id
    from changed c
      join projection.actor_key a on a.actor = c.actor
      join projection.issue_key i on i.issue = c.issue
    where ($7::text[] is null or i.id = any ($7))
      and ($8::text[] is null or c.kind = any ($8))
      and ($9::text is null or (a.id, i.id, c.kind) > ($9, $10, $11))
    order by a.id, i.id, c.kind
    limit $12
)
select s.actor_id as actor, s.issue_id as issue, s.kind,
    case s.kind when 'RECORD_CHANGED' then $2 else (
      -- The first day from which the answer at the end stood unbroken.
      select min(t.from_day) filter (where t.is_unbroken)
        from (
          select p.from_day, bool_and(projection.is_same_answer(p.stance, p.basis, p.conditions, l.stance, l.basis, l.conditions))
              over (order by p.from_day desc) as is_unbroken
            from projection.position_of_pair(s.actor, s.issue, $1, $3, $5) l
              cross join projection.steps_of_pair(s.actor, s.issue, $1, $5) p
            where p.from_day <= $3
        ) t
    ) end as on_day
  from shown s
  order by s.actor_id, s.issue_id, s.kind

-- causes --
-- The offsets after $3 and up to $4 at which the answers of some pairs on a day changed. $5 and $6: actors and issues side by side.
with asked as (
  select q.place, a.actor, i.issue
    from unnest($5::text[], $6::text[]) with ordinality q(actor_id, issue_id, place)
      join projection.actor_key a on a.id = q.actor_id
      join projection.issue_key i on i.id = q.issue_id
),
believed as materialized (
  select q.place, p.known_from, 9223372036854775807 as known_to, p.stance, p.basis, p.conditions
    from asked q
      cross join (values ('BOTH'), ($1)) k(clock)
      cross join lateral (
        select * from projection.position_open p
          where p.actor = q.actor and p.issue = q.issue and p.clock = k.clock and p.from_day <= $2
          order by p.from_day desc limit 1
      ) p
    where $2 < p.until_day and p.known_from <= $4
  union all
  select q.place, p.known_from, p.known_to, p.stance, p.basis, p.conditions
    from asked q
      cross join projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where p.actor = q.actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
            and p.known_to > $3 and p.known_to <= $4 + (1::bigint << (4 * c.class + 4)) and p.known_from <= $4
            and p.issue = q.issue and p.from_day <= $2 and $2 < p.until_day and p.clock in ($1, 'BOTH')
          offset 0
      ) p
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
  where not projection.is_same_answer(o.stance, o.basis, o.conditions, n.stance, n.basis, n.conditions)
  group by t.place

-- of_event --
-- The pairs whose timeline one event changed under a clock, with the first differing day.
select a.id as actor, i.id as issue, c.on_day, c.kind
  from projection.position_change c
    join projection.actor_key a on a.actor = c.actor
    join projection.issue_key i on i.issue = c.issue
  where c.log_offset = $1 and c.clock in ($2, 'BOTH')
  order by a.id, i.id
