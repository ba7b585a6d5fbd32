-- What the writer may do, and the reader may not.

-- append --
insert into log.event select e.* from log.event e

-- forget_positions --
delete from projection.checkpoint

-- see_tokens --
select t.* from access.token t

-- see_the_trail --
select a.* from access.audit a

-- add_to_the_trail --
insert into access.audit (who, asked, outcome, detail) values ('x', 'x', 'ALLOWED', '')

-- hold_up_who_appends --
select log.lock_append()
