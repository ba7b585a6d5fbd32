-- days --
-- Statements and moves in force on each day of a range on which there are any.
select case $2 when 'PUBLIC' then d.public_latest else d.said_latest end as day,
    count(*) filter (where d.record_kind = 'STATEMENT') as statements, count(*) filter (where d.record_kind = 'MOVE') as moves
  from projection.dated_event d
  where d.known_from <= $1 and $1 < d.known_to and d.status = 'CURRENT' and d.record_kind in ('STATEMENT', 'MOVE')
    and case $2 when 'PUBLIC' then d.public_latest else d.said_latest end between $3 and $4
  group by day
  order by day
