"""A service that was taken over cannot change the log: tried with exactly the logins that the service uses."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from importing.small_record import small_record, write

from events.log.sql import load
from service.access.audit import AuditTrail
from service.access.roles import AccessRole
from service.access.tokens import Tokens
from service.cli.database import Databases, open_owner, open_writer, reached
from service.cli.imports import imported
from service.importing.record import RecordDirectory

_HERE = Path(__file__).parent
_KEPT = (
    "select e.* from log.event e order by e.log_offset",
    "select t.* from access.token t order by t.id",
    "select a.* from access.audit a order by a.id",
    "select i.* from log.identity i",
    "select r.* from migrations.revision r",
    "select t.tgname, t.tgenabled, t.tgrelid::regclass::text from pg_trigger t order by 1, 3",
    "select p.proname, p.prosrc, p.proacl::text from pg_proc p where p.pronamespace in "
    "('log'::regnamespace, 'access'::regnamespace, 'projection'::regnamespace) order by 1",
    "select r.rolname, r.rolsuper, r.rolcreaterole, r.rolcanlogin from pg_roles r order by 1",
    "select c.relnamespace::regnamespace::text, c.relname, c.relacl::text from pg_class c where c.relnamespace in "
    "('log'::regnamespace, 'access'::regnamespace, 'migrations'::regnamespace, 'projection'::regnamespace, "
    "'projection_next'::regnamespace) order by 1, 2",
    "select count(*) from pg_largeobject_metadata",
)
"""All that must be as before, whatever was tried."""

TRIED = load(_HERE / "taken_over.sql")
ONLY_THE_READER = load(_HERE / "taken_over_reader.sql")
BY_THE_READER = {**TRIED, **ONLY_THE_READER}


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Have the database that comes along, as `onrecord` has it, with a small record, a token and a trail."""
    home = tmp_path_factory.mktemp("taken")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("DATABASE_URL", "ONRECORD_OWNER_URL", "ONRECORD_READ_URL"):
            environment.delenv(name, raising=False)
        with reached(home / "data", tell=lambda _: None, may_begin=True) as databases:
            asyncio.run(_filled(databases, write(small_record(), home / "record")))
            yield databases


async def _filled(databases: Databases, record: Path) -> None:
    pool = await open_writer(databases)
    await imported(RecordDirectory(record), pool)
    await AuditTrail(pool).add_command("me", command="a test", detail="")
    await pool.execute("select projection.begin_generation('{}')")
    await pool.close()
    owner = await open_owner(databases)
    await Tokens(owner).create("alice", AccessRole.READER, expires_at=None, created_by="me")
    await Tokens(owner).create("bob", AccessRole.READER, expires_at=None, created_by="me")
    await Tokens(owner).revoke("bob", revoked_by="me", because=None)
    await owner.close()


async def _kept(databases: Databases) -> list[object]:
    """Return everything that must not change, as the superuser sees it."""
    superuser = await asyncpg.connect(databases.owner)
    try:
        return [await superuser.fetch(query) for query in _KEPT]
    finally:
        await superuser.close()


async def _try(dsn: str, role: str | None, query: str) -> None:
    """Try a query on a connection as the service opens it; then again after `reset role`, as whoever took it over."""
    connection = await asyncpg.connect(dsn, server_settings={"role": role} if role else {})
    try:
        for before in ("", "reset role", "reset session authorization"):
            if before:
                await connection.execute(before)
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(query)
    finally:
        await connection.close()


@pytest.mark.parametrize("query", TRIED.values(), ids=TRIED)
async def test_who_has_the_writer_s_connection_changes_nothing_on_record(databases, query):
    before = await _kept(databases)
    await _try(databases.writer, "onrecord_writer", query)
    assert await _kept(databases) == before


@pytest.mark.parametrize("query", BY_THE_READER.values(), ids=BY_THE_READER)
async def test_who_has_the_reader_s_connection_changes_nothing_at_all(databases, query):
    before = await _kept(databases)
    await _try(databases.reader, "onrecord_reader", query)
    assert await _kept(databases) == before


@pytest.mark.parametrize("login", ["writer", "reader"])
async def test_a_right_that_is_not_theirs_to_give_is_given_to_nobody(databases, login):
    """PostgreSQL answers this with a warning, not with an error."""
    before = await _kept(databases)
    connection = await asyncpg.connect(getattr(databases, login))
    await connection.execute("grant all on log.event to public")
    await connection.close()
    assert await _kept(databases) == before


@pytest.mark.parametrize("login", ["writer", "reader"])
async def test_the_logins_are_nobody_special(databases, login):
    connection = await asyncpg.connect(getattr(databases, login))
    special = await connection.fetchval(
        "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls "
        "from pg_roles where rolname = session_user"
    )
    groups = await connection.fetch(
        "select r.rolname from pg_roles r "
        "where pg_has_role(session_user, r.oid, 'member') and r.rolname <> session_user"
    )
    await connection.close()
    group = {"writer": "onrecord_writer", "reader": "onrecord_reader"}[login]
    assert special is False
    assert [row["rolname"] for row in groups] == [group]


@pytest.mark.parametrize("query", [TRIED[name] for name in ("delete", "truncate", "change_the_trail", "raise_a_token")])
async def test_not_even_the_superuser_does_it_by_mistake(databases, query):
    superuser = await asyncpg.connect(databases.owner)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await superuser.execute(query)
    await superuser.close()


async def test_the_writer_does_what_it_is_for(databases):
    """So that the refusals above are no accident of a connection that could do nothing."""
    writer = await asyncpg.connect(databases.writer, server_settings={"role": "onrecord_writer"})
    assert await writer.fetchval("select count(*) from log.event") > 0
    assert await writer.fetchval("select count(*) from access.token") == 2
    transaction = writer.transaction()
    await transaction.start()
    add = "insert into access.audit (who, asked, outcome, detail) values ('x', 'x', 'ALLOWED', '')"
    assert await writer.execute(add) == "INSERT 0 1"
    assert (await writer.execute("delete from projection.checkpoint")).startswith("DELETE")
    await transaction.rollback()
    await writer.close()
