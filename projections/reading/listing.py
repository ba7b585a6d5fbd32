"""Owns reading the history of events: filtered, in the order of what was said (contract, R3)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import Clock, EventKind, EventStatus, LogOffset
from projections.reading.view import Page, page_of

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("listing.sql"))

ACTING = ("SPEAKER", "PRINCIPAL", "AUTHOR", "TABLER", "MOVER", "SAID_BY")
"""The parts in which an event is an actor's own; addressees, targets and those it is about have their own filters."""
ListingKey = tuple[datetime.date, int, UUID]
"""Day said, ordinal, event id: the order of the history."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are asked for; None asks for all. ``start`` and ``end`` are days under the clock, inclusive."""

    clock: Clock
    statuses: Sequence[EventStatus] = (EventStatus.CURRENT,)
    kinds: Sequence[EventKind] | None = None
    actors: Sequence[str] | None = None
    about: Sequence[str] | None = None
    addressees: Sequence[str] | None = None
    targets: Sequence[str] | None = None
    issues: Sequence[str] | None = None
    sources: Sequence[str] | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    search: str | None = None
    only_with_quantities: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An event's place in the log and in the order of the history."""

    log_offset: LogOffset
    key: ListingKey


async def events_page(
    source: Source,
    wanted: EventFilter,
    *,
    known_at: LogOffset,
    beyond: ListingKey | None,
    limit: int,
    backward: bool,
) -> Page[Listed]:
    """Return events in order: the first ones behind ``beyond``, or if ``backward`` the last ones before it.

    ``has_more`` tells of further events in the direction of reading.
    """
    with translated():
        rows = await source.fetch(
            QUERIES["page"],
            known_at,
            wanted.statuses,
            wanted.kinds,
            wanted.actors,
            ACTING,
            wanted.about,
            wanted.addressees,
            wanted.targets,
            wanted.issues,
            wanted.sources,
            wanted.clock,
            wanted.start,
            wanted.end,
            wanted.search or None,
            *(beyond or (None, None, None)),
            backward,
            limit + 1,
            wanted.only_with_quantities,
        )
    listed = [Listed(row["log_offset"], (row["said_latest"], row["ordinal"], row["event_id"])) for row in rows]
    page = page_of(sorted(listed, key=lambda one: one.key, reverse=backward), limit=limit)
    return Page(page.rows[::-1], page.has_more) if backward else page
