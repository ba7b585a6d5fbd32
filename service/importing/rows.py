"""Owns the import of whatever has a row for each statement or move: a format says only what one row means.

What rows name (actors, issues, sources) is registered right before the first row that names it, so a file is read once
and never held; what is kept is the names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pydantic import ValidationError

from events.decide.command import Record
from events.decide.shape import refusals_of
from events.drafts import ActorDraft, IssueDraft, RecordDraft, SourceDraft
from service.importing.importer import Entry, Place, RefusedEntry, SetAside, Yielded
from service.importing.row import Row, UnreadableRow

Registered = ActorDraft | IssueDraft | SourceDraft
_FOLDERS: dict[type[Registered], str] = {ActorDraft: "actors", IssueDraft: "issues", SourceDraft: "sources"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one row says.

    ``key`` is unique among the rows and the same at every import; ``needs`` is what the draft names and the file tells
    of; ``recorded_by`` names who coded the row, where that is not the desk.
    """

    key: str
    draft: RecordDraft
    needs: tuple[Registered, ...] = ()
    recorded_by: str | None = None


Read = Callable[[Row], Reading | SetAside]
"""What a row means. May raise UnreadableRow, or pydantic's ValidationError where a draft does not fit."""


class RowSource(Protocol):
    """Where rows come from; ``extent`` and ``reached`` tell how far, in any unit."""

    @property
    def extent(self) -> int:
        """How much there is to read."""

    @property
    def reached(self) -> int:
        """How much of it is read."""

    def rows(self) -> Iterator[Row | RefusedEntry]:
        """Yield every row, or why it cannot be one."""


class RowImporter:
    """An importer of rows."""

    def __init__(self, name: str, source: RowSource, read: Read) -> None:
        """Import what ``read`` makes of each row of ``source``, under keys that begin with ``name``."""
        self.name, self._source, self._read = name, source, read

    @property
    def extent(self) -> int:
        """How much there is to read."""
        return self._source.extent

    @property
    def reached(self) -> int:
        """How much of it is read."""
        return self._source.reached

    def entries(self) -> Iterator[Yielded]:
        """Yield what each row says, and before it what it names for the first time."""
        seen: set[str] = set()
        for row in self._source.rows():
            reading = row if isinstance(row, RefusedEntry) else self._of(row)
            if isinstance(reading, Reading):
                place = row.place
                yield from self._registrations(reading, place, seen)
                key = f"{self.name}/{reading.key}"
                yield Entry(place, key, Record(reading.draft), recorded_by=reading.recorded_by)
            else:
                yield reading

    def _of(self, row: Row) -> Reading | RefusedEntry | SetAside:
        try:
            return self._read(row)
        except UnreadableRow as error:
            return RefusedEntry(row.place, (error.refusal,))
        except ValidationError as error:
            return RefusedEntry(row.place, tuple(refusals_of(error, ())))

    def _registrations(self, reading: Reading, place: Place, seen: set[str]) -> Iterator[Entry]:
        for draft in reading.needs:
            key = f"{self.name}/{_FOLDERS[type(draft)]}/{draft.id}"
            if key not in seen:
                seen.add(key)
                yield Entry(place, key, Record(draft), registers=True)
