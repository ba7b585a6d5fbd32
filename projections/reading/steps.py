"""Owns reading the steps of positions: from which day to which an answer stands."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import Basis, Clock, LogOffset, Stance
from projections.reading.positions import ConditionInForce, Position, conditions_from, position_from
from projections.reading.view import Page, page_of, until
from projections.rule.claims import Pair

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("steps.sql"))
StepKey = tuple[str, str, datetime.date]
"""Actor id, issue id, first day: the order of steps."""


@dataclass(frozen=True, slots=True)
class Step:
    """What of a position can be shown on the days ``from_day`` <= t < ``until_day`` (None: until further notice)."""

    actor: str
    issue: str
    from_day: datetime.date
    until_day: datetime.date | None
    stance: Stance
    basis: Basis
    conditions: tuple[ConditionInForce, ...]
    is_contested: bool
    last_stated: datetime.date

    @property
    def key(self) -> StepKey:
        """Its place in the order of steps."""
        return self.actor, self.issue, self.from_day


async def steps_page(
    source: Source,
    *,
    known_at: LogOffset,
    clock: Clock,
    actors: Sequence[str] | None,
    issues: Sequence[str] | None,
    after: StepKey | None,
    limit: int,
) -> Page[Step]:
    """Return the steps of every position in the filter (None: all), by actor, issue and first day."""
    place = after or (None, None, None)
    with translated():
        rows = await source.fetch(QUERIES["page"], clock, known_at, actors, issues, *place, limit + 1)
    found = [
        Step(
            actor=row["actor"],
            issue=row["issue"],
            from_day=row["from_day"],
            until_day=until(row["until_day"]),
            stance=Stance(row["stance"]),
            basis=Basis(row["basis"]),
            conditions=conditions_from(row["conditions"], agreeing=row["agreeing"] or (row["decided_by"],)),
            is_contested=row["is_contested"],
            last_stated=row["last_stated"],
        )
        for row in rows
    ]
    return page_of(found, limit=limit)


async def history(
    source: Source,
    pair: Pair,
    *,
    known_at: LogOffset,
    clock: Clock,
    start: datetime.date | None,
    end: datetime.date | None,
) -> list[Position]:
    """Return every step of a pair that stands on some day from ``start`` to ``end`` (None: unbounded), oldest first."""
    with translated():
        rows = await source.fetch(QUERIES["history"], clock, known_at, *pair, start, end)
    return [position_from(row) for row in rows]
