-- reach --
-- Which log this is, the last event of a registry up to an offset, and the last erasure, which may have changed an earlier one.
select i.id as log_id,
    coalesce((
      select e.log_offset from log.event e
        where e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') and e.log_offset <= $1
        order by e.log_offset desc limit 1), 0) as registered_to,
    coalesce((select max(e.log_offset) from log.event e where e.record_kind = 'ERASURE'), 0) as erased_to
  from log.identity i
