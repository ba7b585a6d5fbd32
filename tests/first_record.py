"""The first record in a database of a test."""

import datetime

from events.log.appending import Log
from events.log.connection import open_writer_pool
from projections.projector import Projector
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.running import importing_recorder, run

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
