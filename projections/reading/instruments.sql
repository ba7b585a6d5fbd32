-- of_provisions --
-- The instruments that some provisions belong to, as known at an offset.
select p.provision ->> 'id' as provision_id, r.record_id as instrument_id
  from projection.record r
    join log.event e on e.log_offset = r.standing_offset
    cross join lateral jsonb_array_elements(e.payload -> 'content' -> 'provisions') p(provision)
  where r.record_kind = 'INSTRUMENT' and r.known_from <= $1 and $1 < r.known_to and p.provision ->> 'id' = any ($2::text[])

-- expected --
-- To whom those of some instruments are addressed that count as tabled on a day, and whether they have spoken since.
select r.record_id as instrument_id, x.actor_id, exists (
    select from projection.actor_key k
      join projection.event_actor s on s.actor = k.actor and s.part in ('SPEAKER', 'PRINCIPAL')
      join projection.dated_event d on d.log_offset = s.log_offset and d.record_kind = 'STATEMENT' and d.status = 'CURRENT'
        and d.is_live and d.known_from <= $1 and $1 < d.known_to
      join log.event v on v.log_offset = s.log_offset
      where k.id = x.actor_id
        and case $3 when 'PUBLIC' then d.public_latest else d.said_latest end between
          case $3 when 'PUBLIC' then t.public_latest else t.said_latest end and $2
        and (s.part = 'PRINCIPAL' or exists (
          select from jsonb_array_elements(v.payload -> 'content' -> 'capacities') c(capacity)
            where c.capacity ->> 'speaker' = k.id and c.capacity -> 'on_behalf_of' = '[]'))
    ) as has_spoken
  from projection.record r
    join projection.dated_event t on t.log_offset = r.standing_offset and t.known_from <= $1 and $1 < t.known_to
    join log.event e on e.log_offset = r.standing_offset
    left join lateral jsonb_array_elements_text(e.payload -> 'content' -> 'addressed_to') with ordinality x(actor_id, place) on true
  where r.record_kind = 'INSTRUMENT' and r.record_id = any ($4::text[]) and r.known_from <= $1 and $1 < r.known_to
    and case $3 when 'PUBLIC' then t.public_latest else t.said_latest end <= $2::date
  order by r.record_id, x.place

-- responses --
-- The answers to some instruments that count on a day, those of persons, offices and organs ($5, the kinds) left out.
select x.instrument_id, x.provision_id, k.id as actor_id, x.response, x.basis, x.rank, x.log_offset,
    d.event_id, d.ordinal, d.said_latest, case $3 when 'PUBLIC' then d.public_latest else d.said_latest end as visible
  from projection.response x
    join projection.dated_event d on d.log_offset = x.log_offset and d.known_from <= $1 and $1 < d.known_to
      and d.status = 'CURRENT' and d.is_live
    join projection.actor_key k on k.actor = x.actor
    join projection.record r on r.record_kind = 'ACTOR' and r.record_id = k.id and r.known_from <= $1 and $1 < r.known_to
    join log.event e on e.log_offset = r.standing_offset
  where x.instrument_id = any ($4::text[])
    and case $3 when 'PUBLIC' then d.public_latest else d.said_latest end <= $2::date
    and e.payload -> 'content' ->> 'kind' <> all ($5::text[])
