"""Owns the way from a file of events back into a log: everything is held against it first, then put in its place.

check     the whole file is sound, and the log holds the same events as far as both go
restore   what the log lacks, in transactions so short that others go on writing
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from events.log.connection import Connection
from events.log.reader import LogReader
from events.log.restoring import LogMoved, restore
from events.log.stored import StoredEvent, leaves
from events.vocabulary import LogOffset
from service.importing.event_file import EventFile
from service.importing.running import FIRST_CHUNK, next_size

_PAGE = 1_000

Progress = Callable[[int], None]
"""Told how many events of the file are done."""


class AnotherLog(ValueError):
    """The log holds something else than the file; the text says where, and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the events of a file."""

    restored: int
    already_there: int


async def check(connection: Connection, file: EventFile, *, progress: Progress = lambda _: None) -> LogOffset:
    """Read the whole file, hold it against the log, and return the offset up to which the log holds it already.

    Raises:
        DamagedFile: it is not as it was exported.
        AnotherLog: it does not fit this log.
        LogUnavailable: the database does not answer.
    """
    head = (await LogReader(connection).head()).log_offset
    if head < file.after:
        raise AnotherLog(
            f"The file begins after offset {file.after}, and this log ends at {head}; "
            "import what comes before it first."
        )
    done = 0
    with closing(file.events()) as events:
        while page := list(islice(events, _PAGE)):
            await _hold_against(connection, page, head)
            done += len(page)
            progress(done)
    return min(head, file.up_to)


async def _hold_against(connection: Connection, page: list[StoredEvent], head: LogOffset) -> None:
    first = page[0].log_offset
    held = await leaves(connection, LogOffset(first - 1), upto=min(head, page[-1].log_offset)) if first <= head else []
    for event, leaf in zip(page, held, strict=False):
        if event.leaf != leaf:
            raise AnotherLog(
                f"This log is not the one of the file: at offset {event.log_offset} it holds another event. "
                "Import the file into an empty one."
            )


async def restore_rest(
    connection: Connection, file: EventFile, *, after: LogOffset, progress: Progress = lambda _: None
) -> Restored:
    """Put the events of a checked file after an offset in their places.

    Raises:
        AnotherLog: somebody recorded meanwhile, and the file does not fit any more.
        DamagedFile: the file was changed since it was checked.
        LogUnavailable: the log did not answer; import again, nothing is restored twice.
    """
    already_there = after - file.after
    done, size = already_there, FIRST_CHUNK
    with closing(file.events()) as events:
        rest = islice(events, already_there, None)
        while chunk := list(islice(rest, size)):
            began = time.monotonic()
            await _restore(connection, chunk)
            size = next_size(len(chunk), time.monotonic() - began)
            done += len(chunk)
            progress(done)
    return Restored(restored=done - already_there, already_there=already_there)


async def _restore(connection: Connection, chunk: list[StoredEvent]) -> None:
    try:
        await restore(connection, chunk)
    except LogMoved as moved:
        raise AnotherLog(
            f"Something else was recorded meanwhile: the log ends at offset {moved.head}, and the file's next event "
            f"belongs at {chunk[0].log_offset}. Import the file into an empty log, and record there afterwards."
        ) from moved
