"""What the tests of importing share: a recorder that imports into this test's own database, and a record as files."""

import datetime
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from importing.small_record import Record, small_record, write

from events.log.appending import Log
from events.log.connection import Pool, open_writer_pool
from events.log.reader import LogReader
from service.importing.record import RecordDirectory
from service.importing.running import Report, importing_recorder, run

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
    """Import a directory, as the desk."""

    async def imported(importer: RecordDirectory) -> Report:
        return await run(importer, importing_recorder(Log(writer_pool), writer_pool), recorded_by="desk")

    return imported


@pytest.fixture
def import_record(import_directory: Importing, tmp_path: Path) -> Importing:
    """Write a record as files, and import it."""

    async def imported(record: Record, *, texts: bool = False) -> Report:
        directory = write(record, tmp_path / "record")
        return await import_directory(RecordDirectory(directory, texts=directory / "texts" if texts else None))

    return imported
