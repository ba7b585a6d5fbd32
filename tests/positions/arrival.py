"""The same records in another order of arrival: what builds on something else still comes after it.

Kept in order are: the world; the events of one record; sources among themselves, since one dates another; judgements
among themselves, after the sources and statements that they were checked against; and statements judged to be one, of
which the first to arrive stands.
"""

from collections.abc import Sequence
from random import Random

from positions.recording import WORLD

from events.contents import Relation
from events.event import RecordedEvent, RecordRef
from events.vocabulary import RecordKind


def rearranged(log: Sequence[RecordedEvent], random: Random) -> list[RecordedEvent]:
    """Return the events in another order in which they may have arrived."""
    joined = _joined(log)
    waiting = list(log[WORLD:])
    arrived = list(log[:WORLD])
    while waiting:
        free = [e for n, e in enumerate(waiting) if not any(_builds_on(e, earlier, joined) for earlier in waiting[:n])]
        chosen = random.choice(free)
        waiting.remove(chosen)
        arrived.append(chosen)
    return arrived


Joined = dict[RecordRef, frozenset[str]]
"""The statement records that each relation names, by the relation's record."""


def _joined(log: Sequence[RecordedEvent]) -> Joined:
    found: Joined = {}
    for event in log:
        if isinstance(event.content, Relation):
            found[event.record] = frozenset({event.content.from_record, event.content.to_record})
    return found


def _builds_on(event: RecordedEvent, earlier: RecordedEvent, joined: Joined) -> bool:
    kinds = {event.record.kind, earlier.record.kind}
    if event.record == earlier.record or kinds <= {RecordKind.SOURCE, RecordKind.RELATION}:
        return True
    if kinds == {RecordKind.STATEMENT}:
        return event.version == earlier.version == 1 and _are_one(event, earlier, joined)
    if kinds == {RecordKind.STATEMENT, RecordKind.RELATION}:
        relation, statement = sorted((event, earlier), key=lambda e: e.record.kind)
        return statement.record.id in joined[relation.record]
    return False


def _are_one(one: RecordedEvent, other: RecordedEvent, joined: Joined) -> bool:
    """Tell whether any chain of relations joins two statements, in force or not."""
    found = {one.record.id}
    while more := {record for pair in joined.values() if pair & found for record in pair} - found:
        found |= more
    return other.record.id in found
