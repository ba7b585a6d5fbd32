-- up --
-- What the log says, by record, date and actor. All of it is derived and can be rebuilt.
-- A row holds for the log offsets known_from <= k < known_to; 9223372036854775807 is "until further notice".
set local role onrecord_owner;
create schema projection;
grant usage on schema projection to onrecord_writer, onrecord_reader;

create table projection.checkpoint (
  is_only boolean default true constraint checkpoint_pkey primary key constraint checkpoint_is_one_row check (is_only),
  log_offset bigint not null,
  advanced_at timestamptz(3) not null
);
comment on table projection.checkpoint is 'All projections stand at this offset; advanced in the transaction that writes them.';
insert into projection.checkpoint (log_offset, advanced_at) values (0, statement_timestamp());

create table projection.actor_key (
  actor integer generated always as identity constraint actor_key_pkey primary key,
  id text collate "C" not null constraint actor_key_id_key unique
);
create table projection.issue_key (
  issue integer generated always as identity constraint issue_key_pkey primary key,
  id text collate "C" not null constraint issue_key_id_key unique
);

create table projection.record (
  record_kind text collate "C" not null,
  record_id text collate "C" not null,
  known_from bigint not null,
  known_to bigint not null,
  first_offset bigint not null,
  standing_offset bigint,
  is_withdrawn boolean not null,
  constraint record_pkey primary key (record_kind, record_id, known_from)
);
comment on table projection.record is 'The last content version not withdrawn of each record; in force unless the record is withdrawn.';
create index record_known_from_idx on projection.record (known_from);
create index record_standing_idx on projection.record (standing_offset);
create index record_known_to_idx on projection.record (known_to) where known_to < 9223372036854775807;

create table projection.judgement (
  record_id text collate "C" not null,
  same_as text collate "C" not null,
  relation_id text collate "C" not null,
  known_from bigint not null,
  known_to bigint not null,
  constraint judgement_pkey primary key (record_id, same_as, relation_id, known_from)
);
comment on table projection.judgement is 'SAME_STATEMENT judgements in force, once in each direction.';

create table projection.source (
  source_id text collate "C" not null,
  known_from bigint not null,
  known_to bigint not null,
  earliest date,
  latest date,
  is_live boolean not null,
  constraint source_pkey primary key (source_id, known_from)
);
comment on table projection.source is 'Days on which a source may have been published, relative dates resolved; a retracted source is not live.';
create index source_known_from_idx on projection.source (known_from);
create index source_known_to_idx on projection.source (known_to) where known_to < 9223372036854775807;

create table projection.source_use (
  source_id text collate "C" not null,
  log_offset bigint not null,
  is_appearance boolean not null,
  constraint source_use_pkey primary key (source_id, log_offset, is_appearance)
);
comment on table projection.source_use is 'Content versions that appear in a source, or whose dates are anchored by it.';
create index source_use_log_offset_idx on projection.source_use (log_offset);

create table projection.dated_event (
  log_offset bigint not null,
  known_from bigint not null,
  known_to bigint not null,
  event_id uuid not null,
  record_kind text collate "C" not null,
  record_id text collate "C" not null,
  status text collate "C" not null,
  is_live boolean not null,
  said_earliest date,
  said_latest date,
  is_said_bounded_by_source boolean not null,
  public_earliest date,
  public_latest date,
  is_public_bounded_by_source boolean not null,
  ordinal integer not null,
  constraint dated_event_pkey primary key (log_offset, known_from)
);
comment on table projection.dated_event is 'Every version of a statement, move, assessment, schedule or instrument: its status, and its days under both clocks.';
create index dated_event_known_from_idx on projection.dated_event (known_from);
create index dated_event_known_to_idx on projection.dated_event (known_to) where known_to < 9223372036854775807;
create index dated_event_history_idx on projection.dated_event (said_latest, ordinal, event_id);
create index dated_event_record_idx on projection.dated_event (record_id);

create table projection.event_actor (
  actor integer not null,
  part text collate "C" not null,
  log_offset bigint not null,
  constraint event_actor_pkey primary key (actor, part, log_offset)
);
comment on table projection.event_actor is
  'Whom a content version names: SPEAKER, PRINCIPAL, AUTHOR, TABLER, MOVER, SAID_BY, PARTICIPANT, ADDRESSEE, ABOUT, TARGET, RELAYED.';
create index event_actor_log_offset_idx on projection.event_actor (log_offset);

create table projection.event_issue (
  issue integer not null,
  log_offset bigint not null,
  constraint event_issue_pkey primary key (issue, log_offset)
);
create index event_issue_log_offset_idx on projection.event_issue (log_offset);

create table projection.event_words (
  log_offset bigint constraint event_words_pkey primary key,
  words tsvector not null
);
create index event_words_idx on projection.event_words using gin (words);

create table projection.response (
  instrument_id text collate "C" not null,
  provision_id text collate "C",
  actor integer not null,
  log_offset bigint not null,
  rank smallint not null,
  response text collate "C" not null,
  basis text collate "C" not null
);
comment on table projection.response is 'Answers coded in a statement, for each of its principals; no provision means the whole instrument.';
create index response_instrument_idx on projection.response (instrument_id, actor, log_offset);
create index response_log_offset_idx on projection.response (log_offset);

create table projection.quantity (
  log_offset bigint not null,
  place integer not null,
  estimated_by integer,
  relayed_by integer,
  counts text not null,
  value double precision,
  lower_bound double precision,
  upper_bound double precision,
  is_projected boolean not null,
  constraint quantity_pkey primary key (log_offset, place)
);
comment on table projection.quantity is 'Figures that a content version gives, in its order; never averaged.';

create table projection.stance (
  log_offset bigint not null,
  actor integer not null,
  issue integer not null,
  rank smallint not null,
  stance text collate "C" not null,
  basis text collate "C" not null,
  conditions jsonb not null,
  lifts_conditions boolean not null,
  is_counted boolean not null,
  constraint stance_pkey primary key (log_offset, actor, issue)
);
comment on table projection.stance is
  'What a statement version says for each of its principals; not counted where implied for a person. conditions: {"THEN text": null}.';
create index stance_pair_idx on projection.stance (actor, issue, log_offset);

create table projection.claim (
  actor integer not null,
  issue integer not null,
  log_offset bigint not null,
  known_from bigint not null,
  known_to bigint not null,
  said_earliest date,
  said_latest date not null,
  public_earliest date,
  public_latest date not null,
  rank smallint not null,
  ordinal integer not null,
  stance text collate "C" not null,
  basis text collate "C" not null,
  conditions jsonb not null,
  lifts_conditions boolean not null,
  constraint claim_pkey primary key (log_offset, actor, issue, known_from)
);
comment on table projection.claim is 'A stance that counts, while its statement is current and in a live source, with its days.';
create index claim_said_idx on projection.claim (actor, issue, said_latest) include (known_from, known_to);
create index claim_public_idx on projection.claim (actor, issue, public_latest) include (known_from, known_to);
create index claim_known_from_idx on projection.claim (known_from);
create index claim_known_to_idx on projection.claim (known_to) where known_to < 9223372036854775807;

-- A claim as the rule sees it, and the answer after some of them (projections/rule/fold.py says the same in Python).
-- began: the first possible day of what became visible and agreed, exact or not.
create type projection.claim_member as (
  log_offset bigint, stance text, basis text, conditions jsonb, lifts_conditions boolean, said_earliest date, said_latest date,
  began date
);
create type projection.reversible_claim as (
  log_offset bigint, said_latest date, stance text, basis text, lifts_conditions boolean, is_in_run boolean
);
create type projection.standing as (
  stance text, basis text, conditions jsonb, last_stated date, agreeing bigint[], in_words bigint[], disputing bigint[],
  reversible projection.reversible_claim[], said_until date, began date
);

create table projection.position_open (
  actor integer not null,
  issue integer not null,
  clock text collate "C" not null,
  from_day date not null,
  until_day date not null,
  known_from bigint not null,
  since date not null,
  since_earliest date,
  standing projection.standing not null,
  constraint position_open_pkey primary key (actor, issue, clock, from_day)
);
comment on table projection.position_open is 'What is believed now: on each day from_day <= t < until_day this answer stands.';

create table projection.position_closed (
  actor integer not null,
  issue integer not null,
  clock text collate "C" not null,
  from_day date not null,
  until_day date not null,
  known_from bigint not null,
  known_to bigint not null,
  since date not null,
  since_earliest date,
  standing projection.standing not null
);
comment on table projection.position_closed is 'What was once believed; only ever added to.';
create index position_closed_pair_idx on projection.position_closed (actor, issue, clock, known_to, known_from);
create index position_closed_issue_idx on projection.position_closed (issue, clock, known_to, known_from);

create view projection.position as
  select actor, issue, clock, from_day, until_day, known_from, 9223372036854775807 as known_to, since, since_earliest, standing
    from projection.position_open
  union all
  select actor, issue, clock, from_day, until_day, known_from, known_to, since, since_earliest, standing
    from projection.position_closed;
comment on view projection.position is 'Bitemporal positions: from_day <= asOf < until_day and known_from <= knownAt < known_to.';

create table projection.position_change (
  log_offset bigint not null,
  clock text collate "C" not null,
  actor integer not null,
  issue integer not null,
  on_day date not null,
  kind text collate "C" not null,
  constraint position_change_pkey primary key (log_offset, clock, actor, issue)
);
comment on table projection.position_change is 'Pairs whose timeline up to the day of recording an event changed, with the first differing day.';

create unlogged table projection.touched_pair (
  round integer not null,
  actor integer not null,
  issue integer not null,
  clock text collate "C" not null,
  changed_at bigint not null,
  from_day date not null,
  constraint touched_pair_pkey primary key (round, actor, issue, clock)
);
comment on table projection.touched_pair is
  'Working list of one catch-up: the pairs whose claims changed at an offset, from which day; emptied before its transaction ends.';

grant select on all tables in schema projection to onrecord_reader;
grant select, insert, update, delete, truncate on all tables in schema projection to onrecord_writer;
reset role;

-- down --
set local role onrecord_owner;
drop schema projection cascade;
reset role;
