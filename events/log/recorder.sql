-- progress --
-- Which log this is, how far it goes, and whether an event of the registry was erased after an offset.
select
  i.id as log_id,
  coalesce((select e.log_offset from log.event e order by e.log_offset desc limit 1), 0) as log_offset,
  exists (
    select from log.event x
    join log.event e on e.id = (x.payload ->> 'erases')::uuid
    where x.log_offset > $1 and x.record_kind = 'ERASURE'
      and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION')) as is_erased_since
from log.identity i

-- registry_page --
-- A page of the events that say who and what there is, and of the relations between events; the texts of sources stay behind.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
  e.payload #- '{content,text}' as payload
from log.event e
where e.log_offset > $1 and e.log_offset <= $2
  and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION')
order by e.log_offset
limit $3

-- holders --
-- The events that hold some ids or idempotency keys, each with the request that it stands for.
-- Two scans, each of its index: one with "or" would read the whole log.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by, e.payload,
  e.idempotency_key, e.request_hash
from log.event e
where e.id = any($1::uuid[])
union all
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by, e.payload,
  e.idempotency_key, e.request_hash
from log.event e
where e.idempotency_key = any($2::text[]) and not (e.id = any($1::uuid[]))

-- is_overtaken --
-- Whether, in a log, anything after an offset is of the registry, or erases, or has one of some ids or idempotency keys.
select i.id <> $2::uuid or exists (
  select from log.event e
  where e.log_offset > $1 and (
    e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION', 'ERASURE')
    or e.id = any($3::uuid[]) or e.idempotency_key = any($4::text[]))) as is_overtaken
from log.identity i

-- streams_of_events --
-- The whole streams that some events belong to, by version; the texts of sources stay behind.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by,
  e.payload #- '{content,text}' as payload
from (select distinct a.record_kind, a.record_id from log.event a where a.id = any($1::uuid[])) as asked
join log.event e on e.record_kind = asked.record_kind and e.record_id = asked.record_id
order by e.record_kind, e.record_id, e.version

-- source_texts --
-- The text of each version of some sources, where the log holds one.
select e.id, e.payload #>> '{content,text}' as text
from unnest($1::text[]) as asked (record_id)
join log.event e on e.record_kind = 'SOURCE' and e.record_id = asked.record_id
where e.payload #> '{content,text}' is not null

-- candidates --
-- A page of versions whose payload holds a text somewhere: few of those it leaves out could name it, not all of these do.
select e.log_offset, e.record_kind, e.record_id
from log.event e
where e.log_offset > $1 and e.record_kind in ('STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'CODING')
  and position($2 in e.payload::text) > 0
order by e.log_offset
limit $3
