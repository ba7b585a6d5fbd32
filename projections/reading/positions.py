"""Owns reading positions: the answer of a pair on a day, as known at an offset."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import NON_PRINCIPAL_KINDS, Basis, Clock, LogOffset, Stance
from projections.reading.view import Page, View, page_of, until
from projections.rule.claims import Pair

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("positions.sql"))
_FEW_ISSUES = 8


@dataclass(frozen=True, slots=True)
class ConditionInForce:
    """A condition; ``carried_from`` holds the events that stated it, none where the last statement did so itself."""

    text: str
    then: Stance
    carried_from: tuple[LogOffset, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """The answer of one pair on the days ``from_day`` <= t < ``until_day`` (None: until further notice).

    ``agreeing`` are the last statements that agree and the last in words; it rests on what it carries, too.
    """

    actor: str
    issue: str
    from_day: datetime.date
    until_day: datetime.date | None
    stance: Stance
    basis: Basis
    conditions: tuple[ConditionInForce, ...]
    since: datetime.date
    since_earliest: datetime.date | None
    last_stated: datetime.date
    agreeing: frozenset[LogOffset]
    rests_on: tuple[LogOffset, ...]
    contested_by: tuple[LogOffset, ...]

    @property
    def pair(self) -> Pair:
        """Actor and issue."""
        return self.actor, self.issue


@dataclass(frozen=True, slots=True)
class PositionFilter:
    """Which positions are asked for; None asks for all."""

    actors: Sequence[str] | None = None
    issues: Sequence[str] | None = None
    stances: Sequence[Stance] | None = None
    principals_only: bool = field(default=False)

    @property
    def is_of_few_issues(self) -> bool:
        """Whether looking up each pair takes less than looking through each actor's positions."""
        return self.issues is not None and len(self.issues) <= _FEW_ISSUES

    @property
    def kinds_left_out(self) -> list[str] | None:
        """The kinds of actor that are left out, None for none."""
        return sorted(NON_PRINCIPAL_KINDS) if self.principals_only else None


async def positions_of(source: Source, view: View, *, pairs: Collection[Pair]) -> dict[Pair, Position]:
    """Return the positions of those of the pairs that have one."""
    found = await positions_on(source, [(pair, view.as_of) for pair in pairs], known_at=view.known_at, clock=view.clock)
    return {position.pair: position for position in found.values()}


async def positions_on(
    source: Source, asked: Collection[tuple[Pair, datetime.date]], *, known_at: LogOffset, clock: Clock
) -> dict[tuple[Pair, datetime.date], Position]:
    """Return the positions of those of the pairs that have one on the day beside them."""
    actors, issues = [actor for (actor, _), _ in asked], [issue for (_, issue), _ in asked]
    days = [day for _, day in asked]
    with translated():
        rows = await source.fetch(QUERIES["of_pairs"], clock, days, known_at, actors, issues)
    return {((row["actor"], row["issue"]), row["day"]): position_from(row) for row in rows}


async def positions_page(
    source: Source, view: View, *, wanted: PositionFilter, after: Pair | None, limit: int | None
) -> Page[Position]:
    """Return positions by actor and issue, those behind the pair ``after``; without a limit all of them."""
    asked = view.clock, view.as_of, view.known_at
    with translated():
        if limit is None and after is None and wanted.actors is None and wanted.issues is None:
            rows = await source.fetch(QUERIES["all"], *asked, wanted.stances, wanted.kinds_left_out)
        else:
            rows = await source.fetch(
                QUERIES["page_of_issues"] if wanted.is_of_few_issues else QUERIES["page"],
                *asked,
                wanted.actors,
                wanted.issues,
                wanted.stances,
                wanted.kinds_left_out,
                *(after or (None, None)),
                None if limit is None else limit + 1,
            )
    found = [position_from(row) for row in rows]
    return page_of(found, limit=len(found) if limit is None else limit)


def position_from(row: asyncpg.Record) -> Position:
    """Return the position that a row holds; a plain answer rests on ``decided_by`` and what it carries."""
    is_plain = row["decided_by"] is not None
    agreeing = frozenset({row["decided_by"]} if is_plain else {*row["agreeing"], *row["in_words"]})
    conditions = conditions_from(row["conditions"], agreeing=row["agreeing"] or agreeing)
    carried = {offset for condition in conditions for offset in condition.carried_from}
    return Position(
        actor=row["actor"],
        issue=row["issue"],
        from_day=row["from_day"],
        until_day=until(row["until_day"]),
        stance=Stance(row["stance"]),
        basis=Basis(row["basis"]),
        conditions=conditions,
        since=row["since"],
        since_earliest=row["since_earliest"],
        last_stated=row["last_stated"],
        agreeing=agreeing,
        rests_on=tuple(sorted(agreeing | carried)),
        contested_by=tuple(row["contested_by"] or ()),
    )


def conditions_from(
    stated: Mapping[str, Sequence[LogOffset]], *, agreeing: Collection[LogOffset]
) -> tuple[ConditionInForce, ...]:
    """Return conditions, given with the events that stated them last, as they are after the ``agreeing`` events."""
    return tuple(_condition(written, stated[written], agreeing) for written in sorted(stated))


def _condition(written: str, stated_by: Sequence[LogOffset], agreeing: Collection[LogOffset]) -> ConditionInForce:
    """Read a condition as the projection keeps it: what it turns into, a space, its text."""
    then, _, text = written.partition(" ")
    is_carried = not any(offset in agreeing for offset in stated_by)
    return ConditionInForce(text, Stance(then), tuple(sorted(stated_by)) if is_carried else ())
