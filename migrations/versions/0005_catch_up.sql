-- up --
-- The same rule, derived faster: a group of one claim takes a short way, and a pair is refolded only as far as its answers change.
set local role onrecord_owner;

-- Pairs with no claim that became public on another day than it was said have the same answers under both clocks.
create index claim_apart_idx on projection.claim (actor, issue)
  where said_latest <> public_latest or said_earliest is distinct from public_earliest;

-- Nobody looks these up.
drop index projection.claim_known_from_idx, projection.claim_known_to_idx, projection.stance_pair_idx;

-- Room for the next version of a row on its own page: what is revised keeps its index entries.
alter table projection.position_open set (fillfactor = 80);

alter table projection.touched_pair add column through_day date not null;
comment on column projection.touched_pair.clock is 'OCCURRED, PUBLIC, or BOTH where the answers are the same under both.';
comment on column projection.touched_pair.through_day is 'The last day on which its claims changed at that offset.';

create function projection.fold_group(prior projection.standing, members projection.claim_member[])
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
comment on function projection.fold_group is 'The answer after a group of equals.';

create function projection.fold_one(prior projection.standing, member projection.claim_member)
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
comment on function projection.fold_one is 'fold_group for a group of one claim, which is most of them: a seventh of the time.';

create or replace function projection.fold_step(
    standing projection.standing, base projection.standing, members projection.claim_member[])
  returns projection.standing language plpgsql immutable parallel safe as $$
begin
  if members is null then
    return coalesce(standing, base);
  elsif cardinality(members) = 1 then
    return projection.fold_one(coalesce(standing, base), members[1]);
  end if;
  return projection.fold_group(coalesce(standing, base), members);
end $$;

create or replace function projection.is_same_answer(one projection.standing, other projection.standing) returns boolean
  language sql immutable parallel safe begin atomic
  select (one).stance is not distinct from (other).stance and (one).basis is not distinct from (other).basis
    and ((one).conditions = (other).conditions or array(select k from jsonb_object_keys((one).conditions) k order by k)
      = array(select k from jsonb_object_keys((other).conditions) k order by k));
end;

revoke execute on function projection.fold_group, projection.fold_one from public;
grant execute on function projection.fold_group, projection.fold_one to onrecord_writer, onrecord_reader;
reset role;

-- down --
set local role onrecord_owner;
create or replace function projection.is_same_answer(one projection.standing, other projection.standing) returns boolean
  language sql immutable parallel safe begin atomic
  select (one).stance is not distinct from (other).stance and (one).basis is not distinct from (other).basis
    and array(select k from jsonb_object_keys((one).conditions) k order by k)
      = array(select k from jsonb_object_keys((other).conditions) k order by k);
end;

create or replace function projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[])
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

drop function projection.fold_one, projection.fold_group;
alter table projection.touched_pair drop column through_day;
comment on column projection.touched_pair.clock is null;
alter table projection.position_open reset (fillfactor);
create index stance_pair_idx on projection.stance (actor, issue, log_offset);
create index claim_known_from_idx on projection.claim (known_from);
create index claim_known_to_idx on projection.claim (known_to) where known_to < 9223372036854775807;
drop index projection.claim_apart_idx;
reset role;
