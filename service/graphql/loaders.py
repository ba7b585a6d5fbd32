"""Owns making values of the schema from rows, each in the view that it was asked for in.

Whatever nested fields ask for comes through here, so that a list of n entries costs one query for each field, not n.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import strawberry

from events import contents
from events.drafts import AppearanceDraft
from events.edtf_dates import Bounds
from events.event import Erased as StoredErased
from events.event import Erasure as StoredErasure
from events.event import RecordedEvent, RecordRef, Version
from events.event import Retraction as StoredRetraction
from events.log.connection import Pool
from events.relative_dates import resolve
from events.streams import Stream
from events.vocabulary import AbsenceReason, EventId, EventStatus, LogOffset, RecordKind
from projections.reading.answers import Answer
from projections.reading.changes import Span
from projections.reading.instruments import ProvisionRef
from projections.reading.records import DatedEvent, Days, StandingRecord
from projections.reading.registries import Registries
from projections.reading.sources import UNKNOWN_SOURCE, SourceDays
from projections.reading.tallies import VotingsAsked
from projections.reading.view import Page, View
from projections.rule.changes import PairChange
from projections.rule.claims import Pair
from projections.rule.evidence import Evidence
from projections.rule.tally import Voting
from service.access.audit import AuditTrail
from service.access.caller import Caller
from service.graphql.actor import Actor, Role
from service.graphql.context import Context, Reading
from service.graphql.event import Event
from service.graphql.instrument import Instrument, Provision
from service.graphql.issue import Issue
from service.graphql.move import Move, Schedule
from service.graphql.period import Period
from service.graphql.position import Condition, Position, PositionChange
from service.graphql.record_events import (
    Assessment,
    Coding,
    Erased,
    Erasure,
    InstrumentTabled,
    ReferenceChange,
    Relation,
    Retraction,
)
from service.graphql.rows import Rows
from service.graphql.source import Appearance, Source
from service.graphql.statement import Statement


def context_of(reading: Reading, *, caller: Caller, audit: AuditTrail) -> Context:
    """Return a context for one request, with loaders of its own."""
    return Context(reading, Loaders(reading.pool, reading.registries), caller=caller, audit=audit)


class Loaders:
    """Makes values of the schema. Each method may be called for every entry of a list: rows come in batches."""

    def __init__(self, pool: Pool, registries: Registries) -> None:
        self._pool, self._registries = pool, registries

    @cached_property
    def rows(self) -> Rows:
        """The loaders of rows, made once a field asks for one: many a request needs none."""
        return Rows(self._pool, self._registries)

    # ---- what there is ----

    async def actor(self, view: View, actor: str) -> Actor:
        """Return an actor that something on record names; its slug alone where its content was erased."""
        record = await self.rows.standing.load((view.known_at, RecordRef(RecordKind.ACTOR, actor)))
        if record is None:
            return Actor.erased(view, actor)
        if not isinstance(record.content, contents.Actor):
            raise TypeError(f"{actor} is no actor")
        return Actor.of(view, record, record.content)

    async def actors(self, view: View, actors: Iterable[str]) -> list[Actor]:
        """Return actors in the order given."""
        return list(await asyncio.gather(*(self.actor(view, actor) for actor in actors)))

    async def roles(self, view: View, holder: str) -> list[Role]:
        """Return the roles that an actor holds on the day of the view."""
        held = await self.rows.roles.load(((view.as_of, view.known_at), holder))
        return [
            Role(view=view, stored=record.content, record_id=_id(record.event), version=record.last_version)
            for record in held or ()
            if isinstance(record.content, contents.Role)
        ]

    async def issue(self, view: View, issue: str) -> Issue:
        """Return an issue that something on record names."""
        record = await self._named(view, RecordKind.ISSUE, issue)
        if not isinstance(record.content, contents.Issue):
            raise TypeError(f"{issue} is no issue")
        return Issue.of(view, record, record.content)

    async def issues(self, view: View, issues: Iterable[str]) -> list[Issue]:
        """Return issues in the order given."""
        return list(await asyncio.gather(*(self.issue(view, issue) for issue in issues)))

    async def children(self, view: View, parent: str) -> list[Issue]:
        """Return the issues right below another, by id."""
        return await self.issues(view, await self.rows.children.load((view.known_at, parent)) or ())

    async def source(self, view: View, source: str) -> Source:
        """Return a source that something on record names, withdrawn or not; its slug alone where it was erased."""
        ref = RecordRef(RecordKind.SOURCE, source)
        record, days = await asyncio.gather(
            self.rows.standing.load((view.known_at, ref)), self._source_days(view, source)
        )
        if record is None:
            return Source.erased(view, source, days)
        if not isinstance(record.content, contents.Source):
            raise TypeError(f"{source} is no source")
        return Source.of(view, record, record.content, days)

    async def instrument(self, view: View, instrument: str) -> Instrument:
        """Return an instrument that something on record names."""
        record = await self._named(view, RecordKind.INSTRUMENT, instrument)
        if not isinstance(record.content, contents.Instrument):
            raise TypeError(f"{instrument} is no instrument")
        return Instrument.of(view, record, record.content)

    async def provision(self, view: View, provision: str) -> Provision | None:
        """Return a provision, None where its instrument no longer has it."""
        instrument = await self.rows.instrument_of.load((view.known_at, provision))
        if instrument is None:
            return None
        return next(p for p in (await self.instrument(view, instrument)).provisions() if p.id == provision)

    async def answers(self, view: View, provision: ProvisionRef) -> list[Answer]:
        """Return the answers to a provision on the day of the view."""
        return await self.rows.answers.load((view, provision)) or []

    async def period(self, view: View, stored: contents.Period) -> Period:
        """Return a date, a relative one with the days that it means in the view."""
        bounds = Bounds(stored.earliest, stored.latest)
        if stored.relative is not None and stored.anchor is not None:
            bounds = resolve(stored.relative, (await self._source_days(view, stored.anchor)).published)
        return Period(view=view, stored=stored, days=Days(bounds.earliest, bounds.latest))

    # ---- what happened ----

    async def event(self, view: View, log_offset: LogOffset) -> Event:
        """Return the event at a place in the log, which the view knows."""
        dated = await self.rows.event.load((view.known_at, log_offset))
        if dated is None:
            raise LookupError(f"no event at {log_offset} as known at {view.known_at}")
        return event_of(view, dated)

    async def events(self, view: View, log_offsets: Iterable[LogOffset]) -> list[Event]:
        """Return events in the order given."""
        return list(await asyncio.gather(*(self.event(view, log_offset) for log_offset in log_offsets)))

    async def event_if_known(self, view: View, event_id: EventId) -> Event | None:
        """Return an event by its id, None if it is not on record in the view."""
        dated = await self.rows.event_by_id.load((view.known_at, event_id))
        return event_of(view, dated) if dated else None

    async def event_by_id(self, view: View, event_id: EventId) -> Event:
        """Return an event that something on record names."""
        event = await self.event_if_known(view, event_id)
        if event is None:
            raise LookupError(f"no event {event_id} as known at {view.known_at}")
        return event

    async def statement(self, view: View, record_id: str) -> Statement:
        """Return a statement as it stands in the view, withdrawn or not."""
        event = await self._standing_event(view, RecordRef(RecordKind.STATEMENT, record_id))
        if not isinstance(event, Statement):
            raise TypeError(f"{record_id} is no statement, or was erased")
        return event

    async def move(self, view: View, record_id: str) -> Move | None:
        """Return a move as it stands in the view, withdrawn or not."""
        event = await self._standing_event(view, RecordRef(RecordKind.MOVE, record_id))
        return event if isinstance(event, Move) else None

    async def stream(self, view: View, record: RecordRef) -> Stream:
        """Return the whole stream of a record as known in the view."""
        return await self.rows.stream.load((view.known_at, record)) or Stream(())

    async def status(self, view: View, event: RecordedEvent) -> EventStatus:
        """Return what became of an event that bears no dates; an erased one is withdrawn if nothing took its place."""
        stream = await self.stream(view, event.record)
        is_version = isinstance(event.body, Version | StoredErased)
        if event.id in stream.withdrawn or (is_version and stream.is_withdrawn):
            return EventStatus.RETRACTED
        if is_version and stream.superseded_by(event) is not None:
            return EventStatus.CORRECTED
        return EventStatus.RETRACTED if isinstance(event.body, StoredErased) else EventStatus.CURRENT

    async def appearances(self, view: View, dated: DatedEvent) -> list[Appearance]:
        """Return where an event stands in live sources, with those of the statements merged into it."""
        own: Sequence[AppearanceDraft] = getattr(dated.event.content, "appearances", ())
        merged: Sequence[AppearanceDraft] = ()
        if dated.event.record.kind is RecordKind.STATEMENT:
            merged = await self.rows.merged.load((view.known_at, dated.event.log_offset)) or ()
        stored = [*own, *merged]
        days = await asyncio.gather(*(self._source_days(view, appearance.source) for appearance in stored))
        return [Appearance.of(view, one) for one, source in zip(stored, days, strict=True) if source.is_live]

    async def relations(self, view: View, record_id: str) -> list[Relation]:
        """Return the links in force that a record has an end in."""
        return await self._relations(view, await self.rows.relations.load((view.known_at, record_id)) or ())

    async def relation(self, view: View, log_offset: LogOffset) -> Relation:
        """Return the link at a place in the log."""
        event = await self.event(view, log_offset)
        if not isinstance(event, Relation):
            raise TypeError(f"no relation at {log_offset}")
        return event

    async def tensions(self, view: View, log_offsets: Sequence[LogOffset]) -> list[Relation]:
        """Return the tensions in which some events stand on the day of the view, in log order."""
        found = await asyncio.gather(*(self.rows.tensions.load((view, log_offset)) for log_offset in log_offsets))
        return await self._relations(view, sorted({relation for tensions in found for relation in tensions or ()}))

    async def stated_conditions(self, view: View, log_offset: LogOffset, *, issues: Sequence[str]) -> list[Condition]:
        """Return the conditions that a statement puts on some issues."""
        event = await self.event(view, log_offset)
        if not isinstance(event, Statement):
            return []
        stances = [stance for stance in event.words.stances if stance.issue in issues]
        return [Condition.stated(view, condition) for stance in stances for condition in stance.conditions]

    # ---- who stands where ----

    async def position(self, view: View, pair: Pair) -> Position | None:
        """Return the position of a pair in the view."""
        found = await self.rows.position.load(((view.known_at, view.clock), (pair, view.as_of)))
        return Position.of(view, found) if found else None

    async def positions_of_actor(self, view: View, actor: str) -> list[Position]:
        """Return where an actor stands, by issue."""
        return [Position.of(view, found) for found in await self.rows.of_actor.load((view, actor)) or ()]

    async def positions_on_issue(self, view: View, issue: str) -> list[Position]:
        """Return who stands where on an issue, by actor."""
        return [Position.of(view, found) for found in await self.rows.on_issue.load((view, issue)) or ()]

    async def evidence(self, view: View, pair: Pair) -> list[Evidence]:
        """Return every event that bears on a pair, with its role."""
        return await self.rows.evidence.load((view, pair)) or []

    async def absence(self, view: View, pair: Pair) -> AbsenceReason | None:
        """Return why a pair has no position, None where it has one."""
        return await self.rows.absence.load((view, pair))

    async def votings(self, asked: VotingsAsked, pair: Pair) -> Page[Voting]:
        """Return a page of the votings on a pair's issue, as they were for its actor."""
        return await self.rows.votings.load((asked, pair)) or Page((), has_more=False)

    async def change(self, span: Span, changed: PairChange) -> PositionChange:
        """Return the difference between the two views of a span for one pair."""
        is_record = changed.kind is changed.kind.RECORD_CHANGED
        before, after = (span.earlier, span.revised) if is_record else (span.revised, span.later)
        was, became = await asyncio.gather(self.position(before, changed.pair), self.position(after, changed.pair))
        if is_record:
            caused_by = await self.rows.causes.load((span, changed.pair)) or ()
        else:
            settled = await self.position(replace(after, as_of=changed.on), changed.pair)
            caused_by = settled.answer.rests_on if settled else ()
        return PositionChange(
            view=after,
            pair=changed.pair,
            caused_by=caused_by,
            on=changed.on,
            kind=changed.kind,
            before=was,
            after=became,
        )

    # ---- rows ----

    async def _named(self, view: View, kind: RecordKind, record_id: str) -> StandingRecord:
        record = await self.rows.standing.load((view.known_at, RecordRef(kind, record_id)))
        if record is None:
            raise LookupError(f"no {kind.lower()} {record_id} stands as known at {view.known_at}")
        return record

    async def _standing_event(self, view: View, ref: RecordRef) -> Event | None:
        record = await self.rows.standing.load((view.known_at, ref))
        return await self.event(view, record.event.log_offset) if record else None

    async def _source_days(self, view: View, source: str) -> SourceDays:
        return await self.rows.source_days.load((view.known_at, source)) or UNKNOWN_SOURCE

    async def _relations(self, view: View, log_offsets: Iterable[LogOffset]) -> list[Relation]:
        return [event for event in await self.events(view, log_offsets) if isinstance(event, Relation)]


def event_of(view: View, dated: DatedEvent) -> Event:
    """Return an event as the type of its kind."""
    event = dated.event
    kind = _TYPE_OF_BODY.get(type(event.body)) or _TYPE_OF_CONTENT.get(type(event.content), ReferenceChange)
    return kind(view=view, dated=dated)


def _id(event: RecordedEvent) -> strawberry.ID:
    return strawberry.ID(event.record.id)


_TYPE_OF_BODY: Mapping[type, type[Event]] = {
    StoredErased: Erased,
    StoredErasure: Erasure,
    StoredRetraction: Retraction,
}
_TYPE_OF_CONTENT: Mapping[type, type[Event]] = {
    contents.Statement: Statement,
    contents.Move: Move,
    contents.Schedule: Schedule,
    contents.Assessment: Assessment,
    contents.Relation: Relation,
    contents.Coding: Coding,
    contents.Instrument: InstrumentTabled,
}
