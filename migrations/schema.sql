CREATE SCHEMA access;

ALTER SCHEMA access OWNER TO onrecord_owner;

CREATE SCHEMA log;

ALTER SCHEMA log OWNER TO onrecord_owner;

CREATE SCHEMA migrations;

ALTER SCHEMA migrations OWNER TO onrecord_owner;

CREATE SCHEMA projection;

ALTER SCHEMA projection OWNER TO onrecord_owner;

CREATE SCHEMA projection_next;

ALTER SCHEMA projection_next OWNER TO onrecord_owner;

COMMENT ON SCHEMA projection_next IS 'The generation of the projections that is being filled, if any.';

CREATE SCHEMA projection_previous;

ALTER SCHEMA projection_previous OWNER TO onrecord_owner;

COMMENT ON SCHEMA projection_previous IS 'The generation of the projections that was served before, until it is dropped.';

CREATE TYPE projection.claim_member AS (
	log_offset bigint,
	stance text,
	basis text,
	conditions jsonb,
	lifts_conditions boolean,
	said_earliest date,
	said_latest date,
	began date
);

ALTER TYPE projection.claim_member OWNER TO onrecord_owner;

CREATE TYPE projection.reversible_claim AS (
	log_offset bigint,
	said_latest date,
	stance text,
	basis text,
	lifts_conditions boolean,
	is_in_run boolean
);

ALTER TYPE projection.reversible_claim OWNER TO onrecord_owner;

CREATE TYPE projection.standing AS (
	stance text,
	basis text,
	conditions jsonb,
	last_stated date,
	agreeing bigint[],
	in_words bigint[],
	disputing bigint[],
	reversible projection.reversible_claim[],
	said_until date,
	began date
);

ALTER TYPE projection.standing OWNER TO onrecord_owner;

CREATE TYPE projection.known_answer AS (
	actor integer,
	issue integer,
	from_day date,
	until_day date,
	since date,
	since_earliest date,
	stance text,
	basis text,
	conditions jsonb,
	last_stated date,
	decided_by bigint,
	standing projection.standing
);

ALTER TYPE projection.known_answer OWNER TO onrecord_owner;

CREATE FUNCTION access.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  raise exception '% on access.% is refused: the trail is only added to, and a token is only revoked', tg_op, tg_table_name
    using errcode = 'insufficient_privilege', schema = 'access', table = tg_table_name;
end $$;

ALTER FUNCTION access.refuse_change() OWNER TO onrecord_owner;

CREATE FUNCTION access.refuse_change_but_revocation() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  revoked access.token := old;
begin
  revoked.revoked_at := new.revoked_at;
  revoked.revoked_by := new.revoked_by;
  revoked.revoked_because := new.revoked_because;
  if new is distinct from revoked or old.revoked_at is not null or new.revoked_at is null then
    raise exception 'a token is not changed, only revoked, and once; make another one'
      using errcode = 'insufficient_privilege', schema = 'access', table = 'token', constraint = 'token_only_revoked';
  end if;
  return new;
end $$;

ALTER FUNCTION access.refuse_change_but_revocation() OWNER TO onrecord_owner;

CREATE FUNCTION log.append_erasure(event_id uuid, erasure_id uuid, reason text, recorded_by text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
  erasure log.event;
  canonical_payload text := format('{"erases":%s,"reason":%s}', to_json(event_id), to_json(reason));
begin
  select e.log_offset + 1, greatest(e.recorded_at, date_trunc('milliseconds', clock_timestamp()))
    into strict erasure.log_offset, erasure.recorded_at from log.event e order by e.log_offset desc limit 1;
  erasure.id := erasure_id;
  erasure.record_kind := 'ERASURE';
  erasure.record_id := erasure_id::text;
  erasure.version := 1;
  erasure.kind := 'ERASURE';
  erasure.schema_version := 1;
  erasure.recorded_by := recorded_by;
  erasure.request_hash := sha256(convert_to(canonical_payload, 'UTF8'));
  erasure.salt := uuid_send(gen_random_uuid());
  erasure.payload := canonical_payload::jsonb;
  erasure.payload_hash := sha256(erasure.salt || convert_to(canonical_payload, 'UTF8'));
  erasure.leaf := log.leaf_of(erasure);
  insert into log.event values (erasure.*);
  perform pg_notify('onrecord_log', erasure.log_offset::text);
  return erasure.log_offset;
end $$;

ALTER FUNCTION log.append_erasure(event_id uuid, erasure_id uuid, reason text, recorded_by text) OWNER TO onrecord_owner;

CREATE FUNCTION log.erase_event(event_id uuid, erasure_id uuid, reason text, recorded_by text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  erased log.event;
  erasure_offset bigint;
begin
  perform log.lock_append();
  select e.* into erased from log.event e where e.id = event_id;
  if erased.payload ->> 'erased_by' = erasure_id::text then
    return (select e.log_offset from log.event e where e.id = erasure_id);
  elsif erased.id is null then
    raise exception 'no event % in this log', event_id using errcode = 'no_data_found', constraint = 'erasure_of_known_event';
  elsif erased.payload ? 'erased_by' then
    raise exception 'event % is erased already, by %', event_id, erased.payload ->> 'erased_by'
      using errcode = 'integrity_constraint_violation', constraint = 'erasure_once';
  elsif erased.kind in ('ERASURE', 'RETRACTION') then
    raise exception 'event % is an %: erasing it would change what is in force', event_id, erased.kind
      using errcode = 'integrity_constraint_violation', constraint = 'erasure_of_content';
  end if;
  erasure_offset := log.append_erasure(event_id, erasure_id, reason, recorded_by);
  update log.event e
    set payload = jsonb_build_object('erased_by', erasure_id), salt = null, request_hash = null
    where e.id = event_id;
  return erasure_offset;
end $$;

ALTER FUNCTION log.erase_event(event_id uuid, erasure_id uuid, reason text, recorded_by text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION log.erase_event(event_id uuid, erasure_id uuid, reason text, recorded_by text) IS 'Replace payload, salt and request hash of one event by a tombstone, and append that erasure.';

CREATE TABLE log.event (
    log_offset bigint NOT NULL,
    id uuid NOT NULL,
    record_kind text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    change text COLLATE pg_catalog."C",
    schema_version smallint NOT NULL,
    recorded_at timestamp(3) with time zone NOT NULL,
    recorded_by text NOT NULL,
    idempotency_key text COLLATE pg_catalog."C",
    request_hash bytea,
    salt bytea,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    leaf bytea NOT NULL,
    CONSTRAINT event_leaf_32 CHECK ((octet_length(leaf) = 32)),
    CONSTRAINT event_log_offset_from_1 CHECK ((log_offset > 0)),
    CONSTRAINT event_payload_hash_32 CHECK ((octet_length(payload_hash) = 32)),
    CONSTRAINT event_request_hash_32 CHECK ((octet_length(request_hash) = 32)),
    CONSTRAINT event_salt_16 CHECK ((octet_length(salt) = 16)),
    CONSTRAINT event_tombstone_has_no_digests CHECK ((((payload ? 'erased_by'::text) = (salt IS NULL)) AND ((salt IS NULL) = (request_hash IS NULL)))),
    CONSTRAINT event_version_from_1 CHECK ((version > 0))
);

ALTER TABLE log.event OWNER TO onrecord_owner;

COMMENT ON TABLE log.event IS 'One immutable fact a row, dense in log_offset, in the order of commits.';

CREATE FUNCTION log.leaf_of(event log.event) RETURNS bytea
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT sha256(convert_to((('['::text || concat_ws(','::text, (event).log_offset, to_json((event).id), to_json((event).record_kind), to_json((event).record_id), (event).version, to_json((event).kind), (event).schema_version, to_json(to_char(((event).recorded_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text)), to_json((event).recorded_by), to_json(encode((event).payload_hash, 'hex'::text)))) || ']'::text), 'UTF8'::name)) AS sha256;
END;

ALTER FUNCTION log.leaf_of(event log.event) OWNER TO onrecord_owner;

COMMENT ON FUNCTION log.leaf_of(event log.event) IS 'The leaf as events.payload defines it.';

CREATE FUNCTION log.lock_append() RETURNS void
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT pg_advisory_xact_lock((7301)::bigint) AS pg_advisory_xact_lock;
END;

ALTER FUNCTION log.lock_append() OWNER TO onrecord_owner;

COMMENT ON FUNCTION log.lock_append() IS 'Wait for the one place at the end of the log; held to the end of the transaction.';

CREATE FUNCTION log.refuse_bare_erasure() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  raise exception 'an erasure is appended by log.erase_event only'
    using errcode = 'insufficient_privilege', schema = 'log', table = 'event', constraint = 'event_erasure_by_owner';
end $$;

ALTER FUNCTION log.refuse_bare_erasure() OWNER TO onrecord_owner;

CREATE FUNCTION log.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  raise exception 'the log is append-only: % on log.event is refused; append a correction or a retraction', tg_op
    using errcode = 'insufficient_privilege', schema = 'log', table = 'event', constraint = 'event_append_only';
end $$;

ALTER FUNCTION log.refuse_change() OWNER TO onrecord_owner;

CREATE FUNCTION log.refuse_change_but_erasure() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  tombstone log.event := old;
begin
  select jsonb_build_object('erased_by', e.id) into tombstone.payload
    from log.event e
    where e.record_kind = 'ERASURE' and e.record_id = new.payload ->> 'erased_by' and e.version = 1
      and e.payload ->> 'erases' = old.id::text;
  tombstone.salt := null;
  tombstone.request_hash := null;
  if new is distinct from tombstone or old.payload ? 'erased_by' then
    raise exception 'the log is append-only: UPDATE on log.event is refused; append a correction or a retraction'
      using errcode = 'insufficient_privilege', schema = 'log', table = 'event', constraint = 'event_append_only';
  end if;
  return new;
end $$;

ALTER FUNCTION log.refuse_change_but_erasure() OWNER TO onrecord_owner;

CREATE FUNCTION log.refuse_gap() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if not exists (
    select from appended a
    where (a.log_offset > 1 and not exists (
        select from log.event e where e.log_offset = a.log_offset - 1 and e.recorded_at <= a.recorded_at offset 0))
      or (a.version > 1 and not exists (
        select from log.event e
        where e.record_kind = a.record_kind and e.record_id = a.record_id and e.version = a.version - 1 offset 0))
  ) then
    return null;
  end if;
  if exists (
    select from appended a where a.log_offset > 1 and not exists (
      select from log.event e where e.log_offset = a.log_offset - 1 and e.recorded_at <= a.recorded_at)
  ) then
    raise exception 'the log has no gaps and its recorded_at never goes back: append at its end, under log.lock_append()'
      using errcode = 'integrity_constraint_violation', schema = 'log', table = 'event', constraint = 'event_predecessor',
        hint = 'A copy of a log is restored before its triggers are made.';
  end if;
  raise exception 'a stream has no gaps: append the version after its last'
    using errcode = 'integrity_constraint_violation', schema = 'log', table = 'event', constraint = 'event_stream_predecessor';
end $$;

ALTER FUNCTION log.refuse_gap() OWNER TO onrecord_owner;

CREATE FUNCTION projection.begin_generation(later name[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  pattern record;
begin
  perform projection.drop_generation('NEXT');
  for pattern in
    select r.name, case c.relpersistence when 'u' then 'unlogged' end as persistence,
        'with (' || array_to_string(c.reloptions, ', ') || ')' as options
      from projection.relations_of('LIVE') r join pg_class c on c.oid = r.relation where not r.is_view
  loop
    execute format(
      'create %s table projection_next.%I (like projection.%2$I including all excluding identity excluding indexes) %3$s',
      pattern.persistence, pattern.name, pattern.options);
  end loop;
  for pattern in
    select r.name, a.attname as column_name, case a.attidentity when 'a' then 'always' else 'by default' end as mode
      from projection.relations_of('LIVE') r join pg_attribute a on a.attrelid = r.relation where a.attidentity <> ''
  loop
    execute format('alter table projection_next.%I alter column %I add generated %s as identity',
      pattern.name, pattern.column_name, pattern.mode);
  end loop;
  perform projection.make_indexes(later);
  perform projection.make_views();
  for pattern in
    select r.name, case when r.is_view then 'view' else 'table' end as kind, obj_description(r.relation, 'pg_class') as said
      from projection.relations_of('LIVE') r where obj_description(r.relation, 'pg_class') is not null
  loop
    execute format('comment on %s projection_next.%I is %L', pattern.kind, pattern.name, pattern.said);
  end loop;
  for pattern in
    select r.name, a.grantee::regrole as grantee, string_agg(a.privilege_type, ', ') as rights
      from projection.relations_of('LIVE') r join pg_class c on c.oid = r.relation, lateral aclexplode(c.relacl) a
      where a.grantee <> c.relowner group by r.name, a.grantee order by r.name, a.grantee::regrole::text
  loop
    execute format('grant %s on projection_next.%I to %s', pattern.rights, pattern.name, pattern.grantee);
  end loop;
  insert into projection_next.checkpoint (log_offset, advanced_at) values (0, clock_timestamp());
end $_$;

ALTER FUNCTION projection.begin_generation(later name[]) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.begin_generation(later name[]) IS 'Make an empty NEXT generation in the image of the live one, but for the indexes that are made later; drop the one there is.';

CREATE FUNCTION projection.begun(answer projection.standing, began date) RETURNS projection.standing
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN (began IS NULL) THEN answer
             ELSE ROW((answer).stance, (answer).basis, (answer).conditions, (answer).last_stated, (answer).agreeing, (answer).in_words, (answer).disputing, (answer).reversible, (answer).said_until, began)::projection.standing
         END AS "row";
END;

ALTER FUNCTION projection.begun(answer projection.standing, began date) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.begun(answer projection.standing, began date) IS 'The same answer, where more of the day on which it began is to be folded.';

CREATE FUNCTION projection.carried_from(standing projection.standing, condition text) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT COALESCE(array_agg((o.value)::bigint ORDER BY (o.value)::bigint), '{}'::bigint[]) AS "coalesce"
    FROM jsonb_array_elements_text(((carried_from.standing).conditions -> carried_from.condition)) o(value)
   WHERE (NOT (EXISTS ( SELECT
            FROM jsonb_array_elements_text(((carried_from.standing).conditions -> carried_from.condition)) s(value)
           WHERE ((s.value)::bigint = ANY ((carried_from.standing).agreeing)))));
END;

ALTER FUNCTION projection.carried_from(standing projection.standing, condition text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.carried_from(standing projection.standing, condition text) IS 'The events that stated a condition, empty where the last statement did so itself.';

CREATE FUNCTION projection.class_of(id_of_statement text, known_at bigint) RETURNS SETOF text
    LANGUAGE sql STABLE
    AS $$
  with recursive member (record_id) as (
    select id_of_statement collate "C"
    union
    select j.same_as from member m join projection.judgement j on j.record_id = m.record_id
      where j.known_from <= known_at and known_at < j.known_to
  )
  select record_id from member;
$$;

ALTER FUNCTION projection.class_of(id_of_statement text, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.class_of(id_of_statement text, known_at bigint) IS 'The statements judged to be the same as this one, itself among them.';

CREATE FUNCTION projection.complete_table(of_table name, later name[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  its_indexes name[] := array(
    select x.relname from projection.relations_of('LIVE') r
      join pg_index i on i.indrelid = r.relation join pg_class x on x.oid = i.indexrelid
      where r.name = of_table);
begin
  lock table projection_next.checkpoint in access share mode; -- an erasure that would drop it waits
  perform projection.make_indexes(later || array(
    select n.name from projection.shape_of('LIVE') n(name) where n.name <> all (its_indexes)));
  if not its_indexes && later and not exists (
      select from pg_stats s where s.schemaname = 'projection_next' and s.tablename = of_table) then
    execute format('analyze projection_next.%I', of_table);
  end if;
end $$;

ALTER FUNCTION projection.complete_table(of_table name, later name[]) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.complete_table(of_table name, later name[]) IS 'Make the indexes that a table of the NEXT generation still lacks, but for those named; once it has all, let the planner know its rows.';

CREATE FUNCTION projection.distinct_offsets(offsets bigint[]) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT COALESCE(array_agg(DISTINCT o.o ORDER BY o.o), '{}'::bigint[]) AS "coalesce"
    FROM unnest(distinct_offsets.offsets) o(o);
END;

ALTER FUNCTION projection.distinct_offsets(offsets bigint[]) OWNER TO onrecord_owner;

CREATE FUNCTION projection.effective_stance(stance text, lifts_conditions boolean, standing_stance text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN ((standing_stance = 'CONDITIONAL'::text) AND (stance = 'SUPPORT'::text) AND (NOT lifts_conditions)) THEN 'CONDITIONAL'::text
             ELSE stance
         END AS stance;
END;

ALTER FUNCTION projection.effective_stance(stance text, lifts_conditions boolean, standing_stance text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.effective_stance(stance text, lifts_conditions boolean, standing_stance text) IS 'Carrying comes first: a SUPPORT silent on conditions in force counts as CONDITIONAL.';

CREATE FUNCTION projection.contested_by(standing projection.standing) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT projection.distinct_offsets(((standing).disputing || COALESCE(( SELECT array_agg(r.log_offset) AS array_agg
            FROM unnest((contested_by.standing).reversible) r(log_offset, said_latest, stance, basis, lifts_conditions, is_in_run)
           WHERE ((NOT r.is_in_run) AND (NOT ((r.basis = 'IMPLIED'::text) AND ((contested_by.standing).basis = 'EXPLICIT'::text))) AND (projection.effective_stance(r.stance, r.lifts_conditions, (contested_by.standing).stance) <> (contested_by.standing).stance))), '{}'::bigint[]))) AS distinct_offsets;
END;

ALTER FUNCTION projection.contested_by(standing projection.standing) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.contested_by(standing projection.standing) IS 'The events that contest the answer: equals, later implications, and ranges that could reverse the order.';

CREATE FUNCTION projection.drop_generation(generation text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET client_min_messages TO 'warning'
    AS $$
declare
  dropped text := (
    select string_agg(format('%I.%I', projection.schema_of(generation), r.name), ', ')
      from projection.relations_of(generation) r where not r.is_view);
begin
  if generation = 'LIVE' then
    raise exception 'the live generation is what is served; it is not dropped' using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute coalesce('drop table ' || dropped || ' cascade', 'select');
end $$;

ALTER FUNCTION projection.drop_generation(generation text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.drop_generation(generation text) IS 'Drop the NEXT or the PREVIOUS generation, if there is one.';

CREATE FUNCTION projection.fold_group(prior projection.standing, members projection.claim_member[]) RETURNS projection.standing
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION projection.fold_group(prior projection.standing, members projection.claim_member[]) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.fold_group(prior projection.standing, members projection.claim_member[]) IS 'The answer after a group of equals.';

CREATE FUNCTION projection.fold_one(prior projection.standing, member projection.claim_member) RETURNS projection.standing
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
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

ALTER FUNCTION projection.fold_one(prior projection.standing, member projection.claim_member) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.fold_one(prior projection.standing, member projection.claim_member) IS 'fold_group for a group of one claim, which is most of them: a seventh of the time.';

CREATE FUNCTION projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[]) RETURNS projection.standing
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
begin
  if members is null then
    return coalesce(standing, base);
  elsif cardinality(members) = 1 then
    return projection.fold_one(coalesce(standing, base), members[1]);
  end if;
  return projection.fold_group(coalesce(standing, base), members);
end $$;

ALTER FUNCTION projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[]) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[]) IS 'The answer after one more group of equals; base is the answer to begin from. See projections/rule/fold.py.';

CREATE FUNCTION projection.generations() RETURNS TABLE(generation text, log_offset bigint, advanced_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  foreach generation in array array['LIVE', 'NEXT', 'PREVIOUS'] loop
    if to_regclass(projection.schema_of(generation) || '.checkpoint') is not null then
      return query execute format(
        'select %L, c.log_offset, c.advanced_at from %I.checkpoint c', generation, projection.schema_of(generation));
    end if;
  end loop;
end $$;

ALTER FUNCTION projection.generations() OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.generations() IS 'Which generations there are, how far each is, and when it last advanced.';

CREATE FUNCTION projection.has_same_keys(one jsonb, other jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT (ARRAY( SELECT k.k
            FROM jsonb_object_keys(has_same_keys.one) k(k)
           ORDER BY k.k) = ARRAY( SELECT k.k
            FROM jsonb_object_keys(has_same_keys.other) k(k)
           ORDER BY k.k));
END;

ALTER FUNCTION projection.has_same_keys(one jsonb, other jsonb) OWNER TO onrecord_owner;

CREATE FUNCTION projection.in_brief(answer projection.standing) RETURNS projection.standing
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN (((answer).basis = 'EXPLICIT'::text) AND (cardinality((answer).agreeing) = 1) AND ((answer).in_words = (answer).agreeing) AND ((answer).disputing = '{}'::bigint[]) AND ((answer).said_until = (answer).last_stated) AND ((answer).reversible = ARRAY[ROW((answer).agreeing[1], (answer).last_stated, (answer).stance, 'EXPLICIT'::text, false, true)::projection.reversible_claim])) THEN ROW((answer).stance, 'EXPLICIT'::text, (answer).conditions, (answer).last_stated, (answer).agreeing, NULL::bigint[], NULL::bigint[], NULL::projection.reversible_claim[], NULL::date, (answer).began)::projection.standing
             ELSE answer
         END AS answer;
END;

ALTER FUNCTION projection.in_brief(answer projection.standing) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.in_brief(answer projection.standing) IS 'An answer that is plain, because one claim in words decides it and nothing is in doubt, without what follows from that.';

CREATE FUNCTION projection.in_full(answer projection.standing) RETURNS projection.standing
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN (((answer).stance IS NULL) OR ((answer).in_words IS NOT NULL)) THEN answer
             ELSE ROW((answer).stance, (answer).basis, (answer).conditions, (answer).last_stated, (answer).agreeing, (answer).agreeing, '{}'::bigint[], ARRAY[ROW((answer).agreeing[1], (answer).last_stated, (answer).stance, 'EXPLICIT'::text, false, true)::projection.reversible_claim], (answer).last_stated, (answer).began)::projection.standing
         END AS "row";
END;

ALTER FUNCTION projection.in_full(answer projection.standing) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.in_full(answer projection.standing) IS 'The same answer with all that in_brief leaves out.';

CREATE FUNCTION projection.is_same_answer(one projection.standing, other projection.standing) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT ((NOT ((one).stance IS DISTINCT FROM (other).stance)) AND (NOT ((one).basis IS DISTINCT FROM (other).basis)) AND ((NOT ((one).conditions IS DISTINCT FROM (other).conditions)) OR projection.has_same_keys((one).conditions, (other).conditions)));
END;

ALTER FUNCTION projection.is_same_answer(one projection.standing, other projection.standing) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.is_same_answer(one projection.standing, other projection.standing) IS 'Two positions differ when stance, conditions or basis differ, or one is null.';

CREATE FUNCTION projection.is_same_answer(stance text, basis text, conditions jsonb, other_stance text, other_basis text, other_conditions jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT ((NOT (stance IS DISTINCT FROM other_stance)) AND (NOT (basis IS DISTINCT FROM other_basis)) AND ((NOT (conditions IS DISTINCT FROM other_conditions)) OR (ARRAY( SELECT k.k
            FROM jsonb_object_keys(is_same_answer.conditions) k(k)
           ORDER BY k.k) = ARRAY( SELECT k.k
            FROM jsonb_object_keys(is_same_answer.other_conditions) k(k)
           ORDER BY k.k))));
END;

ALTER FUNCTION projection.is_same_answer(stance text, basis text, conditions jsonb, other_stance text, other_basis text, other_conditions jsonb) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.is_same_answer(stance text, basis text, conditions jsonb, other_stance text, other_basis text, other_conditions jsonb) IS 'Two positions differ when stance, conditions or basis differ, or one is null.';

CREATE FUNCTION projection.judged_same(id_of_statement text, known_at bigint) RETURNS SETOF text
    LANGUAGE sql STABLE
    AS $$
  with recursive member (record_id) as (
    select id_of_statement collate "C"
    union
    select j.same_as from member m join judgement j on j.record_id = m.record_id
      where j.known_from <= known_at and known_at < j.known_to
  )
  select record_id from member;
$$;

ALTER FUNCTION projection.judged_same(id_of_statement text, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.judged_same(id_of_statement text, known_at bigint) IS 'class_of, in the generation that is being filled.';

CREATE FUNCTION projection.kept(answer projection.standing) RETURNS projection.standing
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN ((answer).in_words IS NOT NULL) THEN ROW((answer).stance, (answer).basis, (answer).conditions, (answer).last_stated, (answer).agreeing, (answer).in_words, (answer).disputing, (answer).reversible, (answer).said_until, NULL::date)::projection.standing
             ELSE NULL::projection.standing
         END AS "case";
END;

ALTER FUNCTION projection.kept(answer projection.standing) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.kept(answer projection.standing) IS 'What a row keeps beside its columns: nothing of a plain answer, and never the day on which one began.';

CREATE FUNCTION projection.length_class(length bigint, base integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT (floor((ln((length)::double precision) / ln((base)::double precision))))::integer AS floor;
END;

ALTER FUNCTION projection.length_class(length bigint, base integer) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.length_class(length bigint, base integer) IS 'n for a length of base^n to less than base^(n+1); by rounding base^(n+1) itself may be told for n.';

CREATE FUNCTION projection.make_indexes(later name[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'projection', 'pg_temp'
    AS $$
declare
  definition text;
  definitions text[] := array(
    select case when k.oid is null then pg_get_indexdef(i.indexrelid, 0, true)
        else format('alter table %I add constraint %I %s', r.name, k.conname, pg_get_constraintdef(k.oid)) end
      from projection.relations_of('LIVE') r
        join pg_index i on i.indrelid = r.relation
        join pg_class x on x.oid = i.indexrelid
        left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
      where x.relname <> all (later) and to_regclass(format('projection_next.%I', x.relname)) is null
      order by i.indexrelid);
begin
  perform set_config('search_path', 'projection_next, projection, pg_temp', true);
  foreach definition in array definitions loop
    execute definition;
  end loop;
end $$;

ALTER FUNCTION projection.make_indexes(later name[]) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.make_indexes(later name[]) IS 'Make what the NEXT generation lacks of the live one''s indexes, but for those named.';

CREATE FUNCTION projection.make_views() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'projection', 'pg_temp'
    AS $$
declare
  definition text;
  definitions text[] := array(
    select format('create view projection_next.%I as %s', r.name, pg_get_viewdef(r.relation, true))
      from projection.relations_of('LIVE') r where r.is_view);
begin
  perform set_config('search_path', 'projection_next, projection, pg_temp', true);
  foreach definition in array definitions loop
    execute definition;
  end loop;
end $$;

ALTER FUNCTION projection.make_views() OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.make_views() IS 'Make the views of the NEXT generation, over its own tables.';

CREATE FUNCTION projection.move_generation(generation text, becomes text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  moved record;
begin
  for moved in select r.name, case when r.is_view then 'view' else 'table' end as kind from projection.relations_of(generation) r loop
    execute format('alter %s %I.%I set schema %I',
      moved.kind, projection.schema_of(generation), moved.name, projection.schema_of(becomes));
  end loop;
end $$;

ALTER FUNCTION projection.move_generation(generation text, becomes text) OWNER TO onrecord_owner;

CREATE FUNCTION projection.united_stance(stances text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN (array_length(stances, 1) = 1) THEN (stances)[1]
             WHEN (stances <@ ARRAY['SUPPORT'::text, 'CONDITIONAL'::text]) THEN 'CONDITIONAL'::text
             ELSE 'AMBIGUOUS'::text
         END AS "case";
END;

ALTER FUNCTION projection.united_stance(stances text[]) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.united_stance(stances text[]) IS 'What distinct stances of equals say together.';

CREATE FUNCTION projection.outcome(before_stance text, before_basis text, members projection.claim_member[], OUT stance text, OUT basis text) RETURNS record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN ((outcome.before_basis = 'EXPLICIT'::text) AND (NOT u.is_explicit)) THEN outcome.before_stance
             ELSE u.stance
         END AS stance,
         CASE
             WHEN ((outcome.before_basis = 'EXPLICIT'::text) OR u.is_explicit) THEN 'EXPLICIT'::text
             ELSE 'IMPLIED'::text
         END AS "case"
    FROM ( SELECT bool_or((m.basis = 'EXPLICIT'::text)) AS is_explicit,
             projection.united_stance(COALESCE(array_agg(DISTINCT e.stance) FILTER (WHERE (m.basis = 'EXPLICIT'::text)), array_agg(DISTINCT e.stance))) AS stance
            FROM unnest(outcome.members) m(log_offset, stance, basis, conditions, lifts_conditions, said_earliest, said_latest, began),
             LATERAL ( SELECT projection.effective_stance(m.stance, m.lifts_conditions, outcome.before_stance) AS stance) e) u;
END;

ALTER FUNCTION projection.outcome(before_stance text, before_basis text, members projection.claim_member[], OUT stance text, OUT basis text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.outcome(before_stance text, before_basis text, members projection.claim_member[], OUT stance text, OUT basis text) IS 'What a group leaves of the stance in force and its basis: fold_step without the way there.';

CREATE FUNCTION projection.period_days(period jsonb, known_at bigint, OUT earliest date, OUT latest date) RETURNS record
    LANGUAGE plpgsql STABLE
    AS $$
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

ALTER FUNCTION projection.period_days(period jsonb, known_at bigint, OUT earliest date, OUT latest date) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.period_days(period jsonb, known_at bigint, OUT earliest date, OUT latest date) IS 'The strict bounds of a stored period, a relative date resolved against its anchor.';

CREATE FUNCTION projection.position_of_pair(of_actor integer, on_issue integer, asked_clock text, day date, known_at bigint) RETURNS SETOF projection.known_answer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select * from (
    select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
      from (values ('BOTH'), (asked_clock)) k(clock)
        cross join lateral (
          select * from projection.position_open p
            where p.actor = of_actor and p.issue = on_issue and p.clock = k.clock and p.from_day <= day
            order by p.from_day desc limit 1
        ) p
      where day < p.until_day and p.known_from <= known_at
    union all
    select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
        p.decided_by, p.standing
      from projection.checkpoint h
        cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
        cross join lateral (
          select * from projection.position_closed p
            where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
              and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
              and p.issue = on_issue and p.from_day <= day and day < p.until_day and p.clock in (asked_clock, 'BOTH')
            offset 0
        ) p
      where known_at < h.log_offset
  ) p
  limit 1
$$;

ALTER FUNCTION projection.position_of_pair(of_actor integer, on_issue integer, asked_clock text, day date, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.position_of_pair(of_actor integer, on_issue integer, asked_clock text, day date, known_at bigint) IS 'The answer of a pair on a day, as known at an offset.';

CREATE FUNCTION projection.positions_at(asked_clock text, day date, known_at bigint) RETURNS SETOF projection.known_answer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.until_day = 'infinity' and p.from_day <= day and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
  union all
  -- From the year 1 to 9999 there are less than 4^11 days.
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from generate_series(0, 10) c(class)
      cross join lateral (
        select * from projection.position_open p
          where projection.length_class(p.until_day - p.from_day, 4) = c.class and p.until_day < 'infinity' and p.from_day <= day
            and p.from_day >= day - least(1 << (2 * c.class + 2), day - date '0001-01-01') and p.until_day > day
            and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 4)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where projection.length_class(p.known_to - p.known_from, 4) = c.class
            and projection.length_class(p.known_to - p.known_from, 4) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (2 * c.class + 2)) and p.known_from <= known_at
            and p.from_day <= day and day < p.until_day and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;

ALTER FUNCTION projection.positions_at(asked_clock text, day date, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.positions_at(asked_clock text, day date, known_at bigint) IS 'All answers on a day, as known at an offset.';

CREATE FUNCTION projection.positions_of_actor(of_actor integer, asked_clock text, day date, known_at bigint) RETURNS SETOF projection.known_answer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.actor = of_actor and p.until_day = 'infinity' and p.from_day <= day and p.known_from <= known_at
      and p.clock in (asked_clock, 'BOTH')
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open l
      cross join lateral (
        select * from projection.position_open p
          where p.actor = l.actor and p.issue = l.issue and p.clock = l.clock and p.from_day <= day
          order by p.from_day desc limit 1
      ) p
    where l.actor = of_actor and l.until_day = 'infinity' and l.from_day > day and l.clock in (asked_clock, 'BOTH')
      and day < p.until_day and p.known_from <= known_at
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
            and p.from_day <= day and day < p.until_day and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;

ALTER FUNCTION projection.positions_of_actor(of_actor integer, asked_clock text, day date, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.positions_of_actor(of_actor integer, asked_clock text, day date, known_at bigint) IS 'The answers of an actor on a day, as known at an offset.';

CREATE FUNCTION projection.relations_of(generation text) RETURNS TABLE(relation oid, name name, is_view boolean)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select c.oid, c.relname, c.relkind = 'v' from pg_class c
    where c.relnamespace = to_regnamespace(projection.schema_of(generation)) and c.relkind in ('r', 'v')
    order by c.relkind, c.oid;
$$;

ALTER FUNCTION projection.relations_of(generation text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.relations_of(generation text) IS 'The tables of a generation, then its views, each behind what it is made of.';

CREATE FUNCTION projection.resolved_day(relative text, day date) RETURNS daterange
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION projection.resolved_day(relative text, day date) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.resolved_day(relative text, day date) IS 'The days that a relative date names, seen from one day.';

CREATE FUNCTION projection.resolved(relative text, anchor_earliest date, anchor_latest date, OUT earliest date, OUT latest date) RETURNS record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT lower(projection.resolved_day(relative, anchor_earliest)) AS lower,
     (upper(projection.resolved_day(relative, anchor_latest)) - 1);
END;

ALTER FUNCTION projection.resolved(relative text, anchor_earliest date, anchor_latest date, OUT earliest date, OUT latest date) OWNER TO onrecord_owner;

CREATE FUNCTION projection.restored(kept projection.standing, stance text, conditions jsonb, last_stated date, decided_by bigint) RETURNS projection.standing
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN (decided_by IS NULL) THEN kept
             ELSE ROW(stance, 'EXPLICIT'::text, conditions, last_stated, ARRAY[decided_by], NULL::bigint[], NULL::bigint[], NULL::projection.reversible_claim[], NULL::date, NULL::date)::projection.standing
         END AS "row";
END;

ALTER FUNCTION projection.restored(kept projection.standing, stance text, conditions jsonb, last_stated date, decided_by bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.restored(kept projection.standing, stance text, conditions jsonb, last_stated date, decided_by bigint) IS 'The answer of a row, in brief where it is plain.';

CREATE FUNCTION projection.rests_on(standing projection.standing) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT projection.distinct_offsets((((standing).agreeing || (standing).in_words) || COALESCE(( SELECT array_agg(o.o) AS array_agg
            FROM jsonb_object_keys((rests_on.standing).conditions) k(condition),
             LATERAL unnest(projection.carried_from(rests_on.standing, k.condition)) o(o)), '{}'::bigint[]))) AS distinct_offsets;
END;

ALTER FUNCTION projection.rests_on(standing projection.standing) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.rests_on(standing projection.standing) IS 'All decisive events: the last that agree, the last in words, and those whose conditions are carried.';

CREATE FUNCTION projection.schema_of(generation text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  case generation
    when 'LIVE' then return 'projection';
    when 'NEXT' then return 'projection_next';
    when 'PREVIOUS' then return 'projection_previous';
  end case;
end $$;

ALTER FUNCTION projection.schema_of(generation text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.schema_of(generation text) IS 'Where a generation is kept; an error for anything but LIVE, NEXT, PREVIOUS.';

CREATE FUNCTION projection.shape_of(generation text) RETURNS SETOF text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select r.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    from projection.relations_of(generation) r join pg_attribute a on a.attrelid = r.relation
    where a.attnum > 0 and not a.attisdropped
  union all
  select x.relname::text from projection.relations_of(generation) r
    join pg_index i on i.indrelid = r.relation join pg_class x on x.oid = i.indexrelid;
$$;

ALTER FUNCTION projection.shape_of(generation text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.shape_of(generation text) IS 'The columns and indexes of a generation.';

CREATE FUNCTION projection.source_days(id_of_source text, known_at bigint, OUT earliest date, OUT latest date) RETURNS record
    LANGUAGE plpgsql STABLE
    AS $$
begin
  select d.earliest, d.latest into earliest, latest
    from record r
      join log.event e on e.log_offset = r.standing_offset,
      lateral projection.period_days(e.payload -> 'content' -> 'published', known_at) d
    where r.record_kind = 'SOURCE' and r.record_id = id_of_source and r.known_from <= known_at and known_at < r.known_to;
end $$;

ALTER FUNCTION projection.source_days(id_of_source text, known_at bigint, OUT earliest date, OUT latest date) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.source_days(id_of_source text, known_at bigint, OUT earliest date, OUT latest date) IS 'The days on which a source may have been published; a retracted one still anchors.';

CREATE FUNCTION projection.steps_of_actor(of_actor integer, asked_clock text, known_at bigint) RETURNS SETOF projection.known_answer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.actor = of_actor and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
            and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;

ALTER FUNCTION projection.steps_of_actor(of_actor integer, asked_clock text, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.steps_of_actor(of_actor integer, asked_clock text, known_at bigint) IS 'The answers of an actor on all days, as known at an offset.';

CREATE FUNCTION projection.steps_of_pair(of_actor integer, on_issue integer, asked_clock text, known_at bigint) RETURNS SETOF projection.known_answer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.position_open p
    where p.actor = of_actor and p.issue = on_issue and p.known_from <= known_at and p.clock in (asked_clock, 'BOTH')
  union all
  select p.actor, p.issue, p.from_day, p.until_day, p.since, p.since_earliest, p.stance, p.basis, p.conditions, p.last_stated,
      p.decided_by, p.standing
    from projection.checkpoint h
      cross join generate_series(0, projection.length_class(greatest(h.log_offset, 1), 16)) c(class)
      cross join lateral (
        select * from projection.position_closed p
          where p.actor = of_actor and projection.length_class(p.known_to - p.known_from, 16) = c.class
            and projection.length_class(p.known_to - p.known_from, 16) >= 0
            and p.known_to > known_at and p.known_to <= known_at + (1::bigint << (4 * c.class + 4)) and p.known_from <= known_at
            and p.issue = on_issue and p.clock in (asked_clock, 'BOTH')
          offset 0
      ) p
    where known_at < h.log_offset
$$;

ALTER FUNCTION projection.steps_of_pair(of_actor integer, on_issue integer, asked_clock text, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.steps_of_pair(of_actor integer, on_issue integer, asked_clock text, known_at bigint) IS 'The answers of a pair on all days, as known at an offset.';

CREATE FUNCTION projection.would_change(claim projection.reversible_claim, prior projection.standing, members projection.claim_member[], answer_stance text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT (o.stance <> would_change.answer_stance)
    FROM projection.outcome((would_change.prior).stance, (would_change.prior).basis, ARRAY[ROW((would_change.claim).log_offset, (would_change.claim).stance, (would_change.claim).basis, '{}'::jsonb, (would_change.claim).lifts_conditions, NULL::date, (would_change.claim).said_latest, NULL::date)::projection.claim_member]) c(stance, basis),
     LATERAL projection.outcome(c.stance, c.basis, would_change.members) o(stance, basis);
END;

ALTER FUNCTION projection.would_change(claim projection.reversible_claim, prior projection.standing, members projection.claim_member[], answer_stance text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.would_change(claim projection.reversible_claim, prior projection.standing, members projection.claim_member[], answer_stance text) IS 'Whether a claim that may have been the last word before a group would have changed what the group leaves.';

CREATE FUNCTION projection.still_reversible(prior projection.standing, members projection.claim_member[], answer_stance text) RETURNS projection.reversible_claim[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT COALESCE(array_agg(ROW(c.log_offset, c.said_latest, c.stance, c.basis, c.lifts_conditions, c.is_in_run)::projection.reversible_claim ORDER BY c.log_offset), '{}'::projection.reversible_claim[]) AS "coalesce"
    FROM ( SELECT r.log_offset,
             r.said_latest,
             r.stance,
             r.basis,
             r.lifts_conditions,
             (r.is_in_run AND ((still_reversible.prior).stance = still_reversible.answer_stance)) AS is_in_run
            FROM unnest((still_reversible.prior).reversible) r(log_offset, said_latest, stance, basis, lifts_conditions, is_in_run),
             ( SELECT max(m.said_latest) AS day,
                     max(m.said_earliest) AS bound,
                     bool_or((m.said_earliest IS NULL)) AS is_unbounded
                    FROM unnest(still_reversible.members) m(log_offset, stance, basis, conditions, lifts_conditions, said_earliest, said_latest, began)) g
           WHERE (((r.said_latest < g.day) AND (g.is_unbounded OR (r.said_latest > g.bound))) OR ((r.log_offset <> ALL ((still_reversible.prior).agreeing)) AND projection.would_change(r.*, still_reversible.prior, still_reversible.members, still_reversible.answer_stance)))
         UNION ALL
          SELECT m.log_offset,
             m.said_latest,
             m.stance,
             m.basis,
             m.lifts_conditions,
             true
            FROM unnest(still_reversible.members) m(log_offset, stance, basis, conditions, lifts_conditions, said_earliest, said_latest, began)) c;
END;

ALTER FUNCTION projection.still_reversible(prior projection.standing, members projection.claim_member[], answer_stance text) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.still_reversible(prior projection.standing, members projection.claim_member[], answer_stance text) IS 'The claims whose ranges still let them decide the answer.';

CREATE FUNCTION projection.switch_generation(generation text, patience interval) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  candidate text := projection.schema_of(generation);
  until timestamptz := clock_timestamp() + patience;
  moved record;
  live_offset bigint;
  its_offset bigint;
begin
  if generation = 'LIVE' then
    raise exception 'the live generation is served already' using errcode = 'object_not_in_prerequisite_state';
  elsif exists (select from projection.relations_of(case generation when 'NEXT' then 'PREVIOUS' else 'NEXT' end)) then
    raise exception 'two generations are there beside the live one; drop that which is not the % one', generation
      using errcode = 'object_not_in_prerequisite_state';
  elsif exists (
      (select projection.shape_of('LIVE') except all select projection.shape_of(generation)) union all
      (select projection.shape_of(generation) except all select projection.shape_of('LIVE'))) then
    raise exception 'the % generation has not the tables and indexes of the live one', generation
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  for moved in
    select format('%I.%I', projection.schema_of(g.generation), r.name) as name
      from (values (1, 'LIVE'), (2, generation)) g(place, generation), lateral projection.relations_of(g.generation) r
      where not r.is_view order by r.name, g.place
  loop
    perform set_config('lock_timeout', greatest(1, 1000 * extract(epoch from until - clock_timestamp()))::int::text, true);
    execute format('lock table %s in access exclusive mode', moved.name);
  end loop;
  select c.log_offset into live_offset from projection.checkpoint c;
  execute format('select c.log_offset from %I.checkpoint c', candidate) into its_offset;
  if its_offset < live_offset or its_offset is null then
    raise exception 'the % generation is at log offset %, the live one at %; bring it there first', generation, its_offset, live_offset
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  perform projection.move_generation('LIVE', case generation when 'NEXT' then 'PREVIOUS' else 'NEXT' end);
  perform projection.move_generation(generation, 'LIVE');
  if generation = 'PREVIOUS' then
    perform projection.move_generation('NEXT', 'PREVIOUS');
  end if;
end $$;

ALTER FUNCTION projection.switch_generation(generation text, patience interval) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.switch_generation(generation text, patience interval) IS 'Serve the NEXT or the PREVIOUS generation from now on and keep the live one as the PREVIOUS; refused where it is behind. Waits for readers no longer than its patience: who comes meanwhile waits for it.';

CREATE FUNCTION projection.vote_of(ranks smallint[], bases text[], stances text[], OUT stance text, OUT is_contested boolean) RETURNS record
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH equal AS MATERIALIZED (
          SELECT m.basis,
             m.stance
            FROM UNNEST(vote_of.ranks, vote_of.bases, vote_of.stances) m(rank, basis, stance)
           WHERE (m.rank = ( SELECT max(r.r) AS max
                    FROM unnest(vote_of.ranks) r(r)))
         ), united AS (
          SELECT projection.united_stance(COALESCE(array_agg(DISTINCT e.stance) FILTER (WHERE (e.basis = 'EXPLICIT'::text)), array_agg(DISTINCT e.stance))) AS stance
            FROM equal e
         )
  SELECT u.stance,
     (EXISTS ( SELECT
            FROM equal e
           WHERE ((e.stance <> u.stance) AND ((u.stance = 'AMBIGUOUS'::text) OR ((e.basis = 'IMPLIED'::text) AND (EXISTS ( SELECT
                    FROM equal x
                   WHERE (x.basis = 'EXPLICIT'::text)))))))) AS "exists"
    FROM united u;
END;

ALTER FUNCTION projection.vote_of(ranks smallint[], bases text[], stances text[], OUT stance text, OUT is_contested boolean) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.vote_of(ranks smallint[], bases text[], stances text[], OUT stance text, OUT is_contested boolean) IS 'What several statements of one actor in one voting count for: those of the highest rank, united as equals are.';

CREATE FUNCTION projection.votes_of(asked_actor integer, asked_issue integer, clock text, known_at bigint, first_day date, last_day date) RETURNS TABLE(said_latest date, ordinal integer, log_offset bigint, rank smallint, basis text, stance text)
    LANGUAGE plpgsql STABLE ROWS 100
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    AS $$
begin
  return query
    select c.said_latest, c.ordinal, c.log_offset, c.rank, c.basis, c.stance
      from projection.claim c
      -- Not "and c.is_vote": that would admit the index of votings, of everybody's votes.
      where c.actor = asked_actor and c.issue = asked_issue and c.is_vote::integer = 1
        and c.said_latest >= coalesce(first_day, '-infinity') and c.said_latest <= last_day
        and c.known_from <= known_at and known_at < c.known_to and (clock <> 'PUBLIC' or c.public_latest <= last_day)
      order by c.said_latest;
end $$;

ALTER FUNCTION projection.votes_of(asked_actor integer, asked_issue integer, clock text, known_at bigint, first_day date, last_day date) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.votes_of(asked_actor integer, asked_issue integer, clock text, known_at bigint, first_day date, last_day date) IS 'The votes of one actor on one issue that count, by the index of its claims by day.';

CREATE FUNCTION projection.votings_on(asked_issue integer, clock text, known_at bigint, first_day date, last_day date, after_day date, after_ordinal integer) RETURNS TABLE(said_latest date, ordinal integer, first_vote bigint)
    LANGUAGE plpgsql STABLE ROWS 100
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    AS $$
declare
  reached_day date := coalesce(after_day, first_day - 1, '-infinity');
  reached_ordinal integer := case when after_day is null then 2147483647 else after_ordinal end;
begin
  loop
    select c.said_latest, c.ordinal, c.log_offset into reached_day, reached_ordinal, first_vote
      from projection.claim c
      where c.issue = asked_issue and c.is_vote and (c.said_latest, c.ordinal) > (reached_day, reached_ordinal)
        and c.said_latest <= last_day and c.known_from <= known_at and known_at < c.known_to
        and (clock <> 'PUBLIC' or c.public_latest <= last_day)
      order by c.issue, c.said_latest, c.ordinal, c.log_offset
      limit 1;
    exit when not found;
    said_latest := reached_day;
    ordinal := reached_ordinal;
    return next;
  end loop;
end $$;

ALTER FUNCTION projection.votings_on(asked_issue integer, clock text, known_at bigint, first_day date, last_day date, after_day date, after_ordinal integer) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.votings_on(asked_issue integer, clock text, known_at bigint, first_day date, last_day date, after_day date, after_ordinal integer) IS 'The votings on an issue from one to the next by the index, over the heads of all others that voted in each.';

CREATE FUNCTION projection.withdrawn_at(kind_of_record text, id_of_record text, known_at bigint) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION projection.withdrawn_at(kind_of_record text, id_of_record text, known_at bigint) OWNER TO onrecord_owner;

COMMENT ON FUNCTION projection.withdrawn_at(kind_of_record text, id_of_record text, known_at bigint) IS 'Offsets of the events of a stream that retractions withdraw, newest retraction first.';

CREATE AGGREGATE projection.carried(jsonb) (
    SFUNC = jsonb_concat,
    STYPE = jsonb,
    INITCOND = '{}',
    PARALLEL = safe
);

ALTER AGGREGATE projection.carried(jsonb) OWNER TO onrecord_owner;

COMMENT ON AGGREGATE projection.carried(jsonb) IS 'All conditions so far, each with the claim that stated it last.';

CREATE AGGREGATE projection.latest_authoritative_1(base projection.standing, members projection.claim_member[]) (
    SFUNC = projection.fold_step,
    STYPE = projection.standing,
    PARALLEL = safe
);

ALTER AGGREGATE projection.latest_authoritative_1(base projection.standing, members projection.claim_member[]) OWNER TO onrecord_owner;

COMMENT ON AGGREGATE projection.latest_authoritative_1(base projection.standing, members projection.claim_member[]) IS 'The rule latest-authoritative@1, as a window over groups of equals in order.';

CREATE TABLE access.audit (
    id bigint NOT NULL,
    at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    who text NOT NULL,
    token_id bigint,
    asked text NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL,
    CONSTRAINT audit_outcome_known CHECK ((outcome = ANY (ARRAY['ALLOWED'::text, 'REFUSED'::text])))
);

ALTER TABLE access.audit OWNER TO onrecord_owner;

COMMENT ON TABLE access.audit IS 'What was refused, and what was done beyond recording and correcting; only ever added to.';

ALTER TABLE access.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE access.token (
    id bigint NOT NULL,
    name text NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    digest bytea NOT NULL,
    created_at timestamp(3) with time zone DEFAULT statement_timestamp() NOT NULL,
    created_by text NOT NULL,
    expires_at timestamp(3) with time zone,
    revoked_at timestamp(3) with time zone,
    revoked_by text,
    revoked_because text,
    CONSTRAINT token_digest_32 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT token_name_1_to_100 CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT token_revoked_by_somebody CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
    CONSTRAINT token_role_known CHECK ((role = ANY (ARRAY['READER'::text, 'CODER'::text, 'EDITOR'::text, 'ADMIN'::text])))
);

ALTER TABLE access.token OWNER TO onrecord_owner;

COMMENT ON TABLE access.token IS 'A token is shown once, to whom it is made for; here is its SHA-256.';

ALTER TABLE access.token ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE log.identity (
    is_only boolean DEFAULT true NOT NULL,
    id uuid NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT identity_is_one_row CHECK (is_only)
);

ALTER TABLE log.identity OWNER TO onrecord_owner;

COMMENT ON TABLE log.identity IS 'Log offsets are comparable only within one log id.';

CREATE TABLE migrations.revision (
    version_num character varying(32) NOT NULL
);

ALTER TABLE migrations.revision OWNER TO onrecord_owner;

CREATE TABLE projection.actor_key (
    actor integer NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE projection.actor_key OWNER TO onrecord_owner;

ALTER TABLE projection.actor_key ALTER COLUMN actor ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME projection.actor_key_actor_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE projection.checkpoint (
    is_only boolean DEFAULT true NOT NULL,
    log_offset bigint NOT NULL,
    advanced_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT checkpoint_is_one_row CHECK (is_only)
);

ALTER TABLE projection.checkpoint OWNER TO onrecord_owner;

COMMENT ON TABLE projection.checkpoint IS 'All projections stand at this offset; advanced in the transaction that writes them.';

CREATE TABLE projection.claim (
    actor integer NOT NULL,
    issue integer NOT NULL,
    log_offset bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    said_earliest date,
    said_latest date NOT NULL,
    public_earliest date,
    public_latest date NOT NULL,
    rank smallint NOT NULL,
    ordinal integer NOT NULL,
    stance text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    conditions jsonb NOT NULL,
    lifts_conditions boolean NOT NULL,
    is_vote boolean NOT NULL
);

ALTER TABLE projection.claim OWNER TO onrecord_owner;

COMMENT ON TABLE projection.claim IS 'A stance that counts, while its statement is current and in a live source, with its days.';

COMMENT ON COLUMN projection.claim.is_vote IS 'As in projection.stance.';

CREATE TABLE projection.dated_event (
    log_offset bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    event_id uuid NOT NULL,
    record_kind text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    is_live boolean NOT NULL,
    said_earliest date,
    said_latest date,
    is_said_bounded_by_source boolean NOT NULL,
    public_earliest date,
    public_latest date,
    is_public_bounded_by_source boolean NOT NULL,
    ordinal integer NOT NULL
);

ALTER TABLE projection.dated_event OWNER TO onrecord_owner;

COMMENT ON TABLE projection.dated_event IS 'Every version of a statement, move, assessment, schedule or instrument: its status, and its days under both clocks.';

CREATE TABLE projection.event_actor (
    actor integer NOT NULL,
    part text NOT NULL COLLATE pg_catalog."C",
    log_offset bigint NOT NULL
);

ALTER TABLE projection.event_actor OWNER TO onrecord_owner;

COMMENT ON TABLE projection.event_actor IS 'Whom a content version names: PRINCIPAL, SPEAKER (for others), AUTHOR, TABLER, MOVER, SAID_BY, PARTICIPANT, ADDRESSEE, ABOUT, TARGET, RELAYED.';

CREATE TABLE projection.event_issue (
    issue integer NOT NULL,
    log_offset bigint NOT NULL
);

ALTER TABLE projection.event_issue OWNER TO onrecord_owner;

CREATE TABLE projection.event_words (
    log_offset bigint NOT NULL,
    words tsvector NOT NULL
);

ALTER TABLE projection.event_words OWNER TO onrecord_owner;

CREATE TABLE projection.issue_key (
    issue integer NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE projection.issue_key OWNER TO onrecord_owner;

ALTER TABLE projection.issue_key ALTER COLUMN issue ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME projection.issue_key_issue_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE projection.judgement (
    record_id text NOT NULL COLLATE pg_catalog."C",
    same_as text NOT NULL COLLATE pg_catalog."C",
    relation_id text NOT NULL COLLATE pg_catalog."C",
    known_from bigint NOT NULL,
    known_to bigint NOT NULL
);

ALTER TABLE projection.judgement OWNER TO onrecord_owner;

COMMENT ON TABLE projection.judgement IS 'SAME_STATEMENT judgements in force, once in each direction.';

CREATE TABLE projection.position_closed (
    actor integer NOT NULL,
    issue integer NOT NULL,
    clock text NOT NULL COLLATE pg_catalog."C",
    from_day date NOT NULL,
    until_day date NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    since date NOT NULL,
    since_earliest date,
    standing projection.standing,
    stance text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    conditions jsonb NOT NULL,
    last_stated date NOT NULL,
    decided_by bigint
);

ALTER TABLE projection.position_closed OWNER TO onrecord_owner;

COMMENT ON TABLE projection.position_closed IS 'What was once believed; only ever added to.';

CREATE TABLE projection.position_open (
    actor integer NOT NULL,
    issue integer NOT NULL,
    clock text NOT NULL COLLATE pg_catalog."C",
    from_day date NOT NULL,
    until_day date NOT NULL,
    known_from bigint NOT NULL,
    since date NOT NULL,
    since_earliest date,
    standing projection.standing,
    stance text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    conditions jsonb NOT NULL,
    last_stated date NOT NULL,
    decided_by bigint,
    CONSTRAINT position_open_is_plain_or_kept CHECK (((decided_by IS NULL) <> (standing IS NULL)))
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.05');

ALTER TABLE projection.position_open OWNER TO onrecord_owner;

COMMENT ON TABLE projection.position_open IS 'What is believed now: on each day from_day <= t < until_day this answer stands.';

COMMENT ON COLUMN projection.position_open.clock IS 'OCCURRED, PUBLIC, or BOTH: then no claim of the pair was ever public on another day than said.';

COMMENT ON COLUMN projection.position_open.decided_by IS 'The statement version that decides a plain answer alone; the others keep their standing.';

CREATE VIEW projection."position" AS
 SELECT position_open.actor,
    position_open.issue,
    ('OCCURRED'::text COLLATE "C") AS clock,
    position_open.from_day,
    position_open.until_day,
    position_open.known_from,
    '9223372036854775807'::bigint AS known_to,
    position_open.since,
    position_open.since_earliest,
    position_open.stance,
    position_open.basis,
    position_open.conditions,
    position_open.last_stated,
    position_open.decided_by,
    projection.in_full(projection.restored(position_open.standing, position_open.stance, position_open.conditions, position_open.last_stated, position_open.decided_by)) AS standing
   FROM projection.position_open
  WHERE (position_open.clock = ANY (ARRAY['OCCURRED'::text, 'BOTH'::text]))
UNION ALL
 SELECT position_open.actor,
    position_open.issue,
    'PUBLIC'::text AS clock,
    position_open.from_day,
    position_open.until_day,
    position_open.known_from,
    '9223372036854775807'::bigint AS known_to,
    position_open.since,
    position_open.since_earliest,
    position_open.stance,
    position_open.basis,
    position_open.conditions,
    position_open.last_stated,
    position_open.decided_by,
    projection.in_full(projection.restored(position_open.standing, position_open.stance, position_open.conditions, position_open.last_stated, position_open.decided_by)) AS standing
   FROM projection.position_open
  WHERE (position_open.clock = ANY (ARRAY['PUBLIC'::text, 'BOTH'::text]))
UNION ALL
 SELECT position_closed.actor,
    position_closed.issue,
    'OCCURRED'::text AS clock,
    position_closed.from_day,
    position_closed.until_day,
    position_closed.known_from,
    position_closed.known_to,
    position_closed.since,
    position_closed.since_earliest,
    position_closed.stance,
    position_closed.basis,
    position_closed.conditions,
    position_closed.last_stated,
    position_closed.decided_by,
    projection.in_full(projection.restored(position_closed.standing, position_closed.stance, position_closed.conditions, position_closed.last_stated, position_closed.decided_by)) AS standing
   FROM projection.position_closed
  WHERE (position_closed.clock = ANY (ARRAY['OCCURRED'::text, 'BOTH'::text]))
UNION ALL
 SELECT position_closed.actor,
    position_closed.issue,
    'PUBLIC'::text AS clock,
    position_closed.from_day,
    position_closed.until_day,
    position_closed.known_from,
    position_closed.known_to,
    position_closed.since,
    position_closed.since_earliest,
    position_closed.stance,
    position_closed.basis,
    position_closed.conditions,
    position_closed.last_stated,
    position_closed.decided_by,
    projection.in_full(projection.restored(position_closed.standing, position_closed.stance, position_closed.conditions, position_closed.last_stated, position_closed.decided_by)) AS standing
   FROM projection.position_closed
  WHERE (position_closed.clock = ANY (ARRAY['PUBLIC'::text, 'BOTH'::text]));

ALTER VIEW projection."position" OWNER TO onrecord_owner;

COMMENT ON VIEW projection."position" IS 'Bitemporal positions: from_day <= asOf < until_day and known_from <= knownAt < known_to.';

CREATE TABLE projection.position_change (
    log_offset bigint NOT NULL,
    clock text NOT NULL COLLATE pg_catalog."C",
    actor integer NOT NULL,
    issue integer NOT NULL,
    on_day date NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE projection.position_change OWNER TO onrecord_owner;

COMMENT ON TABLE projection.position_change IS 'Pairs whose timeline up to the day of recording an event changed, with the first differing day.';

COMMENT ON COLUMN projection.position_change.clock IS 'OCCURRED, PUBLIC, or BOTH where the change is the same under both.';

CREATE TABLE projection.quantity (
    log_offset bigint NOT NULL,
    place integer NOT NULL,
    estimated_by integer,
    relayed_by integer,
    counts text NOT NULL,
    value double precision,
    lower_bound double precision,
    upper_bound double precision,
    is_projected boolean NOT NULL
);

ALTER TABLE projection.quantity OWNER TO onrecord_owner;

COMMENT ON TABLE projection.quantity IS 'Figures that a content version gives, in its order; never averaged.';

CREATE TABLE projection.record (
    record_kind text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    first_offset bigint NOT NULL,
    standing_offset bigint,
    is_withdrawn boolean NOT NULL
);

ALTER TABLE projection.record OWNER TO onrecord_owner;

COMMENT ON TABLE projection.record IS 'The last content version not withdrawn of each record; in force unless the record is withdrawn.';

CREATE TABLE projection.response (
    instrument_id text NOT NULL COLLATE pg_catalog."C",
    provision_id text COLLATE pg_catalog."C",
    actor integer NOT NULL,
    log_offset bigint NOT NULL,
    rank smallint NOT NULL,
    response text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE projection.response OWNER TO onrecord_owner;

COMMENT ON TABLE projection.response IS 'Answers coded in a statement, for each of its principals; no provision means the whole instrument.';

CREATE TABLE projection.source (
    source_id text NOT NULL COLLATE pg_catalog."C",
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    earliest date,
    latest date,
    is_live boolean NOT NULL
);

ALTER TABLE projection.source OWNER TO onrecord_owner;

COMMENT ON TABLE projection.source IS 'Days on which a source may have been published, relative dates resolved; a retracted source is not live.';

CREATE TABLE projection.source_use (
    source_id text NOT NULL COLLATE pg_catalog."C",
    log_offset bigint NOT NULL,
    is_appearance boolean NOT NULL
);

ALTER TABLE projection.source_use OWNER TO onrecord_owner;

COMMENT ON TABLE projection.source_use IS 'Content versions that appear in a source, or whose dates are anchored by it.';

CREATE TABLE projection.stance (
    log_offset bigint NOT NULL,
    actor integer NOT NULL,
    issue integer NOT NULL,
    rank smallint NOT NULL,
    stance text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    conditions jsonb NOT NULL,
    lifts_conditions boolean NOT NULL,
    is_counted boolean NOT NULL,
    is_vote boolean NOT NULL
);

ALTER TABLE projection.stance OWNER TO onrecord_owner;

COMMENT ON TABLE projection.stance IS 'What a statement version says for each of its principals; not counted where implied for a person. conditions: {"THEN text": null}.';

COMMENT ON COLUMN projection.stance.is_vote IS 'Whether its statement is a vote (speech act VOTE).';

CREATE UNLOGGED TABLE projection.touched_pair (
    round integer NOT NULL,
    actor integer NOT NULL,
    issue integer NOT NULL,
    clock text NOT NULL COLLATE pg_catalog."C",
    changed_at bigint NOT NULL,
    from_day date NOT NULL,
    through_day date NOT NULL,
    is_last boolean DEFAULT false NOT NULL,
    claim tid
);

ALTER TABLE projection.touched_pair OWNER TO onrecord_owner;

COMMENT ON TABLE projection.touched_pair IS 'Working list of one catch-up: the pairs whose claims changed at an offset, from which day; emptied before its transaction ends.';

COMMENT ON COLUMN projection.touched_pair.clock IS 'OCCURRED, PUBLIC, or BOTH where the answers are the same under both.';

COMMENT ON COLUMN projection.touched_pair.through_day IS 'The last day on which its claims changed at that offset.';

COMMENT ON COLUMN projection.touched_pair.is_last IS 'The change only adds one claim, later in order than all others of its pair.';

ALTER TABLE ONLY access.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY access.token
    ADD CONSTRAINT token_digest_key UNIQUE (digest);

ALTER TABLE ONLY access.token
    ADD CONSTRAINT token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY log.event
    ADD CONSTRAINT event_id_key UNIQUE (id);

ALTER TABLE ONLY log.event
    ADD CONSTRAINT event_idempotency_key_key UNIQUE (idempotency_key);

ALTER TABLE ONLY log.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (log_offset);

ALTER TABLE ONLY log.event
    ADD CONSTRAINT event_stream_version_key UNIQUE (record_kind, record_id, version);

ALTER TABLE ONLY log.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY migrations.revision
    ADD CONSTRAINT revision_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY projection.actor_key
    ADD CONSTRAINT actor_key_id_key UNIQUE (id);

ALTER TABLE ONLY projection.actor_key
    ADD CONSTRAINT actor_key_pkey PRIMARY KEY (actor);

ALTER TABLE ONLY projection.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY projection.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (log_offset, actor, issue, known_from);

ALTER TABLE ONLY projection.dated_event
    ADD CONSTRAINT dated_event_pkey PRIMARY KEY (log_offset, known_from);

ALTER TABLE ONLY projection.event_actor
    ADD CONSTRAINT event_actor_pkey PRIMARY KEY (actor, part, log_offset);

ALTER TABLE ONLY projection.event_issue
    ADD CONSTRAINT event_issue_pkey PRIMARY KEY (issue, log_offset);

ALTER TABLE ONLY projection.issue_key
    ADD CONSTRAINT issue_key_id_key UNIQUE (id);

ALTER TABLE ONLY projection.issue_key
    ADD CONSTRAINT issue_key_pkey PRIMARY KEY (issue);

ALTER TABLE ONLY projection.judgement
    ADD CONSTRAINT judgement_pkey PRIMARY KEY (record_id, same_as, relation_id, known_from);

ALTER TABLE ONLY projection.position_change
    ADD CONSTRAINT position_change_pkey PRIMARY KEY (log_offset, clock, actor, issue);

ALTER TABLE ONLY projection.position_open
    ADD CONSTRAINT position_open_pkey PRIMARY KEY (actor, issue, clock, from_day);

ALTER TABLE ONLY projection.quantity
    ADD CONSTRAINT quantity_pkey PRIMARY KEY (log_offset, place);

ALTER TABLE ONLY projection.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (record_kind, record_id, known_from);

ALTER TABLE ONLY projection.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (source_id, known_from);

ALTER TABLE ONLY projection.source_use
    ADD CONSTRAINT source_use_pkey PRIMARY KEY (source_id, is_appearance, log_offset);

ALTER TABLE ONLY projection.stance
    ADD CONSTRAINT stance_pkey PRIMARY KEY (log_offset, actor, issue);

CREATE INDEX event_changing_idx ON log.event USING btree (log_offset) WHERE ((version > 1) OR (salt IS NULL));

CREATE INDEX event_recorded_at_idx ON log.event USING btree (recorded_at, log_offset);

CREATE INDEX event_registry_idx ON log.event USING btree (log_offset) WHERE (record_kind = ANY (ARRAY['ACTOR'::text, 'ROLE'::text, 'ISSUE'::text, 'SOURCE'::text, 'INSTRUMENT'::text, 'RELATION'::text]));

CREATE INDEX claim_apart_idx ON projection.claim USING btree (actor, issue, public_latest) WHERE ((said_latest <> public_latest) OR (said_earliest IS DISTINCT FROM public_earliest));

CREATE INDEX claim_said_idx ON projection.claim USING btree (actor, issue, said_latest) INCLUDE (known_from, known_to);

CREATE INDEX claim_vote_idx ON projection.claim USING btree (issue, said_latest, ordinal, log_offset) WHERE is_vote;

CREATE INDEX dated_event_history_idx ON projection.dated_event USING btree (said_latest, ordinal, event_id);

CREATE INDEX dated_event_known_from_idx ON projection.dated_event USING btree (known_from);

CREATE INDEX dated_event_known_to_idx ON projection.dated_event USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);

CREATE INDEX event_words_idx ON projection.event_words USING gin (words);

CREATE INDEX judgement_relation_idx ON projection.judgement USING btree (relation_id);

CREATE INDEX position_closed_actor_idx ON projection.position_closed USING btree (actor, projection.length_class((known_to - known_from), 16), known_to, known_from, issue) WHERE (projection.length_class((known_to - known_from), 16) >= 0);

CREATE INDEX position_closed_known_idx ON projection.position_closed USING btree (projection.length_class((known_to - known_from), 4), known_to, known_from, from_day, until_day) WHERE (projection.length_class((known_to - known_from), 4) >= 0);

CREATE INDEX position_open_days_idx ON projection.position_open USING btree (projection.length_class(((until_day - from_day))::bigint, 4), from_day, until_day, known_from) WHERE (until_day < 'infinity'::date);

CREATE INDEX position_open_last_idx ON projection.position_open USING btree (actor, issue, from_day, known_from) WHERE (until_day = 'infinity'::date);

CREATE INDEX response_instrument_idx ON projection.response USING btree (instrument_id, actor, log_offset);

CREATE INDEX response_log_offset_idx ON projection.response USING btree (log_offset);

CREATE INDEX source_known_from_idx ON projection.source USING btree (known_from);

CREATE INDEX source_known_to_idx ON projection.source USING btree (known_to) WHERE (known_to < '9223372036854775807'::bigint);

CREATE INDEX touched_pair_round_idx ON projection.touched_pair USING btree (round);

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON access.audit FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();

ALTER TABLE access.audit ENABLE ALWAYS TRIGGER refuse_change;

CREATE TRIGGER refuse_delete BEFORE DELETE OR TRUNCATE ON access.token FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();

ALTER TABLE access.token ENABLE ALWAYS TRIGGER refuse_delete;

CREATE TRIGGER refuse_update BEFORE UPDATE ON access.token FOR EACH ROW EXECUTE FUNCTION access.refuse_change_but_revocation();

ALTER TABLE access.token ENABLE ALWAYS TRIGGER refuse_update;

CREATE TRIGGER refuse_bare_erasure BEFORE INSERT ON log.event FOR EACH ROW WHEN (((new.record_kind = 'ERASURE'::text) AND (CURRENT_USER <> 'onrecord_owner'::name))) EXECUTE FUNCTION log.refuse_bare_erasure();

ALTER TABLE log.event ENABLE ALWAYS TRIGGER refuse_bare_erasure;

CREATE TRIGGER refuse_delete BEFORE DELETE OR TRUNCATE ON log.event FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();

ALTER TABLE log.event ENABLE ALWAYS TRIGGER refuse_delete;

CREATE TRIGGER refuse_gap AFTER INSERT ON log.event REFERENCING NEW TABLE AS appended FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_gap();

ALTER TABLE log.event ENABLE ALWAYS TRIGGER refuse_gap;

CREATE TRIGGER refuse_update BEFORE UPDATE ON log.event FOR EACH ROW EXECUTE FUNCTION log.refuse_change_but_erasure();

ALTER TABLE log.event ENABLE ALWAYS TRIGGER refuse_update;

ALTER TABLE ONLY access.audit
    ADD CONSTRAINT audit_token_id_fkey FOREIGN KEY (token_id) REFERENCES access.token(id);

GRANT USAGE ON SCHEMA access TO onrecord_writer;

GRANT USAGE ON SCHEMA log TO onrecord_writer;
GRANT USAGE ON SCHEMA log TO onrecord_reader;

GRANT USAGE ON SCHEMA migrations TO onrecord_writer;
GRANT USAGE ON SCHEMA migrations TO onrecord_reader;

GRANT USAGE ON SCHEMA projection TO onrecord_writer;
GRANT USAGE ON SCHEMA projection TO onrecord_reader;

GRANT USAGE ON SCHEMA projection_next TO onrecord_writer;

GRANT USAGE ON SCHEMA projection_previous TO onrecord_writer;

REVOKE ALL ON FUNCTION access.refuse_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION access.refuse_change_but_revocation() FROM PUBLIC;

REVOKE ALL ON FUNCTION log.append_erasure(event_id uuid, erasure_id uuid, reason text, recorded_by text) FROM PUBLIC;

REVOKE ALL ON FUNCTION log.erase_event(event_id uuid, erasure_id uuid, reason text, recorded_by text) FROM PUBLIC;

GRANT SELECT,INSERT ON TABLE log.event TO onrecord_writer;
GRANT SELECT ON TABLE log.event TO onrecord_reader;

REVOKE ALL ON FUNCTION log.leaf_of(event log.event) FROM PUBLIC;
GRANT ALL ON FUNCTION log.leaf_of(event log.event) TO onrecord_writer;
GRANT ALL ON FUNCTION log.leaf_of(event log.event) TO onrecord_reader;

REVOKE ALL ON FUNCTION log.lock_append() FROM PUBLIC;
GRANT ALL ON FUNCTION log.lock_append() TO onrecord_writer;

REVOKE ALL ON FUNCTION log.refuse_bare_erasure() FROM PUBLIC;

REVOKE ALL ON FUNCTION log.refuse_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION log.refuse_change_but_erasure() FROM PUBLIC;

REVOKE ALL ON FUNCTION log.refuse_gap() FROM PUBLIC;

REVOKE ALL ON FUNCTION projection.begin_generation(later name[]) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.begin_generation(later name[]) TO onrecord_writer;

REVOKE ALL ON FUNCTION projection.begun(answer projection.standing, began date) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.begun(answer projection.standing, began date) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.begun(answer projection.standing, began date) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.carried_from(standing projection.standing, condition text) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.carried_from(standing projection.standing, condition text) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.carried_from(standing projection.standing, condition text) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.class_of(id_of_statement text, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.class_of(id_of_statement text, known_at bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.class_of(id_of_statement text, known_at bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.complete_table(of_table name, later name[]) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.complete_table(of_table name, later name[]) TO onrecord_writer;

REVOKE ALL ON FUNCTION projection.distinct_offsets(offsets bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.distinct_offsets(offsets bigint[]) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.distinct_offsets(offsets bigint[]) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.effective_stance(stance text, lifts_conditions boolean, standing_stance text) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.effective_stance(stance text, lifts_conditions boolean, standing_stance text) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.effective_stance(stance text, lifts_conditions boolean, standing_stance text) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.contested_by(standing projection.standing) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.contested_by(standing projection.standing) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.contested_by(standing projection.standing) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.drop_generation(generation text) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.drop_generation(generation text) TO onrecord_writer;

REVOKE ALL ON FUNCTION projection.fold_group(prior projection.standing, members projection.claim_member[]) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.fold_group(prior projection.standing, members projection.claim_member[]) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.fold_group(prior projection.standing, members projection.claim_member[]) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.fold_one(prior projection.standing, member projection.claim_member) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.fold_one(prior projection.standing, member projection.claim_member) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.fold_one(prior projection.standing, member projection.claim_member) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[]) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[]) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.fold_step(standing projection.standing, base projection.standing, members projection.claim_member[]) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.generations() FROM PUBLIC;
GRANT ALL ON FUNCTION projection.generations() TO onrecord_writer;
GRANT ALL ON FUNCTION projection.generations() TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.has_same_keys(one jsonb, other jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.has_same_keys(one jsonb, other jsonb) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.has_same_keys(one jsonb, other jsonb) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.in_brief(answer projection.standing) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.in_brief(answer projection.standing) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.in_brief(answer projection.standing) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.in_full(answer projection.standing) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.in_full(answer projection.standing) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.in_full(answer projection.standing) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.is_same_answer(one projection.standing, other projection.standing) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.is_same_answer(one projection.standing, other projection.standing) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.is_same_answer(one projection.standing, other projection.standing) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.is_same_answer(stance text, basis text, conditions jsonb, other_stance text, other_basis text, other_conditions jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.is_same_answer(stance text, basis text, conditions jsonb, other_stance text, other_basis text, other_conditions jsonb) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.is_same_answer(stance text, basis text, conditions jsonb, other_stance text, other_basis text, other_conditions jsonb) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.judged_same(id_of_statement text, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.judged_same(id_of_statement text, known_at bigint) TO onrecord_writer;

REVOKE ALL ON FUNCTION projection.kept(answer projection.standing) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.kept(answer projection.standing) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.kept(answer projection.standing) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.length_class(length bigint, base integer) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.length_class(length bigint, base integer) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.length_class(length bigint, base integer) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.make_indexes(later name[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION projection.make_views() FROM PUBLIC;

REVOKE ALL ON FUNCTION projection.move_generation(generation text, becomes text) FROM PUBLIC;

REVOKE ALL ON FUNCTION projection.united_stance(stances text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.united_stance(stances text[]) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.united_stance(stances text[]) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.outcome(before_stance text, before_basis text, members projection.claim_member[], OUT stance text, OUT basis text) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.outcome(before_stance text, before_basis text, members projection.claim_member[], OUT stance text, OUT basis text) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.outcome(before_stance text, before_basis text, members projection.claim_member[], OUT stance text, OUT basis text) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.period_days(period jsonb, known_at bigint, OUT earliest date, OUT latest date) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.period_days(period jsonb, known_at bigint, OUT earliest date, OUT latest date) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.period_days(period jsonb, known_at bigint, OUT earliest date, OUT latest date) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.position_of_pair(of_actor integer, on_issue integer, asked_clock text, day date, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.position_of_pair(of_actor integer, on_issue integer, asked_clock text, day date, known_at bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.position_of_pair(of_actor integer, on_issue integer, asked_clock text, day date, known_at bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.positions_at(asked_clock text, day date, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.positions_at(asked_clock text, day date, known_at bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.positions_at(asked_clock text, day date, known_at bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.positions_of_actor(of_actor integer, asked_clock text, day date, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.positions_of_actor(of_actor integer, asked_clock text, day date, known_at bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.positions_of_actor(of_actor integer, asked_clock text, day date, known_at bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.relations_of(generation text) FROM PUBLIC;

REVOKE ALL ON FUNCTION projection.resolved_day(relative text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.resolved_day(relative text, day date) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.resolved_day(relative text, day date) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.resolved(relative text, anchor_earliest date, anchor_latest date, OUT earliest date, OUT latest date) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.resolved(relative text, anchor_earliest date, anchor_latest date, OUT earliest date, OUT latest date) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.resolved(relative text, anchor_earliest date, anchor_latest date, OUT earliest date, OUT latest date) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.restored(kept projection.standing, stance text, conditions jsonb, last_stated date, decided_by bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.restored(kept projection.standing, stance text, conditions jsonb, last_stated date, decided_by bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.restored(kept projection.standing, stance text, conditions jsonb, last_stated date, decided_by bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.rests_on(standing projection.standing) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.rests_on(standing projection.standing) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.rests_on(standing projection.standing) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.schema_of(generation text) FROM PUBLIC;

REVOKE ALL ON FUNCTION projection.shape_of(generation text) FROM PUBLIC;

REVOKE ALL ON FUNCTION projection.source_days(id_of_source text, known_at bigint, OUT earliest date, OUT latest date) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.source_days(id_of_source text, known_at bigint, OUT earliest date, OUT latest date) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.source_days(id_of_source text, known_at bigint, OUT earliest date, OUT latest date) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.steps_of_actor(of_actor integer, asked_clock text, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.steps_of_actor(of_actor integer, asked_clock text, known_at bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.steps_of_actor(of_actor integer, asked_clock text, known_at bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.steps_of_pair(of_actor integer, on_issue integer, asked_clock text, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.steps_of_pair(of_actor integer, on_issue integer, asked_clock text, known_at bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.steps_of_pair(of_actor integer, on_issue integer, asked_clock text, known_at bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.would_change(claim projection.reversible_claim, prior projection.standing, members projection.claim_member[], answer_stance text) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.would_change(claim projection.reversible_claim, prior projection.standing, members projection.claim_member[], answer_stance text) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.would_change(claim projection.reversible_claim, prior projection.standing, members projection.claim_member[], answer_stance text) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.still_reversible(prior projection.standing, members projection.claim_member[], answer_stance text) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.still_reversible(prior projection.standing, members projection.claim_member[], answer_stance text) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.still_reversible(prior projection.standing, members projection.claim_member[], answer_stance text) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.switch_generation(generation text, patience interval) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.switch_generation(generation text, patience interval) TO onrecord_writer;

REVOKE ALL ON FUNCTION projection.vote_of(ranks smallint[], bases text[], stances text[], OUT stance text, OUT is_contested boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.vote_of(ranks smallint[], bases text[], stances text[], OUT stance text, OUT is_contested boolean) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.vote_of(ranks smallint[], bases text[], stances text[], OUT stance text, OUT is_contested boolean) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.votes_of(asked_actor integer, asked_issue integer, clock text, known_at bigint, first_day date, last_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.votes_of(asked_actor integer, asked_issue integer, clock text, known_at bigint, first_day date, last_day date) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.votes_of(asked_actor integer, asked_issue integer, clock text, known_at bigint, first_day date, last_day date) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.votings_on(asked_issue integer, clock text, known_at bigint, first_day date, last_day date, after_day date, after_ordinal integer) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.votings_on(asked_issue integer, clock text, known_at bigint, first_day date, last_day date, after_day date, after_ordinal integer) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.votings_on(asked_issue integer, clock text, known_at bigint, first_day date, last_day date, after_day date, after_ordinal integer) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.withdrawn_at(kind_of_record text, id_of_record text, known_at bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.withdrawn_at(kind_of_record text, id_of_record text, known_at bigint) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.withdrawn_at(kind_of_record text, id_of_record text, known_at bigint) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.carried(jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.carried(jsonb) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.carried(jsonb) TO onrecord_reader;

REVOKE ALL ON FUNCTION projection.latest_authoritative_1(projection.standing, projection.claim_member[]) FROM PUBLIC;
GRANT ALL ON FUNCTION projection.latest_authoritative_1(projection.standing, projection.claim_member[]) TO onrecord_writer;
GRANT ALL ON FUNCTION projection.latest_authoritative_1(projection.standing, projection.claim_member[]) TO onrecord_reader;

GRANT SELECT ON TABLE access.audit TO onrecord_writer;

GRANT INSERT(who) ON TABLE access.audit TO onrecord_writer;

GRANT INSERT(token_id) ON TABLE access.audit TO onrecord_writer;

GRANT INSERT(asked) ON TABLE access.audit TO onrecord_writer;

GRANT INSERT(outcome) ON TABLE access.audit TO onrecord_writer;

GRANT INSERT(detail) ON TABLE access.audit TO onrecord_writer;

GRANT SELECT ON TABLE access.token TO onrecord_writer;

GRANT SELECT ON TABLE log.identity TO onrecord_writer;
GRANT SELECT ON TABLE log.identity TO onrecord_reader;

GRANT SELECT ON TABLE migrations.revision TO onrecord_writer;
GRANT SELECT ON TABLE migrations.revision TO onrecord_reader;

GRANT SELECT ON TABLE projection.actor_key TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.actor_key TO onrecord_writer;

GRANT SELECT ON TABLE projection.checkpoint TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.checkpoint TO onrecord_writer;

GRANT SELECT ON TABLE projection.claim TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.claim TO onrecord_writer;

GRANT SELECT ON TABLE projection.dated_event TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.dated_event TO onrecord_writer;

GRANT SELECT ON TABLE projection.event_actor TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.event_actor TO onrecord_writer;

GRANT SELECT ON TABLE projection.event_issue TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.event_issue TO onrecord_writer;

GRANT SELECT ON TABLE projection.event_words TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.event_words TO onrecord_writer;

GRANT SELECT ON TABLE projection.issue_key TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.issue_key TO onrecord_writer;

GRANT SELECT ON TABLE projection.judgement TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.judgement TO onrecord_writer;

GRANT SELECT ON TABLE projection.position_closed TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.position_closed TO onrecord_writer;

GRANT SELECT ON TABLE projection.position_open TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.position_open TO onrecord_writer;

GRANT SELECT ON TABLE projection."position" TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection."position" TO onrecord_writer;

GRANT SELECT ON TABLE projection.position_change TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.position_change TO onrecord_writer;

GRANT SELECT ON TABLE projection.quantity TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.quantity TO onrecord_writer;

GRANT SELECT ON TABLE projection.record TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.record TO onrecord_writer;

GRANT SELECT ON TABLE projection.response TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.response TO onrecord_writer;

GRANT SELECT ON TABLE projection.source TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.source TO onrecord_writer;

GRANT SELECT ON TABLE projection.source_use TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.source_use TO onrecord_writer;

GRANT SELECT ON TABLE projection.stance TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.stance TO onrecord_writer;

GRANT SELECT ON TABLE projection.touched_pair TO onrecord_reader;
GRANT SELECT,INSERT,DELETE,TRUNCATE,UPDATE ON TABLE projection.touched_pair TO onrecord_writer;
