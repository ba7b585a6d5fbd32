-- stored --
-- A page of the log after an offset, up to another, with all that is stored of each event.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.change, e.schema_version, e.recorded_at,
  e.recorded_by, e.idempotency_key, e.request_hash, e.salt, e.payload, e.payload_hash, e.leaf
from log.event e
where e.log_offset > $1 and e.log_offset <= $2
order by e.log_offset
limit $3

-- leaves --
-- The leaves of a page of the log, by which two copies of an event are known to be of the same one, erased or not.
select e.leaf
from log.event e
where e.log_offset > $1 and e.log_offset <= $2
order by e.log_offset

-- lay_tombstones --
-- Take away the payloads that some erasures name, where they are still there; the owner only.
update log.event e
  set payload = jsonb_build_object('erased_by', x.id), salt = null, request_hash = null
from log.event x
where x.id = any($1::uuid[]) and e.id = (x.payload ->> 'erases')::uuid and not e.payload ? 'erased_by'
