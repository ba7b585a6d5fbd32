-- of_records --
-- The relations in force that one of some records has an end in, in log order; a withdrawn end does not hide them.
select q.record_id, e.log_offset
  from projection.record r
    join log.event e on e.log_offset = r.standing_offset
    join unnest($2::text[]) q(record_id)
      on q.record_id in (e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record')
  where r.record_kind = 'RELATION' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
  order by e.log_offset

-- in_tension --
-- IN_TENSION relations with an end in one of some events' records, both ends in force and counting on a day under a clock.
select distinct o.log_offset as event_offset, e.log_offset
  from unnest($4::bigint[]) o(log_offset)
    join log.event d on d.log_offset = o.log_offset
    join projection.record r on r.record_kind = 'RELATION' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
    join log.event e on e.log_offset = r.standing_offset and e.payload -> 'content' ->> 'type' = 'IN_TENSION'
      and d.record_id in (e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record')
  where not exists (
    select from unnest(array[e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record']) n(record_id)
      where not exists (
        select from projection.dated_event x
          where x.record_id = n.record_id and x.status in ('CURRENT', 'MERGED') and x.known_from <= $1 and $1 < x.known_to
            and case $3 when 'PUBLIC' then x.public_latest else x.said_latest end <= $2::date))
  order by e.log_offset
