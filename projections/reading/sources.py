"""Owns reading when sources were published, and whether they are withdrawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from events.edtf_dates import Bounds
from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("sources.sql"))


@dataclass(frozen=True, slots=True)
class SourceDays:
    """The days on which a source may have been published, a relative date resolved; a withdrawn one is not live."""

    published: Bounds
    is_live: bool


UNKNOWN_SOURCE = SourceDays(Bounds(None, None), is_live=False)


async def source_days(source: Source, ids: Collection[str], *, known_at: LogOffset) -> dict[str, SourceDays]:
    """Return the days of each source as known at an offset, unknown ones for what is not on record."""
    with translated():
        rows = await source.fetch(QUERIES["days"], known_at, list(ids))
    found = {row["source_id"]: SourceDays(Bounds(row["earliest"], row["latest"]), row["is_live"]) for row in rows}
    return {source_id: found.get(source_id, UNKNOWN_SOURCE) for source_id in ids}
