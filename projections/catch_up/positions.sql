-- Positions of the rule, from the pairs that claims.sql lists.

-- part_clocks --
-- Pairs of round 1 whose clocks came apart until now have a row for both; from now on one for each.
with parted as (
  update position_open p set clock = 'OCCURRED'
    from touched_pair t
    where t.round = 1 and t.clock = 'PUBLIC' and p.actor = t.actor and p.issue = t.issue and p.clock = 'BOTH'
  returning p.*
)
insert into position_open (actor, issue, clock, from_day, until_day, known_from, since, since_earliest, stance, basis,
    conditions, last_stated, decided_by, standing)
  select actor, issue, 'PUBLIC', from_day, until_day, known_from, since, since_earliest, stance, basis, conditions, last_stated,
      decided_by, standing
    from parted;

-- append_round --
-- Append the runs of round $1 to their pairs: the fold goes on from the last answer, and each claim closes what was the last.
-- Most runs are of one claim, which needs no window. Rows are revised where they were found, so that no plan can search for them
-- again; `order by` keeps the planner from turning a look-up around when it takes a table for empty.
with appended as materialized (
  select c.actor, c.issue, t.clock, t.changed_at, t.from_day as day,
      (c.log_offset, c.stance, c.basis, c.conditions, c.lifts_conditions, c.said_earliest, c.said_latest,
        coalesce(case t.clock when 'PUBLIC' then c.public_earliest else c.said_earliest end, t.from_day))::projection.claim_member
        as member,
      lag(t.changed_at) over in_run is null as is_first, lead(t.changed_at) over in_run as next_at,
      lead(t.from_day) over in_run as next_day
    from touched_pair t
      join claim c on c.ctid = t.claim
    where t.round = $1 and t.is_last
    window in_run as (partition by t.actor, t.issue, t.clock order by t.changed_at)
),
based as (
  -- The answer so far, and what the day before the first claim left.
  select c.*, l.row as old_row, l.from_day as old_day, l.known_from as old_known_from, l.since as old_since, l.since_earliest as old_since_earliest,
      l.stance as old_stance, l.basis as old_basis, l.conditions as old_conditions, l.last_stated as old_last_stated,
      l.decided_by as old_decided_by, l.standing as old_standing,
      case when l.from_day is not null then projection.begun(
        projection.restored(l.standing, l.stance, l.conditions, l.last_stated, l.decided_by),
        case when l.from_day = c.day and l.since = c.day then coalesce(l.since_earliest, c.day) end) end as base,
      case when l.from_day = c.day then b.stance else l.stance end as stance_before,
      case when l.from_day = c.day then b.since else l.since end as since_before,
      case when l.from_day = c.day then b.since_earliest else l.since_earliest end as since_earliest_before
    from appended c
      left join lateral (
        select p.ctid as row, p.* from position_open p
          where p.actor = c.actor and p.issue = c.issue and p.clock = c.clock and c.is_first
          order by p.from_day desc limit 1
      ) l on true
      left join lateral (
        select p.stance, p.since, p.since_earliest from position_open p
          where p.actor = c.actor and p.issue = c.issue and p.clock = c.clock and p.from_day < c.day and l.from_day = c.day
          order by p.from_day desc limit 1
      ) b on true
),
alone as (
  select b.actor, b.issue, b.clock, (b.member).log_offset, b.changed_at, b.day, null::bigint as next_at, null::date as next_day,
      b.old_row, b.old_day, b.base as prior, projection.fold_step(b.base, null, array[b.member]) as answer, b.stance_before,
      b.since_before, b.since_earliest_before
    from based b where b.is_first and b.next_at is null
),
folded as (
  select b.actor, b.issue, b.clock, (b.member).log_offset, b.changed_at, b.day, b.next_at, b.next_day, b.is_first, b.old_row,
      b.old_day, b.base, projection.latest_authoritative_1(b.base, array[b.member]) over (
        partition by b.actor, b.issue, b.clock order by b.changed_at) as answer,
      b.stance_before, b.since_before, b.since_earliest_before
    from based b where not b.is_first or b.next_at is not null
),
following as (
  select f.actor, f.issue, f.clock, f.log_offset, f.changed_at, f.day, f.next_at, f.next_day, first_value(f.old_row) over in_run as old_row,
      first_value(f.old_day) over in_run as old_day, coalesce(lag(f.answer) over in_run, f.base) as prior, f.answer,
      case when f.is_first then f.stance_before else (lag(f.answer) over in_run).stance end as stance_before,
      f.since_before, f.since_earliest_before, f.next_day is distinct from f.day as is_left
    from folded f window in_run as (partition by f.actor, f.issue, f.clock order by f.changed_at)
),
turning as (
  -- A turn is from what the day before left; the last claim of a day leaves its answer.
  select f.*, (f.answer).stance is distinct from first_value(f.stance_before) over (
      partition by f.actor, f.issue, f.clock, f.day order by f.changed_at) as is_turn
    from following f
),
stretched as (
  select t.*, count(*) filter (where t.is_turn and t.is_left) over (
      partition by t.actor, t.issue, t.clock order by t.changed_at) as stretch
    from turning t
),
step as (
  select a.actor, a.issue, a.clock, a.log_offset, a.changed_at, a.day, a.next_at, a.next_day, a.old_row, a.old_day, a.prior, a.answer,
      (a.answer).stance is distinct from a.stance_before as is_turn, a.since_before as since,
      a.since_earliest_before as since_earliest
    from alone a
  union all
  select s.actor, s.issue, s.clock, s.log_offset, s.changed_at, s.day, s.next_at, s.next_day, s.old_row, s.old_day, s.prior, s.answer,
      s.is_turn, case when s.stretch = 0 then first_value(s.since_before) over in_stretch else first_value(s.day) over in_stretch end,
      case when s.stretch = 0 then first_value(s.since_earliest_before) over in_stretch
        when first_value((s.answer).began) over in_stretch < first_value(s.day) over in_stretch
        then first_value((s.answer).began) over in_stretch end
    from stretched s
    window in_stretch as (partition by s.actor, s.issue, s.clock, s.stretch order by s.changed_at)
),
answered as materialized (
  select s.actor, s.issue, s.clock, s.log_offset, s.changed_at, s.day, s.next_at, s.next_day, s.old_row, s.old_day,
      s.next_day is distinct from s.day as is_left, case when s.is_turn then s.day else s.since end as since,
      case when not s.is_turn then s.since_earliest when (s.answer).began < s.day then (s.answer).began end as since_earliest,
      (s.answer).stance, (s.answer).basis, (s.answer).conditions, (s.answer).last_stated,
      case when (s.answer).in_words is null then (s.answer).agreeing[1] end as decided_by,
      projection.kept(s.answer) as standing, projection.is_same_answer(s.prior, s.answer) as is_restated
    from step s
),
closed as (
  insert into position_closed (actor, issue, clock, from_day, until_day, known_from, known_to, since, since_earliest,
      stance, basis, conditions, last_stated, decided_by, standing)
    select b.actor, b.issue, b.clock, b.old_day, 'infinity'::date, b.old_known_from, b.changed_at, b.old_since, b.old_since_earliest,
        b.old_stance, b.old_basis, b.old_conditions, b.old_last_stated, b.old_decided_by, b.old_standing
      from based b where b.old_day is not null
    union all
    select a.actor, a.issue, a.clock, a.day, 'infinity', a.changed_at, a.next_at, a.since, a.since_earliest,
        a.stance, a.basis, a.conditions, a.last_stated, a.decided_by, a.standing
      from answered a where a.next_at is not null
),
ended as (
  update position_open p set until_day = b.day, known_from = b.changed_at
    from based b
    where b.old_day < b.day and p.ctid = b.old_row
),
revised as (
  update position_open p
    set until_day = coalesce(a.next_day, 'infinity'), known_from = coalesce(a.next_at, a.changed_at), since = a.since,
        since_earliest = a.since_earliest, stance = a.stance, basis = a.basis, conditions = a.conditions,
        last_stated = a.last_stated, decided_by = a.decided_by, standing = a.standing
    from answered a
    where a.is_left and a.day = a.old_day and p.ctid = a.old_row
),
opened as (
  insert into position_open (actor, issue, clock, from_day, until_day, known_from, since, since_earliest,
      stance, basis, conditions, last_stated, decided_by, standing)
    select a.actor, a.issue, a.clock, a.day, coalesce(a.next_day, 'infinity'), coalesce(a.next_at, a.changed_at), a.since,
        a.since_earliest, a.stance, a.basis, a.conditions, a.last_stated, a.decided_by, a.standing
      from answered a where a.is_left and a.day is distinct from a.old_day
)
insert into position_change (log_offset, clock, actor, issue, on_day, kind)
  select a.changed_at, a.clock, a.actor, a.issue, a.day,
      case when e.version = 1 and e.record_kind = 'STATEMENT' and a.log_offset = a.changed_at then 'WORLD_CHANGED'
        else 'RECORD_CHANGED' end
    from answered a join log.event e on e.log_offset = a.changed_at
    where a.day <= (e.recorded_at at time zone 'UTC')::date and not a.is_restated;

-- fold_round --
-- Every other change:
-- Refold each pair of round $1 from the first day that its change touches, and write what differs.
-- The fold goes on from the answer of the day before as long as what becomes visible was said after all that was folded;
-- where something said earlier becomes visible later (the PUBLIC clock), that day begins a job of its own, folded afresh.
-- Otherwise a fold stops $3 answers after the last day touched (at least one, to compare): if the last of them is the old one,
-- so are all later ones.
-- Returns how many are not done yet; these go on in round $2.
with base as materialized (
  select t.actor, t.issue, t.clock, t.changed_at, t.from_day, greatest(t.through_day, e.from_day) as last_day,
      coalesce(l.from_day, 'infinity') as limit_day, o.from_day as base_day, o.since, o.since_earliest,
      projection.restored(o.standing, o.stance, o.conditions, o.last_stated, o.decided_by) as standing,
      coalesce((o.standing).said_until, o.last_stated) as said_until
    from touched_pair t
      left join lateral (
        select p.* from position_open p
          where p.actor = t.actor and p.issue = t.issue and p.clock = t.clock and p.from_day < t.from_day
          order by p.from_day desc limit 1
      ) o on true
      left join lateral (
        select p.from_day from position_open p
          where p.actor = t.actor and p.issue = t.issue and p.clock = t.clock and p.from_day > t.through_day
          order by p.from_day offset $3 limit 1
      ) l on t.clock <> 'PUBLIC'
      left join lateral (
        select p.from_day from position_open p
          where p.actor = t.actor and p.issue = t.issue and p.clock = t.clock
          order by p.from_day desc limit 1
      ) e on true
    where t.round = $1 and not t.is_last
),
counting as (
  -- Sorted for the sake of the index that is in this order.
  select b.clock, b.changed_at, b.limit_day, b.said_until, c.said_latest as visible, c.said_earliest as seen_earliest, c.*
    from base b,
      lateral (
        select c.* from claim c
          where c.actor = b.actor and c.issue = b.issue and c.said_latest >= b.from_day and c.said_latest < b.limit_day
            and c.said_latest <= b.last_day
            and c.known_from <= b.changed_at and b.changed_at < c.known_to
          order by c.said_latest
      ) c
    where b.clock <> 'PUBLIC'
  union all
  select b.clock, b.changed_at, b.limit_day, b.said_until, c.public_latest, c.public_earliest, c.*
    from base b,
      lateral (
        select c.* from claim c
          where c.actor = b.actor and c.issue = b.issue and c.public_latest >= b.from_day and c.public_latest <= b.last_day
            and (c.said_latest <> c.public_latest or c.said_earliest is distinct from c.public_earliest)
            and c.known_from <= b.changed_at and b.changed_at < c.known_to
        union all
        select c.* from claim c
          where c.actor = b.actor and c.issue = b.issue and c.said_latest >= b.from_day and c.said_latest <= b.last_day
            and c.said_latest = c.public_latest and c.said_earliest is not distinct from c.public_earliest
            and c.known_from <= b.changed_at and b.changed_at < c.known_to
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
      first_value(r.since) over in_run as since, first_value(r.since_earliest) over in_run as since_earliest,
      (r.standing).stance, (r.standing).basis, (r.standing).conditions, (r.standing).last_stated,
      case when k.standing is null then (r.standing).agreeing[1] end as decided_by, k.standing
    from run r cross join lateral (select projection.kept(r.standing) as standing) k window in_run as (partition by r.actor, r.issue, r.clock, r.run order by r.day)
),
believed as (
  select o.actor, o.issue, b.clock, b.changed_at, b.limit_day, o.from_day, o.until_day, o.since, o.since_earliest,
      o.stance, o.basis, o.conditions, o.last_stated, o.decided_by, o.standing, o.known_from, o.row
    from base b
      cross join lateral (
        select p.ctid as row, p.* from position_open p
          where p.actor = b.actor and p.issue = b.issue and p.clock = b.clock
            and p.from_day >= coalesce(b.base_day, b.from_day) and p.from_day < b.limit_day
          order by p.from_day
      ) o
),
compared as materialized (
  select actor, issue, clock, changed_at, limit_day, from_day, o as old, n as new, o.since is not null as is_old,
      n.since is not null as is_new,
      (o.until_day, o.since, o.since_earliest, o.stance, o.basis, o.conditions, o.last_stated, o.decided_by, o.standing)
        is distinct from
        (n.until_day, n.since, n.since_earliest, n.stance, n.basis, n.conditions, n.last_stated, n.decided_by, n.standing)
        as is_different
    from fresh n full join believed o using (actor, issue, clock, changed_at, limit_day, from_day)
),
continued as (
  insert into touched_pair (round, actor, issue, clock, changed_at, from_day, through_day)
    select $2, c.actor, c.issue, c.clock, c.changed_at, c.limit_day, c.limit_day
      from compared c where c.is_different and (c.new).until_day = c.limit_day and c.limit_day < 'infinity'
  returning round
),
closed as (
  insert into position_closed (actor, issue, clock, from_day, until_day, known_from, known_to, since, since_earliest,
      stance, basis, conditions, last_stated, decided_by, standing)
    select c.actor, c.issue, c.clock, c.from_day, (c.old).until_day, (c.old).known_from, c.changed_at, (c.old).since,
        (c.old).since_earliest, (c.old).stance, (c.old).basis, (c.old).conditions, (c.old).last_stated, (c.old).decided_by,
        (c.old).standing
      from compared c where c.is_old and c.is_different
),
ended as (
  delete from position_open o using compared c
    where c.is_old and not c.is_new and o.ctid = (c.old).row
),
revised as (
  update position_open o
    set until_day = (c.new).until_day, known_from = c.changed_at, since = (c.new).since, since_earliest = (c.new).since_earliest,
        stance = (c.new).stance, basis = (c.new).basis, conditions = (c.new).conditions, last_stated = (c.new).last_stated,
        decided_by = (c.new).decided_by, standing = (c.new).standing
    from compared c
    where c.is_old and c.is_new and c.is_different and o.ctid = (c.old).row
),
opened as (
  insert into position_open (actor, issue, clock, from_day, until_day, known_from, since, since_earliest,
      stance, basis, conditions, last_stated, decided_by, standing)
    select c.actor, c.issue, c.clock, c.from_day, (c.new).until_day, c.changed_at, (c.new).since, (c.new).since_earliest,
        (c.new).stance, (c.new).basis, (c.new).conditions, (c.new).last_stated, (c.new).decided_by, (c.new).standing
      from compared c where c.is_new and not c.is_old
),
answers as (
  -- Old and new answer on each day that begins one of either, carried forward.
  select c.actor, c.issue, c.clock, c.changed_at, c.from_day, first_value(c.old) over in_old as old, first_value(c.new) over in_new as new
    from (
      select c.actor, c.issue, c.clock, c.changed_at, c.from_day,
          projection.restored((c.old).standing, (c.old).stance, (c.old).conditions, (c.old).last_stated, (c.old).decided_by) as old,
          projection.restored((c.new).standing, (c.new).stance, (c.new).conditions, (c.new).last_stated, (c.new).decided_by) as new,
          count(*) filter (where c.is_old) over so_far as old_count, count(*) filter (where c.is_new) over so_far as new_count
        from compared c window so_far as (partition by c.actor, c.issue, c.clock order by c.from_day)
    ) c
    window in_old as (partition by c.actor, c.issue, c.clock, c.old_count order by c.from_day),
      in_new as (partition by c.actor, c.issue, c.clock, c.new_count order by c.from_day)
),
differing as (
  select a.actor, a.issue, a.clock, a.changed_at, min(a.from_day) as on_day, (e.recorded_at at time zone 'UTC')::date as recorded,
      e.version = 1 and e.record_kind = 'STATEMENT' as is_first
    from answers a join log.event e on e.log_offset = a.changed_at
    where a.from_day <= (e.recorded_at at time zone 'UTC')::date and not projection.is_same_answer(a.old, a.new)
    group by a.actor, a.issue, a.clock, a.changed_at, e.recorded_at, e.version, e.record_kind
),
delivered as (
  insert into position_change (log_offset, clock, actor, issue, on_day, kind)
    select d.changed_at, d.clock, d.actor, d.issue, d.on_day,
        case when d.is_first and (l.last_stated is null or exists (
            select from dated_event s
              where s.log_offset = d.changed_at and s.known_from = d.changed_at and s.said_latest >= l.last_stated))
          then 'WORLD_CHANGED' else 'RECORD_CHANGED' end
      from differing d
        left join lateral (
          select p.last_stated from position_open p
            where p.actor = d.actor and p.issue = d.issue and p.clock = d.clock and p.from_day <= d.recorded
            order by p.from_day desc limit 1
        ) l on true
      where $1 > 0 or not exists (
        select from position_change p
          where p.log_offset = d.changed_at and p.clock = d.clock and p.actor = d.actor and p.issue = d.issue)
)
select count(*) from continued;
