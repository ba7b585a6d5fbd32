-- bearing --
-- The streams up to an offset of the records that name some actors and issues together, each with the places of its questions.
-- $2 places, $3 actors and $4 issues side by side; records merged into one another come together.
with named as (
  select distinct q.place, e.record_kind, e.record_id
    from unnest($2::integer[], $3::text[], $4::text[]) q(place, actor_id, issue_id)
      join projection.actor_key a on a.id = q.actor_id
      join projection.issue_key i on i.id = q.issue_id
      join projection.event_actor x on x.actor = a.actor and x.log_offset <= $1
      join projection.event_issue y on y.issue = i.issue and y.log_offset = x.log_offset
      join log.event e on e.log_offset = x.log_offset
),
bearing as (
  select n.place, n.record_kind, n.record_id from named n
  union
  select n.place, n.record_kind, m.record_id
    from named n cross join lateral projection.class_of(n.record_id, $1) m(record_id)
    where n.record_kind = 'STATEMENT' and exists (select from projection.judgement j where j.record_id = n.record_id)
)
select b.places, e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at,
    e.recorded_by, e.payload
  from (select record_kind, record_id, array_agg(place) as places from bearing group by record_kind, record_id) b
    join log.event e on e.record_kind = b.record_kind and e.record_id = b.record_id
  where e.log_offset <= $1
  order by e.log_offset

-- spoken --
-- For some actors: the records of one statement of theirs that counts on a day, and whether anything in force names them otherwise.
select q.place, s.record_ids, exists (
    select from projection.event_actor x
      join projection.dated_event d on d.log_offset = x.log_offset and d.known_from <= $1 and $1 < d.known_to
        and d.status = 'CURRENT' and case $3 when 'PUBLIC' then d.public_latest else d.said_latest end <= $2::date
      where x.actor = k.actor) as is_mentioned
  from unnest($4::text[]) with ordinality q(actor_id, place)
    join projection.actor_key k on k.id = q.actor_id
    left join lateral (
      select array(select m.record_id from projection.class_of(d.record_id, $1) m(record_id)) as record_ids
        from projection.event_actor x
          join projection.dated_event d on d.log_offset = x.log_offset and d.known_from <= $1 and $1 < d.known_to
            and d.record_kind = 'STATEMENT' and d.status = 'CURRENT' and d.is_live
          join log.event e on e.log_offset = x.log_offset
        where x.actor = k.actor and x.part in ('SPEAKER', 'PRINCIPAL')
          and case $3 when 'PUBLIC' then d.public_latest else d.said_latest end <= $2
          and (x.part = 'PRINCIPAL' or exists (
            select from jsonb_array_elements(e.payload -> 'content' -> 'capacities') c(capacity)
              where c.capacity ->> 'speaker' = k.id and c.capacity -> 'on_behalf_of' = '[]'))
        limit 1
    ) s on true
