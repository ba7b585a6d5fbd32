-- page --
-- A page of the figures in force, by day said, event and place; $2 about, $3 issues, $4 estimators, $5 what is counted.
select d.log_offset, q.place::integer, d.said_latest, d.event_id
  from projection.dated_event d
    join projection.quantity q on q.log_offset = d.log_offset
    left join projection.actor_key k on k.actor = q.estimated_by
  where d.known_from <= $1 and $1 < d.known_to and d.status = 'CURRENT'
    and ($2::text[] is null or d.log_offset in (
      select x.log_offset from projection.event_actor x join projection.actor_key a on a.actor = x.actor
        where a.id = any ($2) and x.part in ('ABOUT', 'TARGET', 'MOVER')))
    and ($3::text[] is null or d.log_offset in (
      select x.log_offset from projection.event_issue x join projection.issue_key i on i.issue = x.issue where i.id = any ($3)))
    and ($4::text[] is null or k.id = any ($4))
    and ($5::text is null or position(lower($5) in lower(q.counts)) > 0)
    and ($6::date is null or (d.said_latest, d.event_id, q.place) > ($6, $7::uuid, $8::integer))
  order by d.said_latest, d.event_id, q.place
  limit $9
