-- bearing --
-- What bears on some pairs, known at $1: why it does not count on the day $2 by the clock $3, or else what orders it.
-- Side by side $4 places, $5 actors and $6 issues asked about, $7 whom to look for: the actor, a member of it, or what
-- it is a member of. The newest said first, what no longer stands last.
-- An intersection goes once through what names the one and what names the other, whatever the planner takes these for;
-- "offset 0" keeps what is looked up for each event a look-up.
with asked as materialized (
  select q.place, a.actor as asked_actor, n.actor, i.issue
    from unnest($4::integer[], $5::text[], $6::text[], $7::text[]) q(place, asked_id, issue_id, actor_id)
      join projection.actor_key a on a.id = q.asked_id
      join projection.actor_key n on n.id = q.actor_id
      join projection.issue_key i on i.id = q.issue_id
),
named as materialized (
  -- Those of claims apart, which need no look-up.
  select q.place, q.asked_actor, q.issue, n.log_offset, bool_or(q.actor <> q.asked_actor) as is_of_related
    from asked q
      cross join lateral (
        select x.log_offset from projection.event_actor x
          where x.actor = q.actor and x.log_offset <= $1
            and x.part in ('PRINCIPAL', 'SPEAKER', 'RELAYED', 'ABOUT', 'MOVER')
        intersect
        select y.log_offset from projection.event_issue y where y.issue = q.issue and y.log_offset <= $1
        except
        select c.log_offset from projection.claim c
          where c.actor = q.asked_actor and c.issue = q.issue and c.known_from <= $1 and $1 < c.known_to
      ) n
      left join lateral (
        select true as is_stated from projection.stance s
          where s.log_offset = n.log_offset and s.actor = q.actor and s.issue = q.issue offset 0
      ) s on q.actor <> q.asked_actor
    where q.actor = q.asked_actor or s.is_stated
    group by q.place, q.asked_actor, q.issue, n.log_offset
),
told as (
  select q.place, c.log_offset, c.ordinal, c.rank, c.stance, c.basis, c.lifts_conditions, c.said_latest as said,
      case when case $3 when 'PUBLIC' then c.public_latest else c.said_latest end <= $2::date then null
        when c.said_latest <= $2 then 'NOT_YET_PUBLIC' else 'DATE_NOT_PAST' end as code
    from asked q
      cross join lateral (
        select * from projection.claim c
          where c.actor = q.actor and c.issue = q.issue and c.known_from <= $1 and $1 < c.known_to offset 0
      ) c
    where q.actor = q.asked_actor
  union all
  select n.place, n.log_offset, null, null, null, null, null,
      case when d.record_kind = 'STATEMENT' and d.status in ('CURRENT', 'MERGED') then d.said_latest end,
      case
        when d.record_kind <> 'STATEMENT' then case
          when d.status = 'CURRENT' and d.said_latest <= $2 then d.record_kind else '' end
        when s.is_own then case when d.status <> 'CURRENT' then d.status when not d.is_live then 'NO_LIVE_SOURCE'
          else 'IMPLIED_FOR_PERSON' end
        when d.status not in ('CURRENT', 'MERGED') or d.said_latest > $2 then ''
        when exists (
          select from projection.event_actor x
            where x.actor = n.asked_actor and x.part = 'RELAYED' and x.log_offset = n.log_offset offset 0)
          then 'REPORTED_BY_OTHERS'
        when n.is_of_related then 'MEMBER_NOT_ORGANISATION' else '' end
    from named n
      cross join lateral (
        select * from projection.dated_event d
          where d.log_offset = n.log_offset and d.known_from <= $1 and $1 < d.known_to
            and d.record_kind in ('STATEMENT', 'MOVE', 'ASSESSMENT') offset 0
      ) d
      left join lateral (
        select true as is_own from projection.stance s
          where s.log_offset = n.log_offset and s.actor = n.asked_actor and s.issue = n.issue offset 0
      ) s on true
)
select t.place, t.log_offset, t.said,
    case t.code when 'ASSESSMENT' then case when exists (
        select from log.event e,
            lateral jsonb_array_elements(e.payload -> 'content' -> 'appearances') p(appearance)
            left join projection.record r on r.record_kind = 'SOURCE' and r.record_id = p.appearance ->> 'source'
              and r.known_from <= $1 and $1 < r.known_to
            left join log.event o on o.log_offset = r.standing_offset
          where e.log_offset = t.log_offset
            and coalesce(p.appearance ->> 'quote' <> o.payload -> 'content' ->> 'title', true))
      then 'ASSESSMENT' else 'HEADLINE' end else t.code end as code,
    -t.rank as lowness, t.ordinal, t.stance, t.basis, t.lifts_conditions
  from told t where t.code is distinct from ''
  order by said desc nulls last, t.log_offset desc

-- absent --
-- Why each pair has no position on the day $2 by the clock $3, known at $1; null if it has one. $4 actors, $5 issues.
select q.place, case
    when exists (
      select from projection.claim c
        where c.actor = a.actor and c.issue = i.issue and c.known_from <= $1 and $1 < c.known_to
          and c.said_latest <= case $3 when 'PUBLIC' then 'infinity' else $2::date end
          and ($3 <> 'PUBLIC' or c.public_latest <= $2)) then null
    when exists (
      select from projection.claim c
        where c.actor = a.actor and c.issue = i.issue and c.known_from <= $1 and $1 < c.known_to) then 'NOT_YET'
    when exists (
      select from projection.event_actor x
          join projection.dated_event d on d.log_offset = x.log_offset and d.known_from <= $1 and $1 < d.known_to
            and d.record_kind = 'STATEMENT' and d.status = 'CURRENT' and d.is_live
        where x.actor = a.actor and x.part in ('SPEAKER', 'PRINCIPAL')
          and case $3 when 'PUBLIC' then d.public_latest else d.said_latest end <= $2
          and (x.part = 'PRINCIPAL' or exists (
            select from log.event e, lateral jsonb_array_elements(e.payload -> 'content' -> 'capacities') c(capacity)
              where e.log_offset = x.log_offset
                and c.capacity ->> 'speaker' = a.id and c.capacity -> 'on_behalf_of' = '[]'))) then 'SPOKE_NOT_ON_THIS'
    when exists (
      select from projection.event_actor x
          join projection.dated_event d on d.log_offset = x.log_offset and d.known_from <= $1 and $1 < d.known_to
            and d.status = 'CURRENT' and case $3 when 'PUBLIC' then d.public_latest else d.said_latest end <= $2
        where x.actor = a.actor) then 'MENTIONED_ONLY'
    else 'NEVER_SPOKE' end as reason
  from unnest($4::text[], $5::text[]) with ordinality q(actor_id, issue_id, place)
    left join projection.actor_key a on a.id = q.actor_id
    left join projection.issue_key i on i.id = q.issue_id
