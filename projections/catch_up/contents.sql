-- What each new content version says; written once, never changed. Parameters: $1 the checkpoint, $2 the offset to reach.

-- source_uses --
-- The sources that new versions appear in, and those that anchor their dates.
insert into source_use (source_id, log_offset, is_appearance)
  select a.value ->> 'source', e.log_offset, true
    from log.event e, lateral jsonb_array_elements(e.payload -> 'content' -> 'appearances') a
    where e.log_offset > $1 and e.log_offset <= $2
  union
  select p.value ->> 'anchor', e.log_offset, false
    from log.event e, lateral jsonb_each(e.payload -> 'content') p
    where e.log_offset > $1 and e.log_offset <= $2
      and p.key in ('occurred', 'public', 'published', 'tabled', 'when') and p.value ->> 'anchor' is not null;

-- actor_keys --
insert into actor_key (id)
  select distinct e.record_id from log.event e
    where e.log_offset > $1 and e.log_offset <= $2 and e.record_kind = 'ACTOR'
      and not exists (select from actor_key k where k.id = e.record_id);

-- issue_keys --
insert into issue_key (id)
  select distinct e.record_id from log.event e
    where e.log_offset > $1 and e.log_offset <= $2 and e.record_kind = 'ISSUE'
      and not exists (select from issue_key k where k.id = e.record_id);

-- names_and_words --
-- Whom and what each version names, its words for searching, and its figures.
with event as materialized (
  select e.log_offset, e.record_kind, e.payload -> 'content' as content from log.event e
    where e.log_offset > $1 and e.log_offset <= $2 and e.payload ? 'content'
      and e.record_kind in ('STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT')
),
capacity as (
  select e.log_offset, jsonb_array_elements(e.content -> 'capacities') as capacity from event e
),
named as (
  select c.log_offset, 'SPEAKER' as part, c.capacity ->> 'speaker' as id from capacity c
  union all
  select c.log_offset, 'PRINCIPAL', jsonb_array_elements_text(c.capacity -> 'on_behalf_of') from capacity c
  union all
  select e.log_offset, f.part, jsonb_array_elements_text(
      case jsonb_typeof(v.value) when 'array' then v.value else jsonb_build_array(v.value) end)
    from event e
      join (values
        ('STATEMENT', 'addressees', 'ADDRESSEE'), ('STATEMENT', 'about', 'ABOUT'),
        ('STATEMENT', 'relayed_principals', 'RELAYED'),
        ('MOVE', 'actors', 'MOVER'), ('MOVE', 'targets', 'TARGET'),
        ('ASSESSMENT', 'author', 'AUTHOR'), ('ASSESSMENT', 'about', 'ABOUT'),
        ('SCHEDULE', 'said_by', 'SAID_BY'), ('SCHEDULE', 'participants', 'PARTICIPANT'),
        ('INSTRUMENT', 'tabled_by', 'TABLER'), ('INSTRUMENT', 'addressed_to', 'ADDRESSEE')
      ) f(record_kind, field, part) on f.record_kind = e.record_kind
      cross join lateral (select e.content -> f.field as value) v
    where v.value <> '[]'
),
actors as (
  insert into event_actor (actor, part, log_offset)
    select distinct k.actor, n.part, n.log_offset
      from named n join actor_key k on k.id = n.id
),
issues as (
  insert into event_issue (issue, log_offset)
    select distinct k.issue, e.log_offset
      from event e,
        lateral (
          select s.value ->> 'issue' as id from jsonb_array_elements(e.content -> 'stances') s
          union all
          select i.value from jsonb_array_elements_text(e.content -> 'issues') i
          union all
          select i.value from jsonb_array_elements(e.content -> 'provisions') p,
            lateral jsonb_array_elements_text(p.value -> 'issues') i
        ) n
        join issue_key k on k.id = n.id
      where e.record_kind <> 'SCHEDULE'
),
words as (
  insert into event_words (log_offset, words)
    select e.log_offset, to_tsvector('simple', concat_ws(' ',
        e.content ->> 'summary', e.content ->> 'quote', e.content ->> 'what',
        e.content ->> 'title', e.content ->> 'place',
        (select string_agg(a.value ->> 'quote', ' ') from jsonb_array_elements(e.content -> 'appearances') a)))
      from event e
)
insert into quantity
    (log_offset, place, estimated_by, relayed_by, counts, value, lower_bound, upper_bound, is_projected)
  select e.log_offset, q.place, estimator.actor, relayer.actor, q.value ->> 'counts', (q.value ->> 'value')::double precision,
      (q.value ->> 'min')::double precision, (q.value ->> 'max')::double precision, (q.value ->> 'projected')::boolean
    from event e,
      lateral jsonb_array_elements(e.content -> 'quantities') with ordinality q(value, place)
      left join actor_key estimator on estimator.id = q.value ->> 'estimated_by'
      left join actor_key relayer on relayer.id = q.value ->> 'relayed_by';

-- principals --
-- For whom each statement version speaks, in the highest rank in which it does: the stances and responses of the batch.
with principal as (
  select e.log_offset, k.actor, k.id, max(array_position(array['OFFICIAL', 'MINISTER', 'HEAD'], c.value ->> 'rank')) as rank
    from log.event e,
      lateral jsonb_array_elements(e.payload -> 'content' -> 'capacities') c,
      lateral jsonb_array_elements_text(
        case when jsonb_array_length(c.value -> 'on_behalf_of') = 0 then jsonb_build_array(c.value -> 'speaker')
             else c.value -> 'on_behalf_of' end) p
      join actor_key k on k.id = p.value
    where e.log_offset > $1 and e.log_offset <= $2 and e.record_kind = 'STATEMENT'
    group by e.log_offset, k.actor, k.id
),
responses as (
  insert into response (instrument_id, provision_id, actor, log_offset, rank, response, basis)
    select r.value ->> 'instrument', r.value ->> 'provision', p.actor, p.log_offset, p.rank, r.value ->> 'response',
        r.value ->> 'basis'
      from principal p join log.event e on e.log_offset = p.log_offset,
        lateral jsonb_array_elements(e.payload -> 'content' -> 'responses') r
)
insert into stance (log_offset, actor, issue, rank, stance, basis, conditions, lifts_conditions, is_counted)
  select p.log_offset, p.actor, k.issue, p.rank, s.value ->> 'stance', s.value ->> 'basis',
      coalesce((select jsonb_object_agg((c.value ->> 'then') || ' ' || (c.value ->> 'text'), null)
        from jsonb_array_elements(s.value -> 'conditions') c), '{}'),
      (s.value ->> 'lifts_conditions')::boolean,
      s.value ->> 'basis' <> 'IMPLIED' or coalesce((
        select a.payload -> 'content' ->> 'kind' <> 'person' from log.event a
          where a.record_kind = 'ACTOR' and a.record_id = p.id and a.version = 1), true)
    from principal p join log.event e on e.log_offset = p.log_offset,
      lateral jsonb_array_elements(e.payload -> 'content' -> 'stances') s
      join issue_key k on k.id = s.value ->> 'issue';
