"""Owns what a batch of requests needs to know: loaded for all of them at once, then grown by the batch's own events.

loaded     who holds the ids and keys, the streams of all events named, the texts of all sources quoted
knowledge  what one request is decided on: the log, and the events that the requests before it append
admit      take in the event of a request, though nothing is written yet
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from events.contents import Source as SourceContent
from events.decide.command import Command, Request
from events.decide.knowledge import Knowledge
from events.decide.requests import named_events, quoted_sources
from events.event import EventToAppend, RecordedEvent, RecordRef
from events.log.connection import Source, translated
from events.log.kept_registry import QUERIES, Fold, without_text
from events.log.reader import recorded_event
from events.registry import REGISTERED, Registry
from events.streams import Stream, streams_of
from events.vocabulary import EventId, LogOffset, RecordKind, StreamVersion


@dataclass(frozen=True, slots=True)
class Holder:
    """The event that holds an id or a key, and the request that it stands for; None once it is erased."""

    event: RecordedEvent
    request_hash: bytes | None


class Batch:
    """What is known while a batch is decided. ``admit`` changes it; the fold it began with stays as it is."""

    def __init__(self, fold: Fold, *, today: datetime.date) -> None:
        self._registry, self._log_offset, self._today = fold.registry, fold.log_offset, today
        self._streams: dict[RecordRef, Stream] = {}
        self._record_of: dict[EventId, RecordRef] = {}
        self._texts: dict[EventId, str] = {}
        self._holders: dict[EventId | str, Holder] = {}

    @classmethod
    async def loaded(
        cls, source: Source, requests: Sequence[tuple[Request, EventId]], *, fold: Fold, today: datetime.date
    ) -> Self:
        """Load what these requests name, each with the id that its event is to have; at most three queries."""
        batch = cls(fold, today=today)
        commands = [request.command for request, _ in requests]
        keys = [request.idempotency_key for request, _ in requests if request.idempotency_key is not None]
        with translated():
            await batch._load_holders(source, [event_id for _, event_id in requests], keys)
            await batch._load_streams(source, {name for command in commands for name in named_events(command)})
            await batch._load_texts(source, {name for command in commands for name in quoted_sources(command)})
        return batch

    @property
    def registry(self) -> Registry:
        """Actors, roles, issues, sources, instruments and relations after the events admitted so far."""
        return self._registry

    def holder(self, request: Request, event_id: EventId) -> Holder | None:
        """Return the event that holds the request's key, or else the id its event is to have."""
        by_key = self._holders.get(request.idempotency_key) if request.idempotency_key is not None else None
        return by_key or self._holders.get(event_id)

    def stream(self, record: RecordRef) -> Stream | None:
        """Return the stream of a record where the batch knows it."""
        return self._registry.stream(record.kind, record.id) or self._streams.get(record)

    def in_force(self) -> Iterator[RecordedEvent]:
        """Yield what is in force of all records that the batch knows."""
        yield from self._registry.in_force()
        yield from (event for stream in self._streams.values() if (event := stream.in_force))

    def knowledge(self, command: Command) -> Knowledge:
        """Return what the command is decided on: only what it names, so that it is found fast."""
        records = {
            self._record_of[event_id]
            for name in named_events(command)
            if (event_id := _event_id(name)) in self._record_of
        }
        streams = {record: stream for record in records if (stream := self.stream(record))}
        texts = {name: text for name in quoted_sources(command) if (text := self._text(name)) is not None}
        return Knowledge(registry=self._registry, today=self._today, streams=streams, texts=texts)

    def admit(self, event: EventToAppend) -> None:
        """Take in an event that will be appended; its place and moment are not known yet and decide nothing."""
        self._log_offset = LogOffset(self._log_offset + 1)
        known = self.stream(event.record) or Stream(())
        recorded = RecordedEvent(
            log_offset=self._log_offset,
            id=event.id,
            record=event.record,
            version=StreamVersion(known.last_version + 1),
            kind=event.kind,
            schema_version=event.schema_version,
            recorded_at=datetime.datetime.max.replace(tzinfo=datetime.UTC),
            recorded_by=event.recorded_by,
            body=event.body,
        )
        self._take_in(recorded, after=known)
        holder = self._holders[event.id] = Holder(recorded, event.request_hash)
        if event.idempotency_key is not None:
            self._holders[event.idempotency_key] = holder

    def _take_in(self, event: RecordedEvent, *, after: Stream) -> None:
        self._record_of[event.id] = event.record
        if event.record.kind in REGISTERED:
            self._registry = self._registry.evolved([without_text(event)])
        else:
            self._streams[event.record] = Stream((*after.events, event))
        if isinstance(event.content, SourceContent) and event.content.text is not None:
            self._texts[event.id] = event.content.text

    def _text(self, source_id: str) -> str | None:
        stream = self._registry.stream(RecordKind.SOURCE, source_id)
        standing = stream.last_standing if stream else None
        return self._texts.get(standing.id) if standing else None

    async def _load_holders(self, source: Source, ids: Sequence[EventId], keys: Sequence[str]) -> None:
        for row in await source.fetch(QUERIES["holders"], ids, keys):
            holder = Holder(recorded_event(row), row["request_hash"])
            self._holders[holder.event.id] = holder
            if row["idempotency_key"] is not None:
                self._holders[row["idempotency_key"]] = holder

    async def _load_streams(self, source: Source, names: Iterable[str]) -> None:
        ids = [event_id for name in names if (event_id := _event_id(name))]
        rows = await source.fetch(QUERIES["streams_of_events"], ids) if ids else []
        streams: Mapping[RecordRef, Stream] = streams_of([recorded_event(row) for row in rows])
        for record, stream in streams.items():
            self._record_of |= {event.id: record for event in stream.events}
            if record.kind not in REGISTERED:
                self._streams[record] = stream

    async def _load_texts(self, source: Source, names: Iterable[str]) -> None:
        known = [name for name in names if self._registry.stream(RecordKind.SOURCE, name)]
        rows = await source.fetch(QUERIES["source_texts"], known) if known else []
        self._texts |= {EventId(UUID(str(row["id"]))): row["text"] for row in rows}


def _event_id(name: str) -> EventId | None:
    """Read an event id, None where it is a slug or not an id at all."""
    try:
        return EventId(UUID(name))
    except ValueError:
        return None
