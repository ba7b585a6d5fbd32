-- roles --
-- The roles that some actors hold on a day, as known at an offset, in the order of record.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
    e.payload, r.is_withdrawn,
    (select max(v.version) from log.event v
       where v.record_kind = e.record_kind and v.record_id = e.record_id and v.log_offset <= $1) as last_version
  from projection.record r join log.event e on e.log_offset = r.standing_offset
  where r.record_kind = 'ROLE' and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
    and e.payload -> 'content' ->> 'holder' = any ($2::text[])
    and coalesce((e.payload -> 'content' ->> 'from_date')::date, '-infinity') <= $3
    and $3 <= coalesce((e.payload -> 'content' ->> 'to_date')::date, 'infinity')
  order by r.first_offset
