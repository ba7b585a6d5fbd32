-- Reading the log whole, as fast as PostgreSQL gives it out.

-- copied --
-- What a page of the log has, of all events up to an offset, in log order.
select e.log_offset, e.id, e.record_kind, e.record_id, e.version, e.kind, e.schema_version, e.recorded_at, e.recorded_by, e.payload
from log.event e
where e.log_offset <= $1
order by e.log_offset
