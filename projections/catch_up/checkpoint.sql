-- How far the projections are.

-- hold --
-- Hold the checkpoint to the end of the transaction; how far it is, and how far $1 events further would be.
-- Where another projector was waited for, the head may be of before the wait, never the checkpoint.
select c.log_offset as start, greatest(c.log_offset, least(c.log_offset + $1::bigint, coalesce((
    select e.log_offset from log.event e order by e.log_offset desc limit 1), 0))) as end,
    set_config('synchronous_commit', 'off', true) as lost_in_a_crash_and_derived_again
  from checkpoint c for update;

-- head --
select coalesce((select e.log_offset from log.event e order by e.log_offset desc limit 1), 0);

-- is_erased --
-- Whether anything was erased after $1 and up to $2.
select exists (select from log.event e where e.log_offset > $1 and e.log_offset <= $2 and e.record_kind = 'ERASURE');

-- kinds --
-- The kinds of record that the events after $1 and up to $2 belong to; CHANGED among them where one is not its record's first
-- event, or was erased.
select array_agg(k.record_kind) || case when bool_or(k.is_changed) then array['CHANGED'] else '{}' end
  from (
    select e.record_kind, bool_or(e.version > 1 or e.salt is null) as is_changed
      from log.event e where e.log_offset > $1 and e.log_offset <= $2 group by e.record_kind
  ) k;

-- advance --
with forgotten as (
  delete from touched_pair
)
update checkpoint set log_offset = $1, advanced_at = greatest(clock_timestamp(), advanced_at);

-- where --
select c.log_offset, c.advanced_at from checkpoint c;
