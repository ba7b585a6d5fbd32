-- page --
-- A page of the corrections and retractions of anything, newest first. $1 known at, $2 the offset before the page.
select e.log_offset
  from log.event e
  where e.change in ('CORRECTION', 'RETRACTION') and e.log_offset <= $1 and ($2::bigint is null or e.log_offset < $2)
  order by e.log_offset desc
  limit $3
