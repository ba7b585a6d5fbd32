"""Owns the account of paragraphs: each paragraph of a source names the records made of it, or says why there are none.

``paragraphs.json`` is a list of ``{"source", "paragraph", "records", "note"}``; paragraphs are the lines of the text
that are not empty, counted from 1. Nothing of it goes into the log.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from events.decide.shape import refusals_of
from events.errors import Refusal, RefusalCode
from service.importing.importer import Place, RefusedEntry

FILE = "paragraphs.json"


class Paragraph(BaseModel):
    """What became of one paragraph."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    paragraph: Annotated[int, Field(ge=1)]
    records: tuple[str, ...] = ()
    note: str | None = None

    @property
    def place(self) -> Place:
        """Where it stands in the file."""
        return Place(FILE, f"{self.source} {self.paragraph}")


class Paragraphs:
    """The account of a record, held against its keys and, where they are at hand, the texts."""

    def __init__(self, directory: Path, *, keys: Collection[str], texts: Mapping[str, str]) -> None:
        self._path, self._keys, self._texts = directory / FILE, keys, texts

    @property
    def is_given(self) -> bool:
        """Whether the record accounts for its paragraphs at all."""
        return self._path.exists()

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many paragraphs of each source are accounted for."""
        counts: dict[str, int] = {}
        for paragraph in self._read[0]:
            counts[paragraph.source] = counts.get(paragraph.source, 0) + 1
        return counts

    @cached_property
    def refused(self) -> tuple[RefusedEntry, ...]:
        """What is wrong with the account."""
        if not self.is_given:
            return ()
        paragraphs, unreadable = self._read
        return (*unreadable, *(r for paragraph in paragraphs for r in self._wrong(paragraph)), *self._left_out())

    @cached_property
    def _read(self) -> tuple[list[Paragraph], tuple[RefusedEntry, ...]]:
        if not self.is_given:
            return [], ()
        try:
            return TypeAdapter(list[Paragraph]).validate_json(self._path.read_bytes()), ()
        except ValidationError as error:
            return [], (RefusedEntry(Place(FILE), tuple(refusals_of(error, ()))),)

    def _wrong(self, paragraph: Paragraph) -> Iterator[RefusedEntry]:
        refusals = [
            Refusal(RefusalCode.UNKNOWN_ID, ("records", str(index)), f"no entry has the key {key!r}; correct it")
            for index, key in enumerate(paragraph.records)
            if key not in self._keys
        ]
        if not paragraph.records and not (paragraph.note or "").strip():
            message = "a paragraph without a record says why; write a note"
            refusals.append(Refusal(RefusalCode.INVALID, ("note",), message))
        if refusals:
            yield RefusedEntry(paragraph.place, tuple(refusals))

    def _left_out(self) -> Iterator[RefusedEntry]:
        """Yield paragraphs that are missing: to the end of the text where it is at hand, else to the last named."""
        named: dict[str, set[int]] = {}
        for paragraph in self._read[0]:
            named.setdefault(paragraph.source, set()).add(paragraph.paragraph)
        for source in sorted(named.keys() | self._texts.keys()):
            given = named.get(source, set())
            last = _paragraphs_of(self._texts[source]) if source in self._texts else max(given)
            for number in sorted(set(range(1, last + 1)) ^ given):
                is_beyond = number > last
                message = f"the text has {last} paragraphs" if is_beyond else "this paragraph is not accounted for"
                advice = "; leave this one out" if is_beyond else "; name its records, or say why there are none"
                refusal = Refusal(RefusalCode.INVALID, ("paragraph",), message + advice)
                yield RefusedEntry(Place(FILE, f"{source} {number}"), (refusal,))


def _paragraphs_of(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())
