"""What the tests of exporting share: a hard history in one database, and an empty database beside it."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
from cluster import Cluster
from exporting.copies import hard_history, in_log, read_out
from positions.recording import opened

from events.log.connection import Pool
from projections.projector import Projector


@pytest.fixture
def empty(postgres_cluster: Cluster, migrated_template: str) -> Iterator[str]:
    """Make a second database, migrated and empty."""
    yield postgres_cluster.create_database("copy", template=migrated_template)
    postgres_cluster.drop_database("copy")


@pytest.fixture
async def source(database: str) -> AsyncIterator[Pool]:
    """Record a hard history, erase a part of it, and keep a pool on it."""
    pool = await opened(database)
    await in_log(pool, hard_history(), erased=[-4, -1])
    await Projector(pool).catch_up()
    yield pool
    await pool.close()


@pytest.fixture
async def copy(empty: str) -> AsyncIterator[Pool]:
    """Keep a pool on the empty database, which is a log of its own."""
    connection = await asyncpg.connect(empty)
    await connection.execute("update log.identity set id = gen_random_uuid()")
    await connection.close()
    pool = await opened(empty)
    yield pool
    await pool.close()


@pytest.fixture
async def file(source: Pool, tmp_path):
    """Export the hard history."""
    return await read_out(source, tmp_path / "record.ndjson")
