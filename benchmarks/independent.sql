-- What the original files of votes and moves say, computed by DuckDB without any code of ours.

-- read_votes --
-- Every vote, in the order of the file; whoever was absent did not vote.
create table vote as
select row_number() over () as nth, date, actor, rcid, issues,
  case vote when 'yes' then 'SUPPORT' when 'no' then 'OPPOSE' when 'abstain' then 'NEUTRAL' end as stance
from read_ndjson($file, columns = {
  date: 'date', actor: 'varchar', vote: 'varchar', rcid: 'bigint', issues: 'varchar[]'})
where vote in ('yes', 'no', 'abstain')

-- lines --
-- How many lines hold a vote, cast or not.
select count(*) from read_ndjson($file, columns = {vote: 'varchar'})

-- span --
-- The first and the last day of a vote, and how many were cast.
select min(date), max(date), count(*) from vote

-- answers --
-- For each actor and issue the answer on a day, from the votes read so far: the greatest (date, roll call) wins.
-- It has been the answer since the first of the unbroken days that ended on it; it was last given on any agreeing vote.
with cast_so_far as (
  select actor, unnest(issues) as issue, date, rcid, stance
  from vote
  where date <= $day and nth <= $read
), of_day as (
  select actor, issue, date, arg_max(stance, rcid) as stance from cast_so_far group by actor, issue, date
), answer as (
  select actor, issue, arg_max(stance, date) as stance from of_day group by actor, issue
), differing as (
  select d.actor, d.issue, max(d.date) as date
  from of_day d join answer a using (actor, issue)
  where d.stance <> a.stance
  group by d.actor, d.issue
)
select a.actor, a.issue, a.stance,
  (select min(d.date) from of_day d
    where d.actor = a.actor and d.issue = a.issue and d.date > coalesce(x.date, '0001-01-01'::date)) as since,
  (select max(c.date) from cast_so_far c
    where c.actor = a.actor and c.issue = a.issue and c.stance = a.stance) as last_stated
from answer a left join differing x using (actor, issue)

-- read_moves --
-- How many moves of each kind were made on a day by whom toward whom; names are those of the log.
create table move as
select s.id as source, t.id as target, m.cameo, m.date, count(*) as moves
from read_csv($file, header = true, all_varchar = true) m
join name s on s.name = m.source
join name t on t.name = m.target
group by all

-- read_recorded --
-- The same of what the log holds.
create table recorded as
select source, target, cameo, date, moves::bigint as moves from read_csv($file, header = true, all_varchar = true)

-- move_lines --
-- How many rows the file of moves has.
select count(*) from read_csv($file, header = true, all_varchar = true)

-- differing_moves --
-- What the file and the log say differently: one has it, the other has not.
(select * from move except select * from recorded) union all (select * from recorded except select * from move)

-- names --
-- Every name in the file of moves.
select source from read_csv($file, header = true, all_varchar = true)
union select target from read_csv($file, header = true, all_varchar = true)
