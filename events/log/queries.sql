-- log_id --
-- Which log this is.
select id from log.identity

-- head --
-- Which log this is and how far it goes.
select i.id, h.log_offset, h.recorded_at
from log.identity i
left join lateral (select e.log_offset, e.recorded_at from log.event e order by e.log_offset desc limit 1) h on true

-- head_offset --
-- How far the log goes, as cheaply as it can be asked.
select coalesce((select e.log_offset from log.event e order by e.log_offset desc limit 1), 0)

-- offset_at --
-- The last offset recorded at a moment or before it.
select coalesce((
  select e.log_offset from log.event e where e.recorded_at <= $1 order by e.recorded_at desc, e.log_offset desc limit 1), 0)

-- read --
-- A page of the log after an offset, up to another.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by, e.payload
from log.event e
where e.log_offset > $1 and e.log_offset <= $2
order by e.log_offset
limit $3

-- read_registry --
-- A page of the events that say who and what there is, and of the relations between events.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by, e.payload
from log.event e
where e.log_offset > $1 and e.log_offset <= $2
  and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION')
order by e.log_offset
limit $3

-- streams --
-- All events of some records, stream by stream.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by, e.payload
from unnest($1::text[], $2::text[]) as asked (record_kind, record_id)
join log.event e on e.record_kind = asked.record_kind and e.record_id = asked.record_id
order by e.record_kind, e.record_id, e.version

-- events_by_id --
-- Some events by their ids, in log order.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by, e.payload
from log.event e
where e.id = any($1::uuid[])
order by e.log_offset

-- lock_append --
-- Wait for the one place at the end of the log; held to the end of the transaction.
select log.lock_append()

-- known --
-- All that decides what becomes of a batch: the head, who holds the ids and keys, the last versions of the streams.
select
  h.log_offset, h.recorded_at,
  array(
    select row(e.id, e.request_hash, e.log_offset)
    from log.event e where e.id = any($1::uuid[])) as by_id,
  array(
    select row(e.idempotency_key, e.id, e.request_hash, e.log_offset)
    from log.event e where e.idempotency_key = any($2::text[])) as by_key,
  array(
    select coalesce((
      select e.version from log.event e
      where e.record_kind = asked.record_kind and e.record_id = asked.record_id
      order by e.version desc limit 1), 0)
    from unnest($3::text[], $4::text[]) with ordinality as asked (record_kind, record_id, place)
    order by asked.place) as versions
from (select) as one
left join lateral (select e.log_offset, e.recorded_at from log.event e order by e.log_offset desc limit 1) h on true

-- insert --
-- A batch after the head, in order; the database refuses it if the head has moved.
insert into log.event (
  log_offset, recorded_at, id, record_kind, record_id, version, kind, change, schema_version, recorded_by,
  idempotency_key, request_hash, salt, payload, payload_hash, leaf)
select
  $1::bigint + a.place, $2::timestamptz, a.id, a.record_kind, a.record_id, a.version, a.kind, a.change, a.schema_version,
  a.recorded_by, a.idempotency_key, a.request_hash, a.salt, a.payload::jsonb, a.payload_hash, a.leaf
from unnest(
  $3::uuid[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[], $9::smallint[], $10::text[],
  $11::text[], $12::bytea[], $13::bytea[], $14::text[], $15::bytea[], $16::bytea[]
) with ordinality as a (
  id, record_kind, record_id, version, kind, change, schema_version, recorded_by,
  idempotency_key, request_hash, salt, payload, payload_hash, leaf, place)

-- insert_next --
-- The like of insert, without waiting: only if nobody else is at the end of the log, and it ends where the writer believes.
-- Returns how many, and wakes whoever follows; the lock is that of log.lock_append, held for this one query.
with placed as (
  insert into log.event (
    log_offset, recorded_at, id, record_kind, record_id, version, kind, change, schema_version, recorded_by,
    idempotency_key, request_hash, salt, payload, payload_hash, leaf)
  select
    $1::bigint + a.place, $2::timestamptz, a.id, a.record_kind, a.record_id, a.version, a.kind, a.change, a.schema_version,
    a.recorded_by, a.idempotency_key, a.request_hash, a.salt, a.payload::jsonb, a.payload_hash, a.leaf
  from unnest(
    $3::uuid[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[], $9::smallint[], $10::text[],
    $11::text[], $12::bytea[], $13::bytea[], $14::text[], $15::bytea[], $16::bytea[]
  ) with ordinality as a (
    id, record_kind, record_id, version, kind, change, schema_version, recorded_by,
    idempotency_key, request_hash, salt, payload, payload_hash, leaf, place)
  where pg_try_advisory_xact_lock(7301) and exists (
    select from (select e.log_offset, e.recorded_at from log.event e order by e.log_offset desc limit 1) head
    where head.log_offset = $1::bigint and head.recorded_at <= $2::timestamptz)
  returning log_offset
)
select count(*) as size, pg_notify('onrecord_log', max(p.log_offset)::text) from placed p having count(*) > 0

-- insert_one_next --
-- The like of insert_next for one event: a third of the work where there is nothing to unnest.
insert into log.event (
  log_offset, recorded_at, id, record_kind, record_id, version, kind, change, schema_version, recorded_by,
  idempotency_key, request_hash, salt, payload, payload_hash, leaf)
select
  $1::bigint + 1, $2::timestamptz, $3::uuid, $4::text, $5::text, $6::integer, $7::text, $8::text, $9::smallint, $10::text,
  $11::text, $12::bytea, $13::bytea, $14::text::jsonb, $15::bytea, $16::bytea
where pg_try_advisory_xact_lock(7301) and exists (
  select from (select e.log_offset, e.recorded_at from log.event e order by e.log_offset desc limit 1) head
  where head.log_offset = $1::bigint and head.recorded_at <= $2::timestamptz)
returning 1 as size, pg_notify('onrecord_log', log_offset::text)

-- notify --
-- Wake whoever follows the log; delivered on commit.
select pg_notify('onrecord_log', $1)

-- erase --
-- Replace the payload of an event by a tombstone and append that erasure; the owner only.
select log.erase_event($1, $2, $3, $4)
