-- Emptying the projections for a rebuild. DELETE, not TRUNCATE: readers go on with the old rows until the commit.

-- record --
delete from projection.record;

-- judgement --
delete from projection.judgement;

-- source --
delete from projection.source;

-- source_use --
delete from projection.source_use;

-- dated_event --
delete from projection.dated_event;

-- event_actor --
delete from projection.event_actor;

-- event_issue --
delete from projection.event_issue;

-- event_words --
delete from projection.event_words;

-- response --
delete from projection.response;

-- quantity --
delete from projection.quantity;

-- stance --
delete from projection.stance;

-- claim --
delete from projection.claim;

-- position_open --
delete from projection.position_open;

-- position_closed --
delete from projection.position_closed;

-- position_change --
delete from projection.position_change;

-- touched_pair --
delete from projection.touched_pair;
