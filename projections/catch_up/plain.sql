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
      s.log_offset > min(s.log_offset) over (backward rows between unbounded preceding and 1 preceding) as is_late,
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
    window backward as (partition by s.actor, s.issue order by d.said_latest desc)
),
plain as materialized (
  select c.*
    from (
      select c.*, min(c.log_offset) filter (where c.is_late) over pair as first_late,
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
  -- The claims of each snapshot: those known before its end.
  select p.actor, p.issue, 0::bigint as at, '-infinity'::date as late_day, p.log_offset, p.day, p.stance, p.conditions
    from plain p where p.log_offset < coalesce(p.first_late, 9223372036854775807)
  union all
  select p.actor, p.issue, s.at, s.late_day, p.log_offset, p.day, p.stance, p.conditions
    from (
      select l.actor, l.issue, l.log_offset as at, l.day as late_day,
          lead(l.log_offset, 1, 9223372036854775807) over (partition by l.actor, l.issue order by l.log_offset) as ends
        from plain l where l.is_late
    ) s
      join plain p on p.actor = s.actor and p.issue = s.issue and p.log_offset < s.ends
),
following as (
  -- A stretch begins with each claim that is neither for it nor for it if.
  select s.*, lead(s.log_offset) over so_far as next_offset, lead(s.day) over so_far as next_day,
      max(s.day) filter (where s.stance = 'CONDITIONAL') over so_far as conditional_day,
      coalesce(max(s.day) filter (where s.stance not in ('SUPPORT', 'CONDITIONAL')) over so_far, '-infinity') as stretch
    from seen s
    window so_far as (partition by s.actor, s.issue, s.at order by s.day rows unbounded preceding)
),
answering as (
  select f.actor, f.issue, f.at, f.late_day, f.log_offset, f.day, f.next_offset, f.next_day, f.stretch, f.stance as said,
      case when f.stance = 'SUPPORT' and f.conditional_day > f.stretch then 'CONDITIONAL' else f.stance end as stance,
      projection.carried(case when f.conditions = '{}' then f.conditions else (
        select jsonb_object_agg(k, array[f.log_offset]) from jsonb_object_keys(f.conditions) k) end) over in_stretch as conditions
    from following f
    window in_stretch as (partition by f.actor, f.issue, f.at, f.stretch order by f.day rows unbounded preceding)
),
preceded as (
  select a.*, lag(a.stance) over so_far as stance_before, lag(a.conditions) over so_far as conditions_before
    from answering a window so_far as (partition by a.actor, a.issue, a.at order by a.stretch, a.day)
),
answered as (
  select p.*, max(p.day) filter (where p.stance is distinct from p.stance_before) over so_far as since
    from preceded p
    window so_far as (partition by p.actor, p.issue, p.at order by p.stretch, p.day rows unbounded preceding)
),
believed as (
  -- What was believed of a day: since its claim was told or the snapshot began, and since the next claim was told.
  select a.*, b.known_from, b.until_day, lag(b.until_day) over so_far as until_believed, lag(a.since) over so_far as since_believed,
      lag(a.stance) over so_far as stance_believed, lag(a.conditions) over so_far as conditions_believed
    from answered a
      cross join lateral (
        select greatest(a.log_offset, a.at) as known_from,
            case when a.next_offset <= greatest(a.log_offset, a.at) then a.next_day else 'infinity' end as until_day
        union all
        select a.next_offset, a.next_day where a.next_offset > greatest(a.log_offset, a.at)
      ) b
    where a.next_day is null or a.next_day >= a.late_day
    window so_far as (partition by a.actor, a.issue, a.day order by b.known_from)
),
step as materialized (
  select b.actor, b.issue, b.at, b.day, b.until_day, b.known_from, lead(b.known_from) over so_far as known_to, b.since,
      b.stance, b.conditions, case when b.stance = b.said then b.log_offset end as decided_by,
      case when b.stance <> b.said then (b.stance, 'EXPLICIT', b.conditions, b.day, array[b.log_offset], array[b.log_offset], '{}',
        array[(b.log_offset, b.day, b.said, 'EXPLICIT', false, true)::projection.reversible_claim], b.day, null)::projection.standing end
        as standing,
      case when b.known_from = b.log_offset
        then b.stance is distinct from b.stance_before
          or b.conditions <> b.conditions_before and not projection.has_same_keys(b.conditions, b.conditions_before)
        else b.stance <> b.stance_believed
          or b.conditions <> b.conditions_believed and not projection.has_same_keys(b.conditions, b.conditions_believed) end
        as is_change
    from believed b
    where b.until_believed is null or (b.until_day, b.since, b.stance, b.conditions)
      <> (b.until_believed, b.since_believed, b.stance_believed, b.conditions_believed)
    window so_far as (partition by b.actor, b.issue, b.day order by b.known_from)
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
