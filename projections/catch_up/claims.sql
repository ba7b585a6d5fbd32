-- Claims, and which positions they touch.
-- Parameters: $1 the checkpoint, $2 the offset to reach; only part $3 (from 0) of $4 parts of all pairs; with $5, only pairs
-- that have no claims yet.

-- claims --
-- A stance counts while its statement is current and in a live source; claims end with their statement's status and days.
-- The pairs whose claims so changed are listed, in rounds: a run of changes that each add one claim, later in order than all
-- before, is one round of its pair; every other change is a round of its own. A pair whose claims all became public when they
-- were said is listed once, for both clocks. Returns the rounds, and whether they hold runs and other changes.
with ended as (
  -- Each is looked up, and revised where it was found, whatever the planner believes of both tables. The last condition on d is
  -- for the sake of the index that has it.
  update claim c set known_to = o.known_to
    from (
      select l.place, d.known_to
        from dated_event d
          cross join lateral (
            select a.ctid as place from claim a
              where a.log_offset = d.log_offset and a.known_from = d.known_from and (a.actor + a.issue) % $4::integer = $3::integer
              offset 0
          ) l
        where d.known_to > $1 and d.known_to <= $2 and d.known_to < 9223372036854775807
    ) o
    where c.ctid = o.place
  returning c.ctid as place, c.*
),
begun as (
  insert into claim (actor, issue, log_offset, known_from, known_to, said_earliest, said_latest, public_earliest,
      public_latest, rank, ordinal, stance, basis, conditions, lifts_conditions, is_vote)
    select s.actor, s.issue, d.log_offset, d.known_from, d.known_to, d.said_earliest, d.said_latest, d.public_earliest,
        d.public_latest, s.rank, d.ordinal, s.stance, s.basis, s.conditions, s.lifts_conditions, s.is_vote
      from dated_event d join stance s on s.log_offset = d.log_offset
      where d.known_from > $1 and d.known_from <= $2 and d.status = 'CURRENT' and d.is_live and s.is_counted
        and (s.actor + s.issue) % $4 = $3
        and (not $5 or not exists (select from claim c where c.actor = s.actor and c.issue = s.issue))
  returning ctid as place, *
),
changed as (
  select b.known_from as changed_at, true as is_begun, b.* from begun b
  union all
  select b.known_to, false, b.* from begun b where b.known_to <= $2
  union all
  select e.known_to, false, e.* from ended e
),
change as (
  -- What one event changes of one pair; of several claims, the latest that any of them may be in order.
  select c.actor, c.issue, c.changed_at, count(*) = 1 and bool_and(c.is_begun) as is_addition, min(c.place) as place,
      min(c.said_latest) as said_from, max(c.said_latest) as said_through, min(c.public_latest) as public_from,
      max(c.public_latest) as public_through, max(c.rank) as rank, max(c.ordinal) as ordinal,
      bool_or(c.said_latest <> c.public_latest or c.said_earliest is distinct from c.public_earliest) as is_apart
    from changed c group by c.actor, c.issue, c.changed_at
),
numbered as (
  select c.*, c.said_through - date '2000-01-01' as day from change c
),
placed as (
  -- On one day said, only equals in rank follow one another.
  select c.*, bool_or(c.is_apart) over (partition by c.actor, c.issue) as is_any_apart,
      c.is_addition and coalesce(c.day * 4294967296 + c.ordinal > max(c.day * 4294967296 + c.ordinal) over earlier
        and c.day * 4 + c.rank >= max(c.day * 4 + c.rank) over earlier
        and c.day * 4 - c.rank >= max(c.day * 4 - c.rank) over earlier, true) as is_last_of_batch,
      coalesce(c.public_from >= max(c.public_through) over earlier, true) as is_last_public_of_batch
    from numbered c
    window earlier as (partition by c.actor, c.issue order by c.changed_at rows between unbounded preceding and 1 preceding)
),
ordered as materialized (
  -- What was believed before has a day for each claim; of the claims only those of the same day are looked at.
  select p.*, p.is_any_apart or exists (
        select from claim a where a.actor = p.actor and a.issue = p.issue
          and (a.said_latest <> a.public_latest or a.said_earliest is distinct from a.public_earliest)) as has_two_clocks,
      p.is_last_of_batch and not exists (
      select from position_open o
        where o.actor = p.actor and o.issue = p.issue and o.clock in ('BOTH', 'OCCURRED') and o.from_day > p.said_from)
      and not exists (
        select from claim c where c.actor = p.actor and c.issue = p.issue and c.said_latest = p.said_from
          and (c.ordinal >= p.ordinal or c.rank <> p.rank)) as is_last
    from placed p
),
clocked as materialized (
  select o.actor, o.issue, d.clock, o.changed_at, d.from_day, d.through_day, d.is_last, o.place
    from ordered o,
      lateral (values
        ('BOTH', o.said_from, o.said_through, false, o.is_last),
        ('OCCURRED', o.said_from, o.said_through, true, o.is_last),
        ('PUBLIC', o.public_from, o.public_through, true,
          o.is_last and o.has_two_clocks and o.is_last_public_of_batch and not exists (
            select from position_open p
              where p.actor = o.actor and p.issue = o.issue and p.clock in ('BOTH', 'PUBLIC') and p.from_day > o.public_from))
      ) d(clock, from_day, through_day, has_two_clocks, is_last)
    where d.has_two_clocks = o.has_two_clocks
),
beginning as (
  select c.*, c.is_last and lag(c.is_last, 1, false) over (partition by c.actor, c.issue, c.clock order by c.changed_at) as goes_on
    from clocked c
),
touched as (
  insert into touched_pair (round, actor, issue, clock, changed_at, from_day, through_day, is_last, claim)
    select count(*) filter (where not b.goes_on) over (partition by b.actor, b.issue, b.clock order by b.changed_at),
        b.actor, b.issue, b.clock, b.changed_at, b.from_day, b.through_day, b.is_last, b.place
      from beginning b
  returning round, is_last
)
select round, bool_or(is_last) as has_runs, bool_or(not is_last) as has_others from touched group by round order by round;

-- unlist --
-- Take this transaction's pairs off the list.
delete from touched_pair;
