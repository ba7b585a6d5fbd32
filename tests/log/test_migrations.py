"""Migrations: one head; up, down, up; the schema as reviewed; any number of processes at once."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

import migrations
from events.log.sql import load
from migrations.dump import schema_dump
from service.embedded.binaries import program
from service.embedded.server import EmbeddedPostgres

DIRECTORY = Path(migrations.__file__).parent
SCHEMA = DIRECTORY / "schema.sql"


async def execute(dsn, query, *arguments):
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(query, *arguments)
    finally:
        await connection.close()


def dump(dsn):
    return schema_dump(dsn, pg_dump=Path(program("pg_dump")))


def test_there_is_one_head_and_it_is_the_newest_file():
    config = Config()
    config.set_main_option("script_location", str(DIRECTORY))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [migrations.head_revision()]
    assert [revision.revision for revision in script.walk_revisions()] == migrations.revisions()[::-1]


@pytest.mark.parametrize("revision", migrations.revisions())
def test_every_revision_goes_up_and_down(revision):
    assert set(load(DIRECTORY / "versions" / f"{revision}.sql")) == {"up", "down"}


@pytest.mark.parametrize("revision", migrations.revisions())
def test_a_revision_s_name_fits_alembic_s_table(revision):
    assert len(revision) <= 32


async def test_a_fresh_upgrade_is_the_schema_as_reviewed(database):
    """After a new revision: ``ONRECORD_WRITE_SCHEMA=1 pytest tests/log/test_migrations.py``; read the difference."""
    fresh = dump(database)
    if os.environ.get("ONRECORD_WRITE_SCHEMA"):
        SCHEMA.write_text(fresh)
    assert fresh == SCHEMA.read_text()


async def test_up_down_up_is_up(empty_database):
    await migrations.upgrade(empty_database)
    first = dump(empty_database)
    await migrations.downgrade(empty_database)
    assert await migrations.current(empty_database) is None
    schemas = "select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'"
    assert {row[0] for row in await execute(empty_database, schemas)} == {"public", "migrations"}
    await migrations.upgrade(empty_database)
    assert dump(empty_database) == first


async def test_every_revision_can_be_taken_back_alone(empty_database):
    await migrations.upgrade(empty_database)
    whole = dump(empty_database)
    for revision in migrations.revisions()[-2::-1]:
        await migrations.downgrade(empty_database, revision)
        assert await migrations.current(empty_database) == revision
    await migrations.upgrade(empty_database)
    assert dump(empty_database) == whole


async def test_of_five_at_once_one_migrates_and_none_fails(empty_database):
    await asyncio.gather(*(migrations.upgrade(empty_database) for _ in range(5)))
    assert await migrations.current(empty_database) == migrations.head_revision()
    assert [tuple(row) for row in await execute(empty_database, "select count(*) from log.identity")] == [(1,)]


async def test_databases_of_one_cluster_make_the_roles_at_once(tmp_path):
    with EmbeddedPostgres(tmp_path / "cluster", throwaway=True) as server:
        names = ["one", "two", "three"]
        for name in names:
            await execute(server.dsn(), f'create database "{name}"')
        upgrade = "import asyncio, sys, migrations; asyncio.run(migrations.upgrade(sys.argv[1]))"
        processes = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", upgrade, server.dsn(database=name), cwd=DIRECTORY.parent
            )
            for name in names
        ]
        assert [await process.wait() for process in processes] == [0, 0, 0]
        for name in names:
            assert await migrations.current(server.dsn(database=name)) == migrations.head_revision()


async def test_a_database_owner_who_may_create_roles_can_migrate_without_being_superuser(tmp_path):
    with EmbeddedPostgres(tmp_path / "cluster", throwaway=True) as server:
        await execute(server.dsn(), "create role desk login createrole")
        await execute(server.dsn(), "create database desk owner desk")
        dsn = server.dsn(database="desk").replace("postgres@", "desk@")
        await migrations.upgrade(dsn)
        await migrations.downgrade(dsn)
        await migrations.upgrade(dsn)
        assert await migrations.current(dsn) == migrations.head_revision()


async def test_a_newer_database_is_refused_and_unchanged(empty_database):
    await migrations.upgrade(empty_database)
    await execute(empty_database, "update migrations.revision set version_num = '9999_later'")
    with pytest.raises(migrations.UnknownRevision) as refusal:
        await migrations.upgrade(empty_database)
    assert refusal.value.revision == "9999_later"
    assert "upgrade onrecord" in str(refusal.value)


def test_a_migrated_database_is_passed_by_without_alembic(database):
    code = """
import asyncio, sys, migrations
asyncio.run(migrations.upgrade(sys.argv[1]))
sys.exit("alembic" in sys.modules or "sqlalchemy" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code, database], check=True, cwd=DIRECTORY.parent)
