-- actors --
-- So many actors.
insert into projection.actor_key (id) select 'actor-' || n from generate_series(1, $1::integer) n;

-- issues --
-- So many issues.
insert into projection.issue_key (id) select 'issue-' || n from generate_series(1, $1::integer) n;

-- votes --
-- $1 votings on each issue, on $3 days from $2 on: a vote of every actor in each but one in twenty, a tenth corrected.
insert into projection.claim (actor, issue, log_offset, known_from, known_to, said_earliest, said_latest, public_earliest,
    public_latest, rank, ordinal, stance, basis, conditions, lifts_conditions, is_vote)
  select a.actor, i.issue, o.at, k.known_from, k.known_to, d.day, d.day, d.day, d.day, 3, v.voting,
      (array['SUPPORT', 'SUPPORT', 'OPPOSE', 'NEUTRAL'])[1 + (v.voting * a.actor + i.issue + k.version) % 4], 'EXPLICIT', '{}',
      false, true
    from generate_series(1, $1::integer) v(voting)
      cross join projection.issue_key i
      cross join projection.actor_key a
      cross join lateral (
        select (v.voting * 10000000000 + i.issue * 10000000 + a.actor * 10)::bigint, $2::date + (v.voting::bigint * $3 / $1)::integer
      ) o(at, day)
      cross join lateral (select o.day) d(day)
      cross join lateral (
        select 0, o.at, case when (v.voting + a.actor) % 10 = 0 then o.at + 5 else 9223372036854775807 end
        union all
        select 1, o.at + 5, 9223372036854775807 where (v.voting + a.actor) % 10 = 0
      ) k(version, known_from, known_to)
    where (v.voting * 7 + a.actor) % 20 > 0
