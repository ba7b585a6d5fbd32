-- lock --
-- One process migrates a database at a time; the lock ends with the connection.
select pg_advisory_lock(7300)

-- create_schema --
-- A home for alembic's revision table.
create schema if not exists migrations

-- begin --
-- The driver begins its transaction with the first query it sees.
select 1
