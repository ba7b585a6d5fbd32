-- Each version's status and days under both clocks. Parameters: $1 the checkpoint, $2 the offset to reach.

-- dated_events --
-- Versions whose record, source or merged partner changed at an offset of the batch.
-- Records of one version, whose sources and merged partners did not change after it, need no comparison with what was before.
with moved_record as materialized (
  select r.*, r.standing_offset is not distinct from r.known_from and r.first_offset = r.known_from
      and r.known_to = 9223372036854775807 and not exists (
        select from source_use u join source s on s.source_id = u.source_id
          where u.log_offset = r.known_from and s.known_from > r.known_from and s.known_from <= $2)
      and not exists (select from judgement j where j.record_id = r.record_id) as is_alone
    from record r
    where r.known_from > $1 and r.known_from <= $2
      and r.record_kind in ('STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT')
),
changed_record as (
  select r.record_kind, r.record_id, r.known_from as k from moved_record r where not r.is_alone
  union
  select e.record_kind, e.record_id, s.known_from
    from source s
      join source_use u on u.source_id = s.source_id
      join log.event e on e.log_offset = u.log_offset and e.record_kind <> 'SOURCE'
    where s.known_from > $1 and s.known_from <= $2
  union
  select 'STATEMENT', j.record_id, c.k from judgement j, lateral (values (j.known_from), (j.known_to)) c(k)
    where c.k > $1 and c.k <= $2
),
affected as (
  select record_kind, record_id, k from changed_record
  union
  select 'STATEMENT', m.record_id, c.k
    from changed_record c, lateral (values (c.k), (c.k - 1)) at(k), lateral projection.judged_same(c.record_id, at.k) m(record_id)
    where c.record_kind = 'STATEMENT' and exists (select from judgement j where j.record_id = c.record_id)
),
version as (
  select a.k, r.record_kind, r.record_id, r.first_offset, r.standing_offset, r.is_withdrawn,
      v.log_offset, v.id as event_id, v.payload -> 'content' as content,
      case
        when r.is_withdrawn then 'RETRACTED'
        when v.log_offset = r.standing_offset then 'CURRENT'
        when v.log_offset = any (projection.withdrawn_at(r.record_kind, r.record_id, a.k)) then 'RETRACTED'
        else 'CORRECTED' end as status, false as is_alone
    from affected a
      join record r on r.record_kind = a.record_kind and r.record_id = a.record_id
        and r.known_from <= a.k and a.k < r.known_to
      join log.event v on v.record_kind = a.record_kind and v.record_id = a.record_id and v.log_offset <= a.k
        and v.kind <> 'RETRACTION' and not v.payload ? 'erased_by'
  union all
  select r.known_from, r.record_kind, r.record_id, r.first_offset, r.standing_offset, false,
      v.log_offset, v.id, v.payload -> 'content', 'CURRENT', true
    from moved_record r join log.event v on v.log_offset = r.known_from
    where r.is_alone
),
judged as materialized (
  select v.k, v.log_offset, v.record_id from version v
    where v.record_kind = 'STATEMENT' and v.status = 'CURRENT' and not v.is_alone
      and exists (select from judgement j where j.record_id = v.record_id)
),
merged as (
  -- The statements in force judged to be this one, the one with the lowest offset first.
  select v.k, v.log_offset, m.members
    from judged v
      cross join lateral (
        select array_agg(r.standing_offset order by r.first_offset) as members
          from projection.judged_same(v.record_id, v.k) m(record_id)
            join record r on r.record_kind = 'STATEMENT' and r.record_id = m.record_id
              and r.known_from <= v.k and v.k < r.known_to and not r.is_withdrawn
      ) m
),
standing as (
  select v.*, case when m.members[1] <> v.log_offset then 'MERGED' else v.status end as standing_status,
      case when m.members[1] = v.log_offset then m.members else array[v.log_offset] end as appears_as
    from version v left join merged m on m.k = v.k and m.log_offset = v.log_offset
),
sourced as (
  select s.*, coalesce(a.is_live, s.record_kind = 'INSTRUMENT') as is_live,
      coalesce(a.published, (f.recorded_at at time zone 'UTC')::date) as bound
    from standing s
      join log.event f on f.log_offset = s.first_offset
      left join lateral (
        select bool_or(p.is_live) as is_live, min(p.latest) filter (where p.is_live) as published
          from source_use u
            join source p on p.source_id = u.source_id and p.known_from <= s.k and s.k < p.known_to
          where u.log_offset = any (s.appears_as) and u.is_appearance
      ) a on true
),
computed as materialized (
  select s.is_alone, s.k, s.log_offset, s.event_id, s.record_kind, s.record_id, s.standing_status as status, s.is_live,
      said.earliest as said_earliest, coalesce(said.latest, greatest(s.bound, said.earliest)) as said_latest,
      said.latest is null as is_said_bounded,
      case when p.is_given then public.earliest else said.earliest end as public_earliest,
      case when p.is_given then coalesce(public.latest, greatest(s.bound, public.earliest))
           else coalesce(said.latest, greatest(s.bound, said.earliest)) end as public_latest,
      case when p.is_given then public.latest is null else said.latest is null end as is_public_bounded,
      coalesce((s.content ->> 'ordinal')::integer, 0) as ordinal
    from sourced s,
      lateral (select s.content ? 'public' as is_given) p,
      lateral projection.period_days(coalesce(s.content -> 'occurred', s.content -> 'tabled'), s.k) said,
      lateral projection.period_days(s.content -> 'public', s.k) public
),
signed as (
  select c.*, (c.status, c.is_live, c.said_earliest, c.said_latest, c.is_said_bounded,
    c.public_earliest, c.public_latest, c.is_public_bounded)::text as signature
    from computed c where not c.is_alone
),
compared as (
  select c.*, lag(c.signature) over following as before, row_number() over following = 1 as is_first
    from signed c window following as (partition by c.log_offset order by c.k)
),
changed as (
  select c.*, lead(c.k) over (partition by c.log_offset order by c.k) as next_k
    from compared c
      left join dated_event o on o.log_offset = c.log_offset and o.known_to = 9223372036854775807 and c.is_first
    where c.signature is distinct from case when c.is_first then (o.status, o.is_live, o.said_earliest, o.said_latest,
      o.is_said_bounded_by_source, o.public_earliest, o.public_latest, o.is_public_bounded_by_source)::text else c.before end
),
closed as (
  update dated_event o set known_to = c.k
    from (select log_offset, min(k) as k from changed group by log_offset) c
    where o.log_offset = c.log_offset and o.known_to = 9223372036854775807
)
insert into dated_event (log_offset, known_from, known_to, event_id, record_kind, record_id, status, is_live,
    said_earliest, said_latest, is_said_bounded_by_source, public_earliest, public_latest, is_public_bounded_by_source, ordinal)
  select log_offset, k, coalesce(next_k, 9223372036854775807), event_id, record_kind, record_id, status, is_live,
      said_earliest, said_latest, is_said_bounded, public_earliest, public_latest, is_public_bounded, ordinal
    from changed
  union all
  select log_offset, k, 9223372036854775807, event_id, record_kind, record_id, status, is_live,
      said_earliest, said_latest, is_said_bounded, public_earliest, public_latest, is_public_bounded, ordinal
    from computed where is_alone;
