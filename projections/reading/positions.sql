-- of_pairs --
-- The answers of some pairs, each on a day ($2) of its own, as known at an offset: actors, issues and days side by side.
select q.actor, q.issue, q.day, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
    p.decided_by, (p.standing).agreeing, (p.standing).in_words,
    case when p.decided_by is null then projection.contested_by(p.standing) end as contested_by
  from unnest($4::text[], $5::text[], $2::date[]) q(actor, issue, day)
    join projection.actor_key a on a.id = q.actor
    join projection.issue_key i on i.id = q.issue
    cross join lateral projection.position_of_pair(a.actor, i.issue, $1, q.day, $3) p

-- page --
-- A page of the answers on a day, by actor and issue, actor by actor. $4 actors, $5 issues, $6 stances, $7 the kinds of actor
-- to leave out, $8 and $9 the pair before the page.
select a.id as actor, i.id as issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions,
    p.last_stated, p.decided_by, (p.standing).agreeing, (p.standing).in_words,
    case when p.decided_by is null then projection.contested_by(p.standing) end as contested_by
  from (
    select a.actor, a.id from projection.actor_key a
      where ($4::text[] is null or a.id = any ($4)) and ($8::text is null or a.id >= $8)
        and ($7::text[] is null or not exists (
          select from projection.record r join log.event e on e.log_offset = r.standing_offset
            where r.record_kind = 'ACTOR' and r.record_id = a.id and r.known_from <= $3 and $3 < r.known_to
              and e.payload -> 'content' ->> 'kind' = any ($7)))
      order by a.id
      offset 0
  ) a
    cross join lateral projection.positions_of_actor(a.actor, $1, $2, $3) p
    cross join lateral (select i.id from projection.issue_key i where i.issue = p.issue offset 0) i
  where ($5::text[] is null or i.id = any ($5))
    and ($6::text[] is null or p.stance = any ($6))
    and ($8::text is null or (a.id, i.id) > ($8, $9))
  order by a.id, i.id
  limit $10

-- page_of_issues --
-- The same for few issues, pair by pair.
with asked as materialized (
  select i.issue, i.id from projection.issue_key i where i.id = any ($5::text[]) order by i.id
)
select a.id as actor, i.id as issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions,
    p.last_stated, p.decided_by, (p.standing).agreeing, (p.standing).in_words,
    case when p.decided_by is null then projection.contested_by(p.standing) end as contested_by
  from (
    select a.actor, a.id from projection.actor_key a
      where ($4::text[] is null or a.id = any ($4)) and ($8::text is null or a.id >= $8)
        and ($7::text[] is null or not exists (
          select from projection.record r join log.event e on e.log_offset = r.standing_offset
            where r.record_kind = 'ACTOR' and r.record_id = a.id and r.known_from <= $3 and $3 < r.known_to
              and e.payload -> 'content' ->> 'kind' = any ($7)))
      order by a.id
      offset 0
  ) a
    cross join asked i
    cross join lateral projection.position_of_pair(a.actor, i.issue, $1, $2, $3) p
  where ($6::text[] is null or p.stance = any ($6))
    and ($8::text is null or (a.id, i.id) > ($8, $9))
  order by a.id, i.id
  limit $10

-- all --
-- All answers on a day, by actor and issue. $4 stances, $5 the kinds of actor to leave out.
select a.id as actor, i.id as issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions,
    p.last_stated, p.decided_by, (p.standing).agreeing, (p.standing).in_words,
    case when p.decided_by is null then projection.contested_by(p.standing) end as contested_by
  from projection.positions_at($1, $2, $3) p
    join (
      select a.actor, a.id from projection.actor_key a
        where $5::text[] is null or not exists (
          select from projection.record r join log.event e on e.log_offset = r.standing_offset
            where r.record_kind = 'ACTOR' and r.record_id = a.id and r.known_from <= $3 and $3 < r.known_to
              and e.payload -> 'content' ->> 'kind' = any ($5))
        offset 0
    ) a on a.actor = p.actor
    join projection.issue_key i on i.issue = p.issue
  where $4::text[] is null or p.stance = any ($4)
  order by a.id, i.id
