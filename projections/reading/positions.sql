-- of_pairs --
-- The answers of some pairs, each on a day ($2) of its own, as known at an offset: actors, issues and days side by side.
select q.actor, q.issue, q.day, p.from_day, p.until_day, p.since, p.since_earliest,
    (p.standing).stance, (p.standing).basis, (p.standing).last_stated,
    projection.rests_on(p.standing) as rests_on, projection.contested_by(p.standing) as contested_by,
    (select jsonb_agg(jsonb_build_array(c.condition, projection.carried_from(p.standing, c.condition)) order by c.condition)
       from jsonb_object_keys((p.standing).conditions) c(condition)) as conditions
  from unnest($4::text[], $5::text[], $2::date[]) q(actor, issue, day)
    join projection.actor_key a on a.id = q.actor
    join projection.issue_key i on i.id = q.issue
    join projection.position p on p.actor = a.actor and p.issue = i.issue
  where p.clock = $1 and p.from_day <= q.day and q.day < p.until_day and p.known_from <= $3 and $3 < p.known_to

-- page --
-- A page of the answers on a day, by actor and issue. $7 the kinds of actor to leave out, $8 and $9 the pair before the page.
select p.actor_id as actor, p.issue_id as issue, p.from_day, p.until_day, p.since, p.since_earliest,
    (p.standing).stance, (p.standing).basis, (p.standing).last_stated,
    projection.rests_on(p.standing) as rests_on, projection.contested_by(p.standing) as contested_by,
    (select jsonb_agg(jsonb_build_array(c.condition, projection.carried_from(p.standing, c.condition)) order by c.condition)
       from jsonb_object_keys((p.standing).conditions) c(condition)) as conditions
  from (
    select a.id as actor_id, i.id as issue_id, p.from_day, p.until_day, p.since, p.since_earliest, p.standing
      from projection.position p
        join projection.actor_key a on a.actor = p.actor
        join projection.issue_key i on i.issue = p.issue
      where p.clock = $1 and p.from_day <= $2 and $2 < p.until_day and p.known_from <= $3 and $3 < p.known_to
        and ($4::text[] is null or a.id = any ($4))
        and ($5::text[] is null or i.id = any ($5))
        and ($6::text[] is null or (p.standing).stance = any ($6))
        and ($7::text[] is null or not exists (
          select from projection.record r join log.event e on e.log_offset = r.standing_offset
            where r.record_kind = 'ACTOR' and r.record_id = a.id and r.known_from <= $3 and $3 < r.known_to
              and e.payload -> 'content' ->> 'kind' = any ($7)))
        and ($8::text is null or (a.id, i.id) > ($8, $9))
      order by a.id, i.id
      limit $10
  ) p
  order by p.actor_id, p.issue_id
