"""The server deployment: its roles can do what they are for, and it sets only variables that are read."""

import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from cluster import Cluster

import migrations
from service.settings import Settings, variable

_TEXT = (Path(__file__).parent.parent / "docker-compose.yml").read_text(encoding="utf-8")
_GROUP_ROLE = re.compile(r"create role onrecord_(owner|writer|reader) ")
_LOGINS = ("onrecord_migrator", "onrecord_service", "onrecord_asker")


def _scripts() -> tuple[list[str], list[str]]:
    """Return what is run before the database is there, and what is run in it."""
    script = _TEXT.partition("<<'SQL'\n")[2].partition("      SQL\n")[0].replace(":'password'", "'secret'")
    before, _, inside = script.partition("\\connect onrecord\n")
    return _queries(before), _queries(inside)


def _queries(script: str) -> list[str]:
    return [query.strip() for query in script.split(";") if query.strip()]


@pytest.fixture
def deployment(postgres_cluster: Cluster) -> Iterator[dict[str, str]]:
    """Make the roles and the database as the deployment does; yield a DSN for each login."""
    before, inside = _scripts()
    for query in before:
        postgres_cluster.execute(_unless_there(query) if _GROUP_ROLE.match(query) else query)
    dsn = postgres_cluster.server.dsn(database="onrecord")
    for query in inside:
        postgres_cluster.runner.run(_ask(dsn, query))
    yield {name: dsn.replace("postgres@", f"{name}@") for name in _LOGINS}
    postgres_cluster.drop_database("onrecord")
    for name in _LOGINS:
        postgres_cluster.execute(f"drop role {name}")


def _unless_there(query: str) -> str:
    """Roles belong to the cluster: the migration of another test's database may have made this one."""
    return f"do $$ begin {query}; exception when duplicate_object then null; end $$"


async def _ask(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_each_login_may_do_its_work_and_no_more(deployment: dict[str, str]) -> None:
    await migrations.upgrade(deployment["onrecord_migrator"])
    assert await _ask(deployment["onrecord_service"], "select count(*) from log.event") == 0
    assert await _ask(deployment["onrecord_asker"], "select count(*) from log.event") == 0
    for login in ("onrecord_service", "onrecord_asker"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _ask(deployment[login], "create table log.mine ()")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _ask(deployment[login], "create temporary table event ()")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _ask(deployment[login], "select lo_create(0)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _ask(deployment[login], "set role onrecord_owner")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await _ask(deployment["onrecord_asker"], "insert into log.event select from log.event")


def test_the_deployment_sets_only_variables_that_are_read() -> None:
    read = {variable(name) for name in Settings.model_fields}
    assert set(re.findall(r"^      (ONRECORD_\w+|DATABASE_URL):", _TEXT, re.MULTILINE)) <= read
