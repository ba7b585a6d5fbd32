"""The first record, imported once for all tests here, and served over GraphQL from a clone of that database."""

import datetime
from collections.abc import AsyncIterator, Iterator

import pytest
from cluster import Cluster
from live_service import Service, serving

from events.log.appending import Log
from events.log.connection import open_writer_pool
from projections.projector import Projector
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.running import importing_recorder, run

_TEMPLATE = "december"
_PATIENCE = datetime.timedelta(seconds=60)


async def imported(dsn: str) -> None:
    """Import the first record and bring the projections up to it."""
    pool = await open_writer_pool(
        dsn, application_name="import", size=2, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    report = await run(RecordDirectory(FIRST_RECORD), importing_recorder(Log(pool), pool), recorded_by="desk")
    assert not report.refused, report.refused
    await Projector(pool).catch_up()
    await pool.close()


@pytest.fixture(scope="session")
def december_template(postgres_cluster: Cluster, migrated_template: str) -> str:
    """Import the first record, once."""
    dsn = postgres_cluster.create_database(_TEMPLATE, template=migrated_template)
    postgres_cluster.runner.run(imported(dsn))
    return _TEMPLATE


@pytest.fixture
def december(postgres_cluster: Cluster, december_template: str) -> Iterator[str]:
    """Clone the database of the first record; yield its DSN."""
    yield postgres_cluster.create_database("december_2021", template=december_template)
    postgres_cluster.drop_database("december_2021")


@pytest.fixture
async def service(december: str) -> AsyncIterator[Service]:
    """Serve the first record."""
    async with serving(december) as service:
        yield service
