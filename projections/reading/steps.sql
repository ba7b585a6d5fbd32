-- page --
-- A page of the steps of positions, by actor, issue and first day. $5 to $7 the step before the page.
select a.id as actor, i.id as issue, p.from_day, p.until_day, (p.standing).stance, (p.standing).basis,
    (p.standing).last_stated, cardinality(projection.contested_by(p.standing)) > 0 as is_contested,
    (select jsonb_agg(jsonb_build_array(c.condition, projection.carried_from(p.standing, c.condition)) order by c.condition)
       from jsonb_object_keys((p.standing).conditions) c(condition)) as conditions
  from projection.position p
    join projection.actor_key a on a.actor = p.actor
    join projection.issue_key i on i.issue = p.issue
  where p.clock = $1 and p.known_from <= $2 and $2 < p.known_to
    and ($3::text[] is null or a.id = any ($3))
    and ($4::text[] is null or i.id = any ($4))
    and ($5::text is null or (a.id, i.id, p.from_day) > ($5, $6, $7::date))
  order by a.id, i.id, p.from_day
  limit $8

-- history --
-- The steps of one pair that stand on some day of a range, oldest first.
select a.id as actor, i.id as issue, p.from_day, p.until_day, p.since, p.since_earliest,
    (p.standing).stance, (p.standing).basis, (p.standing).last_stated,
    projection.rests_on(p.standing) as rests_on, projection.contested_by(p.standing) as contested_by,
    (select jsonb_agg(jsonb_build_array(c.condition, projection.carried_from(p.standing, c.condition)) order by c.condition)
       from jsonb_object_keys((p.standing).conditions) c(condition)) as conditions
  from projection.actor_key a
    join projection.issue_key i on i.id = $4
    join projection.position p on p.actor = a.actor and p.issue = i.issue
  where a.id = $3 and p.clock = $1 and p.known_from <= $2 and $2 < p.known_to
    and ($5::date is null or $5 < p.until_day)
    and ($6::date is null or p.from_day <= $6)
  order by p.from_day
