-- When each source may have been published. Parameters: $1 the checkpoint, $2 the offset to reach.

-- anchors --
-- Versions of sources whose own date is told from another source's.
insert into source_use (source_id, log_offset, is_appearance)
  select e.payload -> 'content' -> 'published' ->> 'anchor', e.log_offset, false
    from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2
          and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') offset 0
    ) e
    where e.record_kind = 'SOURCE' and e.payload -> 'content' -> 'published' ->> 'anchor' is not null;

-- sources --
-- Sources whose record changed in the batch, and those whose date hangs on one of them, at that offset.
with recursive affected (source_id, k) as (
  select r.record_id, r.known_from
    from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2
          and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') offset 0
    ) e
      join record r on r.record_kind = 'SOURCE' and r.record_id = e.record_id and r.known_from = e.log_offset
    where e.record_kind = 'SOURCE'
  union
  select r.record_id, a.k
    from affected a
      join source_use u on u.source_id = a.source_id and not u.is_appearance and u.log_offset <= a.k
      join log.event e on e.log_offset = u.log_offset and e.record_kind = 'SOURCE'
      join record r on r.record_kind = 'SOURCE' and r.record_id = e.record_id and r.standing_offset = u.log_offset
        and r.known_from <= a.k and a.k < r.known_to
),
computed as (
  select a.source_id, a.k, d.earliest, d.latest, not r.is_withdrawn as is_live
    from affected a
      join record r on r.record_kind = 'SOURCE' and r.record_id = a.source_id
        and r.known_from <= a.k and a.k < r.known_to,
      lateral projection.source_days(a.source_id, a.k) d
),
compared as (
  select c.*, lag((c.earliest, c.latest, c.is_live)::text) over following as before,
      row_number() over following = 1 as is_first
    from computed c window following as (partition by c.source_id order by c.k)
),
changed as (
  select c.*, lead(c.k) over (partition by c.source_id order by c.k) as next_k
    from compared c
      left join source o on o.source_id = c.source_id and o.known_to = 9223372036854775807 and c.is_first
    where (c.earliest, c.latest, c.is_live)::text
      is distinct from case when c.is_first then (o.earliest, o.latest, o.is_live)::text else c.before end
),
closed as (
  update source o set known_to = c.k
    from (select source_id, min(k) as k from changed group by source_id) c
    where o.source_id = c.source_id and o.known_to = 9223372036854775807
)
insert into source (source_id, known_from, known_to, earliest, latest, is_live)
  select source_id, k, coalesce(next_k, 9223372036854775807), earliest, latest, is_live from changed;
