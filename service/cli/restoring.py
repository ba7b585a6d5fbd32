"""Owns putting a file of events back from the command line: as the owner of the log, for it is no recording."""

import asyncio
import datetime
from pathlib import Path

from events.log.connection import Connection
from events.log.restoring import owner_connection
from events.vocabulary import LogOffset
from projections.projector import Projector
from service.access.audit import AuditTrail
from service.cli import looks
from service.cli.bars import bars
from service.cli.database import Databases, check_revision, open_writer, reached
from service.cli.failures import CannotRestore
from service.cli.terminal_user import terminal_user
from service.importing.event_file import DamagedFile, EventFile
from service.importing.restoring import AnotherLog, Restored, check, restore_rest

_PATIENCE = datetime.timedelta(seconds=30)


def events_from(path: Path, *, data_dir: Path | None) -> Restored:
    """Restore the events of a file and project them; where there is no database, begin one.

    Raises:
        CannotRestore: the file is damaged, or the log holds something else.
        LogUnavailable: the log did not answer.
    """
    try:
        file = EventFile.opened(path)
        with reached(data_dir, tell=looks.aside.print, may_begin=True) as databases:
            return asyncio.run(_restored(file, databases))
    except (DamagedFile, AnotherLog) as error:
        raise CannotRestore(str(error)) from error


async def _noted(connection: Connection, file: EventFile, held: LogOffset) -> None:
    """Put into the audit trail what is about to happen: whose words these are, the log does not say."""
    detail = f"offsets {held + 1} to {file.up_to} of log {file.log_id}"
    await AuditTrail(connection).add_command(terminal_user(), command="onrecord import events", detail=detail)


async def _restored(file: EventFile, databases: Databases) -> Restored:
    await check_revision(databases.owner)
    with bars() as bar:
        async with owner_connection(
            databases.owner, application_name="onrecord import", patience=_PATIENCE
        ) as connection:
            checking = bar.add_task("checking", total=file.length)
            held = await check(connection, file, progress=lambda done: bar.update(checking, completed=done))
            if held < file.up_to:
                await _noted(connection, file, held)
            task = bar.add_task("events", total=file.length)
            restored = await restore_rest(
                connection, file, after=held, progress=lambda done: bar.update(task, completed=done)
            )
        projecting = bar.add_task("positions", total=None)
        pool = await open_writer(databases)
        try:
            await Projector(pool).catch_up(
                progress=lambda reached, head: bar.update(projecting, completed=reached, total=head)
            )
        finally:
            await pool.close()
    return restored
