"""What Russia says in a line, and what a reader asks of the record, without a database.

Positions, cards and changes as plain values. Days are days of December 2021: 15 is the fifteenth, (15, 17) a range;
text is EDTF, a dictionary a relative date, None an unknown one. Events are compared by their ids.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from writing import Desk, appearance, capacity, stance, statement

from events.event import RecordedEvent
from events.vocabulary import Basis, Clock, LogOffset, Stance
from projections.rule.changes import changed_by, changes
from projections.rule.evidence import absence, evidence
from projections.rule.known import Known
from projections.rule.timeline import Step, Timeline, timelines

RUSSIA, ISSUE, OTHER_ISSUE = "russia", "ukraine-joins-nato", "nato-enlargement"
HEAD, MINISTER, OFFICIAL = "vladimir-putin", "russian-foreign-ministry", "sergei-ryabkov"
"""Who speaks for Russia, by rank."""
SOURCE = "doc-cameron"
OCCURRED, PUBLIC = Clock.OCCURRED, Clock.PUBLIC


def day(number: int) -> datetime.date:
    return datetime.date(2021, 12, number)


def period(on: Any) -> dict[str, Any]:
    match on:
        case None:
            return {"edtf": ""}
        case int():
            return {"edtf": day(on).isoformat()}
        case (first, last):
            return {"edtf": f"{day(first)}/{day(last)}"}
        case str():
            return {"edtf": on}
        case _:
            return dict(on)


def words(value: str, *, on: Any, by: str = HEAD, **fields: Any) -> Any:
    """Return a draft in which somebody takes a stance for Russia.

    ``conditions`` are texts, or (text, then); ``implied`` and ``lifts`` are flags; ``public`` is a day like ``on``.
    """
    conditions = [_condition(given) for given in fields.pop("conditions", ())]
    coded = stance(fields.pop("issue", ISSUE), value, conditions=conditions, liftsConditions=fields.pop("lifts", False))
    if fields.pop("implied", False):
        coded |= {"basis": "IMPLIED", "impliedBy": "The context."}
    if "public" in fields:
        fields["public"] = period(fields["public"])
    given = {
        "capacities": [capacity(by, RUSSIA)],
        "occurred": period(on),
        "stances": [coded],
        "appearances": [appearance(source_id) for source_id in fields.pop("sources", [SOURCE])],
    }
    return statement(**given | fields)


def says(desk: Desk, value: str, **fields: Any) -> RecordedEvent:
    """Put on record what ``words`` says."""
    return desk.record(words(value, **fields))


def _condition(given: Any) -> dict[str, Any]:
    text, then = given if isinstance(given, tuple) else (given, "SUPPORT")
    return {"text": text, "then": then}


def ids(*events: RecordedEvent) -> frozenset[UUID]:
    return frozenset(event.id for event in events)


# ---- positions ----


@dataclass(frozen=True)
class Position:
    """All that an answer shows; days by number, events by id."""

    stance: Stance
    since: int | str
    last_stated: int | str
    rests_on: frozenset[UUID]
    basis: Basis = Basis.EXPLICIT
    conditions: dict[Any, frozenset[UUID]] = field(default_factory=dict)
    since_earliest: int | str | None = None
    contested_by: frozenset[UUID] = frozenset()


def stands(value: str, *, since: int, on: Any, **fields: Any) -> Position:
    """Return the position expected: it rests ``on`` events; explicit, stated once, uncontested unless said otherwise.

    ``conditions`` are named with the events that they are carried from.
    """
    given = {"last_stated": since, "basis": "EXPLICIT"} | fields
    conditions = {
        key if isinstance(key, tuple) else (key, Stance.SUPPORT): ids(*carried)
        for key, carried in given.pop("conditions", {}).items()
    }
    contested_by = ids(*given.pop("contested_by", ()))
    basis = Basis(given.pop("basis"))
    return Position(
        Stance(value), since, rests_on=ids(*on), conditions=conditions, contested_by=contested_by, basis=basis, **given
    )


def line(
    desk: Desk, *, actor: str = RUSSIA, issue: str = ISSUE, clock: Clock = OCCURRED, known_at: Any = None
) -> Timeline:
    return timelines(known(desk, at=known_at), clock=clock).get((actor, issue), Timeline(()))


def known(desk: Desk, *, at: RecordedEvent | None = None) -> Known:
    """Return what is known now, or was at an event."""
    return Known(desk.events, at=at.log_offset if at else LogOffset(len(desk.events)))


def position(desk: Desk, at: int, **view: Any) -> Position | None:
    """Answer where an actor stands, Russia on Ukraine's accession unless another is named."""
    step = line(desk, **view).at(day(at))
    return _shown(step, desk) if step else None


def stances(desk: Desk, *days: int, **view: Any) -> list[Stance | None]:
    """Answer with the bare stance on each of these days."""
    timeline = line(desk, **view)
    steps = [timeline.at(day(number)) for number in days]
    return [step.standing.stance if step else None for step in steps]


def _shown(step: Step, desk: Desk) -> Position:
    standing = step.standing
    return Position(
        stance=standing.stance,
        basis=standing.basis,
        conditions={key: _ids(standing.carried_from(key), desk) for key in standing.conditions},
        since=_number(step.since),
        since_earliest=_number(step.since_earliest) if step.since_earliest else None,
        last_stated=_number(standing.last_stated),
        rests_on=_ids(standing.rests_on, desk),
        contested_by=_ids(standing.contested_by, desk),
    )


def _ids(offsets: frozenset[LogOffset], desk: Desk) -> frozenset[UUID]:
    return ids(*(desk.events[offset - 1] for offset in offsets))


def _number(found: datetime.date) -> int | str:
    return found.day if (found.year, found.month) == (2021, 12) else found.isoformat()


# ---- cards ----


def card(
    desk: Desk, at: int, *, actor: str = RUSSIA, issue: str = ISSUE, clock: Clock = OCCURRED
) -> dict[UUID, tuple[Any, ...]]:
    """Return role, reason and what it counted for of every event on the card of a pair."""
    on_record = known(desk)
    found = evidence(on_record, (actor, issue), as_of=day(at), clock=clock)
    return {on_record.events[item.log_offset].id: (item.role.value, item.code.value, item.stance) for item in found}


def why_absent(desk: Desk, at: int, *, actor: str = RUSSIA, clock: Clock = OCCURRED, is_mentioned: bool = False) -> Any:
    return absence(known(desk), (actor, ISSUE), as_of=day(at), clock=clock, is_mentioned=is_mentioned)


# ---- changes ----


def between(
    desk: Desk, start: int, end: int, *, known_from: RecordedEvent | None = None, clock: Clock = OCCURRED
) -> list[tuple[Any, ...]]:
    """Return the rows of ``changes`` from one day to another, as known at an event and now."""
    after = timelines(known(desk), clock=clock)
    before = timelines(known(desk, at=known_from), clock=clock)
    return [_row(change) for change in changes(before, after, start=day(start), end=day(end))]


def delivered(desk: Desk, event: RecordedEvent, *, clock: Clock = OCCURRED) -> list[tuple[Any, ...]]:
    """Return the rows of what one event changed."""
    before = Known(desk.events, at=LogOffset(event.log_offset - 1))
    return [_row(change) for change in changed_by(event, before=before, after=known(desk, at=event), clock=clock)]


def _row(change: Any) -> tuple[Any, ...]:
    return (*change.pair, _number(change.on), change.kind.value)
