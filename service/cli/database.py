"""Owns where the record is: named by DATABASE_URL, kept by a running service, or started for the moment."""

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import asyncpg

import migrations
from events.log.connection import Connection, Pool, open_reader_pool, open_writer_pool
from projections import generations
from projections.projector import Projector
from service.cli.failures import DatabaseOutdated, NoRecordYet
from service.embedded.directory import ClusterDirectory
from service.embedded.errors import DataDirectoryInUse
from service.embedded.logins import ASKER, SERVICE, make_logins
from service.embedded.server import EmbeddedPostgres
from service.settings import settings

T = TypeVar("T")
Tell = Callable[[str], None]
_APPLICATION = "onrecord command line"
_PATIENCE_WITH_STARTING_SERVER = 5.0


@dataclass(frozen=True, slots=True)
class Databases:
    """How to reach one database as its owner, its writer and its reader; ``is_ours`` if only this process uses it."""

    owner: str
    writer: str
    reader: str
    is_ours: bool = False


def named_database() -> Databases | None:
    """Return the database that the environment names, None where the service keeps its own."""
    found = settings()
    if found.database_url is None:
        return None
    return Databases(found.owner_url or found.database_url, found.database_url, found.read_url or found.database_url)


@contextmanager
def reached(data_dir: Path | None, *, tell: Tell, may_begin: bool = False) -> Iterator[Databases]:
    """Reach the database: the one named, a running service's, or the data directory's own, started for the moment.

    ``may_begin`` makes a database where there is none. One that is ours is at the head revision.

    Raises:
        NoRecordYet: there is no database, and none may be begun.
    """
    named = named_database()
    if named is not None:
        if may_begin:
            asyncio.run(migrations.upgrade(named.owner))
        yield named
        return
    home = data_dir or settings().data_dir
    if not may_begin and not ClusterDirectory(home).has_data():
        raise NoRecordYet(f"There is no record in {home} yet. Start one with `onrecord serve --demo`.")
    server = EmbeddedPostgres(home, progress=tell)
    try:
        server.start()
    except DataDirectoryInUse:
        _wait_for_server(home)
        asyncio.run(check_revision(server.dsn()))
        yield embedded_databases(server)
        return
    try:
        databases = embedded_databases(server, is_ours=True)
        asyncio.run(migrated(databases))
        yield databases
    finally:
        server.stop()


def embedded_databases(server: EmbeddedPostgres, *, is_ours: bool = False) -> Databases:
    """Return how to reach the one database of our own cluster: what writes and reads logs in as a role without more."""
    return Databases(server.dsn(), server.dsn(user=SERVICE), server.dsn(user=ASKER), is_ours=is_ours)


async def migrated(databases: Databases) -> None:
    """Bring our own database to the head revision, with the roles that log in to it."""
    await make_logins(databases.owner)
    await migrations.upgrade(databases.owner)


def _wait_for_server(home: Path) -> None:
    """Wait, not for long, for a server that another process is just starting."""
    deadline = time.monotonic() + _PATIENCE_WITH_STARTING_SERVER
    while not ClusterDirectory(home).server_is_ready() and time.monotonic() < deadline:
        time.sleep(0.02)


def read(question: Callable[[Connection], Awaitable[T]], *, data_dir: Path | None, tell: Tell) -> T:
    """Answer a question from one moment of the database: what it asks is read in one transaction."""
    with reached(data_dir, tell=tell) as databases:
        return asyncio.run(_read(question, databases))


def write(job: Callable[[Pool], Awaitable[T]], *, data_dir: Path | None, tell: Tell, may_begin: bool = False) -> T:
    """Do a job as the writer, on a database at the head revision."""
    with reached(data_dir, tell=tell, may_begin=may_begin) as databases:
        return asyncio.run(_write(job, databases))


async def open_writer(databases: Databases) -> Pool:
    """Open a small writer pool with the patience of somebody who waits at a terminal."""
    return await open_writer_pool(
        databases.writer,
        application_name=_APPLICATION,
        size=2,
        lock_timeout=datetime.timedelta(seconds=30),
        transaction_timeout=datetime.timedelta(hours=12),
    )


async def open_owner(databases: Databases) -> Connection:
    """Open a connection in the role that owns the database, for what the service itself may not do."""
    return await asyncpg.connect(
        databases.owner, server_settings={"application_name": _APPLICATION, "role": "onrecord_owner"}
    )


async def _read(question: Callable[[Connection], Awaitable[T]], databases: Databases) -> T:
    await check_revision(databases.reader)
    if databases.is_ours:
        await _write(lambda pool: Projector(pool).catch_up(), databases)
    pool = await open_reader_pool(databases.reader, application_name=_APPLICATION, size=1)
    try:
        async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
            await generations.stay(connection)
            return await question(connection)
    finally:
        await pool.close()


async def _write(job: Callable[[Pool], Awaitable[T]], databases: Databases) -> T:
    await check_revision(databases.writer)
    pool = await open_writer(databases)
    try:
        return await job(pool)
    finally:
        await pool.close()


async def check_revision(dsn: str) -> None:
    """Raise DatabaseOutdated unless the database is as this program needs it."""
    revision = await migrations.current(dsn)
    if revision != migrations.head_revision():
        raise DatabaseOutdated(
            f"The database is at revision {revision or 'none'}, and this program needs {migrations.head_revision()}. "
            "Start `onrecord serve` once; it migrates."
        )
