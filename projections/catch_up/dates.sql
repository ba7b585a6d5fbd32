-- Each version's status and days under both clocks. Parameters: $1 the checkpoint, $2 the offset to reach.

-- first_versions --
-- The first version of each record, as known at its own offset, when nothing else can bear on it but its sources: who was
-- judged to be the same as it is left to changed_versions. Ranges that share no event may be derived at once. "offset 0"
-- keeps anchors from being looked up for days that are not relative.
insert into dated_event (log_offset, known_from, known_to, event_id, record_kind, record_id, status, is_live,
    said_earliest, said_latest, is_said_bounded_by_source, public_earliest, public_latest, is_public_bounded_by_source, ordinal)
  select v.log_offset, v.log_offset, 9223372036854775807, v.id, v.record_kind, v.record_id, 'CURRENT', v.is_live,
      v.said_earliest, coalesce(v.said_latest, greatest(v.bound, v.said_earliest)), v.said_latest is null,
      case when v.is_public_given then v.public_earliest else v.said_earliest end,
      case when v.is_public_given then coalesce(v.public_latest, greatest(v.bound, v.public_earliest))
           else coalesce(v.said_latest, greatest(v.bound, v.said_earliest)) end,
      case when v.is_public_given then v.public_latest is null else v.said_latest is null end,
      v.ordinal
    from (
      select t.log_offset, t.id, t.record_kind, t.record_id, t.ordinal, t.public is not null as is_public_given,
          coalesce(a.is_live, s.is_live, t.record_kind = 'INSTRUMENT') as is_live,
          coalesce(a.published, case when s.is_live then s.latest end, (t.recorded_at at time zone 'UTC')::date) as bound,
          case when said.is_relative then said.earliest else (t.said ->> 'earliest')::date end as said_earliest,
          case when said.is_relative then said.latest else (t.said ->> 'latest')::date end as said_latest,
          case when public.is_relative then public.earliest else (t.public ->> 'earliest')::date end as public_earliest,
          case when public.is_relative then public.latest else (t.public ->> 'latest')::date end as public_latest
        from (
          select e.log_offset, e.id, e.record_kind, e.record_id, e.recorded_at, e.content -> 'public' as public,
              coalesce(e.content -> 'occurred', e.content -> 'tabled') as said, e.content -> 'appearances' as appearances,
              coalesce((e.content ->> 'ordinal')::integer, 0) as ordinal
            from (
              select e.*, e.payload -> 'content' as content
                from log.event e
                where e.log_offset > $1 and e.log_offset <= $2 offset 0
            ) e
            where e.version = 1 and e.salt is not null
              and e.record_kind in ('STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT')
            offset 0
        ) t
          left join source s
            on jsonb_array_length(t.appearances) = 1 and s.source_id = t.appearances -> 0 ->> 'source'
              and s.known_from <= t.log_offset and t.log_offset < s.known_to
          left join lateral (
            select bool_or(p.is_live) as is_live, min(p.latest) filter (where p.is_live) as published
              from jsonb_array_elements(t.appearances) u(appearance)
                join source p on p.source_id = u.appearance ->> 'source'
                  and p.known_from <= t.log_offset and t.log_offset < p.known_to
              where jsonb_array_length(t.appearances) > 1
          ) a on true
          left join lateral (
            select true as is_relative, lower(projection.resolved_day(t.said ->> 'relative', p.earliest)) as earliest,
                upper(projection.resolved_day(t.said ->> 'relative', p.latest)) - 1 as latest
              from source p
              where t.said ->> 'relative' is not null and p.source_id = t.said ->> 'anchor'
                and p.known_from <= t.log_offset and t.log_offset < p.known_to
              offset 0
          ) said on true
          left join lateral (
            select true as is_relative, lower(projection.resolved_day(t.public ->> 'relative', p.earliest)) as earliest,
                upper(projection.resolved_day(t.public ->> 'relative', p.latest)) - 1 as latest
              from source p
              where t.public ->> 'relative' is not null and p.source_id = t.public ->> 'anchor'
                and p.known_from <= t.log_offset and t.log_offset < p.known_to
              offset 0
          ) public on true
        offset 0
    ) v;

-- changed_versions --
-- Versions whose record, source or merged partner changed at an offset of the batch, first versions apart.
with changed_record as (
  select e.record_kind, e.record_id, e.log_offset as k
    from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2 and (e.version > 1 or e.salt is null) offset 0
    ) e
    where e.version > 1
      and e.record_kind in ('STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT')
      and exists (
        select from record r
          where r.record_kind = e.record_kind and r.record_id = e.record_id and r.known_from = e.log_offset)
  union
  select e.record_kind, e.record_id, s.known_from
    from source s
      join source_use u on u.source_id = s.source_id and u.log_offset < s.known_from
      join log.event e on e.log_offset = u.log_offset and e.record_kind <> 'SOURCE'
    where s.known_from > $1 and s.known_from <= $2
  union
  select 'STATEMENT', j.record_id, e.log_offset
    from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2
          and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') offset 0
    ) e
      join judgement j on j.relation_id = e.record_id and e.log_offset in (j.known_from, j.known_to)
    where e.record_kind = 'RELATION'
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
        else 'CORRECTED' end as status
    from affected a
      join record r on r.record_kind = a.record_kind and r.record_id = a.record_id
        and r.known_from <= a.k and a.k < r.known_to
      join log.event v on v.record_kind = a.record_kind and v.record_id = a.record_id and v.log_offset <= a.k
        and v.kind <> 'RETRACTION' and v.salt is not null
),
standing as (
  -- Of the statements in force judged to be the same the one with the lowest offset stands for all.
  select v.*, case when m.members[1] <> v.log_offset then 'MERGED' else v.status end as standing_status,
      case when m.members[1] = v.log_offset then m.members else array[v.log_offset] end as appears_as
    from version v
      left join lateral (
        select array_agg(r.standing_offset order by r.first_offset) as members
          from projection.judged_same(v.record_id, v.k) m(record_id)
            cross join lateral (
              select r.standing_offset, r.first_offset from record r
                where r.record_kind = 'STATEMENT' and r.record_id = m.record_id
                  and r.known_from <= v.k and v.k < r.known_to and not r.is_withdrawn
                offset 0
            ) r
          where v.record_kind = 'STATEMENT' and v.status = 'CURRENT'
            and exists (select from judgement j where j.record_id = v.record_id)
      ) m on true
),
sourced as (
  select s.*, coalesce(a.is_live, s.record_kind = 'INSTRUMENT') as is_live,
      coalesce(a.published, (f.recorded_at at time zone 'UTC')::date) as bound
    from standing s
      join log.event f on f.log_offset = s.first_offset
      left join lateral (
        select bool_or(p.is_live) as is_live, min(p.latest) filter (where p.is_live) as published
          from log.event m,
            lateral jsonb_array_elements(m.payload -> 'content' -> 'appearances') u(appearance)
            join source p on p.source_id = u.appearance ->> 'source' and p.known_from <= s.k and s.k < p.known_to
          where m.log_offset = any (s.appears_as)
      ) a on true
),
told as (
  select s.k, s.log_offset, s.event_id, s.record_kind, s.record_id, s.standing_status as status, s.is_live, s.bound,
      s.content -> 'public' is not null as is_public_given, coalesce((s.content ->> 'ordinal')::integer, 0) as ordinal,
      case when said.is_relative then said.earliest else (t.said ->> 'earliest')::date end as said_earliest,
      case when said.is_relative then said.latest else (t.said ->> 'latest')::date end as said_latest,
      case when public.is_relative then public.earliest else (t.public ->> 'earliest')::date end as public_earliest,
      case when public.is_relative then public.latest else (t.public ->> 'latest')::date end as public_latest
    from sourced s
      cross join lateral (
        select coalesce(s.content -> 'occurred', s.content -> 'tabled') as said, s.content -> 'public' as public) t
      left join lateral (
        select true as is_relative, lower(projection.resolved_day(t.said ->> 'relative', p.earliest)) as earliest,
            upper(projection.resolved_day(t.said ->> 'relative', p.latest)) - 1 as latest
          from source p
          where t.said ->> 'relative' is not null and p.source_id = t.said ->> 'anchor'
            and p.known_from <= s.k and s.k < p.known_to
      ) said on true
      left join lateral (
        select true as is_relative, lower(projection.resolved_day(t.public ->> 'relative', p.earliest)) as earliest,
            upper(projection.resolved_day(t.public ->> 'relative', p.latest)) - 1 as latest
          from source p
          where t.public ->> 'relative' is not null and p.source_id = t.public ->> 'anchor'
            and p.known_from <= s.k and s.k < p.known_to
      ) public on true
    offset 0
),
computed as (
  select t.k, t.log_offset, t.event_id, t.record_kind, t.record_id, t.status collate "C" as status, t.is_live, t.ordinal,
      t.said_earliest, coalesce(t.said_latest, greatest(t.bound, t.said_earliest)) as said_latest,
      t.said_latest is null as is_said_bounded,
      case when t.is_public_given then t.public_earliest else t.said_earliest end as public_earliest,
      case when t.is_public_given then coalesce(t.public_latest, greatest(t.bound, t.public_earliest))
           else coalesce(t.said_latest, greatest(t.bound, t.said_earliest)) end as public_latest,
      case when t.is_public_given then t.public_latest is null else t.said_latest is null end as is_public_bounded
    from told t
),
signed as materialized (
  select c.*, (c.status, c.is_live, c.said_earliest, c.said_latest, c.is_said_bounded,
    c.public_earliest, c.public_latest, c.is_public_bounded) as signature
    from computed c
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
      o.is_said_bounded_by_source, o.public_earliest, o.public_latest, o.is_public_bounded_by_source) else c.before end
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
    from changed;
