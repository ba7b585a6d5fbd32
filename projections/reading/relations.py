"""Owns reading asserted links: those of a record, and the tensions that a position stands in."""

from collections.abc import Collection, Mapping
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset
from projections.reading.view import View

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("relations.sql"))


async def relations_of(
    source: Source, record_ids: Collection[str], *, known_at: LogOffset
) -> dict[str, list[LogOffset]]:
    """Return the relations in force that each record has an end in, in log order."""
    found: dict[str, list[LogOffset]] = {record_id: [] for record_id in record_ids}
    with translated():
        rows = await source.fetch(QUERIES["of_records"], known_at, list(record_ids))
    for row in rows:
        found[row["record_id"]].append(row["log_offset"])
    return found


async def tensions_of(
    source: Source, view: View, *, log_offsets: Collection[LogOffset]
) -> dict[LogOffset, list[LogOffset]]:
    """Return the IN_TENSION relations of each event's record whose two ends count on the day of the view."""
    found: dict[LogOffset, list[LogOffset]] = {log_offset: [] for log_offset in log_offsets}
    with translated():
        rows = await source.fetch(QUERIES["in_tension"], view.known_at, view.as_of, view.clock, list(log_offsets))
    for row in rows:
        found[row["event_offset"]].append(row["log_offset"])
    return found
