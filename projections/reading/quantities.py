"""Owns reading figures: who estimated how much of what; never averaged."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset
from projections.reading.view import Page, page_of

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("quantities.sql"))
QuantityKey = tuple[datetime.date, UUID, int]
"""Day said, event id, place among the event's figures from 1: the order of figures."""


@dataclass(frozen=True, slots=True)
class QuantityFilter:
    """Which figures are asked for; None asks for all. ``counts`` is a text within what is counted."""

    about: Sequence[str] | None = None
    issues: Sequence[str] | None = None
    estimated_by: Sequence[str] | None = None
    counts: str | None = None


@dataclass(frozen=True, slots=True)
class ListedQuantity:
    """The place of a figure: the event's in the log, and its own in the order of figures."""

    log_offset: LogOffset
    key: QuantityKey


async def quantities_page(
    source: Source, wanted: QuantityFilter, *, known_at: LogOffset, after: QuantityKey | None, limit: int
) -> Page[ListedQuantity]:
    """Return the figures that events in force give, by day said."""
    with translated():
        rows = await source.fetch(
            QUERIES["page"],
            known_at,
            wanted.about,
            wanted.issues,
            wanted.estimated_by,
            wanted.counts or None,
            *(after or (None, None, None)),
            limit + 1,
        )
    found = [ListedQuantity(row["log_offset"], (row["said_latest"], row["event_id"], row["place"])) for row in rows]
    return page_of(found, limit=limit)
