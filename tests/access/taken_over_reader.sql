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

-- begin_a_generation --
select projection.begin_generation('{}')

-- complete_a_table_of_a_generation --
select projection.complete_table('record', '{}')

-- switch_to_a_generation --
select projection.switch_generation('NEXT', '1 s')

-- drop_a_generation --
select projection.drop_generation('NEXT')

-- look_into_a_generation_that_is_not_served --
select r.* from projection_next.record r
