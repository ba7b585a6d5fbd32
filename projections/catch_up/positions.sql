-- Claims, and from them the positions of the rule. Parameters: $1 the checkpoint, $2 the offset to reach.

-- claims --
-- A stance counts while its statement is current and in a live source; claims end with their statement's status and days.
-- The pairs whose claims so changed are listed: the nth change of a pair in the batch is folded in round n. A pair whose
-- claims all became public when they were said is folded once, for both clocks. Returns the number of rounds.
with ended as (
  update claim c set known_to = d.known_to
    from dated_event d
    where d.known_to > $1 and d.known_to <= $2 and c.log_offset = d.log_offset and c.known_from = d.known_from
  returning c.*
),
begun as (
  insert into claim (actor, issue, log_offset, known_from, known_to, said_earliest, said_latest, public_earliest,
      public_latest, rank, ordinal, stance, basis, conditions, lifts_conditions)
    select s.actor, s.issue, d.log_offset, d.known_from, d.known_to, d.said_earliest, d.said_latest, d.public_earliest,
        d.public_latest, s.rank, d.ordinal, s.stance, s.basis, s.conditions, s.lifts_conditions
      from dated_event d join stance s on s.log_offset = d.log_offset
      where d.known_from > $1 and d.known_from <= $2 and d.status = 'CURRENT' and d.is_live and s.is_counted
  returning *
),
changed as (
  select b.known_from as k, b.* from begun b
  union all
  select b.known_to, b.* from begun b where b.known_to <= $2
  union all
  select e.known_to, e.* from ended e
),
clocked as materialized (
  select c.*, bool_or(c.said_latest <> c.public_latest or c.said_earliest is distinct from c.public_earliest or exists (
      select from claim a where a.actor = c.actor and a.issue = c.issue
        and (a.said_latest <> a.public_latest or a.said_earliest is distinct from a.public_earliest)))
      over (partition by c.actor, c.issue) as is_apart
    from changed c
),
touched as (
  insert into touched_pair (round, actor, issue, clock, changed_at, from_day, through_day)
    select row_number() over (partition by t.actor, t.issue, d.clock order by t.k), t.actor, t.issue, d.clock, t.k,
        min(d.day), max(d.day)
      from clocked t,
        lateral (values ('BOTH', t.said_latest, false), ('OCCURRED', t.said_latest, true), ('PUBLIC', t.public_latest, true))
          d(clock, day, is_apart)
      where d.is_apart = t.is_apart
      group by t.actor, t.issue, d.clock, t.k
  returning round
)
select coalesce(max(round), 0) from touched;

-- fold_round --
-- Refold each pair of round $1 from the first day that its change touches, and write what differs.
-- The fold goes on from the answer of the day before as long as what becomes visible was said after all that was folded;
-- where something said earlier becomes visible later (the PUBLIC clock), that day begins a job of its own, folded afresh.
-- Otherwise a fold stops some answers after the last day touched (at least one, to compare): if the last of them is the old
-- one, so are all later ones.
-- Returns how many are not done yet; these go on in round $2.
with base as materialized (
  select t.actor, t.issue, t.clock, t.changed_at, t.from_day, k.kept_as,
      coalesce(l.from_day, 'infinity') as limit_day, o.from_day as base_day, o.since, o.since_earliest, o.standing
    from touched_pair t
      cross join lateral (select case t.clock when 'BOTH' then 'OCCURRED' else t.clock end as kept_as) k
      left join lateral (
        select p.* from position_open p
          where p.actor = t.actor and p.issue = t.issue and p.clock = k.kept_as and p.from_day < t.from_day
          order by p.from_day desc limit 1
      ) o on true
      left join lateral (
        select p.from_day from position_open p
          where p.actor = t.actor and p.issue = t.issue and p.clock = k.kept_as and p.from_day > t.through_day
          order by p.from_day offset 15 limit 1
      ) l on t.clock <> 'PUBLIC'
    where t.round = $1
),
counting as (
  -- Sorted for the sake of the index that is in this order.
  select b.clock, b.changed_at, b.limit_day, (b.standing).said_until, c.said_latest as visible, c.said_earliest as seen_earliest, c.*
    from base b,
      lateral (
        select c.* from claim c
          where c.actor = b.actor and c.issue = b.issue and c.said_latest >= b.from_day and c.said_latest < b.limit_day
            and c.known_from <= b.changed_at and b.changed_at < c.known_to
          order by c.said_latest
      ) c
    where b.clock <> 'PUBLIC'
  union all
  select b.clock, b.changed_at, b.limit_day, (b.standing).said_until, c.public_latest, c.public_earliest, c.*
    from base b,
      lateral (
        select c.* from claim c
          where c.actor = b.actor and c.issue = b.issue and c.public_latest >= b.from_day
            and c.known_from <= b.changed_at and b.changed_at < c.known_to
          order by c.public_latest
      ) c
    where b.clock = 'PUBLIC'
),
following as (
  select c.*, row_number() over same_day = 1 as is_first_of_day,
      min(c.said_latest) over same_day <= greatest(c.said_until, max(c.said_latest) over (
        partition by c.actor, c.issue, c.clock order by c.visible groups between unbounded preceding and 1 preceding))
        as is_out_of_order
    from counting c window same_day as (partition by c.actor, c.issue, c.clock, c.visible)
),
in_job as materialized (
  select f.*, count(*) filter (where f.is_out_of_order and f.is_first_of_day) over (
      partition by f.actor, f.issue, f.clock order by f.visible) as job
    from following f
),
job as (
  select j.actor, j.issue, j.clock, j.changed_at, j.limit_day, j.job, min(j.visible) as start_day,
      lead(min(j.visible), 1, 'infinity') over (partition by j.actor, j.issue, j.clock order by j.job) as end_day
    from in_job j where j.job > 0 group by j.actor, j.issue, j.clock, j.changed_at, j.limit_day, j.job
),
member as (
  select j.actor, j.issue, j.clock, j.changed_at, j.limit_day, j.job, j.visible as day, j.said_latest, j.rank, j.ordinal,
      (j.log_offset, j.stance, j.basis, j.conditions, j.lifts_conditions, j.said_earliest, j.said_latest,
        coalesce(j.seen_earliest, j.visible))::projection.claim_member as claim
    from in_job j where j.job = 0
  union all
  select j.actor, j.issue, j.clock, j.changed_at, j.limit_day, j.job, greatest(c.public_latest, j.start_day), c.said_latest,
      c.rank, c.ordinal,
      (c.log_offset, c.stance, c.basis, c.conditions, c.lifts_conditions, c.said_earliest, c.said_latest,
        case when c.public_latest >= j.start_day then coalesce(c.public_earliest, c.public_latest) end)::projection.claim_member
    from job j
      join claim c on c.actor = j.actor and c.issue = j.issue and c.public_latest < j.end_day
        and c.known_from <= j.changed_at and j.changed_at < c.known_to
),
equals as (
  -- On each day said only the highest rank takes part; within it equals share an ordinal.
  select m.actor, m.issue, m.clock, m.changed_at, m.limit_day, m.job, max(m.day) as day, m.said_latest, m.ordinal,
      null::projection.standing as base, array_agg(m.claim) as members
    from (select m.*, max(m.rank) over (partition by m.actor, m.issue, m.clock, m.job, m.said_latest) as highest from member m) m
    where m.rank = m.highest
    group by m.actor, m.issue, m.clock, m.job, m.said_latest, m.ordinal, m.changed_at, m.limit_day
  union all
  select b.actor, b.issue, b.clock, b.changed_at, b.limit_day, 0, null, '-infinity', 0, b.standing, null
    from base b where b.base_day is not null
),
folded as (
  select e.*, projection.latest_authoritative_1(e.base, e.members) over (
      partition by e.actor, e.issue, e.clock, e.job order by e.said_latest, e.ordinal) as standing
    from equals e
),
step as (
  (select distinct on (f.actor, f.issue, f.clock, f.day)
      f.actor, f.issue, f.clock, f.changed_at, f.limit_day, f.day, f.standing, f.day as since,
      case when (f.standing).began < f.day then (f.standing).began end as since_earliest
    from folded f where f.day is not null
    order by f.actor, f.issue, f.clock, f.day, f.said_latest desc, f.ordinal desc)
  union all
  select b.actor, b.issue, b.clock, b.changed_at, b.limit_day, b.base_day, b.standing, b.since, b.since_earliest
    from base b where b.base_day is not null
),
turning as (
  select s.*, (s.standing).stance is distinct from lag((s.standing).stance) over (
      partition by s.actor, s.issue, s.clock order by s.day) as is_turn
    from step s
),
run as (
  select t.*, count(*) filter (where t.is_turn) over (partition by t.actor, t.issue, t.clock order by t.day) as run from turning t
),
fresh as (
  select r.actor, r.issue, r.clock, r.changed_at, r.limit_day, r.day as from_day,
      lead(r.day, 1, r.limit_day) over (partition by r.actor, r.issue, r.clock order by r.day) as until_day,
      first_value(r.since) over in_run as since, first_value(r.since_earliest) over in_run as since_earliest, r.standing
    from run r window in_run as (partition by r.actor, r.issue, r.clock, r.run order by r.day)
),
believed as (
  select o.actor, o.issue, b.clock, b.changed_at, b.limit_day, o.from_day, o.until_day, o.known_from, o.since, o.since_earliest,
      o.standing
    from base b join position_open o
      on o.actor = b.actor and o.issue = b.issue and o.clock = b.kept_as
        and o.from_day >= coalesce(b.base_day, b.from_day) and o.from_day < b.limit_day
),
compared as materialized (
  select actor, issue, clock, changed_at, limit_day, from_day, o.standing as old_standing, n.standing as new_standing,
      o.since is not null as is_old, n.since is not null as is_new,
      (o.until_day, o.since, o.since_earliest, o.standing) is distinct from
        (n.until_day, n.since, n.since_earliest, n.standing) as is_different,
      o.until_day as old_until, o.since as old_since, o.since_earliest as old_since_earliest,
      o.known_from as old_known_from, n.until_day, n.since, n.since_earliest
    from fresh n full join believed o using (actor, issue, clock, changed_at, limit_day, from_day)
),
clock (clock) as (values ('OCCURRED'), ('PUBLIC')),
continued as (
  insert into touched_pair (round, actor, issue, clock, changed_at, from_day, through_day)
    select $2, c.actor, c.issue, c.clock, c.changed_at, c.limit_day, c.limit_day
      from compared c where c.is_different and c.until_day = c.limit_day and c.limit_day < 'infinity'
  returning round
),
closed as (
  insert into position_closed
      (actor, issue, clock, from_day, until_day, known_from, known_to, since, since_earliest, standing)
    select c.actor, c.issue, k.clock, c.from_day, c.old_until, c.old_known_from, c.changed_at, c.old_since, c.old_since_earliest,
        c.old_standing
      from compared c join clock k on c.clock in (k.clock, 'BOTH') where c.is_old and c.is_different
),
ended as (
  delete from position_open o using compared c, clock k
    where c.clock in (k.clock, 'BOTH') and c.is_old and not c.is_new
      and o.actor = c.actor and o.issue = c.issue and o.clock = k.clock and o.from_day = c.from_day
),
revised as (
  update position_open o
    set until_day = c.until_day, known_from = c.changed_at, since = c.since, since_earliest = c.since_earliest,
        standing = c.new_standing
    from compared c, clock k
    where c.clock in (k.clock, 'BOTH') and c.is_old and c.is_new and c.is_different
      and o.actor = c.actor and o.issue = c.issue and o.clock = k.clock and o.from_day = c.from_day
),
opened as (
  insert into position_open
      (actor, issue, clock, from_day, until_day, known_from, since, since_earliest, standing)
    select c.actor, c.issue, k.clock, c.from_day, c.until_day, c.changed_at, c.since, c.since_earliest, c.new_standing
      from compared c join clock k on c.clock in (k.clock, 'BOTH') where c.is_new and not c.is_old
),
answers as (
  -- Old and new answer on each day that begins one of either, carried forward.
  select c.actor, c.issue, c.clock, c.changed_at, c.from_day,
      first_value(c.old_standing) over (partition by c.actor, c.issue, c.clock, c.old_count order by c.from_day) as old_standing,
      first_value(c.new_standing) over (partition by c.actor, c.issue, c.clock, c.new_count order by c.from_day) as new_standing
    from (
      select c.*, count(*) filter (where c.is_old) over so_far as old_count, count(*) filter (where c.is_new) over so_far as new_count
        from compared c window so_far as (partition by c.actor, c.issue, c.clock order by c.from_day)
    ) c
),
differing as (
  select a.actor, a.issue, a.clock, a.changed_at, min(a.from_day) as on_day, (e.recorded_at at time zone 'UTC')::date as recorded,
      e.version = 1 and e.record_kind = 'STATEMENT' as is_first
    from answers a join log.event e on e.log_offset = a.changed_at
    where a.from_day <= (e.recorded_at at time zone 'UTC')::date
      and not projection.is_same_answer(a.old_standing, a.new_standing)
    group by a.actor, a.issue, a.clock, a.changed_at, e.recorded_at, e.version, e.record_kind
),
delivered as (
  insert into position_change (log_offset, clock, actor, issue, on_day, kind)
    select d.changed_at, k.clock, d.actor, d.issue, d.on_day,
        case when d.is_first and (l.last_stated is null or exists (
            select from dated_event s
              where s.log_offset = d.changed_at and s.known_from = d.changed_at and s.said_latest >= l.last_stated))
          then 'WORLD_CHANGED' else 'RECORD_CHANGED' end
      from differing d
        join clock k on d.clock in (k.clock, 'BOTH')
        left join lateral (
          select (p.standing).last_stated from position_open p
            where p.actor = d.actor and p.issue = d.issue and p.clock = k.clock and p.from_day <= d.recorded
            order by p.from_day desc limit 1
        ) l on true
      where $1 > 0 or not exists (
        select from position_change p
          where p.log_offset = d.changed_at and p.clock = k.clock and p.actor = d.actor and p.issue = d.issue)
)
select count(*) from continued;
