"""Owns the places of events at the end of the log: as decided there, or in the belief that every writer is right."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from itertools import count

from events.event import EventToAppend, RecordRef
from events.log.outcome import Appended, Known, Outcome, outcomes
from events.log.prepared import Asked, Row, event_of
from events.vocabulary import LogOffset, StreamVersion

Clock = Callable[[], datetime.datetime]
Placed = tuple[Asked, Appended]
_FIRST = StreamVersion(1)


def moment(clock: Clock, *, last: datetime.datetime | None) -> datetime.datetime:
    """Return the time in milliseconds, as the log keeps it, and never before the last."""
    now = clock()
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    return now if last is None else max(now, last)


def placed(events: Sequence[Asked], decided: Sequence[Outcome]) -> list[Placed]:
    """Return the events that are to be appended, with their places."""
    return [(one, outcome) for one, outcome in zip(events, decided, strict=True) if isinstance(outcome, Appended)]


def believed(events: Sequence[Asked], *, after: LogOffset, recorded_at: datetime.datetime) -> list[Placed] | None:
    """Return the places of events whose writers are all right in what they expect, and of which none is a retry.

    None if that cannot be, whatever the log holds. Whether it is so, the database says: it refuses an id, a key, a
    version or an offset that is taken, and a version or an offset that has nothing before it.
    """
    asked = [event_of(one) for one in events]
    expected = [event.expected.version for event in asked]
    if None in expected:
        return None
    if not any(expected):
        return [
            (one, Appended(event, LogOffset(log_offset), _FIRST, recorded_at))
            for log_offset, one, event in zip(count(after + 1), events, asked, strict=False)
        ]
    known = Known(log_offset=after, by_id={}, by_key={}, versions=_expected(asked))
    decided = outcomes(asked, known=known, recorded_at=recorded_at)
    places = placed(events, decided)
    return places if len(places) == len(events) else None


def arrays(rows: Iterable[Row]) -> Row:
    """Return the arrays of the queries ``insert`` and ``insert_next``."""
    return tuple(zip(*rows, strict=True))


def _expected(events: Sequence[EventToAppend]) -> dict[RecordRef, StreamVersion]:
    versions: dict[RecordRef, StreamVersion] = {}
    for event in events:
        versions.setdefault(event.record, event.expected.version or StreamVersion(0))
    return versions
