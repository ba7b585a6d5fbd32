"""Owns running alembic's steps on one asyncpg connection, one process at a time."""

from pathlib import Path
from typing import Any

import asyncpg
from alembic import command, op
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from events.log.sql import load

_QUERIES = load(Path(__file__).with_name("queries.sql"))


async def run(connection: "asyncpg.Connection[asyncpg.Record]", revision: str, *, is_upgrade: bool) -> None:
    """Move the database to a revision under a lock that others wait for, then close the connection."""
    await connection.execute(_QUERIES["lock"])
    await connection.execute(_QUERIES["create_schema"])

    async def connect(*_arguments: Any, **_options: Any) -> "asyncpg.Connection[asyncpg.Record]":
        return connection

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with engine.connect() as bound:
            await bound.run_sync(_run_alembic, revision, is_upgrade=is_upgrade)
    finally:
        await engine.dispose()


def run_section(script: Path, section: str) -> None:
    """Run one section of a revision's script, all its commands, in the transaction that alembic began."""
    bound = op.get_bind()
    bound.exec_driver_sql(_QUERIES["begin"])
    driver: Any = bound.connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(load(script)[section]))


def _run_alembic(bound: Connection, revision: str, *, is_upgrade: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = bound
    (command.upgrade if is_upgrade else command.downgrade)(config, revision)
