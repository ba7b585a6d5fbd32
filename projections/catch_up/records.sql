-- Which version of each record stands. Parameters of all: $1 the checkpoint, $2 the offset to reach.

-- first_records --
-- A record stands at its first version from there on, unless that was erased. Ranges that share no event may be derived at once.
insert into record (record_kind, record_id, known_from, known_to, first_offset, standing_offset, is_withdrawn)
  select e.record_kind, e.record_id, e.log_offset, 9223372036854775807, e.log_offset, e.log_offset, false
    from (select e.* from log.event e where e.log_offset > $1 and e.log_offset <= $2 offset 0) e
    where e.version = 1 and e.salt is not null and e.record_kind <> 'ERASURE';

-- changed_records --
-- The standing version of each record that another event of the batch touches, at that event's offset.
with touched as materialized (
  select e.record_kind, e.record_id, e.log_offset as k, e.kind <> 'RETRACTION' and e.salt is not null as is_content
    from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2 and (e.version > 1 or e.salt is null) offset 0
    ) e
    where e.record_kind <> 'ERASURE'
),
withdrawn as (
  select t.*, f.log_offset as first_offset, case
      when exists (select from log.event r
        where r.record_kind = t.record_kind and r.record_id = t.record_id and r.kind = 'RETRACTION' and r.log_offset <= t.k)
      then projection.withdrawn_at(t.record_kind, t.record_id, t.k) else '{}' end as offsets
    from touched t
      join log.event f on f.record_kind = t.record_kind and f.record_id = t.record_id and f.version = 1
),
computed as (
  select w.record_kind, w.record_id, w.k, w.first_offset, w.first_offset = any (w.offsets) as is_withdrawn,
      case when w.is_content then w.k else (
        select max(v.log_offset) from log.event v
          where v.record_kind = w.record_kind and v.record_id = w.record_id and v.log_offset <= w.k
            and v.kind <> 'RETRACTION' and v.salt is not null
            and (v.log_offset = w.first_offset or v.log_offset <> all (w.offsets))
      ) end as standing_offset
    from withdrawn w
),
compared as (
  select c.*, lag((c.standing_offset, c.is_withdrawn)::text) over following as before,
      row_number() over following = 1 as is_first
    from computed c window following as (partition by c.record_kind, c.record_id order by c.k)
),
changed as (
  select c.*, lead(c.k) over (partition by c.record_kind, c.record_id order by c.k) as next_k
    from compared c
      left join record o
        on o.record_kind = c.record_kind and o.record_id = c.record_id and o.known_to = 9223372036854775807 and c.is_first
    where (c.standing_offset, c.is_withdrawn)::text
      is distinct from case when c.is_first then (o.standing_offset, o.is_withdrawn)::text else c.before end
),
closed as (
  update record o set known_to = c.k
    from (select record_kind, record_id, min(k) as k from changed group by record_kind, record_id) c
    where o.record_kind = c.record_kind and o.record_id = c.record_id and o.known_to = 9223372036854775807
)
insert into record (record_kind, record_id, known_from, known_to, first_offset, standing_offset, is_withdrawn)
  select record_kind, record_id, k, coalesce(next_k, 9223372036854775807), first_offset, standing_offset, is_withdrawn
    from changed;

-- close_judgements --
-- Judgements whose relation no longer stands as it did.
update judgement j set known_to = r.known_to
  from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2
          and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') offset 0
    ) e
    join record r on r.record_kind = 'RELATION' and r.record_id = e.record_id and r.known_to = e.log_offset
  where e.record_kind = 'RELATION' and e.version > 1
    and j.relation_id = r.record_id and j.known_from = r.known_from;

-- open_judgements --
-- SAME_STATEMENT relations that stand since an offset of the batch, once in each direction.
insert into judgement (record_id, same_as, relation_id, known_from, known_to)
  select d.record_id, d.same_as, r.record_id, r.known_from, r.known_to
    from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2
          and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') offset 0
    ) k
      join record r on r.record_kind = 'RELATION' and r.record_id = k.record_id and r.known_from = k.log_offset
      join log.event e on e.log_offset = r.standing_offset and e.payload -> 'content' ->> 'type' = 'SAME_STATEMENT',
      lateral (values
        (e.payload -> 'content' ->> 'from_record', e.payload -> 'content' ->> 'to_record'),
        (e.payload -> 'content' ->> 'to_record', e.payload -> 'content' ->> 'from_record')) d(record_id, same_as)
    where k.record_kind = 'RELATION' and not r.is_withdrawn;
