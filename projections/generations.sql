-- Generations of the projections: the live one, the next, which is filled beside it, and the previous.

-- take --
-- Be the only one who fills a generation or switches to one; false where somebody else is. Ends with the connection.
select pg_try_advisory_lock(7310);

-- give_back --
select pg_advisory_unlock(7310);

-- begin --
-- Make an empty next generation, without some indexes that are quicker made when the rows are there.
select projection.begin_generation($1::name[]);

-- tables --
-- The tables of the next generation, those with most rows first.
select c.relname from pg_class c
  where c.relnamespace = 'projection_next'::regnamespace and c.relkind = 'r'
  order by pg_relation_size(c.oid) desc;

-- complete --
-- Make the indexes that a table of it lacks, but for some that can wait; on disk with what is committed later. Sessions take
-- tables side by side, so that none needs workers beside it.
select set_config('maintenance_work_mem', '256MB', true), set_config('max_parallel_maintenance_workers', '0', true),
    set_config('synchronous_commit', 'off', true),
    projection.complete_table($1, $2::name[]);

-- fill_slices --
-- To the end of the transaction, tables without a schema are those of the next generation; ranges are joined, not looked up.
select set_config('search_path', 'projection_next', true), set_config('synchronous_commit', 'off', true),
    set_config('enable_hashjoin', 'on', true);

-- forget_plans --
-- Plan anew what was planned to look up, and is to join, or the other way round; a slice is too short to be planned each time.
discard plans;

-- fill_all --
-- To the end of the transaction, which may be a long one, tables without a schema are those of the next generation.
select set_config('search_path', 'projection_next', true), set_config('synchronous_commit', 'off', true),
    set_config('work_mem', '256MB', true), set_config('transaction_timeout', '0', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true), set_config('enable_nestloop', 'on', true),
    set_config('plan_cache_mode', 'force_generic_plan', true);

-- fill_joined --
-- The same, where whole tables are joined and not looked up.
select set_config('search_path', 'projection_next', true), set_config('synchronous_commit', 'off', true),
    set_config('work_mem', '256MB', true), set_config('transaction_timeout', '0', true),
    set_config('enable_seqscan', 'on', true), set_config('enable_hashjoin', 'on', true),
    set_config('enable_mergejoin', 'on', true), set_config('enable_nestloop', 'off', true),
    set_config('plan_cache_mode', 'force_custom_plan', true);

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
