"""Owns reading when the record was put right: its corrections and retractions, of anything."""

from collections.abc import Mapping
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset
from projections.reading.view import Page, page_of

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("corrections.sql"))


async def corrections_page(
    source: Source, *, known_at: LogOffset, after: LogOffset | None, limit: int
) -> Page[LogOffset]:
    """Return the places of corrections and retractions, newest first: those before the offset ``after``."""
    with translated():
        rows = await source.fetch(QUERIES["page"], known_at, after, limit + 1)
    return page_of([LogOffset(row["log_offset"]) for row in rows], limit=limit)
