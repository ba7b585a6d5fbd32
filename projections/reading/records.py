"""Owns reading records and events: which version stands, its whole stream, and events by their places, at an offset.

The text of a source is never read here.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg

from events.contents import Content
from events.drafts import AppearanceDraft
from events.event import RecordedEvent, RecordRef
from events.log.connection import Source, translated
from events.log.reader import recorded_event
from events.log.sql import load
from events.streams import Stream
from events.vocabulary import EventId, EventStatus, LogOffset, RecordKind, StreamVersion
from projections.reading.view import Page, page_of

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("records.sql"))


@dataclass(frozen=True, slots=True)
class Days:
    """Strict bounds of a date, as resolved; ``is_bounded`` where a source stands in for an unknown end."""

    earliest: datetime.date | None
    latest: datetime.date | None
    is_bounded: bool = False


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with its status and days as known at an offset; ``said`` and ``public`` are None where it bears none."""

    event: RecordedEvent
    status: EventStatus | None
    said: Days | None
    public: Days | None


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """The last content version not withdrawn of a record; in force unless the record as a whole is withdrawn."""

    event: RecordedEvent
    is_withdrawn: bool
    last_version: StreamVersion

    @property
    def content(self) -> Content:
        """What stands."""
        if self.event.content is None:
            raise TypeError(f"{self.event.record} stands without a content; rebuild the projections")
        return self.event.content


async def events_at(
    source: Source, log_offsets: Collection[LogOffset], *, known_at: LogOffset
) -> dict[LogOffset, DatedEvent]:
    """Return the events at some places in the log, as known at an offset; later ones are left out."""
    with translated():
        rows = await source.fetch(QUERIES["at_offsets"], known_at, list(log_offsets))
    return {dated.event.log_offset: dated for dated in map(_dated_event, rows)}


async def events_by_id(source: Source, ids: Collection[EventId], *, known_at: LogOffset) -> dict[EventId, DatedEvent]:
    """Return those of the events that are on record at an offset."""
    with translated():
        rows = await source.fetch(QUERIES["by_ids"], known_at, list(ids))
    return {dated.event.id: dated for dated in map(_dated_event, rows)}


async def standing_records(
    source: Source, refs: Collection[RecordRef], *, known_at: LogOffset
) -> dict[RecordRef, StandingRecord]:
    """Return what stands of those of the records that are on record at an offset."""
    kinds, ids = [ref.kind.value for ref in refs], [ref.id for ref in refs]
    with translated():
        rows = await source.fetch(QUERIES["standing"], known_at, kinds, ids)
    return {record.event.record: record for record in map(standing_record, rows)}


async def records_page(
    source: Source, kind: RecordKind, *, known_at: LogOffset, search: str | None, after: str | None, limit: int | None
) -> Page[StandingRecord]:
    """Return records of a kind in force by id, those whose id or words hold the text; retracted sources among them."""
    more = None if limit is None else limit + 1
    with translated():
        rows = await source.fetch(QUERIES["page"], known_at, kind, search or None, after, more)
    found = [standing_record(row) for row in rows]
    return page_of(found, limit=len(found) if limit is None else limit)


async def streams_of_records(
    source: Source, refs: Collection[RecordRef], *, known_at: LogOffset
) -> dict[RecordRef, Stream]:
    """Return the whole stream of each record up to an offset, an empty one for what is not on record."""
    kinds, ids = [ref.kind.value for ref in refs], [ref.id for ref in refs]
    with translated():
        rows = await source.fetch(QUERIES["streams"], known_at, kinds, ids)
    found: dict[RecordRef, list[RecordedEvent]] = {ref: [] for ref in refs}
    for event in map(recorded_event, rows):
        found[event.record].append(event)
    return {ref: Stream(tuple(events)) for ref, events in found.items()}


async def known_records(source: Source, refs: Collection[RecordRef]) -> frozenset[RecordRef]:
    """Return those of the records that were ever put on record, withdrawn or not."""
    kinds, ids = [ref.kind.value for ref in refs], [ref.id for ref in refs]
    with translated():
        rows = await source.fetch(QUERIES["known_ids"], kinds, ids)
    return frozenset(RecordRef(RecordKind(row["record_kind"]), row["record_id"]) for row in rows)


async def merged_appearances(
    source: Source, log_offsets: Collection[LogOffset], *, known_at: LogOffset
) -> dict[LogOffset, tuple[AppearanceDraft, ...]]:
    """Return the appearances that statements took over from the records merged into them."""
    found: dict[LogOffset, tuple[AppearanceDraft, ...]] = dict.fromkeys(log_offsets, ())
    with translated():
        rows = await source.fetch(QUERIES["appearances"], known_at, list(log_offsets))
    for row in rows:
        moved = tuple(AppearanceDraft.model_validate(appearance) for appearance in row["appearances"])
        found[row["log_offset"]] += moved
    return found


def event_ids(texts: Sequence[str]) -> list[EventId]:
    """Return those of the texts that can be event ids."""
    found = []
    for text in texts:
        try:
            found.append(EventId(UUID(text)))
        except ValueError:
            continue
    return found


def standing_record(row: asyncpg.Record) -> StandingRecord:
    """Return the record that a row holds."""
    return StandingRecord(recorded_event(row), row["is_withdrawn"], StreamVersion(row["last_version"]))


def _dated_event(row: asyncpg.Record) -> DatedEvent:
    event = recorded_event(row)
    if row["status"] is None:
        return DatedEvent(event, None, None, None)
    return DatedEvent(
        event=event,
        status=EventStatus(row["status"]),
        said=Days(row["said_earliest"], row["said_latest"], row["is_said_bounded_by_source"]),
        public=Days(row["public_earliest"], row["public_latest"], row["is_public_bounded_by_source"]),
    )
