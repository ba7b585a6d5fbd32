-- How far the projections are.

-- hold --
select log_offset from projection.checkpoint for update;

-- reachable --
-- $1 the checkpoint, $2 at most so many events further.
select least($1::bigint + $2::bigint, coalesce((select e.log_offset from log.event e order by e.log_offset desc limit 1), 0));

-- erases --
-- Whether an event after $1 and up to $2 is an erasure.
select exists (select from log.event e where e.log_offset > $1 and e.log_offset <= $2 and e.record_kind = 'ERASURE');

-- advance --
update projection.checkpoint set log_offset = $1, advanced_at = greatest(clock_timestamp(), advanced_at);

-- where --
select c.log_offset, c.advanced_at from projection.checkpoint c;
