-- add --
-- Add an entry to the trail; the database says when.
insert into access.audit (who, token_id, asked, outcome, detail) values ($1, $2, $3, $4, $5)

-- page --
-- Entries older than one, newest first.
select a.id, a.at, a.who, a.token_id, a.asked, a.outcome, a.detail
  from access.audit a
  where $1::bigint is null or a.id < $1
  order by a.id desc
  limit $2
