"""Owns what an answer holds for, and how many of them are handed out at a time."""

import datetime
from dataclasses import dataclass
from typing import Generic, TypeVar

from events.vocabulary import Clock, LogOffset
from projections.rule import RULE

RULES = (RULE,)
"""The rules by which positions are derived, oldest first."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """The date asked for, the log offset up to which events are known, the clock, and the rule."""

    as_of: datetime.date
    known_at: LogOffset
    clock: Clock
    rule: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows in order; ``has_more`` tells whether others follow in the direction of reading."""

    rows: tuple[T, ...]
    has_more: bool


def page_of(rows: list[T], *, limit: int) -> Page[T]:
    """Cut rows that were asked for with one more than ``limit``, which tells whether there are more."""
    return Page(tuple(rows[:limit]), len(rows) > limit)


def until(day: datetime.date) -> datetime.date | None:
    """Return the end of a range of days, None for ``infinity``."""
    return None if day == datetime.date.max else day
