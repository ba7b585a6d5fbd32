"""Owns the import of a record: a directory of JSON files, one for each kind, in the shapes of the public inputs.

Files refer to each other by key; here a key becomes the id of the event that will be recorded under it, so the same
directory gives the same events everywhere, and importing it again changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from events import drafts
from events.decide.command import ChangeState, Command, Record
from events.decide.shape import refusals_of
from service.importing.importer import Entry, RefusedEntry, event_id_of
from service.importing.paragraphs import Paragraphs
from service.importing.quotes import QuoteCheck
from service.importing.record_files import Raw, name_of, read

FIRST_RECORD = Path(__file__).parent.parent / "first_record"
"""The record that is shipped: December 2021."""

DRAFTS: Mapping[str, type[drafts.RecordDraft]] = MappingProxyType(
    {
        "sources": drafts.SourceDraft,
        "actors": drafts.ActorDraft,
        "issues": drafts.IssueDraft,
        "roles": drafts.RoleDraft,
        "instruments": drafts.InstrumentDraft,
        "moves": drafts.MoveDraft,
        "statements": drafts.StatementDraft,
        "assessments": drafts.AssessmentDraft,
        "schedules": drafts.ScheduleDraft,
        "relations": drafts.RelationDraft,
    }
)
"""The files of a record, in an order in which each builds only on those before it."""
_REFERENCES: Mapping[str, Sequence[str]] = {
    "statements": ("occasion",),
    "schedules": ("id",),
    "relations": ("from", "to"),
}
_REFERRED_TO = ("instruments", "moves", "statements", "assessments", "schedules")
"""Events that other entries name; where two files have the same key, the first of these is meant."""


class RecordDirectory:
    """A record as an importer. With ``texts``, quotes are checked before they are recorded."""

    def __init__(self, directory: Path, *, texts: Path | None = None) -> None:
        """Read the names of things; ValueError if this is no record."""
        self._directory = directory
        if not any((directory / f"{kind}.json").exists() for kind in DRAFTS):
            raise ValueError(f"{directory} holds no record; it would have files such as statements.json")
        self.name = name_of(directory)
        self._texts, self.reached = texts, 0

    @cached_property
    def _files(self) -> Mapping[str, Sequence[Raw | RefusedEntry]]:
        return {kind: read(self._directory, kind) for kind in DRAFTS}

    @cached_property
    def quotes(self) -> QuoteCheck:
        """The check of quotes; what it found is complete once all entries were yielded."""
        return QuoteCheck([raw.fields for raw in self._raw("sources")], self._texts)

    @cached_property
    def paragraphs(self) -> Paragraphs:
        """The account of the sources' paragraphs."""
        keys = {raw.key for kind in DRAFTS for raw in self._raw(kind)}
        return Paragraphs(self._directory, keys=keys, texts=self.quotes.texts)

    @property
    def extent(self) -> int:
        """The number of entries in the files."""
        return sum(map(len, self._files.values())) + len(self.paragraphs.refused)

    def entries(self) -> Iterator[Entry | RefusedEntry]:
        """Yield every entry, file by file; the quotes of each are checked first."""
        self.reached = 0
        for entry in chain(*self._files.values(), self.paragraphs.refused):
            self.reached += 1
            yield entry if isinstance(entry, RefusedEntry) else self._entry(entry)

    def _entry(self, raw: Raw) -> Entry | RefusedEntry:
        references = self._references(raw)
        try:
            draft = DRAFTS[raw.kind].model_validate(raw.fields | references)
        except ValidationError as error:
            return RefusedEntry(raw.place, tuple(refusals_of(error, ())))
        objections = self.quotes.objections(getattr(draft, "appearances", ()))
        if objections:
            return RefusedEntry(raw.place, tuple(objections))
        names = {event_id: str(raw.fields[field]) for field, event_id in references.items()}
        may_be_named = raw.kind in _REFERRED_TO
        return Entry(raw.place, self._key(raw), _command(draft), names, may_be_named=may_be_named)

    def _references(self, raw: Raw) -> dict[str, str]:
        """Return the fields that name another entry of this record, with its event's id in place of its key."""
        named = ((field, raw.fields.get(field)) for field in _REFERENCES.get(raw.kind, ()))
        return {f: self._event_ids[key] for f, key in named if isinstance(key, str) and key in self._event_ids}

    @cached_property
    def _event_ids(self) -> Mapping[str, str]:
        """The event id of every key that other entries may name."""
        found = [raw for kind in reversed(_REFERRED_TO) for raw in self._raw(kind)]
        return {raw.key: str(event_id_of(self._key(raw))) for raw in found}

    def _key(self, raw: Raw) -> str:
        return f"{self.name}/{raw.kind}/{raw.key}"

    def _raw(self, kind: str) -> list[Raw]:
        return [entry for entry in self._files[kind] if isinstance(entry, Raw)]


def _command(draft: drafts.RecordDraft) -> Command:
    """Return what an entry asks for: a schedule that names another one is its new state."""
    if isinstance(draft, drafts.ScheduleDraft) and draft.id is not None:
        return ChangeState(draft)
    return Record(draft)
