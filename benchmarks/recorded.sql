-- What the log holds of an import, read to be compared with the original file.

-- actors --
-- The name in the file of each actor that was registered.
select e.record_id as id, e.payload #>> '{content,names,0,text}' as name from log.event e where e.record_kind = 'ACTOR'

-- issues --
-- The topic of each issue of the General Assembly.
select e.record_id as id, split_part(e.payload #>> '{content,labels,0,text}', ': ', 2) as topic
from log.event e where e.record_kind = 'ISSUE' and e.record_id like 'unga-%'

-- votes_until --
-- How many votes of the file were on record at an offset.
select count(*) from log.event e where e.log_offset <= $1 and e.idempotency_key like 'unvotes/votes/%'

-- moves --
-- How many moves of each kind are on record by whom toward whom on a day.
select e.payload #>> '{content,actors,0}' as source, e.payload #>> '{content,targets,0}' as target,
  e.payload #>> '{content,codings,0,cameo}' as cameo, e.payload #>> '{content,occurred,earliest}' as date, count(*) as moves
from log.event e where e.idempotency_key like 'icews/days/%'
group by 1, 2, 3, 4

-- content --
-- One digest of everything imported, stream by stream, but for offsets, moments and salts.
select count(*) as events, encode(sha256(string_agg(
  sha256(convert_to(concat_ws('|', e.record_kind, e.record_id, e.version, e.id, e.kind, e.recorded_by, e.idempotency_key,
    encode(e.request_hash, 'hex'), e.payload), 'UTF8')),
  ''::bytea order by e.record_kind, e.record_id, e.version)), 'hex') as digest
from log.event e where e.idempotency_key like any (array['unvotes/%', 'icews/%'])
