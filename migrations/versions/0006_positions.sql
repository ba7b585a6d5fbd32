-- up --
-- The same positions in fewer and smaller rows: one for both clocks where they agree, and plain answers without their way there.
set local role onrecord_owner;

-- ---- answers in brief ----

create function projection.in_brief(answer projection.standing) returns projection.standing language sql immutable parallel safe
begin atomic
  select case
    when (answer).basis = 'EXPLICIT' and cardinality((answer).agreeing) = 1 and (answer).in_words = (answer).agreeing
      and (answer).disputing = '{}' and (answer).said_until = (answer).last_stated
      and (answer).reversible = array[((answer).agreeing[1], (answer).last_stated, (answer).stance, 'EXPLICIT', false, true)
        ::projection.reversible_claim]
    then ((answer).stance, 'EXPLICIT', (answer).conditions, (answer).last_stated, (answer).agreeing, null, null, null, null,
      (answer).began)::projection.standing
    else answer end;
end;
comment on function projection.in_brief is
  'An answer that is plain, because one claim in words decides it and nothing is in doubt, without what follows from that.';

create function projection.in_full(answer projection.standing) returns projection.standing language sql immutable parallel safe
begin atomic
  select case
    when (answer).stance is null or (answer).in_words is not null then answer
    else ((answer).stance, (answer).basis, (answer).conditions, (answer).last_stated, (answer).agreeing, (answer).agreeing,
      '{}', array[((answer).agreeing[1], (answer).last_stated, (answer).stance, 'EXPLICIT', false, true)
        ::projection.reversible_claim], (answer).last_stated, (answer).began)::projection.standing end;
end;
comment on function projection.in_full is 'The same answer with all that in_brief leaves out.';

create function projection.kept(answer projection.standing) returns projection.standing language sql immutable parallel safe
begin atomic
  select case when (answer).in_words is not null
    then ((answer).stance, (answer).basis, (answer).conditions, (answer).last_stated, (answer).agreeing, (answer).in_words,
      (answer).disputing, (answer).reversible, (answer).said_until, null)::projection.standing end;
end;
comment on function projection.kept is 'What a row keeps beside its columns: nothing of a plain answer, and never the day on which one began.';

create function projection.restored(
    kept projection.standing, stance text, conditions jsonb, last_stated date, decided_by bigint)
  returns projection.standing language sql immutable parallel safe begin atomic
  select case when decided_by is null then kept
    else (stance, 'EXPLICIT', conditions, last_stated, array[decided_by], null, null, null, null, null)::projection.standing end;
end;
comment on function projection.restored is 'The answer of a row, in brief where it is plain.';

create function projection.begun(answer projection.standing, began date) returns projection.standing language sql immutable parallel safe
begin atomic
  select case when began is null then answer
    else ((answer).stance, (answer).basis, (answer).conditions, (answer).last_stated, (answer).agreeing, (answer).in_words,
      (answer).disputing, (answer).reversible, (answer).said_until, began)::projection.standing end;
end;
comment on function projection.begun is 'The same answer, where more of the day on which it began is to be folded.';

create function projection.has_same_keys(one jsonb, other jsonb) returns boolean language sql immutable parallel safe
begin atomic
  select array(select k from jsonb_object_keys(one) k order by k) = array(select k from jsonb_object_keys(other) k order by k);
end;

-- Without a subquery of its own, so that the planner takes it into the query.
create or replace function projection.is_same_answer(one projection.standing, other projection.standing) returns boolean
  language sql immutable parallel safe begin atomic
  select (one).stance is not distinct from (other).stance and (one).basis is not distinct from (other).basis
    and ((one).conditions is not distinct from (other).conditions or projection.has_same_keys((one).conditions, (other).conditions));
end;


-- ---- the fold, on answers in brief ----

create or replace function projection.fold_one(prior projection.standing, member projection.claim_member)
  returns projection.standing language plpgsql immutable parallel safe as $$
declare
  answer projection.standing;
  is_explicit boolean := member.basis = 'EXPLICIT';
begin
  if is_explicit and prior.in_words is null and not member.lifts_conditions
      and coalesce(prior.last_stated <= member.said_earliest, prior.stance is null)
      and not coalesce(prior.stance = 'CONDITIONAL' and member.stance = 'SUPPORT', false) then
    answer.stance := member.stance;
    answer.basis := 'EXPLICIT';
    answer.last_stated := member.said_latest;
    answer.agreeing := array[member.log_offset];
    answer.began := member.began;
    answer.conditions := '{}';
    if member.stance = 'CONDITIONAL' then
      answer.conditions := (select coalesce(jsonb_object_agg(k.condition, answer.agreeing), '{}')
        from jsonb_object_keys(member.conditions) k(condition));
    end if;
    if prior.stance = answer.stance then
      answer.began := coalesce(prior.began, answer.began);
      answer.conditions := prior.conditions || answer.conditions;
    end if;
    return answer;
  end if;
  prior := projection.in_full(prior);
  answer.stance := case when prior.stance = 'CONDITIONAL' and member.stance = 'SUPPORT' and not member.lifts_conditions
                     then 'CONDITIONAL' else member.stance end;
  answer.agreeing := array[member.log_offset];
  if prior.stance <> answer.stance and prior.basis = 'EXPLICIT' and not is_explicit then
    prior.disputing := prior.disputing || answer.agreeing;
    prior.said_until := member.said_latest;
    return projection.in_brief(prior);
  end if;

  answer.basis := member.basis;
  answer.in_words := case when is_explicit then answer.agreeing else '{}' end;
  answer.last_stated := member.said_latest;
  answer.said_until := member.said_latest;
  answer.disputing := '{}';
  answer.began := member.began;
  answer.conditions := '{}';
  if answer.stance = 'CONDITIONAL' and member.conditions <> '{}' then
    answer.conditions := (select jsonb_object_agg(k.condition, answer.agreeing) from jsonb_object_keys(member.conditions) k(condition));
  end if;
  if prior.reversible is null or cardinality(prior.reversible) = 1 and prior.agreeing = array[prior.reversible[1].log_offset]
      and prior.reversible[1].said_latest <= member.said_earliest then
    answer.reversible := array[(member.log_offset, member.said_latest, member.stance, member.basis, member.lifts_conditions, true)
                           ::projection.reversible_claim];
  else
    answer.reversible := projection.still_reversible(prior, array[member], answer.stance);
  end if;
  if prior.stance = answer.stance then
    answer.began := coalesce(prior.began, answer.began);
    if not member.lifts_conditions then
      answer.conditions := prior.conditions || answer.conditions;
    end if;
    if not is_explicit then
      answer.basis := prior.basis;
      answer.in_words := prior.in_words;
      answer.disputing := prior.disputing;
    end if;
  end if;
  return projection.in_brief(answer);
end $$;

create or replace function projection.fold_group(prior projection.standing, members projection.claim_member[])
  returns projection.standing language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  answer projection.standing;
  is_explicit boolean;
  is_disagreeing boolean;
  is_lifted boolean;
  taking_part projection.claim_member[];
  differing bigint[];
  own_conditions jsonb;
begin
  prior := projection.in_full(prior);
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
    return projection.in_brief(prior);
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
  return projection.in_brief(answer);
end $$;

-- ---- the rows ----

drop view projection.position;
alter table projection.position_open
  add column stance text collate "C", add column basis text collate "C", add column conditions jsonb,
  add column last_stated date, add column decided_by bigint, alter column standing drop not null;
alter table projection.position_closed
  add column stance text collate "C", add column basis text collate "C", add column conditions jsonb,
  add column last_stated date, add column decided_by bigint, alter column standing drop not null;

-- A pair has rows for each clock once any claim of it was public on another day than said, and before that one for both.
with apart as (
  select distinct actor, issue from projection.claim
    where said_latest <> public_latest or said_earliest is distinct from public_earliest
),
open_twice as (
  delete from projection.position_open where clock = 'PUBLIC' and (actor, issue) not in (select actor, issue from apart)
),
closed_twice as (
  delete from projection.position_closed where clock = 'PUBLIC' and (actor, issue) not in (select actor, issue from apart)
),
changed_twice as (
  delete from projection.position_change where clock = 'PUBLIC' and (actor, issue) not in (select actor, issue from apart)
),
open_once as (
  update projection.position_open set clock = 'BOTH' where clock = 'OCCURRED' and (actor, issue) not in (select actor, issue from apart)
),
closed_once as (
  update projection.position_closed set clock = 'BOTH'
    where clock = 'OCCURRED' and (actor, issue) not in (select actor, issue from apart)
)
update projection.position_change set clock = 'BOTH' where clock = 'OCCURRED' and (actor, issue) not in (select actor, issue from apart);

update projection.position_open p set stance = (a.answer).stance, basis = (a.answer).basis, conditions = (a.answer).conditions,
    last_stated = (a.answer).last_stated, standing = projection.kept(a.answer),
    decided_by = case when projection.kept(a.answer) is null then (a.answer).agreeing[1] end
  from (select o.actor, o.issue, o.clock, o.from_day, projection.in_brief(o.standing) as answer from projection.position_open o) a
  where p.actor = a.actor and p.issue = a.issue and p.clock = a.clock and p.from_day = a.from_day;
update projection.position_closed p set stance = (a.answer).stance, basis = (a.answer).basis, conditions = (a.answer).conditions,
    last_stated = (a.answer).last_stated, standing = projection.kept(a.answer),
    decided_by = case when projection.kept(a.answer) is null then (a.answer).agreeing[1] end
  from (select o.ctid as place, projection.in_brief(o.standing) as answer from projection.position_closed o) a
  where p.ctid = a.place;

alter table projection.position_open
  alter column stance set not null, alter column basis set not null, alter column conditions set not null,
  alter column last_stated set not null, add constraint position_open_is_plain_or_kept check ((decided_by is null) <> (standing is null));
alter table projection.position_closed
  alter column stance set not null, alter column basis set not null, alter column conditions set not null,
  alter column last_stated set not null;
comment on column projection.position_open.clock is 'OCCURRED, PUBLIC, or BOTH: then no claim of the pair was ever public on another day than said.';
comment on column projection.position_open.decided_by is 'The statement version that decides a plain answer alone; the others keep their standing.';
comment on column projection.position_change.clock is 'OCCURRED, PUBLIC, or BOTH where the change is the same under both.';

-- Claims that were public on the day said are found by that day.
drop index projection.claim_public_idx, projection.claim_apart_idx;
create index claim_apart_idx on projection.claim (actor, issue, public_latest)
  where said_latest <> public_latest or said_earliest is distinct from public_earliest;

-- The working list: runs of claims that follow all others of their pair, and other changes.
alter table projection.touched_pair drop constraint touched_pair_pkey, add column is_last boolean not null default false,
  add column claim tid;
create index touched_pair_round_idx on projection.touched_pair (round);
comment on column projection.touched_pair.is_last is 'The change only adds one claim, later in order than all others of its pair.';

-- One branch for each clock, so that a query for one clock reads its own rows and those of both, and nothing else.
create view projection.position as
  select actor, issue, 'OCCURRED'::text collate "C" as clock, from_day, until_day, known_from, 9223372036854775807 as known_to,
      since, since_earliest, stance, basis, conditions, last_stated, decided_by,
      projection.in_full(projection.restored(standing, stance, conditions, last_stated, decided_by)) as standing
    from projection.position_open where clock in ('OCCURRED', 'BOTH')
  union all
  select actor, issue, 'PUBLIC', from_day, until_day, known_from, 9223372036854775807, since, since_earliest, stance, basis,
      conditions, last_stated, decided_by,
      projection.in_full(projection.restored(standing, stance, conditions, last_stated, decided_by))
    from projection.position_open where clock in ('PUBLIC', 'BOTH')
  union all
  select actor, issue, 'OCCURRED', from_day, until_day, known_from, known_to, since, since_earliest, stance, basis, conditions,
      last_stated, decided_by,
      projection.in_full(projection.restored(standing, stance, conditions, last_stated, decided_by))
    from projection.position_closed where clock in ('OCCURRED', 'BOTH')
  union all
  select actor, issue, 'PUBLIC', from_day, until_day, known_from, known_to, since, since_earliest, stance, basis, conditions,
      last_stated, decided_by,
      projection.in_full(projection.restored(standing, stance, conditions, last_stated, decided_by))
    from projection.position_closed where clock in ('PUBLIC', 'BOTH');
comment on view projection.position is 'Bitemporal positions: from_day <= asOf < until_day and known_from <= knownAt < known_to.';
grant select on projection.position to onrecord_reader;
grant select, insert, update, delete, truncate on projection.position to onrecord_writer;

revoke execute on function projection.in_brief, projection.in_full, projection.kept, projection.restored, projection.begun,
  projection.has_same_keys from public;
grant execute on function projection.in_brief, projection.in_full, projection.kept, projection.restored, projection.begun,
  projection.has_same_keys
  to onrecord_writer, onrecord_reader;
reset role;

-- down --
set local role onrecord_owner;
drop view projection.position;
alter table projection.position_open drop constraint position_open_is_plain_or_kept;
update projection.position_open
  set standing = projection.in_full(projection.restored(standing, stance, conditions, last_stated, decided_by));
update projection.position_closed
  set standing = projection.in_full(projection.restored(standing, stance, conditions, last_stated, decided_by));
alter table projection.position_open
  drop column stance, drop column basis, drop column conditions, drop column last_stated, drop column decided_by,
  alter column standing set not null;
alter table projection.position_closed
  drop column stance, drop column basis, drop column conditions, drop column last_stated, drop column decided_by,
  alter column standing set not null;
insert into projection.position_open (actor, issue, clock, from_day, until_day, known_from, since, since_earliest, standing)
  select actor, issue, 'PUBLIC', from_day, until_day, known_from, since, since_earliest, standing
    from projection.position_open where clock = 'BOTH';
insert into projection.position_closed
    (actor, issue, clock, from_day, until_day, known_from, known_to, since, since_earliest, standing)
  select actor, issue, 'PUBLIC', from_day, until_day, known_from, known_to, since, since_earliest, standing
    from projection.position_closed where clock = 'BOTH';
insert into projection.position_change (log_offset, clock, actor, issue, on_day, kind)
  select log_offset, 'PUBLIC', actor, issue, on_day, kind from projection.position_change where clock = 'BOTH';
update projection.position_open set clock = 'OCCURRED' where clock = 'BOTH';
update projection.position_closed set clock = 'OCCURRED' where clock = 'BOTH';
update projection.position_change set clock = 'OCCURRED' where clock = 'BOTH';
drop index projection.claim_apart_idx;
create index claim_apart_idx on projection.claim (actor, issue)
  where said_latest <> public_latest or said_earliest is distinct from public_earliest;
create index claim_public_idx on projection.claim (actor, issue, public_latest) include (known_from, known_to);
drop index projection.touched_pair_round_idx;
alter table projection.touched_pair drop column is_last, drop column claim,
  add constraint touched_pair_pkey primary key (round, actor, issue, clock);
comment on column projection.position_open.clock is null;
comment on column projection.position_change.clock is null;

create view projection.position as
  select actor, issue, clock, from_day, until_day, known_from, 9223372036854775807 as known_to, since, since_earliest, standing
    from projection.position_open
  union all
  select actor, issue, clock, from_day, until_day, known_from, known_to, since, since_earliest, standing
    from projection.position_closed;
comment on view projection.position is 'Bitemporal positions: from_day <= asOf < until_day and known_from <= knownAt < known_to.';
grant select on projection.position to onrecord_reader;
grant select, insert, update, delete, truncate on projection.position to onrecord_writer;

create or replace function projection.fold_one(prior projection.standing, member projection.claim_member)
  returns projection.standing language plpgsql immutable parallel safe as $$
declare
  answer projection.standing;
  is_explicit boolean := member.basis = 'EXPLICIT';
begin
  answer.stance := case when prior.stance = 'CONDITIONAL' and member.stance = 'SUPPORT' and not member.lifts_conditions
                     then 'CONDITIONAL' else member.stance end;
  answer.agreeing := array[member.log_offset];
  if prior.stance <> answer.stance and prior.basis = 'EXPLICIT' and not is_explicit then
    prior.disputing := prior.disputing || answer.agreeing;
    prior.said_until := member.said_latest;
    return prior;
  end if;

  answer.basis := member.basis;
  answer.in_words := case when is_explicit then answer.agreeing else '{}' end;
  answer.last_stated := member.said_latest;
  answer.said_until := member.said_latest;
  answer.disputing := '{}';
  answer.began := member.began;
  answer.conditions := '{}';
  if answer.stance = 'CONDITIONAL' and member.conditions <> '{}' then
    answer.conditions := (select jsonb_object_agg(k.condition, answer.agreeing) from jsonb_object_keys(member.conditions) k(condition));
  end if;
  if prior.reversible is null or cardinality(prior.reversible) = 1 and prior.agreeing = array[prior.reversible[1].log_offset]
      and prior.reversible[1].said_latest <= member.said_earliest then
    answer.reversible := array[(member.log_offset, member.said_latest, member.stance, member.basis, member.lifts_conditions, true)
                           ::projection.reversible_claim];
  else
    answer.reversible := projection.still_reversible(prior, array[member], answer.stance);
  end if;
  if prior.stance = answer.stance then
    answer.began := coalesce(prior.began, answer.began);
    if not member.lifts_conditions then
      answer.conditions := prior.conditions || answer.conditions;
    end if;
    if not is_explicit then
      answer.basis := prior.basis;
      answer.in_words := prior.in_words;
      answer.disputing := prior.disputing;
    end if;
  end if;
  return answer;
end $$;

create or replace function projection.fold_group(prior projection.standing, members projection.claim_member[])
  returns projection.standing language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  answer projection.standing;
  is_explicit boolean;
  is_disagreeing boolean;
  is_lifted boolean;
  taking_part projection.claim_member[];
  differing bigint[];
  own_conditions jsonb;
begin
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

create or replace function projection.is_same_answer(one projection.standing, other projection.standing) returns boolean
  language sql immutable parallel safe begin atomic
  select (one).stance is not distinct from (other).stance and (one).basis is not distinct from (other).basis
    and ((one).conditions = (other).conditions or array(select k from jsonb_object_keys((one).conditions) k order by k)
      = array(select k from jsonb_object_keys((other).conditions) k order by k));
end;

drop function projection.has_same_keys, projection.begun, projection.restored, projection.kept, projection.in_full, projection.in_brief;
reset role;
