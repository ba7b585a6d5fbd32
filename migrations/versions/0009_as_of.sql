-- up --
-- Positions as of a day and as known at an offset, by index however long the history.
-- A row holds for a range of days and one of offsets. Which ranges hold a point a B-tree finds by their length: among those
-- whose length is between two powers of a base, it reads the ones that begin, or end, no further away than that.
set local role onrecord_owner;

create function projection.length_class(length bigint, base integer) returns integer language sql immutable parallel safe begin atomic
  select floor(ln(length::double precision) / ln(base::double precision))::integer;
end;
comment on function projection.length_class is
  'n for a length of base^n to less than base^(n+1); by rounding base^(n+1) itself may be told for n.';

drop index projection.position_closed_pair_idx, projection.position_closed_issue_idx;
create index position_open_last_idx on projection.position_open (actor, issue, from_day, known_from) where until_day = 'infinity';
create index position_open_days_idx on projection.position_open
  (projection.length_class(until_day - from_day, 4), from_day, until_day, known_from) where until_day < 'infinity';
-- One actor is looked up in few wide classes, all together in narrower ones. What the indexes are partial by is true of every
-- row: a query names the index that it means, so that no plan skips through the other one (30 ms for one pair).
create index position_closed_actor_idx on projection.position_closed
  (actor, projection.length_class(known_to - known_from, 16), known_to, known_from, issue)
  where projection.length_class(known_to - known_from, 16) >= 0;
create index position_closed_known_idx on projection.position_closed
  (projection.length_class(known_to - known_from, 4), known_to, known_from, from_day, until_day)
  where projection.length_class(known_to - known_from, 4) >= 0;

-- What a successor ends is rewritten, and stays in the indexes until vacuumed away.
alter table projection.position_open set (autovacuum_vacuum_scale_factor = 0.05);

create type projection.known_answer as (
  actor integer, issue integer, from_day date, until_day date, since date, since_earliest date, stance text, basis text,
  conditions jsonb, last_stated date, decided_by bigint, standing projection.standing
);

-- The functions are put in place of their calls. "offset 0" keeps each look-up by itself, however few rows the planner
-- takes a table for: no plan can go through a whole table instead.

create function projection.position_of_pair(of_actor integer, on_issue integer, asked_clock text, day date, known_at bigint)
  returns setof projection.known_answer language sql stable parallel safe as $$
  select * from (
    select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
      from (values ('BOTH'), (asked_clock)) k(clock)
        cross join lateral (
          select * from projection.position_open p
            where p.actor = of_actor and p.issue = on_issue and p.clock = k.clock and p.from_day <= day
            order by p.from_day desc limit 1
        ) p
      where day < p.until_day and p.known_from <= known_at
    union all
    select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
        p.decided_by, p.standing
      from projection.checkpoint h
        cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
        cross join lateral (
          select * from projection.position_closed p
            where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
              and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
              and p.issue = on_issue and p.from_day <= day and day < p.until_day and p.clock in (asked_clock, 'BOTH')
            offset 0
        ) p
      where known_at < h.log_offset
  ) p
  limit 1
$$;
comment on function projection.position_of_pair is 'The answer of a pair on a day, as known at an offset.';

create function projection.positions_of_actor(of_actor integer, asked_clock text, day date, known_at bigint)
  returns setof projection.known_answer language sql stable parallel safe as $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.actor = of_actor and p.until_day = 'infinity' and p.from_day <= day and p.known_from <= known_at
      and p.clock in (asked_clock, 'BOTH')
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open l
      cross join lateral (
        select * from projection.position_open p
          where p.actor = l.actor and p.issue = l.issue and p.clock = l.clock and p.from_day <= day
          order by p.from_day desc limit 1
      ) p
    where l.actor = of_actor and l.until_day = 'infinity' and l.from_day > day and l.clock in (asked_clock, 'BOTH')
      and day < p.until_day and p.known_from <= known_at
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
            and p.from_day <= day and day < p.until_day and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;
comment on function projection.positions_of_actor is 'The answers of an actor on a day, as known at an offset.';

create function projection.positions_at(asked_clock text, day date, known_at bigint) returns setof projection.known_answer
  language sql stable parallel safe as $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.until_day = 'infinity' and p.from_day <= day and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
  union all
  -- From the year 1 to 9999 there are less than 4^11 days.
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from generate_series(0, 10) c(class)
      cross join lateral (
        select * from projection.position_open p
          where projection.length_class(p.until_day - p.from_day, 4) = c.class and p.until_day < 'infinity' and p.from_day <= day
            and p.from_day >= day - least(1 << (2 * c.class + 2), day - date '0001-01-01') and p.until_day > day
            and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 4)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where projection.length_class(p.known_to - p.known_from, 4) = c.class
            and projection.length_class(p.known_to - p.known_from, 4) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (2 * c.class + 2)) and p.known_from <= known_at
            and p.from_day <= day and day < p.until_day and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;
comment on function projection.positions_at is 'All answers on a day, as known at an offset.';

create function projection.steps_of_actor(of_actor integer, asked_clock text, known_at bigint) returns setof projection.known_answer
  language sql stable parallel safe as $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.actor = of_actor and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
            and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;
comment on function projection.steps_of_actor is 'The answers of an actor on all days, as known at an offset.';

create function projection.steps_of_pair(of_actor integer, on_issue integer, asked_clock text, known_at bigint)
  returns setof projection.known_answer language sql stable parallel safe as $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.actor = of_actor and p.issue = on_issue and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
            and p.issue = on_issue and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;
comment on function projection.steps_of_pair is 'The answers of a pair on all days, as known at an offset.';

create function projection.is_same_answer(
    stance text, basis text, conditions jsonb, other_stance text, other_basis text, other_conditions jsonb)
  returns boolean language sql immutable parallel safe begin atomic
  select stance is not distinct from other_stance and basis is not distinct from other_basis
    and (conditions is not distinct from other_conditions
      or array(select k from jsonb_object_keys(conditions) k order by k) = array(select k from jsonb_object_keys(other_conditions) k order by k));
end;
comment on function projection.is_same_answer(text, text, jsonb, text, text, jsonb) is
  'Two positions differ when stance, conditions or basis differ, or one is null.';

revoke execute on function projection.is_same_answer(text, text, jsonb, text, text, jsonb), projection.length_class, projection.position_of_pair, projection.positions_of_actor,
  projection.positions_at, projection.steps_of_actor, projection.steps_of_pair from public;
grant execute on function projection.is_same_answer(text, text, jsonb, text, text, jsonb), projection.length_class, projection.position_of_pair, projection.positions_of_actor,
  projection.positions_at, projection.steps_of_actor, projection.steps_of_pair to onrecord_writer, onrecord_reader;
reset role;

-- down --
set local role onrecord_owner;
drop function projection.is_same_answer(text, text, jsonb, text, text, jsonb), projection.steps_of_pair, projection.steps_of_actor, projection.positions_at, projection.positions_of_actor,
  projection.position_of_pair;
drop type projection.known_answer;
alter table projection.position_open reset (autovacuum_vacuum_scale_factor);
drop index projection.position_closed_actor_idx, projection.position_closed_known_idx, projection.position_open_days_idx,
  projection.position_open_last_idx;
drop function projection.length_class;
create index position_closed_pair_idx on projection.position_closed (actor, issue, clock, known_to, known_from);
create index position_closed_issue_idx on projection.position_closed (issue, clock, known_to, known_from);
reset role;
