-- Emptying the projections after an erasure. DELETE, not TRUNCATE: readers go on with the old rows until the commit.

-- other_generations --
-- Whoever fills the next one notices, and begins again.
select projection.drop_generation('NEXT'), projection.drop_generation('PREVIOUS');

-- record --
delete from record;

-- judgement --
delete from judgement;

-- source --
delete from source;

-- source_use --
delete from source_use;

-- dated_event --
delete from dated_event;

-- event_actor --
delete from event_actor;

-- event_issue --
delete from event_issue;

-- event_words --
delete from event_words;

-- response --
delete from response;

-- quantity --
delete from quantity;

-- stance --
delete from stance;

-- claim --
delete from claim;

-- position_open --
delete from position_open;

-- position_closed --
delete from position_closed;

-- position_change --
delete from position_change;

-- touched_pair --
delete from touched_pair;
