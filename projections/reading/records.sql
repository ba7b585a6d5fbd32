-- at_offsets --
-- Some events by their places in the log, with their days and status known at an offset; texts of sources stay behind.
-- Here and below "offset 0" keeps a look-up what it is while a table was never analyzed, or with a plan from before.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
    e.payload #- '{content,text}' as payload,
    d.status, d.said_earliest, d.said_latest, d.is_said_bounded_by_source,
    d.public_earliest, d.public_latest, d.is_public_bounded_by_source
  from unnest($2::bigint[]) q(log_offset)
    cross join lateral (select * from log.event e where e.log_offset = q.log_offset and e.log_offset <= $1 offset 0) e
    left join lateral (
      select * from projection.dated_event d
        where d.log_offset = e.log_offset and d.known_from <= $1 and $1 < d.known_to offset 0
    ) d on true

-- by_ids --
-- Some events by their ids, as above.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
    e.payload #- '{content,text}' as payload,
    d.status, d.said_earliest, d.said_latest, d.is_said_bounded_by_source,
    d.public_earliest, d.public_latest, d.is_public_bounded_by_source
  from unnest($2::uuid[]) q(id)
    cross join lateral (select * from log.event e where e.id = q.id and e.log_offset <= $1 offset 0) e
    left join lateral (
      select * from projection.dated_event d
        where d.log_offset = e.log_offset and d.known_from <= $1 and $1 < d.known_to offset 0
    ) d on true

-- standing --
-- The standing version of some records, whether or not the record is withdrawn, and the last version of any kind.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
    e.payload #- '{content,text}' as payload, r.is_withdrawn,
    (select max(v.version) from log.event v
       where v.record_kind = e.record_kind and v.record_id = e.record_id and v.log_offset <= $1) as last_version
  from unnest($2::text[], $3::text[]) q(record_kind, record_id)
    cross join lateral (
      select * from projection.record r
        where r.record_kind = q.record_kind and r.record_id = q.record_id
          and r.known_from <= $1 and $1 < r.known_to offset 0
    ) r
    cross join lateral (select * from log.event e where e.log_offset = r.standing_offset offset 0) e

-- page --
-- A page of the records of one kind in force whose id or words hold a text ($3), by id; $4 the id before the page.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
    e.payload #- '{content,text}' as payload, r.is_withdrawn,
    (select max(v.version) from log.event v
       where v.record_kind = e.record_kind and v.record_id = e.record_id and v.log_offset <= $1) as last_version
  from projection.record r
    join log.event e on e.log_offset = r.standing_offset
  where r.record_kind = $2 and r.known_from <= $1 and $1 < r.known_to
    and (not r.is_withdrawn or $2 = 'SOURCE')
    and ($3::text is null or position(lower($3) in lower(concat_ws(' ', e.record_id, e.payload -> 'content' ->> 'title',
      e.payload -> 'content' ->> 'publisher', e.payload -> 'content' ->> 'byline',
      (select string_agg(w.word ->> 'text', ' ') from (values ('names'), ('labels'), ('propositions')) f(field),
        lateral jsonb_array_elements(e.payload -> 'content' -> f.field) w(word))))) > 0)
    and ($4::text is null or r.record_id > $4)
  order by r.record_id
  limit $5

-- streams --
-- All events of some records up to an offset, by version.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
    e.payload #- '{content,text}' as payload
  from unnest($2::text[], $3::text[]) q(record_kind, record_id)
    cross join lateral (
      select * from log.event e
        where e.record_kind = q.record_kind and e.record_id = q.record_id and e.log_offset <= $1 offset 0
    ) e
  order by e.log_offset

-- known_ids --
-- Those of some ids, each of a kind, under which a record was ever put on record.
select e.record_kind, e.record_id
  from unnest($1::text[], $2::text[]) q(record_kind, record_id)
    cross join lateral (
      select e.record_kind, e.record_id from log.event e
        where e.record_kind = q.record_kind and e.record_id = q.record_id and e.version = 1 offset 0
    ) e

-- appearances --
-- The live appearances that some statements took over from those merged into them: standing versions of the merged
-- records. Without "offset 0" this took 47 seconds for 50 of 20,000 statements, until the tables were analyzed.
select s.log_offset, e.log_offset as merged_offset, e.payload -> 'content' -> 'appearances' as appearances
  from unnest($2::bigint[]) s(log_offset)
    cross join lateral (
      select d.record_id from projection.dated_event d
        where d.log_offset = s.log_offset and d.known_from <= $1 and $1 < d.known_to
          and d.record_kind = 'STATEMENT' and d.status = 'CURRENT' offset 0
    ) d
    cross join lateral projection.class_of(d.record_id, $1) m(record_id)
    cross join lateral (
      select r.standing_offset, r.first_offset from projection.record r
        where r.record_kind = 'STATEMENT' and r.record_id = m.record_id and r.record_id <> d.record_id
          and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn offset 0
    ) r
    cross join lateral (
      select e.log_offset, e.payload from log.event e where e.log_offset = r.standing_offset offset 0
    ) e
  order by s.log_offset, r.first_offset
