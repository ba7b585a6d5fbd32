"""What the tests of importing share: a recorder that imports into this test's own database, and a record as files.

import_directory  imports whatever importer it is given
import_record     writes a record as files, and imports it
second            the DSN of another database of this test's own
data              the directory of the public data sets; tests marked `data` are not collected without ONRECORD_DATA
"""

import datetime
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from cluster import Cluster
from importing.small_record import Record, small_record, write

from events.log.appending import Log
from events.log.connection import Pool, open_writer_pool
from events.log.reader import LogReader
from service.importing.importer import Importer
from service.importing.record import RecordDirectory
from service.importing.running import Report, importing_recorder, run

_DATA = "ONRECORD_DATA"
Importing = Callable[..., Awaitable[Report]]


@pytest.fixture
async def writer_pool(database: str) -> AsyncIterator[Pool]:
    pool = await open_writer_pool(
        database,
        application_name="a test",
        size=2,
        lock_timeout=datetime.timedelta(seconds=5),
        transaction_timeout=datetime.timedelta(seconds=30),
    )
    yield pool
    await pool.close()


@pytest.fixture
def reader(writer_pool: Pool) -> LogReader:
    return LogReader(writer_pool)


@pytest.fixture
def record() -> Record:
    return small_record()


@pytest.fixture
def import_directory(writer_pool: Pool) -> Importing:
    """Import, as the desk."""

    async def imported(importer: Importer, **options: object) -> Report:
        recorder = importing_recorder(Log(writer_pool), writer_pool)
        return await run(importer, recorder, recorded_by="desk", **options)

    return imported


@pytest.fixture
def import_record(import_directory: Importing, tmp_path: Path) -> Importing:
    """Write a record as files, and import it."""

    async def imported(record: Record, *, texts: bool = False) -> Report:
        directory = write(record, tmp_path / "record")
        return await import_directory(RecordDirectory(directory, texts=directory / "texts" if texts else None))

    return imported


@pytest.fixture
def second(postgres_cluster: Cluster, migrated_template: str) -> Iterator[str]:
    """Make a second database, migrated and empty."""
    yield postgres_cluster.create_database("second", template=migrated_template)
    postgres_cluster.drop_database("second")


@pytest.fixture
def data() -> Path:
    """Name the directory of the public data sets."""
    return Path(os.environ[_DATA])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of public data where none are named: that is no skip, the data are no part of the project."""
    if os.environ.get(_DATA):
        return
    left_out = [item for item in items if item.get_closest_marker("data")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
