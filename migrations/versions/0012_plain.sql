-- up --
-- Conditions stay until lifted: what plain pairs, which are derived at once, carry from claim to claim.
set local role onrecord_owner;
create aggregate projection.carried(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}', parallel = safe);
comment on aggregate projection.carried(jsonb) is 'All conditions so far, each with the claim that stated it last.';
revoke execute on function projection.carried from public;
grant execute on function projection.carried to onrecord_writer, onrecord_reader;
reset role;

-- down --
set local role onrecord_owner;
drop aggregate projection.carried(jsonb);
reset role;
