"""Owns the way from entries to the log: in transactions so short that the desk goes on writing, with a report."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from events.decide.command import Request
from events.errors import Refusal, Refused
from events.log.appending import Log
from events.log.connection import Pool
from events.log.recorder import Answer, Recorded, Recorder
from events.vocabulary import EventId
from service.importing.importer import Entry, Importer, RefusedEntry, event_id_of

_FIRST_CHUNK = 20
_LARGEST_CHUNK = 2_000
_SECONDS_A_TRANSACTION = 0.1
_INPUT = "input"

Progress = Callable[[int], None]
"""Told how many entries are done."""


@dataclass
class Report:
    """What became of every entry of an import."""

    recorded: int = 0
    already_there: int = 0
    refused: list[RefusedEntry] = field(default_factory=list)

    @property
    def done(self) -> int:
        """The number of entries that were looked at."""
        return self.recorded + self.already_there + len(self.refused)


def importing_recorder(log: Log, pool: Pool) -> Recorder:
    """Return a recorder that gives each event the id that follows from its key."""
    return Recorder(log, pool, draw_id=_id_of)


async def run(
    importer: Importer, recorder: Recorder, *, recorded_by: str, progress: Progress = lambda _: None
) -> Report:
    """Record every entry that may be; one that is refused leaves its neighbours alone.

    Importing again finds what is there already. ``recorder`` is an ``importing_recorder``.

    Raises:
        LogUnavailable: the log did not answer; import again, nothing is recorded twice.
    """
    report = Report()
    entries = importer.entries()
    size = _FIRST_CHUNK
    while chunk := _next_chunk(entries, size, report):
        began = time.monotonic()
        requests = [Request(entry.command, recorded_by, entry.key) for entry in chunk]
        for entry, answer in zip(chunk, await recorder.record(requests), strict=True):
            _count(entry, answer, report)
        size = _next_size(len(chunk), time.monotonic() - began)
        progress(report.done)
    progress(report.done)
    return report


def _next_chunk(entries: Iterator[Entry | RefusedEntry], size: int, report: Report) -> list[Entry]:
    """Take the next entries; those that could not be read go straight into the report."""
    chunk: list[Entry] = []
    while len(chunk) < size and (entry := next(entries, None)) is not None:
        if isinstance(entry, RefusedEntry):
            report.refused.append(entry)
        else:
            chunk.append(entry)
    return chunk


def _next_size(size: int, seconds: float) -> int:
    """At most double, so that one lucky chunk is not followed by one that locks the desk out."""
    return max(1, min(size * 2, int(size * _SECONDS_A_TRANSACTION / max(seconds, 0.001)), _LARGEST_CHUNK))


def _count(entry: Entry, answer: Answer, report: Report) -> None:
    match answer:
        case Recorded(is_new=True):
            report.recorded += 1
        case Recorded():
            report.already_there += 1
        case Refused(refusals=refusals):
            report.refused.append(RefusedEntry(entry.place, _in_words_of_the_file(refusals, entry)))


def _in_words_of_the_file(refusals: Sequence[Refusal], entry: Entry) -> tuple[Refusal, ...]:
    return tuple(
        replace(refusal, field=_path(refusal.field), message=_renamed(refusal.message, entry)) for refusal in refusals
    )


def _path(field_path: tuple[str, ...]) -> tuple[str, ...]:
    return field_path[1:] if field_path[:1] == (_INPUT,) else field_path


def _renamed(message: str, entry: Entry) -> str:
    for event_id, name in entry.names.items():
        message = message.replace(event_id, name)
    return message


def _id_of(request: Request) -> EventId:
    if request.idempotency_key is None:
        raise ValueError("an import's request bears its entry's key")
    return event_id_of(request.idempotency_key)
