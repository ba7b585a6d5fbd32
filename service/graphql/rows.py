"""Owns the data loaders of one request: rows read in batches, each group in one query, and kept for the request."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from strawberry.dataloader import DataLoader

from events.drafts import AppearanceDraft
from events.event import RecordRef
from events.log.connection import Pool
from events.streams import Stream
from events.vocabulary import AbsenceReason, Clock, EventId, LogOffset
from projections.reading import (
    actors,
    changes,
    evidence,
    instruments,
    issues,
    positions,
    records,
    relations,
    sources,
    tallies,
)
from projections.reading.answers import Answer
from projections.reading.changes import Span
from projections.reading.instruments import ProvisionRef
from projections.reading.positions import Position, PositionFilter
from projections.reading.records import DatedEvent, StandingRecord
from projections.reading.registries import Registries
from projections.reading.sources import SourceDays
from projections.reading.tallies import VotingsAsked
from projections.reading.view import Page, View
from projections.rule.claims import Pair
from projections.rule.evidence import Evidence
from projections.rule.tally import Voting
from service.graphql.batching import grouped


class Rows:
    """One loader for each thing that nested fields ask for; most keys are asked for under a log offset or a view."""

    def __init__(self, pool: Pool, registries: Registries) -> None:
        self._pool, self._registries = pool, registries
        self.event: DataLoader[tuple[LogOffset, LogOffset], DatedEvent | None] = grouped(self._events)
        self.event_by_id: DataLoader[tuple[LogOffset, EventId], DatedEvent | None] = grouped(self._events_by_id)
        self.standing: DataLoader[tuple[LogOffset, RecordRef], StandingRecord | None] = grouped(self._standing)
        self.stream: DataLoader[tuple[LogOffset, RecordRef], Stream | None] = grouped(self._streams)
        self.merged: DataLoader[tuple[LogOffset, LogOffset], tuple[AppearanceDraft, ...] | None] = grouped(self._merged)
        self.source_days: DataLoader[tuple[LogOffset, str], SourceDays | None] = grouped(self._source_days)
        self.roles: DataLoader[tuple[tuple[date, LogOffset], str], list[StandingRecord] | None] = grouped(self._roles)
        self.children: DataLoader[tuple[LogOffset, str], list[str] | None] = grouped(self._children)
        self.relations: DataLoader[tuple[LogOffset, str], list[LogOffset] | None] = grouped(self._relations)
        self.tensions: DataLoader[tuple[View, LogOffset], list[LogOffset] | None] = grouped(self._tensions)
        self.instrument_of: DataLoader[tuple[LogOffset, str], str | None] = grouped(self._instruments)
        self.answers: DataLoader[tuple[View, ProvisionRef], list[Answer] | None] = grouped(self._answers)
        self.position: DataLoader[tuple[tuple[LogOffset, Clock], tuple[Pair, date]], Position | None] = grouped(
            self._positions
        )
        self.of_actor: DataLoader[tuple[View, str], list[Position] | None] = grouped(self._of_actors)
        self.on_issue: DataLoader[tuple[View, str], list[Position] | None] = grouped(self._on_issues)
        self.evidence: DataLoader[tuple[View, Pair], list[Evidence] | None] = grouped(self._evidence)
        self.absence: DataLoader[tuple[View, Pair], AbsenceReason | None] = grouped(self._absences)
        self.votings: DataLoader[tuple[VotingsAsked, Pair], Page[Voting] | None] = grouped(self._votings)
        self.causes: DataLoader[tuple[Span, Pair], tuple[LogOffset, ...] | None] = grouped(self._causes)

    async def _events(self, known_at: LogOffset, offsets: Collection[LogOffset]) -> Mapping[LogOffset, DatedEvent]:
        return await records.events_at(self._pool, offsets, known_at=known_at)

    async def _events_by_id(self, known_at: LogOffset, ids: Collection[EventId]) -> Mapping[EventId, DatedEvent]:
        return await records.events_by_id(self._pool, ids, known_at=known_at)

    async def _standing(self, known_at: LogOffset, refs: Collection[RecordRef]) -> Mapping[RecordRef, StandingRecord]:
        return await records.standing_records(self._pool, refs, known_at=known_at)

    async def _streams(self, known_at: LogOffset, refs: Collection[RecordRef]) -> Mapping[RecordRef, Stream]:
        return await records.streams_of_records(self._pool, refs, known_at=known_at)

    async def _merged(
        self, known_at: LogOffset, offsets: Collection[LogOffset]
    ) -> Mapping[LogOffset, tuple[AppearanceDraft, ...]]:
        return await records.merged_appearances(self._pool, offsets, known_at=known_at)

    async def _source_days(self, known_at: LogOffset, ids: Collection[str]) -> Mapping[str, SourceDays]:
        return await sources.source_days(self._pool, ids, known_at=known_at)

    async def _roles(self, day: tuple[date, LogOffset], holders: Collection[str]) -> Mapping[str, list[StandingRecord]]:
        return await actors.roles_of(self._pool, holders, as_of=day[0], known_at=day[1])

    async def _children(self, known_at: LogOffset, parents: Collection[str]) -> Mapping[str, list[str]]:
        return await issues.children_of(self._pool, parents, known_at=known_at)

    async def _relations(self, known_at: LogOffset, ids: Collection[str]) -> Mapping[str, list[LogOffset]]:
        return await relations.relations_of(self._pool, ids, known_at=known_at)

    async def _tensions(self, view: View, offsets: Collection[LogOffset]) -> Mapping[LogOffset, list[LogOffset]]:
        return await relations.tensions_of(self._pool, view, log_offsets=offsets)

    async def _instruments(self, known_at: LogOffset, provisions: Collection[str]) -> Mapping[str, str]:
        return await instruments.instruments_of(self._pool, provisions, known_at=known_at)

    async def _answers(self, view: View, refs: Collection[ProvisionRef]) -> Mapping[ProvisionRef, list[Answer]]:
        return await instruments.answers_to(self._pool, view, provisions=refs)

    async def _positions(
        self, known: tuple[LogOffset, Clock], asked: Collection[tuple[Pair, date]]
    ) -> Mapping[tuple[Pair, date], Position]:
        known_at, clock = known
        return await positions.positions_on(self._pool, asked, known_at=known_at, clock=clock)

    async def _of_actors(self, view: View, ids: Sequence[str]) -> Mapping[str, list[Position]]:
        found = await self._all(view, PositionFilter(actors=ids))
        return {actor: [position for position in found if position.actor == actor] for actor in ids}

    async def _on_issues(self, view: View, ids: Sequence[str]) -> Mapping[str, list[Position]]:
        found = await self._all(view, PositionFilter(issues=ids))
        return {issue: [position for position in found if position.issue == issue] for issue in ids}

    async def _all(self, view: View, wanted: PositionFilter) -> tuple[Position, ...]:
        return (await positions.positions_page(self._pool, view, wanted=wanted, after=None, limit=None)).rows

    async def _evidence(self, view: View, pairs: Sequence[Pair]) -> Mapping[Pair, list[Evidence]]:
        registry = await self._registries.at(view.known_at)
        return await evidence.evidence_of(self._pool, view, pairs=pairs, registry=registry)

    async def _absences(self, view: View, pairs: Sequence[Pair]) -> Mapping[Pair, AbsenceReason]:
        found = await evidence.absences_of(self._pool, view, pairs=pairs)
        return {pair: reason for pair, reason in found.items() if reason is not None}

    async def _causes(self, span: Span, pairs: Sequence[Pair]) -> Mapping[Pair, tuple[LogOffset, ...]]:
        return await changes.causes(self._pool, span, pairs=pairs)

    async def _votings(self, asked: VotingsAsked, pairs: Sequence[Pair]) -> Mapping[Pair, Page[Voting]]:
        return await tallies.votings_of(self._pool, asked, pairs=pairs)
