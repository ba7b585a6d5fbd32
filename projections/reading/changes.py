"""Owns reading what differs between two views, and which events brought it about (domain.md, Change)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import ChangeKind, Clock, LogOffset
from projections.reading.view import Page, View, page_of
from projections.rule.changes import PairChange
from projections.rule.claims import Pair

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("changes.sql"))
ChangeKey = tuple[str, str, ChangeKind]
"""Actor id, issue id, kind: the order of changes."""


@dataclass(frozen=True, slots=True)
class Span:
    """Two views under one clock and rule: (``start``, ``known_from``) and (``end``, ``known_at``), in order."""

    start: datetime.date
    end: datetime.date
    known_from: LogOffset
    known_at: LogOffset
    clock: Clock
    rule: str

    @property
    def earlier(self) -> View:
        """The first day as it was known then."""
        return View(self.start, self.known_from, self.clock, self.rule)

    @property
    def revised(self) -> View:
        """The first day as it is known now."""
        return View(self.start, self.known_at, self.clock, self.rule)

    @property
    def later(self) -> View:
        """The last day as it is known now."""
        return View(self.end, self.known_at, self.clock, self.rule)


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes are asked for; None asks for all."""

    actors: Sequence[str] | None = None
    issues: Sequence[str] | None = None
    kinds: Sequence[ChangeKind] | None = None


async def changes_page(
    source: Source, span: Span, *, wanted: ChangeFilter, after: ChangeKey | None, limit: int
) -> Page[PairChange]:
    """Return the net difference, at most two rows a pair, by actor, issue and kind."""
    with translated():
        rows = await source.fetch(
            QUERIES["page"],
            span.clock,
            span.start,
            span.end,
            span.known_from,
            span.known_at,
            wanted.actors,
            wanted.issues,
            wanted.kinds,
            *(after or (None, None, None)),
            limit + 1,
        )
    found = [PairChange((row["actor"], row["issue"]), row["on_day"], ChangeKind(row["kind"])) for row in rows]
    return page_of(found, limit=limit)


async def causes(source: Source, span: Span, *, pairs: Sequence[Pair]) -> dict[Pair, tuple[LogOffset, ...]]:
    """Return for each pair the offsets in (known_from, known_at] at which its answer on the first day changed."""
    actors, issues = [actor for actor, _ in pairs], [issue for _, issue in pairs]
    with translated():
        rows = await source.fetch(
            QUERIES["causes"], span.clock, span.start, span.known_from, span.known_at, actors, issues
        )
    found = {pairs[row["place"] - 1]: tuple(row["log_offsets"]) for row in rows}
    return {pair: found.get(pair, ()) for pair in pairs}


async def changes_by(source: Source, log_offset: LogOffset, *, clock: Clock) -> list[PairChange]:
    """Return what one projected event changed, by actor and issue (domain.md, Change: in the stream)."""
    with translated():
        rows = await source.fetch(QUERIES["of_event"], log_offset, clock)
    return [PairChange((row["actor"], row["issue"]), row["on_day"], ChangeKind(row["kind"])) for row in rows]
