"""Owns what of one record's stream is in force: a pure fold over its events in version order.

A retraction withdraws one event of the stream, unless the retraction itself was withdrawn. In force is the last content
version that is not withdrawn, provided that the first event is not (domain.md, Corrections).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from events.event import RecordedEvent, RecordRef, Retraction, Version
from events.vocabulary import Change, EventId, StreamVersion


@dataclass(frozen=True)
class Stream:
    """The events of one record, oldest first, and what follows from them."""

    events: tuple[RecordedEvent, ...]

    @property
    def last_version(self) -> StreamVersion:
        """The version of the last event of any kind; 0 for a record that does not exist."""
        return self.events[-1].version if self.events else StreamVersion(0)

    @cached_property
    def withdrawn(self) -> frozenset[EventId]:
        """Ids of the events withdrawn now, directly; read from the newest event to the oldest."""
        withdrawn: set[UUID] = set()
        for event in reversed(self.events):
            if isinstance(event.body, Retraction) and event.id not in withdrawn:
                withdrawn.add(event.body.retracts)
        return frozenset(EventId(event_id) for event_id in withdrawn)

    @property
    def versions(self) -> tuple[RecordedEvent, ...]:
        """The content versions, withdrawn or not; an erased one is not among them."""
        return tuple(event for event in self.events if isinstance(event.body, Version))

    @property
    def is_withdrawn(self) -> bool:
        """Whether the record as a whole is withdrawn, which its first event decides."""
        return bool(self.events) and self.events[0].id in self.withdrawn

    @cached_property
    def in_force(self) -> RecordedEvent | None:
        """The content version in force, or None."""
        return None if self.is_withdrawn else self.last_standing

    @cached_property
    def last_standing(self) -> RecordedEvent | None:
        """The last content version not withdrawn, whatever became of the record: what a retracted source anchors by."""
        withdrawn = self.withdrawn - {self.events[0].id} if self.events else frozenset()
        standing = [event for event in self.versions if event.id not in withdrawn]
        return standing[-1] if standing else None

    def superseded_by(self, event: RecordedEvent) -> RecordedEvent | None:
        """Return the content version that took the place of this one, None while it is in force or if none did."""
        later = [v for v in self.versions if v.version > event.version and v.id not in self.withdrawn]
        return later[0] if later else None

    def corrected_by(self, event: RecordedEvent) -> RecordedEvent | None:
        """Return the version that a correction replaced: the last standing one before it."""
        if not isinstance(event.body, Version) or event.body.change is not Change.CORRECTION:
            return None
        before = [v for v in self.versions if v.version < event.version and v.id not in self.withdrawn]
        return before[-1] if before else None

    def as_known_at(self, log_offset: int) -> "Stream":
        """Return the stream as it stood when the log ended at this offset."""
        return Stream(tuple(event for event in self.events if event.log_offset <= log_offset))


def streams_of(events: Sequence[RecordedEvent]) -> dict[RecordRef, Stream]:
    """Group events by record, each in version order."""
    grouped: dict[RecordRef, list[RecordedEvent]] = {}
    for event in sorted(events, key=lambda event: (event.record, event.version)):
        grouped.setdefault(event.record, []).append(event)
    return {record: Stream(tuple(found)) for record, found in grouped.items()}
