"""The log is append-only: proved by trying, in every role, and by what the database refuses to insert."""

import asyncpg
import pytest

from events.event import ANY
from events.log.connection import READER, WRITER

OWNER = "onrecord_owner"
CHANGES = {
    "update": "update log.event set recorded_by = 'somebody'",
    "update payload": """update log.event set payload = '{"erased_by": "x"}'""",
    "forged erasure": """
        update log.event set salt = null, request_hash = null,
          payload = jsonb_build_object('erased_by', (select id from log.event where log_offset = 2))
        where log_offset = 1""",
    "delete": "delete from log.event",
    "truncate": "truncate log.event",
    "merge": "merge into log.event e using (select) as one on true when matched then delete",
    "upsert": """
        insert into log.event select * from log.event where log_offset = 1
        on conflict (log_offset) do update set recorded_by = 'somebody'""",
}
COPY_OF_FIRST = """
    insert into log.event
    select $1, gen_random_uuid(), record_kind, record_id, $2, kind, change, schema_version,
      recorded_at - $3::text::interval, recorded_by, null, request_hash, salt, payload, payload_hash, leaf
    from log.event where log_offset = 1"""


@pytest.fixture
async def in_role(superuser, log, event_of):
    """Put two events into the log, then act in a role."""
    async with log.appending() as appending:
        await appending.append([event_of("nato"), event_of("nato", expected=ANY)])

    async def act(role, query, *arguments):
        async with superuser.transaction():
            if role:
                await superuser.execute("select set_config('role', $1, true)", role)
            return await superuser.execute(query, *arguments)

    return act


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [READER, WRITER, OWNER, None])
async def test_nobody_changes_the_log(in_role, superuser, role, change):
    before = await superuser.fetch("select * from log.event")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await in_role(role, CHANGES[change])
    assert await superuser.fetch("select * from log.event") == before


@pytest.mark.parametrize("role", [OWNER, None])
async def test_nobody_changes_the_log_as_a_replica_either(in_role, superuser, role):
    await superuser.execute("set session_replication_role = replica")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await in_role(role, CHANGES["delete"])


@pytest.mark.parametrize(
    "query",
    [
        "alter table log.event disable trigger all",
        "alter table log.event add column more text",
        "drop table log.event",
        "create trigger mine before insert on log.event for each row execute function log.refuse_change()",
        "create table log.mine ()",
        "select log.erase_event(gen_random_uuid(), gen_random_uuid(), 'because', 'me')",
        "select log.append_erasure(gen_random_uuid(), gen_random_uuid(), 'because', 'me')",
        "update log.identity set id = gen_random_uuid()",
        "delete from log.identity",
    ],
)
@pytest.mark.parametrize("role", [READER, WRITER])
async def test_the_roles_of_the_service_change_nothing_around_the_log(in_role, role, query):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await in_role(role, query)


async def test_a_reader_does_not_append(in_role):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await in_role(READER, COPY_OF_FIRST, 3, 3, "0")


async def test_a_writer_may_append_the_next_event(in_role):
    assert await in_role(WRITER, COPY_OF_FIRST, 3, 3, "0") == "INSERT 0 1"


@pytest.mark.parametrize("role", [WRITER, OWNER, None])
@pytest.mark.parametrize(
    ("log_offset", "version", "earlier", "constraint"),
    [
        (4, 3, "0", "event_predecessor"),
        (3, 3, "1 millisecond", "event_predecessor"),
        (3, 4, "0", "event_stream_predecessor"),
        (2, 3, "0", "event_pkey"),
        (3, 2, "0", "event_stream_version_key"),
        (0, 3, "0", "event_log_offset_from_1"),
        (3, 0, "0", "event_version_from_1"),
    ],
)
async def test_the_database_itself_refuses_gaps_and_times_that_go_back(
    in_role, role, log_offset, version, earlier, constraint
):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await in_role(role, COPY_OF_FIRST, log_offset, version, earlier)
    assert refusal.value.constraint_name == constraint


async def test_the_database_refuses_a_gap_inside_a_batch(in_role):
    batch = (
        COPY_OF_FIRST.replace("$1,", "$1 + place,")
        .replace("$2,", "$2 + place,")
        .replace("from log.event where", "from log.event, unnest(array[0, 2]) as place where")
    )
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await in_role(WRITER, batch, 3, 3, "0")
    assert refusal.value.constraint_name == "event_predecessor"


async def test_the_database_refuses_a_time_that_goes_back_inside_a_batch(in_role):
    batch = (
        COPY_OF_FIRST.replace("$1,", "$1 + place,")
        .replace("$2,", "$2 + place,")
        .replace("$3::text::interval", "$3::text::interval - place * interval '1 millisecond'")
        .replace("from log.event where", "from log.event, unnest(array[0, 1]) as place where")
    )
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await in_role(WRITER, batch, 3, 3, "0")
    assert refusal.value.constraint_name == "event_predecessor"


async def test_a_writer_does_not_append_an_erasure_that_erased_nothing(in_role):
    bare = COPY_OF_FIRST.replace("record_kind, record_id", "'ERASURE', 'a'")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await in_role(WRITER, bare, 3, 1, "0")


async def test_a_search_path_of_the_writers_own_does_not_get_round_the_checks(in_role, superuser):
    await superuser.execute(
        """
        create schema trap;
        grant all on schema trap to onrecord_writer;
        create function trap.never(bigint, bigint) returns boolean language sql as 'select false';
        create operator trap.<> (leftarg = bigint, rightarg = bigint, function = trap.never);
        create operator trap.> (leftarg = bigint, rightarg = bigint, function = trap.never);
        grant execute on all functions in schema trap to onrecord_writer;
        set search_path = trap, pg_catalog"""
    )
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await in_role(WRITER, COPY_OF_FIRST, 9, 3, "0")
