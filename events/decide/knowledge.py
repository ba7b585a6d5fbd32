"""Owns what a decision needs to know of the log, gathered inside the appending transaction."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from events.event import RecordedEvent, RecordRef
from events.mentions import Mention, Named
from events.registry import Registry
from events.streams import Stream
from events.vocabulary import SLUG_RECORDS, RecordKind


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The registry, the streams that the command names, and the texts of the sources it quotes.

    ``streams`` holds the whole stream of every event or record id that the command names; ``texts`` the text of each
    source named by an appearance, where the desk holds it; ``in_use`` those of the ids going (``aftermath.going_with``)
    that a record in force names.
    """

    registry: Registry
    today: datetime.date
    streams: Mapping[RecordRef, Stream] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    in_use: frozenset[tuple[Named, str]] = frozenset()

    def event(self, event_or_record_id: str) -> RecordedEvent | None:
        """Return the event with this id, or the first event of the record with this id."""
        for stream in self.streams.values():
            for event in stream.events:
                if event_or_record_id == str(event.id):
                    return event
        record_events = [s.events[0] for ref, s in self.streams.items() if ref.id == event_or_record_id and s.events]
        return record_events[0] if len(record_events) == 1 else None

    def stream_of(self, record: RecordRef) -> Stream:
        """Return the stream of a record, empty where there is none."""
        known = self.streams.get(record) or self.registry.stream(record.kind, record.id)
        return known or Stream(())

    def slugged(self, slug: str) -> list[RecordRef]:
        """Return the registered records that bear this slug, of whatever kind."""
        return [RecordRef(kind, slug) for kind in sorted(SLUG_RECORDS) if self.registry.stream(kind, slug)]

    def knows(self, mention: Mention) -> bool:
        """Tell whether an id names something on record; a withdrawn source or event still is."""
        match mention.named:
            case Named.EVENT:
                return self.event(mention.id) is not None
            case Named.PROVISION:
                return mention.id in self.registry.instrument_of_provision
            case Named.SOURCE:
                return self.registry.source(mention.id) is not None
            case Named.ACTOR | Named.ISSUE | Named.INSTRUMENT:
                stream = self.registry.stream(RecordKind(mention.named.name), mention.id)
                return stream is not None and stream.in_force is not None

    def move(self, event_or_record_id: str) -> RecordRef | None:
        """Return the move that an occasion names."""
        event = self.event(event_or_record_id)
        return event.record if event and event.record.kind is RecordKind.MOVE else None
