-- keys --
-- As many actors and issues as were asked for.
with actor as (
  insert into projection.actor_key (id) select 'actor-' || n from generate_series(0, $1::integer - 1) n
)
insert into projection.issue_key (id) select 'issue-' || n from generate_series(0, $2::integer - 1) n

-- seed --
-- Every run draws the same history.
select setseed(0.5)

-- statements --
-- What catching up leaves below positions of $1 statements of $2 actors on $3 issues over ten years, at the offsets behind $4:
-- a tenth up to 400 days late, a fifth conditional.
with drawn as materialized (
  select $4::bigint + n as log_offset, floor(random() * $2)::integer as actor_place, floor(random() * $3)::integer as issue_place,
      date '2012-01-02' + (n * 3650 / $1)::integer
        - case when random() < 0.1 then floor(random() * 400)::integer else 0 end as day,
      (array['SUPPORT', 'SUPPORT', 'OPPOSE', 'NEUTRAL', 'CONDITIONAL'])[1 + floor(random() * 5)::integer] as stance,
      floor(random() * 3)::integer as condition_place
    from generate_series(1, $1::bigint) n
),
dated as (
  insert into projection.dated_event (log_offset, known_from, known_to, event_id, record_kind, record_id, status, is_live,
      said_earliest, said_latest, is_said_bounded_by_source, public_earliest, public_latest, is_public_bounded_by_source, ordinal)
    select d.log_offset, d.log_offset, 9223372036854775807, gen_random_uuid(), 'STATEMENT', 'statement-' || d.log_offset, 'CURRENT',
        true, d.day, d.day, false, d.day, d.day, false, 0
      from drawn d
)
insert into projection.stance (log_offset, actor, issue, rank, stance, basis, conditions, lifts_conditions, is_counted, is_vote)
  select d.log_offset, a.actor, i.issue, 3, d.stance, 'EXPLICIT',
      case d.stance when 'CONDITIONAL' then jsonb_build_object('SUPPORT condition ' || d.condition_place, null) else '{}' end, false, true,
      false
    from drawn d
      join projection.actor_key a on a.id = 'actor-' || d.actor_place
      join projection.issue_key i on i.id = 'issue-' || d.issue_place
