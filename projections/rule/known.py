"""Owns what is on record at one log offset: records in force, when things were said, which statements are one."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from events.contents import Assessment, Move, Period, Statement
from events.drafts import AppearanceDraft
from events.edtf_dates import Bounds
from events.event import RecordedEvent, RecordRef
from events.registry import Registry
from events.streams import Stream, streams_of
from events.vocabulary import PERSON, Clock, EventStatus, LogOffset, RecordKind

C = TypeVar("C", Move, Assessment)


@dataclass(frozen=True, slots=True)
class Days:
    """Strict first and last possible day; ``latest`` is always bounded, ``earliest`` may be unknown."""

    earliest: datetime.date | None
    latest: datetime.date


@dataclass(frozen=True, slots=True)
class StatementInForce:
    """A statement's version in force, with the appearances of all records merged into it."""

    event: RecordedEvent
    content: Statement
    status: EventStatus
    live_sources: frozenset[str]
    said: Days
    public: Days

    @property
    def counts(self) -> bool:
        """Whether it may count in a position at all."""
        return self.status is EventStatus.CURRENT and bool(self.live_sources)

    def seen(self, clock: Clock) -> Days:
        """Return the days that decide when it counts under this clock."""
        return self.said if clock is Clock.OCCURRED else self.public


class Known:
    """The record as known at one offset."""

    def __init__(self, events: Iterable[RecordedEvent], *, at: LogOffset) -> None:
        known = [event for event in events if event.log_offset <= at]
        self.at = at
        self.streams: Mapping[RecordRef, Stream] = streams_of(known)
        self.registry = Registry().evolved(known)
        self.events = {event.log_offset: event for event in known}

    @cached_property
    def statements(self) -> tuple[StatementInForce, ...]:
        """Every statement record that is not withdrawn, in log order of its first event."""
        found = [(stream, event) for stream, event in self._in_force(RecordKind.STATEMENT)]
        return tuple(self._statement(stream, event) for stream, event in found)

    @cached_property
    def moves(self) -> tuple[tuple[RecordedEvent, Move, Days], ...]:
        """Every move in force."""
        return tuple(self._dated(Move, RecordKind.MOVE))

    @cached_property
    def assessments(self) -> tuple[tuple[RecordedEvent, Assessment, Days], ...]:
        """Every assessment in force."""
        return tuple(self._dated(Assessment, RecordKind.ASSESSMENT))

    def is_person(self, actor_id: str) -> bool:
        """Tell whether implied positions are never derived for this actor."""
        actor = self.registry.actor(actor_id)
        return actor is not None and actor.kind == PERSON

    def days(self, period: Period | None, *, appearances: Iterable[AppearanceDraft], first: RecordedEvent) -> Days:
        """Return the days of a period, bounded by the earliest live source, failing that by the recording."""
        bounds = self.registry.bounds(period)
        return _bounded(bounds, self._bound(appearances, first))

    def _bound(self, appearances: Iterable[AppearanceDraft], first: RecordedEvent) -> datetime.date:
        sources = {a.source for a in appearances if self.registry.is_live(a.source)}
        published = [day for source in sources if (day := self.registry.published(source).latest)]
        return min(published, default=first.recorded_at.astimezone(datetime.UTC).date())

    def _statement(self, stream: Stream, event: RecordedEvent) -> StatementInForce:
        content = event.content
        if not isinstance(content, Statement):
            raise TypeError(f"{event.record} holds no statement")
        members = self._members(event.record.id)
        standing = members[0].events[0].record
        appearances = [a for member in members for a in _appearances(member)]
        if standing != event.record:
            appearances = list(content.appearances)
        first = stream.events[0]
        said = self.days(content.occurred, appearances=appearances, first=first)
        public = said if content.public is None else self.days(content.public, appearances=appearances, first=first)
        return StatementInForce(
            event=event,
            content=content,
            status=EventStatus.CURRENT if standing == event.record else EventStatus.MERGED,
            live_sources=frozenset(a.source for a in appearances if self.registry.is_live(a.source)),
            said=said,
            public=public,
        )

    def _members(self, record_id: str) -> list[Stream]:
        """The streams in force that are judged to be this statement, the one that stands first."""
        refs = [RecordRef(RecordKind.STATEMENT, member) for member in self.registry.judgements.class_of(record_id)]
        streams = [stream for ref in refs if (stream := self.streams.get(ref)) and stream.in_force]
        return sorted(streams, key=lambda stream: stream.events[0].log_offset)

    def _dated(self, content_type: type[C], kind: RecordKind) -> Iterable[tuple[RecordedEvent, C, Days]]:
        for stream, event in self._in_force(kind):
            if isinstance(event.content, content_type):
                content = event.content
                days = self.days(content.occurred, appearances=content.appearances, first=stream.events[0])
                yield event, content, days

    def _in_force(self, kind: RecordKind) -> list[tuple[Stream, RecordedEvent]]:
        found = [(s, e) for ref, s in self.streams.items() if ref.kind is kind and (e := s.in_force)]
        return sorted(found, key=lambda pair: pair[0].events[0].log_offset)


def _appearances(stream: Stream) -> tuple[AppearanceDraft, ...]:
    content = stream.in_force.content if stream.in_force else None
    return content.appearances if isinstance(content, Statement) else ()


def _bounded(bounds: Bounds, bound: datetime.date) -> Days:
    latest = bounds.latest or max(bound, bounds.earliest or bound)
    return Days(bounds.earliest, latest)
