-- head --
-- Which log this is, how far it goes, how far the projections reach, and since when.
select i.id as log_id, c.log_offset as projected_to, c.advanced_at,
    coalesce((select e.log_offset from log.event e order by e.log_offset desc limit 1), 0) as log_offset
  from log.identity i, projection.checkpoint c
