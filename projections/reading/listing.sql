-- page --
-- A page of the history, by day said, ordinal and event id.
-- $1 known at, $2 statuses, $3 kinds, $4 actors and $5 the parts they play, $6 about, $7 addressees, $8 targets, $9 issues,
-- $10 sources, $11 clock, $12 from, $13 to, $14 words; $15 to $17 the event before the page, or behind it if $18 (backward).
-- $20: only those that give figures.
with matching as not materialized (
  select d.log_offset, d.said_latest, d.ordinal, d.event_id
    from projection.dated_event d
    where d.known_from <= $1 and $1 < d.known_to
      and d.status = any ($2::text[])
      and ($3::text[] is null or d.record_kind = any ($3))
      and ($4::text[] is null or d.log_offset in (
        select x.log_offset from projection.event_actor x join projection.actor_key k on k.actor = x.actor
          where k.id = any ($4) and x.part = any ($5::text[])))
      and ($6::text[] is null or d.log_offset in (
        select x.log_offset from projection.event_actor x join projection.actor_key k on k.actor = x.actor
          where k.id = any ($6) and x.part = 'ABOUT'))
      and ($7::text[] is null or d.log_offset in (
        select x.log_offset from projection.event_actor x join projection.actor_key k on k.actor = x.actor
          where k.id = any ($7) and x.part = 'ADDRESSEE'))
      and ($8::text[] is null or d.log_offset in (
        select x.log_offset from projection.event_actor x join projection.actor_key k on k.actor = x.actor
          where k.id = any ($8) and x.part = 'TARGET'))
      and ($9::text[] is null or d.log_offset in (
        select x.log_offset from projection.event_issue x join projection.issue_key k on k.issue = x.issue where k.id = any ($9)))
      and ($10::text[] is null
        or d.log_offset in (select u.log_offset from projection.source_use u where u.is_appearance and u.source_id = any ($10))
        or d.status = 'CURRENT' and exists (select from projection.judgement j where j.record_id = d.record_id) and exists (
          -- Appearances move to the statement that stands for those merged into it.
          select from projection.class_of(d.record_id, $1) m(record_id)
            join projection.record r on r.record_kind = 'STATEMENT' and r.record_id = m.record_id
              and r.known_from <= $1 and $1 < r.known_to and not r.is_withdrawn
            join projection.source_use u on u.log_offset = r.standing_offset and u.is_appearance and u.source_id = any ($10)))
      and ($12::date is null or case $11 when 'PUBLIC' then d.public_latest else d.said_latest end >= $12)
      and ($13::date is null or case $11 when 'PUBLIC' then d.public_latest else d.said_latest end <= $13)
      and ($14::text is null or d.log_offset in (
        select w.log_offset from projection.event_words w where w.words @@ websearch_to_tsquery('simple', $14)))
      and (not $20 or d.log_offset in (select q.log_offset from projection.quantity q))
)
(select m.* from matching m
  where not $18 and ($15::date is null or (m.said_latest, m.ordinal, m.event_id) > ($15, $16::integer, $17::uuid))
  order by m.said_latest, m.ordinal, m.event_id limit $19)
union all
(select m.* from matching m
  where $18 and ($15::date is null or (m.said_latest, m.ordinal, m.event_id) < ($15, $16::integer, $17::uuid))
  order by m.said_latest desc, m.ordinal desc, m.event_id desc limit $19)
