"""Owns the way from entries to the log: in transactions so short that the desk goes on writing, with a report."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from events.decide.command import Record, Request
from events.drafts import ActorDraft, SourceDraft
from events.errors import Refusal, RefusalCode, Refused
from events.log.appending import Log
from events.log.connection import Pool
from events.log.recorder import Answer, Recorded, Recorder
from events.vocabulary import EventId
from service.importing.foreseeing import Foreseeing
from service.importing.importer import Entry, Importer, RefusedEntry, SetAside, Yielded, event_id_of

FIRST_CHUNK = 20
SMALLEST_CHUNK = 25
"""Else chunks shrink to single rows on a busy machine. What is slow to project makes others wait for this many."""
_LARGEST_CHUNK = 2_000
_SECONDS_A_TRANSACTION = 0.1
_INPUT = "input"
_KEPT = 1_000
"""Refusals that a report keeps; all of them are told as they come."""
_WILL_DO: Mapping[type[Any], frozenset[RefusalCode]] = {
    ActorDraft: frozenset({RefusalCode.ID_TAKEN, RefusalCode.KEY_REUSED}),
    SourceDraft: frozenset({RefusalCode.KEY_REUSED}),
}
"""Who has the slug of an actor is that actor, whoever registered it and however; a source is so only if it was ours.
What an issue means is never taken from its slug."""

NotRecorded = RefusedEntry | SetAside


@dataclass
class Report:
    """What became of every row of an import, and of what was registered for them.

    A dry run counts as ``recorded`` and ``registered`` what would be. ``refused`` has the first refusals, ``refusals``
    counts all of them by code, ``set_aside`` by reason.
    """

    recorded: int = 0
    already_there: int = 0
    rows_refused: int = 0
    registered: int = 0
    registered_before: int = 0
    registrations_refused: int = 0
    refused: list[RefusedEntry] = field(default_factory=list)
    refusals: Counter[RefusalCode] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """The number of rows that were looked at, each of which is in one of the counts."""
        return self.recorded + self.already_there + self.rows_refused + self.set_aside.total()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused."""
        return not self.refusals

    def refuse(self, entry: RefusedEntry) -> None:
        """Count what was refused."""
        if entry.registers:
            self.registrations_refused += 1
        else:
            self.rows_refused += 1
        self.refusals.update(refusal.code for refusal in entry.refusals)
        if len(self.refused) < _KEPT:
            self.refused.append(entry)


Progress = Callable[[Report], None]
"""Told what was done so far."""
Tell = Callable[[NotRecorded], None]
"""Told of everything that was not recorded, as it comes."""
KeepUp = Callable[[], Awaitable[None]]
"""Waits until there is room for the next chunk: until the projections are not far behind."""


async def _at_once() -> None:
    """Leave the projections for later: nobody else is there."""


def importing_recorder(log: Log, pool: Pool) -> Recorder:
    """Return a recorder that gives each event the id that follows from its key."""
    return Recorder(log, pool, draw_id=_id_of)


async def run(
    importer: Importer,
    recorder: Recorder,
    *,
    recorded_by: str,
    is_dry: bool = False,
    tell: Tell = lambda _: None,
    progress: Progress = lambda _: None,
    keep_up: KeepUp = _at_once,
) -> Report:
    """Record every entry that may be; one that is refused leaves its neighbours alone.

    Importing again finds what is there already. ``recorder`` is an ``importing_recorder``; a dry run decides the same
    with it, and writes nothing. ``keep_up`` is awaited behind each chunk that was written.

    Raises:
        LogUnavailable: the log did not answer; import again, nothing is recorded twice.
    """
    running = _Running(Report(), tell)
    entries = importer.entries()
    foreseeing = Foreseeing(recorder) if is_dry else None
    size = FIRST_CHUNK
    while chunk := running.next_chunk(entries, size):
        began = time.monotonic()
        requests = [Request(entry.command, entry.recorded_by or recorded_by, entry.key) for entry in chunk]
        answers = await (foreseeing.record(chunk, requests) if foreseeing else recorder.record(requests))
        for entry, answer in zip(chunk, answers, strict=True):
            running.count(entry, answer)
        recorded = time.monotonic()
        if not is_dry:
            await keep_up()
        size = next_size(len(chunk), max(recorded - began, time.monotonic() - recorded))
        progress(running.report)
    progress(running.report)
    return running.report


def next_size(size: int, seconds: float) -> int:
    """Return the size of the next chunk, after one that took so long to record, or to project if that was longer.

    At most double, lest one lucky chunk precede one that locks the desk out.
    """
    in_time = int(size * _SECONDS_A_TRANSACTION / max(seconds, 0.001))
    return min(size * 2, max(in_time, SMALLEST_CHUNK), _LARGEST_CHUNK)


@dataclass(frozen=True, slots=True)
class _Running:
    """An import under way."""

    report: Report
    tell: Tell

    def next_chunk(self, entries: Iterator[Yielded], size: int) -> list[Entry]:
        """Take the next entries; what is none goes straight into the report."""
        chunk: list[Entry] = []
        while len(chunk) < size and (entry := next(entries, None)) is not None:
            if isinstance(entry, Entry):
                chunk.append(entry)
            else:
                self._not_recorded(entry)
        return chunk

    def count(self, entry: Entry, answer: Answer) -> None:
        """Count what became of an entry."""
        match answer:
            case Refused(refusals=refusals) if _will_do(entry, refusals):
                self.report.registered_before += 1
            case Refused(refusals=refusals):
                self._not_recorded(RefusedEntry(entry.place, _in_words_of_the_file(refusals, entry), entry.registers))
            case Recorded(is_new=False) if entry.registers:
                self.report.registered_before += 1
            case Recorded(is_new=False):
                self.report.already_there += 1
            case _ if entry.registers:
                self.report.registered += 1
            case _:
                self.report.recorded += 1

    def _not_recorded(self, entry: NotRecorded) -> None:
        if isinstance(entry, SetAside):
            self.report.set_aside[entry.reason] += 1
        else:
            self.report.refuse(entry)
        self.tell(entry)


def _will_do(entry: Entry, refusals: Sequence[Refusal]) -> bool:
    """Tell whether what was to be registered is on record well enough for the rows that name it."""
    draft = entry.command.draft if isinstance(entry.command, Record) else None
    codes = {refusal.code for refusal in refusals}
    return entry.registers and codes <= _WILL_DO.get(type(draft), frozenset())


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
