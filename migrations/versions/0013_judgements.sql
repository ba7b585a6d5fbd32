-- up --
-- A relation that changes ends the judgements it holds: they are found by it.
set local role onrecord_owner;
create index judgement_relation_idx on projection.judgement (relation_id);
reset role;

-- down --
set local role onrecord_owner;
drop index projection.judgement_relation_idx;
reset role;
