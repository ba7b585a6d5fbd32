"""Owns what differs: between two views, and what one event changed."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from events.contents import Statement
from events.event import RecordedEvent, Version
from events.vocabulary import Change, ChangeKind, Clock
from projections.rule.claims import Pair, claims_of
from projections.rule.known import Known
from projections.rule.timeline import Timeline, timelines

EMPTY = Timeline(())


@dataclass(frozen=True, slots=True, order=True)
class PairChange:
    """One pair, the day the change is shown on, and its kind."""

    pair: Pair
    on: datetime.date
    kind: ChangeKind


def changes(
    before: Mapping[Pair, Timeline], after: Mapping[Pair, Timeline], *, start: datetime.date, end: datetime.date
) -> Iterator[PairChange]:
    """Yield the net difference between (start, known before) and (end, known after), at most two rows a pair.

    RECORD_CHANGED where the two views differ on ``start``; WORLD_CHANGED where the later view differs between ``start``
    and ``end``, on the first day of the final unbroken equality with the answer at ``end``.
    """
    for pair in sorted(before.keys() | after.keys()):
        was, now = before.get(pair, EMPTY), after.get(pair, EMPTY)
        if was.answer_at(start) != now.answer_at(start):
            yield PairChange(pair, start, ChangeKind.RECORD_CHANGED)
        if now.answer_at(start) != now.answer_at(end):
            yield PairChange(pair, _settled(now, end), ChangeKind.WORLD_CHANGED)


def _settled(timeline: Timeline, end: datetime.date) -> datetime.date:
    """The first day from which the answer at ``end`` stood unbroken."""
    settled = end
    for step in reversed([step for step in timeline.steps if step.from_day <= end]):
        if step.answer != timeline.answer_at(end):
            break
        settled = step.from_day
    return settled


def changed_by(event: RecordedEvent, *, before: Known, after: Known, clock: Clock) -> Iterator[PairChange]:
    """Yield what one event changed: pairs whose timeline up to the day of recording differs, with the first such day.

    ``before`` and ``after`` are known at the offsets just before the event and of it.
    """
    recorded = event.recorded_at.astimezone(datetime.UTC).date()
    was, now = timelines(before, clock=clock), timelines(after, clock=clock)
    for pair in sorted(was.keys() | now.keys()):
        old, new = was.get(pair, EMPTY), now.get(pair, EMPTY)
        day = _first_difference(old, new, until=recorded)
        if day is not None:
            yield PairChange(pair, day, _kind(event, pair, old, after, recorded=recorded, clock=clock))


def _first_difference(old: Timeline, new: Timeline, *, until: datetime.date) -> datetime.date | None:
    days: Iterable[datetime.date] = sorted({step.from_day for step in (*old.steps, *new.steps)})
    differing = (day for day in days if day <= until and old.answer_at(day) != new.answer_at(day))
    return next(differing, None)


def _kind(
    event: RecordedEvent, pair: Pair, old: Timeline, after: Known, *, recorded: datetime.date, clock: Clock
) -> ChangeKind:
    """The world changed if this is the first version of a statement not older than what the pair last stated."""
    is_first = isinstance(event.body, Version) and event.body.change is Change.FIRST
    if not is_first or not isinstance(event.content, Statement):
        return ChangeKind.RECORD_CHANGED
    last = old.at(recorded)
    said = [
        claim.said.latest
        for statement in after.statements
        if statement.event.id == event.id
        for claim in claims_of(statement, after, clock=clock)
        if (claim.actor, claim.issue) == pair
    ]
    is_news = last is None or any(day >= last.standing.last_stated for day in said)
    return ChangeKind.WORLD_CHANGED if is_news else ChangeKind.RECORD_CHANGED
