-- What each new content version says; written once, never changed. Parameters: $1 the checkpoint, $2 the offset to reach.
-- Keys apart, every event is on its own: ranges that share none may be derived at once, in any order.

-- actor_keys --
-- In log order, so that a key does not depend on how the log is cut into batches.
insert into actor_key (id)
  select e.record_id from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2
          and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') offset 0
    ) e
    where e.record_kind = 'ACTOR' and e.version = 1
      and not exists (select from actor_key k where k.id = e.record_id)
    order by e.log_offset;

-- issue_keys --
insert into issue_key (id)
  select e.record_id from (
      select e.* from log.event e
        where e.log_offset > $1 and e.log_offset <= $2
          and e.record_kind in ('ACTOR', 'ROLE', 'ISSUE', 'SOURCE', 'INSTRUMENT', 'RELATION') offset 0
    ) e
    where e.record_kind = 'ISSUE' and e.version = 1
      and not exists (select from issue_key k where k.id = e.record_id)
    order by e.log_offset;

-- contents --
-- Whom and what each version names, the stances and responses of its principals, its sources, figures, and words to search.
-- Most statements are made by one speaker for one principal: these take a short way. Arrays are unfolded by generate_series
-- in the select list, since a function that returns the elements makes a table of them first.
with event as materialized (
  select e.log_offset, e.record_kind, e.content, e.content -> 'appearances' as appearances, e.content -> 'capacities' -> 0 as first_capacity,
      jsonb_array_length(e.content -> 'capacities') = 1
        and jsonb_array_length(e.content -> 'capacities' -> 0 -> 'on_behalf_of') = 1 as is_for_one,
      e.record_kind <> 'STATEMENT' or e.content -> 'addressees' <> '[]' or e.content -> 'about' <> '[]'
        or e.content -> 'relayed_principals' <> '[]' as names_others,
      coalesce(e.content -> 'occurred', e.content -> 'tabled') ? 'anchor' or e.content -> 'public' ? 'anchor'
        or e.content -> 'when' ? 'anchor' as is_anchored
    from (
      select e.log_offset, e.record_kind, e.payload -> 'content' as content
        from log.event e
        where e.log_offset > $1 and e.log_offset <= $2 offset 0
    ) e
    where e.content is not null and e.record_kind in ('STATEMENT', 'MOVE', 'ASSESSMENT', 'SCHEDULE', 'INSTRUMENT')
),
capacity as materialized (
  select c.log_offset, c.content, c.capacity -> 'on_behalf_of' as on_behalf_of, c.capacity ->> 'speaker' as speaker,
      c.capacity ->> 'rank' as rank
    from (
      select e.log_offset, e.content,
          e.content -> 'capacities' -> generate_series(0, jsonb_array_length(e.content -> 'capacities') - 1) as capacity
        from event e where e.record_kind = 'STATEMENT' and not e.is_for_one
    ) c
),
principal as materialized (
  -- For whom a statement version speaks, in the highest rank in which it does; one of them is its first.
  select p.log_offset, k.actor, k.id, array_position(array['OFFICIAL', 'MINISTER', 'HEAD'], p.rank) as rank, p.is_named,
      p.content -> 'stances' as stances, p.content -> 'responses' as responses, p.content ->> 'act' = 'VOTE' as is_vote,
      true as is_first
    from (
      select e.log_offset, e.first_capacity -> 'on_behalf_of' ->> 0 as id, e.first_capacity ->> 'rank' as rank, true as is_named,
          e.content
        from event e where e.is_for_one
    ) p
      join actor_key k on k.id = p.id
  union all
  select p.log_offset, k.actor, k.id, max(array_position(array['OFFICIAL', 'MINISTER', 'HEAD'], p.rank)), bool_or(p.is_named),
      any_value(p.content -> 'stances'), any_value(p.content -> 'responses'), bool_or(p.content ->> 'act' = 'VOTE'),
      row_number() over (partition by p.log_offset) = 1
    from (
      select c.log_offset, c.speaker as id, c.rank, false as is_named, c.content from capacity c where c.on_behalf_of = '[]'
      union all
      select c.log_offset, c.on_behalf_of ->> generate_series(0, jsonb_array_length(c.on_behalf_of) - 1), c.rank, true, c.content
        from capacity c
    ) p
      join actor_key k on k.id = p.id
    group by p.log_offset, k.actor, k.id
),
stated as materialized (
  select s.log_offset, s.actor, s.id, s.rank, s.is_vote, s.is_first, k.issue, s.stance
    from (
      select p.log_offset, p.actor, p.id, p.rank, p.is_vote, p.is_first,
          p.stances -> generate_series(0, jsonb_array_length(p.stances) - 1) as stance
        from principal p
    ) s
      join issue_key k on k.id = s.stance ->> 'issue'
),
field (record_kind, field, part) as (
  values
    ('STATEMENT', 'addressees', 'ADDRESSEE'), ('STATEMENT', 'about', 'ABOUT'), ('STATEMENT', 'relayed_principals', 'RELAYED'),
    ('MOVE', 'actors', 'MOVER'), ('MOVE', 'targets', 'TARGET'),
    ('ASSESSMENT', 'author', 'AUTHOR'), ('ASSESSMENT', 'about', 'ABOUT'),
    ('SCHEDULE', 'said_by', 'SAID_BY'), ('SCHEDULE', 'participants', 'PARTICIPANT'),
    ('INSTRUMENT', 'tabled_by', 'TABLER'), ('INSTRUMENT', 'addressed_to', 'ADDRESSEE')
),
named as (
  select e.log_offset, 'SPEAKER' as part, e.first_capacity ->> 'speaker' as id
    from event e where e.is_for_one and not e.first_capacity -> 'on_behalf_of' ? (e.first_capacity ->> 'speaker')
  union all
  select c.log_offset, 'SPEAKER', c.speaker from capacity c where not c.on_behalf_of ? c.speaker
  union all
  select e.log_offset, f.part, jsonb_array_elements_text(
      case jsonb_typeof(e.content -> f.field) when 'array' then e.content -> f.field
           else jsonb_build_array(e.content -> f.field) end)
    from event e join field f on f.record_kind = e.record_kind and e.content -> f.field <> '[]'
    where e.names_others
),
actors as (
  insert into event_actor (actor, part, log_offset)
    select p.actor, 'PRINCIPAL', p.log_offset from principal p where p.is_named
    union all
    select distinct k.actor, n.part, n.log_offset from named n join actor_key k on k.id = n.id
),
bearing as (
  select e.log_offset, jsonb_array_elements_text(e.content -> 'issues') as id
    from event e where e.record_kind in ('MOVE', 'ASSESSMENT')
  union all
  select p.log_offset, jsonb_array_elements_text(p.provision -> 'issues')
    from (
      select e.log_offset, jsonb_array_elements(e.content -> 'provisions') as provision
        from event e where e.record_kind = 'INSTRUMENT'
    ) p
),
issues as (
  insert into event_issue (issue, log_offset)
    select s.issue, s.log_offset from stated s where s.is_first
    union all
    select distinct k.issue, b.log_offset from bearing b join issue_key k on k.id = b.id
),
sources as (
  insert into source_use (source_id, log_offset, is_appearance)
    select e.appearances -> 0 ->> 'source', e.log_offset, true from event e where jsonb_array_length(e.appearances) = 1
    union all
    select distinct a.value ->> 'source', e.log_offset, true
      from event e, lateral jsonb_array_elements(e.appearances) a where jsonb_array_length(e.appearances) > 1
    union all
    select distinct e.content -> f.field ->> 'anchor', e.log_offset, false
      from (values ('occurred'), ('public'), ('tabled'), ('when')) f(field)
        join event e on e.is_anchored and e.content -> f.field ->> 'anchor' is not null
),
words as (
  insert into event_words (log_offset, words)
    select e.log_offset, to_tsvector('simple', concat_ws(' ',
        e.content ->> 'summary', e.content ->> 'quote', e.content ->> 'what', e.content ->> 'title', e.content ->> 'place',
        case when jsonb_array_length(e.appearances) = 1 then e.appearances -> 0 ->> 'quote' else (
          select string_agg(a.value ->> 'quote', ' ') from jsonb_array_elements(e.appearances) a) end))
      from event e
),
responses as (
  insert into response (instrument_id, provision_id, actor, log_offset, rank, response, basis)
    select r.value ->> 'instrument', r.value ->> 'provision', p.actor, p.log_offset, p.rank, r.value ->> 'response',
        r.value ->> 'basis'
      from principal p, lateral jsonb_array_elements(p.responses) r where p.responses <> '[]'
),
stances as (
  insert into stance (log_offset, actor, issue, rank, stance, basis, conditions, lifts_conditions, is_counted, is_vote)
    select s.log_offset, s.actor, s.issue, s.rank, s.stance ->> 'stance', s.stance ->> 'basis',
        case when s.stance -> 'conditions' = '[]' then '{}' else (
          select jsonb_object_agg((c.value ->> 'then') || ' ' || (c.value ->> 'text'), null)
            from jsonb_array_elements(s.stance -> 'conditions') c) end,
        (s.stance ->> 'lifts_conditions')::boolean,
        s.stance ->> 'basis' <> 'IMPLIED' or coalesce((
          select a.payload -> 'content' ->> 'kind' <> 'person' from log.event a
            where a.record_kind = 'ACTOR' and a.record_id = s.id and a.version = 1), true),
        s.is_vote
      from stated s
)
insert into quantity
    (log_offset, place, estimated_by, relayed_by, counts, value, lower_bound, upper_bound, is_projected)
  select e.log_offset, q.place, estimator.actor, relayer.actor, q.value ->> 'counts', (q.value ->> 'value')::double precision,
      (q.value ->> 'min')::double precision, (q.value ->> 'max')::double precision, (q.value ->> 'projected')::boolean
    from event e,
      lateral jsonb_array_elements(e.content -> 'quantities') with ordinality q(value, place)
      left join actor_key estimator on estimator.id = q.value ->> 'estimated_by'
      left join actor_key relayer on relayer.id = q.value ->> 'relayed_by'
    where e.content -> 'quantities' <> '[]';
