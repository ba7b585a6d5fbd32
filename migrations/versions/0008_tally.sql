-- up --
-- Which claims were made by voting, so that votes can be counted.
set local role onrecord_owner;

alter table projection.stance add column is_vote boolean not null default false;
alter table projection.claim add column is_vote boolean not null default false;
comment on column projection.stance.is_vote is 'Whether its statement is a vote (speech act VOTE).';
comment on column projection.claim.is_vote is 'As in projection.stance.';
update projection.stance s set is_vote = true
  from log.event e where e.log_offset = s.log_offset and e.payload -> 'content' ->> 'act' = 'VOTE';
update projection.claim c set is_vote = true
  from projection.stance s where s.is_vote and s.log_offset = c.log_offset and s.actor = c.actor and s.issue = c.issue;
alter table projection.stance alter column is_vote drop default;
alter table projection.claim alter column is_vote drop default;

-- Votings on an issue one after the other, each by its first vote on record, however many voted in it.
create index claim_vote_idx on projection.claim (issue, said_latest, ordinal, log_offset) where is_vote;

create function projection.vote_of(ranks smallint[], bases text[], stances text[], out stance text, out is_contested boolean)
  language sql immutable parallel safe begin atomic
  with equal as materialized (
    select m.basis, m.stance from unnest(ranks, bases, stances) m(rank, basis, stance)
      where m.rank = (select max(r) from unnest(ranks) r)
  ),
  united as (
    select projection.united_stance(coalesce(
        array_agg(distinct e.stance) filter (where e.basis = 'EXPLICIT'), array_agg(distinct e.stance))) as stance
      from equal e
  )
  select u.stance, exists (
      select from equal e
        where e.stance <> u.stance and (u.stance = 'AMBIGUOUS' or e.basis = 'IMPLIED'
          and exists (select from equal x where x.basis = 'EXPLICIT')))
    from united u;
end;
comment on function projection.vote_of is
  'What several statements of one actor in one voting count for: those of the highest rank, united as equals are.';

create function projection.votings_on(
    asked_issue integer, clock text, known_at bigint, first_day date, last_day date, after_day date, after_ordinal integer)
  returns table (said_latest date, ordinal integer, first_vote bigint) language plpgsql stable rows 100
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
declare
  reached_day date := coalesce(after_day, first_day - 1, '-infinity');
  reached_ordinal integer := case when after_day is null then 2147483647 else after_ordinal end;
begin
  loop
    select c.said_latest, c.ordinal, c.log_offset into reached_day, reached_ordinal, first_vote
      from projection.claim c
      where c.issue = asked_issue and c.is_vote and (c.said_latest, c.ordinal) > (reached_day, reached_ordinal)
        and c.said_latest <= last_day and c.known_from <= known_at and known_at < c.known_to
        and (clock <> 'PUBLIC' or c.public_latest <= last_day)
      order by c.issue, c.said_latest, c.ordinal, c.log_offset
      limit 1;
    exit when not found;
    said_latest := reached_day;
    ordinal := reached_ordinal;
    return next;
  end loop;
end $$;
comment on function projection.votings_on is
  'The votings on an issue from one to the next by the index, over the heads of all others that voted in each.';

create function projection.votes_of(
    asked_actor integer, asked_issue integer, clock text, known_at bigint, first_day date, last_day date)
  returns table (said_latest date, ordinal integer, log_offset bigint, rank smallint, basis text, stance text)
  language plpgsql stable rows 100
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
  return query
    select c.said_latest, c.ordinal, c.log_offset, c.rank, c.basis, c.stance
      from projection.claim c
      -- Not "and c.is_vote": that would admit the index of votings, of everybody's votes.
      where c.actor = asked_actor and c.issue = asked_issue and c.is_vote::integer = 1
        and c.said_latest >= coalesce(first_day, '-infinity') and c.said_latest <= last_day
        and c.known_from <= known_at and known_at < c.known_to and (clock <> 'PUBLIC' or c.public_latest <= last_day)
      order by c.said_latest;
end $$;
comment on function projection.votes_of is 'The votes of one actor on one issue that count, by the index of its claims by day.';

revoke execute on function projection.vote_of, projection.votings_on, projection.votes_of from public;
grant execute on function projection.vote_of, projection.votings_on, projection.votes_of to onrecord_writer, onrecord_reader;
reset role;

-- down --
set local role onrecord_owner;
drop function projection.votes_of, projection.votings_on, projection.vote_of;
drop index projection.claim_vote_idx;
alter table projection.claim drop column is_vote;
alter table projection.stance drop column is_vote;
reset role;
