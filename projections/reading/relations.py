"""Owns reading asserted links: those of a record, and the tensions that a position stands in."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import Clock, LogOffset
from projections.reading.view import View, until

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("relations.sql"))


@dataclass(frozen=True, slots=True)
class Tension:
    """A position in tension on the days ``from_day`` <= t < ``until_day`` (None: until further notice)."""

    actor: str
    issue: str
    from_day: datetime.date
    until_day: datetime.date | None
    relation: LogOffset


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


async def tension_days(
    source: Source,
    *,
    known_at: LogOffset,
    clock: Clock,
    actors: Sequence[str] | None,
    issues: Sequence[str] | None,
) -> list[Tension]:
    """Return on which days each position in the filter (None: all) stands in each tension.

    By actor, issue, first day and relation; a relation's days are as few runs as they can be. On each day they are what
    ``tensions_of`` tells of the events that the position rests on.
    """
    with translated():
        rows = await source.fetch(QUERIES["tension_days"], known_at, clock, actors, issues)
    return [
        Tension(row["actor"], row["issue"], row["from_day"], until(row["until_day"]), row["log_offset"]) for row in rows
    ]
