"""Owns reading why: every event's role in a position, and the reason why there is none.

The records that bear on a pair are read up to the offset; what they mean for it is ``projections.rule``'s to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from events.event import RecordedEvent, RecordRef
from events.log.connection import Source, translated
from events.log.reader import recorded_event
from events.log.sql import load
from events.registry import Registry
from events.vocabulary import MEMBERSHIP_ROLES, AbsenceReason, LogOffset, RecordKind
from projections.reading.records import streams_of_records
from projections.reading.view import View
from projections.rule.claims import Pair
from projections.rule.evidence import Evidence, absence, evidence
from projections.rule.known import Known

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("evidence.sql"))


@dataclass(frozen=True, slots=True)
class Speech:
    """What of an actor matters on any issue: the records of one statement that counts, and if it is named otherwise."""

    record_ids: tuple[str, ...]
    is_mentioned: bool


async def evidence_of(
    source: Source, view: View, *, pairs: Sequence[Pair], registry: Registry
) -> dict[Pair, list[Evidence]]:
    """Return every event that bears on each pair, in the order of ``projections.rule.evidence``.

    ``registry`` is that of the view's offset.
    """
    bearing = await _bearing(source, pairs, registry=registry, known_at=view.known_at)
    return {
        pair: evidence(
            Known(bearing[pair], at=view.known_at, registry=registry), pair, as_of=view.as_of, clock=view.clock
        )
        for pair in pairs
    }


async def absences_of(
    source: Source, view: View, *, pairs: Sequence[Pair], registry: Registry
) -> dict[Pair, AbsenceReason | None]:
    """Return why each pair has no position, None where it has one. ``registry`` is that of the view's offset."""
    bearing = await _bearing(source, pairs, registry=registry, known_at=view.known_at)
    speech = await _speech(source, view, actors=sorted({actor for actor, _ in pairs}))
    refs = {RecordRef(RecordKind.STATEMENT, record_id) for one in speech.values() for record_id in one.record_ids}
    streams = await streams_of_records(source, refs, known_at=view.known_at)
    found: dict[Pair, AbsenceReason | None] = {}
    for pair in pairs:
        own = speech[pair[0]]
        spoken = [e for r in own.record_ids for e in streams[RecordRef(RecordKind.STATEMENT, r)].events]
        events = {event.log_offset: event for event in (*bearing[pair], *spoken)}
        known = Known(events.values(), at=view.known_at, registry=registry)
        found[pair] = absence(known, pair, as_of=view.as_of, clock=view.clock, is_mentioned=own.is_mentioned)
    return found


async def _bearing(
    source: Source, pairs: Sequence[Pair], *, registry: Registry, known_at: LogOffset
) -> dict[Pair, list[RecordedEvent]]:
    """Read the streams of all records that name the issue and the actor, a member of it or what it is a member of."""
    asked = [(i, other, issue) for i, (actor, issue) in enumerate(pairs) for other in _concerned(actor, registry)]
    places, actors, issues = [a[0] for a in asked], [a[1] for a in asked], [a[2] for a in asked]
    with translated():
        rows = await source.fetch(QUERIES["bearing"], known_at, places, actors, issues)
    found: dict[Pair, list[RecordedEvent]] = {pair: [] for pair in pairs}
    for row in rows:
        event = recorded_event(row)
        for place in row["places"]:
            found[pairs[place]].append(event)
    return found


async def _speech(source: Source, view: View, *, actors: Sequence[str]) -> dict[str, Speech]:
    with translated():
        rows = await source.fetch(QUERIES["spoken"], view.known_at, view.as_of, view.clock, actors)
    found = {actors[row["place"] - 1]: Speech(tuple(row["record_ids"] or ()), row["is_mentioned"]) for row in rows}
    return {actor: found.get(actor, Speech((), is_mentioned=False)) for actor in actors}


def _concerned(actor: str, registry: Registry) -> set[str]:
    memberships = [role for role in registry.roles if role.type in MEMBERSHIP_ROLES]
    holders = {role.holder for role in memberships if role.principal == actor}
    return {actor} | holders | {role.principal for role in memberships if role.holder == actor}
