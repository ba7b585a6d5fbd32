-- page --
-- A page of the steps of positions, by actor, issue and first day, actor by actor. $5 to $7 the step before the page.
select a.id as actor, i.id as issue, p.from_day, p.until_day, p.stance, p.basis, p.conditions, p.last_stated, p.decided_by,
    (p.standing).agreeing, coalesce(cardinality(case when p.decided_by is null then projection.contested_by(p.standing) end) > 0, false)
      as is_contested
  from (
    select a.actor, a.id from projection.actor_key a
      where ($3::text[] is null or a.id = any ($3)) and ($5::text is null or a.id >= $5)
      order by a.id
      offset 0
  ) a
    cross join lateral projection.steps_of_actor(a.actor, $1, $2) p
    cross join lateral (select i.id from projection.issue_key i where i.issue = p.issue offset 0) i
  where ($4::text[] is null or i.id = any ($4))
    and ($5::text is null or (a.id, i.id, p.from_day) > ($5, $6, $7::date))
  order by a.id, i.id, p.from_day
  limit $8

-- history --
-- The steps of one pair that stand on some day of a range, oldest first.
select a.id as actor, i.id as issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions,
    p.last_stated, p.decided_by, (p.standing).agreeing, (p.standing).in_words,
    case when p.decided_by is null then projection.contested_by(p.standing) end as contested_by
  from projection.actor_key a
    join projection.issue_key i on i.id = $4
    cross join lateral projection.steps_of_pair(a.actor, i.issue, $1, $2) p
  where a.id = $3
    and ($5::date is null or $5 < p.until_day)
    and ($6::date is null or p.from_day <= $6)
  order by p.from_day
