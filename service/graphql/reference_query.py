"""Owns the queries for what there is: actors, issues, sources, instruments, and the log itself."""

import asyncio
from typing import Annotated

import strawberry

from events import contents
from events.vocabulary import RecordKind
from projections.reading.records import StandingRecord, records_page
from projections.reading.view import Page, View
from service.graphql.actor import Actor
from service.graphql.arguments import Search
from service.graphql.context import Context, Info
from service.graphql.cursors import ACTORS, ISSUES, SOURCES, CursorKind
from service.graphql.fields import field
from service.graphql.instrument import Instrument
from service.graphql.issue import Issue
from service.graphql.known_ids import Named, require_known
from service.graphql.log import Log
from service.graphql.pages import After, Connection, First, Node, edges_of, page_info, size_of
from service.graphql.source import Source

Id = Annotated[strawberry.ID, strawberry.argument(name="id", description="Its slug.")]


@strawberry.type
class ReferenceQuery:
    """What there is, as on record now."""

    @field
    async def actor(self, info: Info, actor_id: Id) -> Actor | None:
        """An actor, null if withdrawn."""
        view, record = await _in_force(info.context, Named.ACTOR, actor_id)
        stored = record.content if record else None
        return Actor.of(view, record, stored) if record and isinstance(stored, contents.Actor) else None

    @field
    async def actors(
        self, info: Info, search: Search = None, first: First = None, after: After = None
    ) -> Connection[Actor]:
        """Actors, by id."""
        view, page = await _page(info.context, RecordKind.ACTOR, ACTORS, search=search, first=first, after=after)
        nodes = await info.context.load.actors(view, [record.event.record.id for record in page.rows])
        return _connection(page, nodes, ACTORS, after=after)

    @field
    async def issue(self, info: Info, issue_id: Id) -> Issue | None:
        """An issue, null if withdrawn."""
        view, record = await _in_force(info.context, Named.ISSUE, issue_id)
        stored = record.content if record else None
        return Issue.of(view, record, stored) if record and isinstance(stored, contents.Issue) else None

    @field
    async def issues(
        self, info: Info, search: Search = None, first: First = None, after: After = None
    ) -> Connection[Issue]:
        """Issues, by id."""
        view, page = await _page(info.context, RecordKind.ISSUE, ISSUES, search=search, first=first, after=after)
        nodes = await info.context.load.issues(view, [record.event.record.id for record in page.rows])
        return _connection(page, nodes, ISSUES, after=after)

    @field
    async def source(self, info: Info, source_id: Id) -> Source | None:
        """A source, withdrawn or not."""
        await require_known(info.context.reading.pool, Named.SOURCE, source_id, argument="id")
        return await info.context.load.source(await info.context.view(), source_id)

    @field
    async def sources(
        self, info: Info, search: Search = None, first: First = None, after: After = None
    ) -> Connection[Source]:
        """Sources, by id, withdrawn ones among them."""
        view, page = await _page(info.context, RecordKind.SOURCE, SOURCES, search=search, first=first, after=after)
        ids = [record.event.record.id for record in page.rows]
        nodes = await asyncio.gather(*(info.context.load.source(view, source_id) for source_id in ids))
        return _connection(page, list(nodes), SOURCES, after=after)

    @field
    async def instrument(self, info: Info, instrument_id: Id) -> Instrument | None:
        """An instrument, null if withdrawn."""
        view, record = await _in_force(info.context, Named.INSTRUMENT, instrument_id)
        stored = record.content if record else None
        return Instrument.of(view, record, stored) if record and isinstance(stored, contents.Instrument) else None

    @field
    async def instruments(self, info: Info) -> list[Instrument]:
        """All instruments, by id."""
        view, page = await _listed(info.context, RecordKind.INSTRUMENT, search=None, after=None, limit=None)
        ids = [record.event.record.id for record in page.rows]
        return list(await asyncio.gather(*(info.context.load.instrument(view, one) for one in ids)))

    @field
    async def log(self, info: Info) -> Log:
        """How far the log and the answers go."""
        reached = await info.context.progress()
        return Log(
            id=strawberry.ID(str(reached.log_id)),
            head=reached.log_offset,
            head_hash=None,
            head_hash_offset=None,
            projected_to=reached.projected_to,
            lag=reached.lag,
            projected_at=reached.advanced_at,
        )


async def _in_force(context: Context, named: Named, record_id: str) -> tuple[View, StandingRecord | None]:
    """Return what stands under a known id, None if it is withdrawn."""
    await require_known(context.reading.pool, named, record_id, argument="id")
    view = await context.view()
    record = await context.load.rows.standing.load((view.known_at, named.ref(record_id)))
    return view, record if record and not record.is_withdrawn else None


async def _page(
    context: Context,
    kind: RecordKind,
    cursors: CursorKind[str],
    *,
    search: str | None,
    first: int | None,
    after: str | None,
) -> tuple[View, Page[StandingRecord]]:
    size, behind = size_of(first), cursors.parse(after, argument="after")
    return await _listed(context, kind, search=search, after=behind, limit=size.limit)


async def _listed(
    context: Context, kind: RecordKind, *, search: str | None, after: str | None, limit: int | None
) -> tuple[View, Page[StandingRecord]]:
    """Return records of a kind by id, and keep them for whoever asks for one of them below."""
    view = await context.view()
    page = await records_page(
        context.reading.pool, kind, known_at=view.known_at, search=search, after=after, limit=limit
    )
    found = {(view.known_at, record.event.record): record for record in page.rows}
    context.load.rows.standing.prime_many(found)
    return view, page


def _connection(
    page: Page[StandingRecord], nodes: list[Node], cursors: CursorKind[str], *, after: str | None
) -> Connection[Node]:
    edges = edges_of(page.rows, nodes, cursor=lambda record: cursors.write(record.event.record.id))
    return Connection(edges=edges, page_info=page_info(edges, has_more=page.has_more, is_inside=after is not None))
