"""Owns reading a file of events (`service.exporting`) back: every line is checked before anything is done with it.

A line is as good as its hashes: the payload hash covers the payload, the leaf what stands around it, the SHA-256 of the
last line the rest. What an event would be refused for today is not asked; it was recorded.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeVar
from uuid import UUID

import orjson
from pydantic import BaseModel, ValidationError

from events.event import Erased, RecordRef, Retraction, Version
from events.log.stored import StoredEvent
from events.payload import leaf, payload_hash
from events.upcasters import CURRENT
from events.vocabulary import Change, LogOffset
from service.exporting.event_lines import EventLine, FirstLine, LastLine, Tally

_CUT = "the file ends here, before its last line: it was cut off; export it again"
_ALTERED = "the file was altered, or damaged on the way; export it again"

Line = TypeVar("Line", bound=BaseModel)


class DamagedFile(ValueError):
    """A file of events that is not as it was exported; the text names the line."""


@dataclass(frozen=True, slots=True)
class EventFile:
    """A file of events of which the first line is read; ``after`` and ``up_to`` are what it says to hold."""

    path: Path
    log_id: UUID
    after: LogOffset
    up_to: LogOffset

    @classmethod
    def opened(cls, path: Path) -> "EventFile":
        """Read the first line.

        Raises:
            DamagedFile: it is not the first line of such a file.
            OSError: the file cannot be read.
        """
        with path.open("rb") as file:
            first = _Lines(file).read(FirstLine)
        after, up_to = LogOffset(int(first.after)), LogOffset(int(first.up_to))
        if after > up_to:
            raise DamagedFile(f"Line 1: upTo is before after: {_ALTERED}.")
        return cls(path, first.log, after, up_to)

    @property
    def length(self) -> int:
        """How many events the file holds, by its first line."""
        return self.up_to - self.after

    def events(self) -> Generator[StoredEvent, None, None]:
        """Yield every event, each checked with all before it; the end is reached only if the whole file is sound.

        Whoever stops before the end closes the generator, and the file with it.

        Raises:
            DamagedFile: from this line on the file is not as it was exported.
            OSError: the file cannot be read.
        """
        with self.path.open("rb") as file:
            lines = _Lines(file)
            lines.read(FirstLine)
            history = _History(is_from_first=self.after == 0)
            for log_offset in range(self.after + 1, self.up_to + 1):
                event = lines.event()
                for fault in chain(_faults(event, LogOffset(log_offset)), history.faults(event)):
                    lines.refuse(f"{fault}: {_ALTERED}")
                yield event
            lines.end()


class _Lines:
    """The lines of a file, by number, and what those of events add up to."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._number, self._tally = file, 0, Tally()

    def refuse(self, why: str) -> NoReturn:
        """Say what is wrong with the line just read."""
        raise DamagedFile(f"Line {self._number}: {why}.")

    def read(self, shape: type[Line]) -> Line:
        """Read the next line in this shape."""
        return self._parsed(self._next(), shape)

    def event(self) -> StoredEvent:
        """Read the next line as an event."""
        raw = self._next()
        self._tally.add(raw, events=1)
        parsed = self._parsed(raw, EventLine)
        if parsed.schema_version > CURRENT[parsed.record_kind]:
            shape = f"{parsed.record_kind} of schema {parsed.schema_version}"
            self.refuse(f"{shape} is newer than this program; upgrade onrecord")
        try:
            return parsed.stored()
        except ValueError:
            self.refuse(f"recordedAt is no moment: {_ALTERED}")

    def end(self) -> None:
        """Read the last line, and hold against it what was read before it."""
        last, counted = self.read(LastLine), self._tally.last_line()
        if last.events != counted.events:
            self.refuse(f"it counts {last.events} events where {counted.events} stand: {_ALTERED}")
        if last.sha256 != counted.sha256:
            self.refuse(f"its SHA-256 is not that of the lines before it: {_ALTERED}")
        if self._file.read(1):
            self._number += 1
            self.refuse(f"there is something behind the last line: {_ALTERED}")

    def _next(self) -> bytes:
        raw = self._file.readline()
        self._number += 1
        if not raw.endswith(b"\n"):
            self.refuse(_CUT)
        return raw

    def _parsed(self, raw: bytes, shape: type[Line]) -> Line:
        try:
            return shape.model_validate(orjson.loads(raw))
        except orjson.JSONDecodeError:
            self.refuse(f"this is no JSON: {_ALTERED}")
        except ValidationError as error:
            self.refuse(_about(error, shape))


def _about(error: ValidationError, shape: type[BaseModel]) -> str:
    (found, *_) = error.errors(include_url=False, include_input=False)
    if shape is FirstLine:
        return "this is not the first line of a file that `onrecord export` makes; give one of those"
    where = ".".join(map(str, found["loc"])) or "it"
    return f"{where}: {found['msg'][:1].lower()}{found['msg'][1:]}; {_ALTERED}"


def _faults(event: StoredEvent, log_offset: LogOffset) -> Iterator[str]:
    """Yield what is wrong with an event by itself."""
    if event.log_offset != log_offset:
        yield f"offset {event.log_offset} stands where {log_offset} belongs"
    try:
        recorded = event.recorded()
        digest = None if event.salt is None else payload_hash(event.payload, salt=event.salt)
    except (LookupError, ValueError, TypeError):
        yield f"the payload is none of a {event.record.kind} of schema {event.schema_version}"
        return
    is_erased = isinstance(recorded.body, Erased)
    if is_erased != (event.salt is None) or is_erased != (event.request_hash is None):
        yield "salt and requestHash are gone exactly where the payload is erased"
    elif digest not in (None, event.payload_hash):
        yield "payloadHash is not of this payload and salt"
    if leaf(recorded, payload_hash=event.payload_hash) != event.leaf:
        yield "leaf is not of this event"
    if not is_erased and event.change is not _change(recorded.body):
        yield "change is not that of the payload"


def _change(body: object) -> Change | None:
    match body:
        case Version(change=change):
            return change
        case Retraction():
            return Change.RETRACTION
        case _:
            return None


@dataclass
class _History:
    """What the events of a file must not do to those before them; some 400 bytes an event."""

    is_from_first: bool
    _versions: dict[RecordRef, int] = field(default_factory=dict)
    _taken: set[UUID | str] = field(default_factory=set)
    _last: StoredEvent | None = None

    def faults(self, event: StoredEvent) -> Iterator[str]:
        """Yield what is wrong with an event behind those before it, and take it in."""
        if self._last and event.recorded_at < self._last.recorded_at:
            yield "recordedAt goes back"
        before = self._versions.get(event.record, 0 if self.is_from_first else None)
        if before is not None and event.version != before + 1:
            yield f"version {event.version} stands behind version {before}"
        for name in (event.id, event.idempotency_key):
            if name in self._taken:
                yield f"{name} is taken by an event before it"
        self._versions[event.record], self._last = event.version, event
        self._taken |= {name for name in (event.id, event.idempotency_key) if name is not None}
