-- up --
-- Deriving what is not positions is mostly writing, and half of that is index entries.
set local role onrecord_owner;

-- Which records an event changed is known from the log, where every range of offsets begins.
drop index projection.record_known_from_idx, projection.record_standing_idx, projection.record_known_to_idx;

-- What one version says is in its payload; these are looked up by whom, what and where.
drop index projection.event_actor_log_offset_idx, projection.event_issue_log_offset_idx, projection.source_use_log_offset_idx;
alter table projection.event_words drop constraint event_words_pkey;

-- A record's versions are found in the log.
drop index projection.dated_event_record_idx;

-- Those whose dates a source anchors stand together, apart from the many that appear in it.
alter table projection.source_use drop constraint source_use_pkey;
alter table projection.source_use add constraint source_use_pkey primary key (source_id, is_appearance, log_offset);

comment on table projection.event_actor is
  'Whom a content version names: PRINCIPAL, SPEAKER (for others), AUTHOR, TABLER, MOVER, SAID_BY, PARTICIPANT, ADDRESSEE, ABOUT, TARGET, RELAYED.';
reset role;

-- down --
set local role onrecord_owner;
comment on table projection.event_actor is
  'Whom a content version names: SPEAKER, PRINCIPAL, AUTHOR, TABLER, MOVER, SAID_BY, PARTICIPANT, ADDRESSEE, ABOUT, TARGET, RELAYED.';
alter table projection.source_use drop constraint source_use_pkey;
alter table projection.source_use add constraint source_use_pkey primary key (source_id, log_offset, is_appearance);
create index dated_event_record_idx on projection.dated_event (record_id);
alter table projection.event_words add constraint event_words_pkey primary key (log_offset);
create index source_use_log_offset_idx on projection.source_use (log_offset);
create index event_issue_log_offset_idx on projection.event_issue (log_offset);
create index event_actor_log_offset_idx on projection.event_actor (log_offset);
create index record_known_to_idx on projection.record (known_to) where known_to < 9223372036854775807;
create index record_standing_idx on projection.record (standing_offset);
create index record_known_from_idx on projection.record (known_from);
reset role;
