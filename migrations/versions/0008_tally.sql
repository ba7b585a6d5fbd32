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
revoke execute on function projection.vote_of from public;
grant execute on function projection.vote_of to onrecord_writer, onrecord_reader;
reset role;

-- down --
set local role onrecord_owner;
drop function projection.vote_of;
drop index projection.claim_vote_idx;
alter table projection.claim drop column is_vote;
alter table projection.stance drop column is_vote;
reset role;
