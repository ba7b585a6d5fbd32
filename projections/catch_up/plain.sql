-- Positions of plain pairs, whose whole history is told in one look, without a fold.

-- plain_pairs --
-- Derive claims and positions of all pairs that are plain, from the beginning of the log to $1; only part $2 of $3 of all pairs.
-- Plain is a pair whose claims were all said in words on one day each, no two on the same, public then, first versions never
-- changed later, and told in order but for a few. What the fold would answer follows from the claims before: SUPPORT after
-- CONDITIONAL, with nothing else between, is CONDITIONAL still. Each claim told late begins a snapshot of its pair, which
-- goes on until the next of them.
with claimed as (
  -- From the last day back, a claim is late if one of a later day was known before.
  select s.actor, s.issue, s.log_offset, d.said_latest as day, s.stance, s.rank, d.ordinal, s.conditions, s.is_vote,
      s.log_offset > min(s.log_offset) over backward as is_late,
      d.said_latest is distinct from lag(d.said_latest) over backward
        and coalesce(s.basis = 'EXPLICIT' and not s.lifts_conditions and d.said_earliest = d.said_latest
          and d.public_earliest = d.said_latest and d.public_latest = d.said_latest
          and d.known_from = s.log_offset and d.known_to = 9223372036854775807
          and s.log_offset not in (select r.standing_offset from record r where r.standing_offset <> r.first_offset)
          and (d.said_latest <= f.day or d.said_latest <= (
            select (e.recorded_at at time zone 'UTC')::date from log.event e where e.log_offset = s.log_offset)), false)
        as is_plain
    from dated_event d
      join stance s on s.log_offset = d.log_offset
      cross join (select (e.recorded_at at time zone 'UTC')::date as day from log.event e where e.log_offset = 1) f
    where d.known_from <= $1 and d.status = 'CURRENT' and d.is_live and s.is_counted and (s.actor + s.issue) % $3 = $2
    window backward as (
      partition by s.actor, s.issue order by d.said_latest desc rows between unbounded preceding and 1 preceding)
),
plain as materialized (
  select c.*
    from (
      select c.*, min(c.log_offset) filter (where c.is_late) over pair as first_late,
          min(c.day) filter (where c.is_late) over pair as later_day,
          bool_and(c.is_plain) over pair and count(*) filter (where c.is_late) over pair <= 16 as is_pair_plain
        from claimed c window pair as (partition by c.actor, c.issue)
    ) c
    where c.is_pair_plain
),
claims as (
  insert into claim (actor, issue, log_offset, known_from, known_to, said_earliest, said_latest, public_earliest,
      public_latest, rank, ordinal, stance, basis, conditions, lifts_conditions, is_vote)
    select p.actor, p.issue, p.log_offset, p.log_offset, 9223372036854775807, p.day, p.day, p.day, p.day, p.rank, p.ordinal,
        p.stance, 'EXPLICIT', p.conditions, false, p.is_vote
      from plain p
),
seen as (
  -- The claims of each snapshot: those known before its end. What is told late after that begins with later_day.
  select p.actor, p.issue, 0::bigint as at, '-infinity'::date as late_day, p.later_day, p.log_offset, p.day, p.stance,
      p.conditions
    from plain p where p.log_offset < coalesce(p.first_late, 9223372036854775807)
  union all
  select p.actor, p.issue, s.at, s.late_day, s.later_day, p.log_offset, p.day, p.stance, p.conditions
    from (
      select l.actor, l.issue, l.log_offset as at, l.day as late_day,
          lead(l.log_offset, 1, 9223372036854775807) over (partition by l.actor, l.issue order by l.log_offset) as ends,
          min(l.day) over (
            partition by l.actor, l.issue order by l.log_offset rows between 1 following and unbounded following) as later_day
        from plain l where l.is_late
    ) s
      join plain p on p.actor = s.actor and p.issue = s.issue and p.log_offset < s.ends
),
neighbouring as (
  -- A stretch begins with each claim that is neither for it nor for it if.
  select s.*, lag(s.stance) over so_far as said_before, lead(s.log_offset) over so_far as next_offset,
      lead(s.day) over so_far as next_day,
      coalesce(max(s.day) filter (where s.stance not in ('SUPPORT', 'CONDITIONAL')) over so_far, '-infinity') as stretch
    from seen s
    window so_far as (partition by s.actor, s.issue, s.at order by s.day rows unbounded preceding)
),
carrying as (
  select n.*, min(n.day) filter (where n.stance = 'CONDITIONAL') over in_stretch as conditional_from,
      projection.carried((select jsonb_object_agg(k, array[n.log_offset]) from jsonb_object_keys(n.conditions) k))
        filter (where n.conditions <> '{}') over in_stretch as carried
    from neighbouring n
    window in_stretch as (partition by n.actor, n.issue, n.at, n.stretch order by n.day rows unbounded preceding)
),
turning as (
  select c.actor, c.issue, c.at, c.late_day, c.later_day, c.log_offset, c.day, c.next_offset, c.next_day, c.stretch, c.carried,
      c.stance as said,
      case when c.stance = 'SUPPORT' and c.conditional_from is not null then 'CONDITIONAL' else c.stance end as stance,
      case c.stance when 'CONDITIONAL' then c.conditional_from = c.day
        when 'SUPPORT' then coalesce(c.said_before not in ('SUPPORT', 'CONDITIONAL'), true)
        else c.stance is distinct from c.said_before end as is_turn
    from carrying c
),
answered as materialized (
  -- Before the day that a late claim precedes nothing is new. What no other claim told late can change is settled.
  select a.actor, a.issue, a.at, a.log_offset, a.day, a.next_day, a.said, a.stance, a.carried as conditions, a.since,
      greatest(a.log_offset, a.at) as known_from,
      case when a.next_offset > greatest(a.log_offset, a.at) then a.next_offset end as next_offset,
      a.is_turn or a.carried <> a.carried_before and not projection.has_same_keys(a.carried, a.carried_before) as is_change,
      a.log_offset >= a.at and (a.later_day <= coalesce(a.next_day, 'infinity')) is not true as is_settled
    from (
      select t.*, max(t.day) filter (where t.is_turn) over so_far as since, lag(t.carried) over so_far as carried_before
        from turning t
        window so_far as (partition by t.actor, t.issue, t.at order by t.stretch, t.day rows unbounded preceding)
    ) a
    where a.next_day is null or a.next_day >= a.late_day
),
believed as not materialized (
  -- What was believed of a day: since its claim was told or the snapshot began, and since the next claim was told.
  select a.actor, a.issue, a.at, a.log_offset, a.day, coalesce(b.until_day, 'infinity') as until_day, b.known_from,
      b.known_to, a.since, a.said, a.stance, a.conditions, a.is_change and b.known_from = a.log_offset as is_change, a.is_settled
    from answered a
      cross join lateral (
        select a.known_from, case when a.next_offset is null then a.next_day end as until_day, a.next_offset as known_to
        union all
        select a.next_offset, a.next_day, null where a.next_offset is not null
      ) b
),
compared as (
  select b.*, lag(b.until_day) over so_far as until_believed, lag(b.since) over so_far as since_believed,
      lag(b.stance) over so_far as stance_believed, lag(b.conditions) over so_far as conditions_believed
    from believed b where not b.is_settled
    window so_far as (partition by b.actor, b.issue, b.day order by b.known_from)
),
known as (
  select b.actor, b.issue, b.at, b.log_offset, b.day, b.until_day, b.known_from, b.known_to, b.since, b.said, b.stance,
      b.conditions, b.is_change
    from believed b where b.is_settled
  union all
  select c.actor, c.issue, c.at, c.log_offset, c.day, c.until_day, c.known_from,
      lead(c.known_from) over (partition by c.actor, c.issue, c.day order by c.known_from), c.since, c.said, c.stance,
      c.conditions, c.is_change or c.stance <> c.stance_believed
        or c.conditions <> c.conditions_believed and not projection.has_same_keys(c.conditions, c.conditions_believed)
    from compared c
    where c.until_believed is null or (c.until_day, c.since, c.stance, c.conditions)
      <> (c.until_believed, c.since_believed, c.stance_believed, c.conditions_believed)
),
step as materialized (
  select k.actor, k.issue, k.at, k.day, k.until_day, k.known_from, k.known_to, k.since, k.stance, k.conditions, k.is_change,
      case when k.stance = k.said then k.log_offset end as decided_by,
      case when k.stance <> k.said then (
        k.stance, 'EXPLICIT', k.conditions, k.day, array[k.log_offset], array[k.log_offset], '{}',
        array[(k.log_offset, k.day, k.said, 'EXPLICIT', false, true)::projection.reversible_claim], k.day, null
      )::projection.standing end as standing
    from known k
),
closed as (
  insert into position_closed (actor, issue, clock, from_day, until_day, known_from, known_to, since, since_earliest,
      stance, basis, conditions, last_stated, decided_by, standing)
    select s.actor, s.issue, 'BOTH', s.day, s.until_day, s.known_from, s.known_to, s.since, null, s.stance, 'EXPLICIT',
        s.conditions, s.day, s.decided_by, s.standing
      from step s where s.known_to is not null
),
opened as (
  insert into position_open (actor, issue, clock, from_day, until_day, known_from, since, since_earliest,
      stance, basis, conditions, last_stated, decided_by, standing)
    select s.actor, s.issue, 'BOTH', s.day, s.until_day, s.known_from, s.since, null, s.stance, 'EXPLICIT',
        s.conditions, s.day, s.decided_by, s.standing
      from step s where s.known_to is null
)
insert into position_change (log_offset, clock, actor, issue, on_day, kind)
  select s.known_from, 'BOTH', s.actor, s.issue, s.day, 'WORLD_CHANGED' from step s where s.is_change and s.known_from > s.at
  union all
  select s.at, 'BOTH', s.actor, s.issue, min(s.day), 'RECORD_CHANGED' from step s where s.is_change and s.known_from = s.at
    group by s.at, s.actor, s.issue;
