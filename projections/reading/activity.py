"""Owns reading how much was said and done each day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import Clock, LogOffset

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("activity.sql"))


@dataclass(frozen=True, slots=True)
class DayActivity:
    """How many statements and moves in force fall on a day."""

    day: datetime.date
    statements: int
    moves: int


async def activity(
    source: Source, *, start: datetime.date, end: datetime.date, known_at: LogOffset, clock: Clock
) -> list[DayActivity]:
    """Return the days from ``start`` to ``end`` on which something was said or done, oldest first."""
    with translated():
        rows = await source.fetch(QUERIES["days"], known_at, clock, start, end)
    return [DayActivity(row["day"], row["statements"], row["moves"]) for row in rows]
