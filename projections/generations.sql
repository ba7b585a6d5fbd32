-- Generations of the projections: the live one, the next, which is filled beside it, and the previous.

-- take --
-- Be the only one who fills a generation or switches to one; false where somebody else is. Ends with the connection.
select pg_try_advisory_lock(7310);

-- give_back --
select pg_advisory_unlock(7310);

-- begin --
-- Make an empty next generation, without the indexes of which only readers have a use.
select projection.begin_generation(
  array['dated_event_history_idx', 'event_words_idx', 'event_actor_log_offset_idx', 'event_issue_log_offset_idx',
    'response_instrument_idx', 'response_log_offset_idx', 'position_closed_pair_idx', 'position_closed_issue_idx']);

-- complete --
-- Make the indexes that were left out.
select projection.complete_generation();

-- fill_next --
-- To the end of the transaction, tables without a schema are those of the next generation.
set local search_path = projection_next;

-- fill_previous --
-- To the end of the transaction, tables without a schema are those of the previous generation.
set local search_path = projection_previous;

-- live --
-- How far the live generation is.
select c.log_offset from projection.checkpoint c;

-- stop_live --
-- Let nobody advance the live generation to the end of the transaction; whoever does is waited for. Readers go on.
lock table projection.checkpoint in exclusive mode;

-- stay --
-- To the end of the transaction the live generation is the same, for one who begins with this, before his first look.
lock table projection.checkpoint in access share mode;

-- switch --
-- Serve a generation from now on, on disk once committed; wait for readers no longer than $2.
select projection.switch_generation($1, $2), set_config('synchronous_commit', 'on', true);

-- drop --
-- Drop a generation that is not live.
select projection.drop_generation($1);

-- generations --
-- Which there are, how far each is, and when it last advanced.
select g.generation, g.log_offset, g.advanced_at from projection.generations() g;
