-- page --
-- A page of tallies, by actor and issue. $1 clock, $2 known at, $3 and $4 the first and the last day; $5 actors and $6 issues,
-- one of them given; $7 and $8 the pair before the page.
with recursive pair as materialized (
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
voting (issue, said_latest, ordinal) as (
  -- From each voting to the next one by the index, over the heads of all others that voted in it.
  select i.issue, n.said_latest, n.ordinal
    from (select distinct p.issue from pair p) i
      cross join lateral (
        select c.said_latest, c.ordinal from projection.claim c
          where c.issue = i.issue and c.is_vote and c.said_latest between coalesce($3, '-infinity') and $4
            and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
          order by c.said_latest, c.ordinal, c.log_offset limit 1
      ) n
  union all
  select v.issue, n.said_latest, n.ordinal
    from voting v
      cross join lateral (
        select c.said_latest, c.ordinal from projection.claim c
          where c.issue = v.issue and c.is_vote and (c.said_latest, c.ordinal) > (v.said_latest, v.ordinal) and c.said_latest <= $4
            and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
          order by c.said_latest, c.ordinal, c.log_offset limit 1
      ) n
),
asked as (
  select p.*, h.held
    from pair p join (select v.issue, count(*) as held from voting v group by v.issue) h on h.issue = p.issue
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
            from projection.claim c
            where c.actor = q.actor and c.issue = q.issue and c.is_vote
              and c.said_latest between coalesce($3, '-infinity') and $4
              and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
            group by c.said_latest, c.ordinal
        ) o
    ) t
  order by q.actor_id, q.issue_id

-- votings --
-- The votings of some pairs, each with the actor's own votes in it. $1 to $4 as above; $5 actors and $6 issues side by side;
-- $7 the stances, NOT_VOTING where there is none; $8 and $9 the voting before the page; $10 how many for each pair.
with recursive asked as materialized (
  select a.actor, a.id as actor_id, i.issue, i.id as issue_id
    from unnest($5::text[], $6::text[]) q(actor_id, issue_id)
      join projection.actor_key a on a.id = q.actor_id
      join projection.issue_key i on i.id = q.issue_id
),
voting (issue, said_latest, ordinal, first_vote) as (
  select i.issue, n.said_latest, n.ordinal, n.log_offset
    from (select distinct q.issue from asked q) i
      cross join lateral (
        select c.said_latest, c.ordinal, c.log_offset from projection.claim c
          where c.issue = i.issue and c.is_vote and c.said_latest between coalesce($8::date, $3::date, '-infinity') and $4::date
            and (c.said_latest, c.ordinal) > (coalesce($8, '-infinity'), coalesce($9::integer, 0))
            and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
          order by c.said_latest, c.ordinal, c.log_offset limit 1
      ) n
  union all
  select v.issue, n.said_latest, n.ordinal, n.log_offset
    from voting v
      cross join lateral (
        select c.said_latest, c.ordinal, c.log_offset from projection.claim c
          where c.issue = v.issue and c.is_vote and (c.said_latest, c.ordinal) > (v.said_latest, v.ordinal) and c.said_latest <= $4
            and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
          order by c.said_latest, c.ordinal, c.log_offset limit 1
      ) n
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
                from projection.claim c
                where c.actor = q.actor and c.issue = q.issue and c.is_vote
                  and c.said_latest between coalesce($8, $3, '-infinity') and $4
                  and ($8 is null or (c.said_latest, c.ordinal) > ($8, $9))
                  and c.known_from <= $2 and $2 < c.known_to and ($1 <> 'PUBLIC' or c.public_latest <= $4)
            ) m
            group by m.said_latest, m.ordinal
        ) u
        where $7::text[] is null or u.stance = any ($7)
        order by u.said_latest, u.ordinal
        limit $10
    ) o
  order by q.actor_id, q.issue_id, o.said_latest, o.ordinal
