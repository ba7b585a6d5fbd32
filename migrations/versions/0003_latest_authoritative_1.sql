-- up --
-- The rule latest-authoritative@1 and relative-dates@1, set by set; projections/rule holds the same rule in Python.
set local role onrecord_owner;

-- ---- relative-dates@1 (events/relative_dates.py says the same) ----

create function projection.resolved_day(relative text, day date) returns daterange language plpgsql immutable parallel safe
  set search_path = pg_catalog, pg_temp as $$
declare
  term text := split_part(relative, '(', 1);
  argument text := rtrim(split_part(relative, '(', 2), ')');
  weekday int := array_position(array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], argument) - 1;
  monday date := day - (extract(isodow from day)::int - 1);
  month_start date;
begin
  case term
    when 'days-before' then return daterange(day - argument::int, day - argument::int, '[]');
    when 'weekday-before-this-week' then return daterange(monday - 7 + weekday, monday - 7 + weekday, '[]');
    when 'last-weekday' then
      return daterange(day - (1 + mod(extract(isodow from day)::int - 2 - weekday + 14, 7)),
                       day - (1 + mod(extract(isodow from day)::int - 2 - weekday + 14, 7)), '[]');
    when 'week-before' then return daterange(monday - 7, monday - 1, '[]');
    when 'month-before' then
      return daterange((date_trunc('month', day) - interval '1 month')::date, date_trunc('month', day)::date, '[)');
    when 'within-source-month' then
      month_start := make_date(extract(year from day)::int
        - (argument::int > extract(month from day)::int)::int, argument::int, 1);
      return daterange(month_start, least(day, (month_start + interval '1 month')::date - 1), '[]');
  end case;
end $$;
comment on function projection.resolved_day is 'The days that a relative date names, seen from one day.';

-- Both ends move forward with the day, so the hull over a range is spanned by its two ends; an unknown end stays unknown.
create function projection.resolved(relative text, anchor_earliest date, anchor_latest date, out earliest date, out latest date)
  language sql immutable parallel safe begin atomic
  select lower(projection.resolved_day(relative, anchor_earliest)), upper(projection.resolved_day(relative, anchor_latest)) - 1;
end;

-- ---- what is in force, as known at an offset ----

create function projection.withdrawn_at(kind_of_record text, id_of_record text, known_at bigint) returns bigint[]
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  withdrawn bigint[] := '{}';
  event record;
begin
  for event in
    select e.log_offset, t.log_offset as retracts
      from log.event e left join log.event t on t.id = (e.payload ->> 'retracts')::uuid
      where e.record_kind = kind_of_record and e.record_id = id_of_record and e.log_offset <= known_at and e.kind = 'RETRACTION'
      order by e.version desc
  loop
    if event.log_offset <> all (withdrawn) then
      withdrawn := withdrawn || event.retracts;
    end if;
  end loop;
  return withdrawn;
end $$;
comment on function projection.withdrawn_at is 'Offsets of the events of a stream that retractions withdraw, newest retraction first.';

create function projection.period_days(period jsonb, known_at bigint, out earliest date, out latest date)
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if period ->> 'relative' is null then
    earliest := (period ->> 'earliest')::date;
    latest := (period ->> 'latest')::date;
  else
    select r.earliest, r.latest into earliest, latest
      from projection.source_days(period ->> 'anchor', known_at) s,
           projection.resolved(period ->> 'relative', s.earliest, s.latest) r;
  end if;
end $$;
comment on function projection.period_days is 'The strict bounds of a stored period, a relative date resolved against its anchor.';

create function projection.source_days(id_of_source text, known_at bigint, out earliest date, out latest date)
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  select d.earliest, d.latest into earliest, latest
    from projection.record r
      join log.event e on e.log_offset = r.standing_offset,
      lateral projection.period_days(e.payload -> 'content' -> 'published', known_at) d
    where r.record_kind = 'SOURCE' and r.record_id = id_of_source and r.known_from <= known_at and known_at < r.known_to;
end $$;
comment on function projection.source_days is 'The days on which a source may have been published; a retracted one still anchors.';

create function projection.class_of(id_of_statement text, known_at bigint) returns setof text
  language sql stable begin atomic
  with recursive member (record_id) as (
    select id_of_statement collate "C"
    union
    select j.same_as from member m join projection.judgement j on j.record_id = m.record_id
      where j.known_from <= known_at and known_at < j.known_to
  )
  select record_id from member;
end;
comment on function projection.class_of is 'The statements judged to be the same as this one, itself among them.';

-- ---- latest-authoritative@1 ----

create function projection.effective_stance(stance text, lifts_conditions boolean, standing_stance text)
  returns text language sql immutable parallel safe begin atomic
  select case when standing_stance = 'CONDITIONAL' and stance = 'SUPPORT' and not lifts_conditions then 'CONDITIONAL' else stance end;
end;
comment on function projection.effective_stance is 'Carrying comes first: a SUPPORT silent on conditions in force counts as CONDITIONAL.';

create function projection.united_stance(stances text[]) returns text language sql immutable parallel safe begin atomic
  select case
    when array_length(stances, 1) = 1 then stances[1]
    when stances <@ array['SUPPORT', 'CONDITIONAL'] then 'CONDITIONAL'
    else 'AMBIGUOUS' end;
end;
comment on function projection.united_stance is 'What distinct stances of equals say together.';

create function projection.outcome(
    before_stance text, before_basis text, members projection.claim_member[], out stance text, out basis text)
  language sql immutable parallel safe begin atomic
  select case when before_basis = 'EXPLICIT' and not u.is_explicit then before_stance else u.stance end,
         case when before_basis = 'EXPLICIT' or u.is_explicit then 'EXPLICIT' else 'IMPLIED' end
    from (
      select bool_or(m.basis = 'EXPLICIT') as is_explicit,
          projection.united_stance(coalesce(
            array_agg(distinct e.stance) filter (where m.basis = 'EXPLICIT'), array_agg(distinct e.stance))) as stance
        from unnest(members) m,
             lateral (select projection.effective_stance(m.stance, m.lifts_conditions, before_stance) as stance) e
    ) u;
end;
comment on function projection.outcome is 'What a group leaves of the stance in force and its basis: fold_step without the way there.';

create function projection.would_change(
    claim projection.reversible_claim, prior projection.standing, members projection.claim_member[], answer_stance text)
  returns boolean language sql immutable parallel safe begin atomic
  select o.stance <> answer_stance
    from projection.outcome((prior).stance, (prior).basis, array[
           ((claim).log_offset, (claim).stance, (claim).basis, '{}', (claim).lifts_conditions, null, (claim).said_latest, null)
             ::projection.claim_member]) c,
         lateral projection.outcome(c.stance, c.basis, members) o;
end;
comment on function projection.would_change is
  'Whether a claim that may have been the last word before a group would have changed what the group leaves.';

create function projection.still_reversible(
    prior projection.standing, members projection.claim_member[], answer_stance text)
  returns projection.reversible_claim[] language sql immutable parallel safe begin atomic
  select coalesce(array_agg((c.log_offset, c.said_latest, c.stance, c.basis, c.lifts_conditions, c.is_in_run)
                            ::projection.reversible_claim order by c.log_offset), '{}')
  from (
    select r.log_offset, r.said_latest, r.stance, r.basis, r.lifts_conditions,
        r.is_in_run and (prior).stance = answer_stance as is_in_run
      from unnest((prior).reversible) r,
           (select max(m.said_latest) as day, max(m.said_earliest) as bound, bool_or(m.said_earliest is null) as is_unbounded
              from unnest(members) m) g
      where r.said_latest < g.day and (g.is_unbounded or r.said_latest > g.bound)
        or r.log_offset <> all ((prior).agreeing) and projection.would_change(r, prior, members, answer_stance)
    union all
    select m.log_offset, m.said_latest, m.stance, m.basis, m.lifts_conditions, true from unnest(members) m
  ) c;
end;
comment on function projection.still_reversible is 'The claims whose ranges still let them decide the answer.';

create function projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[])
  returns projection.standing language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  prior projection.standing := coalesce(standing, base);
  answer projection.standing;
  is_explicit boolean;
  is_disagreeing boolean;
  is_lifted boolean;
  taking_part projection.claim_member[];
  differing bigint[];
  own_conditions jsonb;
begin
  if members is null then
    return prior;
  end if;
  select bool_or(m.basis = 'EXPLICIT') into is_explicit from unnest(members) m;
  select projection.united_stance(array_agg(distinct projection.effective_stance(m.stance, m.lifts_conditions, prior.stance)))
    into answer.stance from unnest(members) m where m.basis = 'EXPLICIT' or not is_explicit;
  select coalesce(array_agg(m order by m.log_offset) filter (where t.takes_part), '{}'),
         coalesce(array_agg(m.log_offset order by m.log_offset) filter (where not t.takes_part), '{}')
    into taking_part, differing
    from unnest(members) m,
         lateral (select m.basis = 'EXPLICIT' or not is_explicit
                    or projection.effective_stance(m.stance, m.lifts_conditions, prior.stance) = answer.stance as takes_part) t;
  select array_agg(m.log_offset order by m.log_offset),
         coalesce(array_agg(m.log_offset order by m.log_offset) filter (where m.basis = 'EXPLICIT'), '{}'),
         max(m.said_latest), min(m.began), answer.stance = 'AMBIGUOUS' and bool_or(m.stance <> 'AMBIGUOUS'),
         bool_or(m.lifts_conditions) and not bool_or(
           m.stance = 'SUPPORT' and not m.lifts_conditions and (m.basis = 'EXPLICIT' or not is_explicit))
    into answer.agreeing, answer.in_words, answer.last_stated, answer.began, is_disagreeing, is_lifted
    from unnest(taking_part) m;
  answer.disputing := case when is_disagreeing then answer.agreeing || differing else differing end;
  answer.said_until := answer.last_stated;

  if prior.stance <> answer.stance and prior.basis = 'EXPLICIT' and not is_explicit then
    prior.disputing := prior.disputing || answer.agreeing || differing;
    prior.said_until := answer.said_until;
    return prior;
  end if;

  select coalesce(jsonb_object_agg(c.condition, c.stated_by), '{}') into own_conditions
    from (select k.condition, jsonb_agg(m.log_offset order by m.log_offset) as stated_by
            from unnest(taking_part) m, lateral jsonb_object_keys(m.conditions) k(condition)
            where answer.stance = 'CONDITIONAL' group by k.condition) c;
  answer.basis := case when is_explicit then 'EXPLICIT' else 'IMPLIED' end;
  answer.conditions := own_conditions;
  answer.reversible := projection.still_reversible(prior, taking_part, answer.stance);
  if prior.stance = answer.stance then
    answer.began := coalesce(prior.began, answer.began);
    answer.conditions := case when is_lifted then own_conditions else prior.conditions || own_conditions end;
    if not is_explicit then
      answer.basis := prior.basis;
      answer.in_words := prior.in_words;
      answer.disputing := prior.disputing || answer.disputing;
    end if;
  end if;
  return answer;
end $$;
comment on function projection.fold_step is 'The answer after one more group of equals; base is the answer to begin from. See projections/rule/fold.py.';

create aggregate projection.latest_authoritative_1(base projection.standing, members projection.claim_member[]) (
  sfunc = projection.fold_step, stype = projection.standing, parallel = safe
);
comment on aggregate projection.latest_authoritative_1(projection.standing, projection.claim_member[]) is
  'The rule latest-authoritative@1, as a window over groups of equals in order.';

create function projection.distinct_offsets(offsets bigint[]) returns bigint[] language sql immutable parallel safe begin atomic
  select coalesce(array_agg(distinct o order by o), '{}') from unnest(offsets) o;
end;

create function projection.carried_from(standing projection.standing, condition text) returns bigint[]
  language sql immutable parallel safe begin atomic
  select coalesce(array_agg(o.value::bigint order by o.value::bigint), '{}')
    from jsonb_array_elements_text((standing).conditions -> condition) o(value)
    where not exists (
      select from jsonb_array_elements_text((standing).conditions -> condition) s(value) where s.value::bigint = any((standing).agreeing));
end;
comment on function projection.carried_from is 'The events that stated a condition, empty where the last statement did so itself.';

create function projection.rests_on(standing projection.standing) returns bigint[] language sql immutable parallel safe begin atomic
  select projection.distinct_offsets((standing).agreeing || (standing).in_words || coalesce((
    select array_agg(o) from jsonb_object_keys((standing).conditions) k(condition),
      lateral unnest(projection.carried_from(standing, k.condition)) o), '{}'));
end;
comment on function projection.rests_on is 'All decisive events: the last that agree, the last in words, and those whose conditions are carried.';

create function projection.contested_by(standing projection.standing) returns bigint[] language sql immutable parallel safe begin atomic
  select projection.distinct_offsets((standing).disputing || coalesce((
    select array_agg(r.log_offset) from unnest((standing).reversible) r
      where not r.is_in_run and not (r.basis = 'IMPLIED' and (standing).basis = 'EXPLICIT')
        and projection.effective_stance(r.stance, r.lifts_conditions, (standing).stance) <> (standing).stance), '{}'));
end;
comment on function projection.contested_by is 'The events that contest the answer: equals, later implications, and ranges that could reverse the order.';

create function projection.is_same_answer(one projection.standing, other projection.standing) returns boolean
  language sql immutable parallel safe begin atomic
  select (one).stance is not distinct from (other).stance and (one).basis is not distinct from (other).basis
    and array(select k from jsonb_object_keys((one).conditions) k order by k)
      = array(select k from jsonb_object_keys((other).conditions) k order by k);
end;
comment on function projection.is_same_answer is 'Two positions differ when stance, conditions or basis differ, or one is null.';

revoke execute on all functions in schema projection from public;
grant execute on all functions in schema projection to onrecord_writer, onrecord_reader;
reset role;

-- down --
set local role onrecord_owner;
drop aggregate projection.latest_authoritative_1(projection.standing, projection.claim_member[]);
drop function projection.is_same_answer, projection.contested_by, projection.rests_on, projection.carried_from,
  projection.distinct_offsets, projection.fold_step, projection.still_reversible, projection.would_change, projection.outcome,
  projection.united_stance, projection.effective_stance, projection.class_of, projection.source_days, projection.period_days,
  projection.withdrawn_at, projection.resolved, projection.resolved_day;
reset role;
