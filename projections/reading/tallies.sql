-- page --
-- A page of tallies, by actor and issue. $1 clock, $2 known at, $3 and $4 the first and the last day; $5 actors and $6 issues,
-- one of them given; $7 and $8 the pair before the page.
with pair as materialized (
  select a.actor, a.id as actor_id, i.issue, i.id as issue_id
    from projection.actor_key a cross join projection.issue_key i
    where a.id = any ($5::text[]) and i.id = any ($6::text[])
  union all
  select a.actor, a.id, i.issue, i.id
    from (
      select distinct c.actor, c.issue
        from projection.issue_key k join projection.claim c on c.issue = k.issue and c.is_vote
        where $5 is null and k.id = any ($6) and c.said_latest between coalesce($3::date, '-infinity') and $4::date
          and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
    ) v join projection.actor_key a on a.actor = v.actor join projection.issue_key i on i.issue = v.issue
  union all
  select a.actor, a.id, i.issue, i.id
    from (
      select distinct c.actor, c.issue
        from projection.actor_key k join projection.claim c on c.actor = k.actor and c.is_vote
        where $6 is null and k.id = any ($5) and c.said_latest between coalesce($3, '-infinity') and $4
          and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
    ) v join projection.actor_key a on a.actor = v.actor join projection.issue_key i on i.issue = v.issue
),
held as (
  select i.issue, count(*) as held
    from (select distinct p.issue from pair p) i cross join lateral projection.votings_on(i.issue, $1, $2, $3, $4, null, null)
    group by i.issue
),
asked as (
  select p.*, h.held
    from pair p join held h on h.issue = p.issue
    where $7::text is null or (p.actor_id, p.issue_id) > ($7, $8::text)
    order by p.actor_id, p.issue_id
    limit $9
)
select q.actor_id as actor, q.issue_id as issue, t.*, q.held - t.voted as not_voting
  from asked q
    cross join lateral (
      select count(*) as voted, coalesce(sum(o.statements), 0)::bigint as statements,
          count(*) filter (where o.is_contested) as contested,
          count(*) filter (where o.stance = 'SUPPORT') as votes_for,
          count(*) filter (where o.stance = 'OPPOSE') as against,
          count(*) filter (where o.stance = 'NEUTRAL') as neutral,
          count(*) filter (where o.stance = 'CONDITIONAL') as conditional,
          count(*) filter (where o.stance = 'AMBIGUOUS') as ambiguous
        from (
          select count(*) as statements,
              case when min(c.stance) = max(c.stance) then min(c.stance)
                   else (projection.vote_of(array_agg(c.rank), array_agg(c.basis), array_agg(c.stance))).stance end as stance,
              min(c.stance) <> max(c.stance)
                and (projection.vote_of(array_agg(c.rank), array_agg(c.basis), array_agg(c.stance))).is_contested as is_contested
            from projection.votes_of(q.actor, q.issue, $1, $2, $3, $4) c
            group by c.said_latest, c.ordinal
        ) o
    ) t
  order by q.actor_id, q.issue_id

-- votings --
-- The votings of some pairs, each with the actor's own votes in it. $1 to $4 as above; $5 actors and $6 issues side by side;
-- $7 the stances, NOT_VOTING where there is none; $8 and $9 the voting before the page; $10 how many for each pair.
with asked as materialized (
  select a.actor, a.id as actor_id, i.issue, i.id as issue_id
    from unnest($5::text[], $6::text[]) q(actor_id, issue_id)
      join projection.actor_key a on a.id = q.actor_id
      join projection.issue_key i on i.id = q.issue_id
),
voting as materialized (
  select i.issue, v.said_latest, v.ordinal, v.first_vote
    from (select distinct q.issue from asked q) i cross join lateral projection.votings_on(i.issue, $1, $2, $3, $4, $8, $9) v
)
select q.actor_id as actor, q.issue_id as issue, o.*
  from asked q
    cross join lateral (
      select u.*
        from (
          select m.said_latest, m.ordinal, min(m.first_vote) as first_vote,
              coalesce(array_agg(m.log_offset order by m.log_offset) filter (where m.log_offset is not null), '{}') as votes,
              case when count(m.stance) = 0 then 'NOT_VOTING' when min(m.stance) = max(m.stance) then min(m.stance)
                   else (projection.vote_of(array_agg(m.rank), array_agg(m.basis), array_agg(m.stance))).stance end as stance,
              count(m.stance) > 0 and min(m.stance) <> max(m.stance)
                and (projection.vote_of(array_agg(m.rank), array_agg(m.basis), array_agg(m.stance))).is_contested as is_contested
            from (
              select v.said_latest, v.ordinal, v.first_vote, null::bigint as log_offset, null::smallint as rank, null as basis,
                  null collate "C" as stance
                from voting v where v.issue = q.issue
              union all
              select c.said_latest, c.ordinal, null, c.log_offset, c.rank, c.basis, c.stance
                from projection.votes_of(q.actor, q.issue, $1, $2, coalesce($8, $3), $4) c
                where $8 is null or (c.said_latest, c.ordinal) > ($8, $9)
            ) m
            group by m.said_latest, m.ordinal
        ) u
        where $7::text[] is null or u.stance = any ($7)
        order by u.said_latest, u.ordinal
        limit $10
    ) o
  order by q.actor_id, q.issue_id, o.said_latest, o.ordinal
