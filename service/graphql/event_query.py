"""Owns the queries for what happened: events, figures, activity, and what the desk should look at again."""

import asyncio
import datetime
from dataclasses import replace
from typing import Annotated

import strawberry

from events.vocabulary import Clock, EventKind, EventStatus
from projections.reading.activity import activity
from projections.reading.issues import issues_below
from projections.reading.listing import EventFilter, ListingKey, events_page
from projections.reading.quantities import ListedQuantity, QuantityFilter, quantities_page
from projections.reading.records import event_ids
from projections.reading.statements import statements_without_role
from projections.reading.view import View
from service.graphql.arguments import AskedClock, From, IssueIds, KnownAt, KnownAtOffset
from service.graphql.context import Context, Info
from service.graphql.cursors import EVENTS, QUANTITIES, STATEMENTS
from service.graphql.errors import BadRange
from service.graphql.event import Event, EventQuantity
from service.graphql.fields import field
from service.graphql.known_ids import Named, require_all_known
from service.graphql.log import DayActivity
from service.graphql.pages import (
    After,
    Before,
    Connection,
    First,
    Last,
    Size,
    edges_of,
    page_info,
    size_of,
)

EventId = Annotated[strawberry.ID, strawberry.argument(name="id", description="Its id.")]
To = Annotated[datetime.date, strawberry.argument(description="The last day.")]
Subtree = Annotated[bool | None, strawberry.argument(description="With all issues below them in the tree.")]
SourceIds = Annotated[
    list[strawberry.ID] | None, strawberry.argument(description="Only what appears in these sources.")
]
EventKinds = Annotated[list[EventKind] | None, strawberry.argument(description="Only these kinds.")]
Statuses = Annotated[list[EventStatus] | None, strawberry.argument(description="Only with these statuses.")]
Day = Annotated[
    datetime.date | None, strawberry.argument(description="By the last possible day under the clock, inclusive.")
]
Words = Annotated[str | None, strawberry.argument(description='Words, "a phrase", or, -without; in any order.')]
HasQuantities = Annotated[bool | None, strawberry.argument(description="Only those that give figures.")]
About = Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only what is about these actors.")]
Addressees = Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only what is addressed to these.")]
Targets = Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only moves that target these.")]
Actors = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(description="Only with these as speaker, principal, author, tabler, mover or who said it."),
]
Estimators = Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only estimated by these actors.")]
Counts = Annotated[str | None, strawberry.argument(description="Only where what is counted holds this text.")]

IN_FORCE = [EventStatus.CURRENT]


@strawberry.type
class EventQuery:
    """What happened."""

    @field
    async def activity(
        self,
        info: Info,
        *,
        start: From,
        to: To,
        clock: AskedClock = Clock.OCCURRED,
        known_at: KnownAt = None,
        known_at_offset: KnownAtOffset = None,
    ) -> list[DayActivity]:
        """Statements and moves a day, for the strip under a slider; days without any left out."""
        if to < start:
            raise BadRange(f"{start} to {to} ends before it begins; swap them", argument=["to"])
        view = await info.context.view(known_at=known_at, known_at_offset=known_at_offset, clock=clock)
        pool = info.context.reading.pool
        days = await activity(pool, start=start, end=to, known_at=view.known_at, clock=view.clock)
        return [DayActivity(day=day.day, statements=day.statements, moves=day.moves) for day in days]

    @field
    async def event(
        self, info: Info, event_id: EventId, known_at: KnownAt = None, known_at_offset: KnownAtOffset = None
    ) -> Event | None:
        """An event of any kind, null if nothing is on record under the id at that offset."""
        view = await info.context.view(known_at=known_at, known_at_offset=known_at_offset)
        ids = event_ids([event_id])
        return await info.context.load.event_if_known(view, ids[0]) if ids else None

    @field
    async def events(  # noqa: PLR0913 - the arguments of the contract
        self,
        info: Info,
        *,
        actors: Actors = None,
        about: About = None,
        addressees: Addressees = None,
        targets: Targets = None,
        issues: IssueIds = None,
        issue_subtree: Subtree = False,
        sources: SourceIds = None,
        kinds: EventKinds = None,
        statuses: Statuses = IN_FORCE,
        occurred_from: Day = None,
        occurred_to: Day = None,
        clock: AskedClock = Clock.OCCURRED,
        known_at: KnownAt = None,
        known_at_offset: KnownAtOffset = None,
        search: Words = None,
        has_quantities: HasQuantities = False,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Event]:
        """History of STATEMENT, MOVE, ASSESSMENT, INSTRUMENT and SCHEDULE in force.

        Statuses default to [CURRENT]; ordered by occurred.latest (nulls last), ordinal, id.
        """
        size = size_of(first, last=last, after=after, before=before)
        beyond = EVENTS.parse(after, argument="after") or EVENTS.parse(before, argument="before")
        view = await info.context.view(known_at=known_at, known_at_offset=known_at_offset, clock=clock)
        wanted = EventFilter(
            clock=view.clock, statuses=IN_FORCE if statuses is None else statuses, kinds=kinds, actors=actors,
            about=about, addressees=addressees, targets=targets, issues=issues, sources=sources,
            start=occurred_from, end=occurred_to, search=search, only_with_quantities=bool(has_quantities),
        )  # fmt: skip
        return await _events(info.context, view, wanted, beyond, size=size, with_subtree=bool(issue_subtree))

    @field
    async def quantities(  # noqa: PLR0913 - the arguments of the contract
        self,
        info: Info,
        *,
        about: About = None,
        issues: IssueIds = None,
        estimated_by: Estimators = None,
        counts: Counts = None,
        known_at: KnownAt = None,
        known_at_offset: KnownAtOffset = None,
        first: First = None,
        after: After = None,
    ) -> Connection[EventQuantity]:
        """Every figure in force with the event that gives it, by day said. Never averaged."""
        size, behind = size_of(first), QUANTITIES.parse(after, argument="after")
        context = info.context
        await require_all_known(
            context.reading.pool,
            {
                "about": (Named.ACTOR, about),
                "issues": (Named.ISSUE, issues),
                "estimatedBy": (Named.ACTOR, estimated_by),
            },
        )
        view = await context.view(known_at=known_at, known_at_offset=known_at_offset)
        wanted = QuantityFilter(about, issues, estimated_by, counts)
        page = await quantities_page(
            context.reading.pool, wanted, known_at=view.known_at, after=behind, limit=size.limit
        )
        nodes = await asyncio.gather(*(_quantity(context, view, row) for row in page.rows))
        edges = edges_of(page.rows, nodes, cursor=lambda row: QUANTITIES.write(*row.key))
        return Connection(edges=edges, page_info=page_info(edges, has_more=page.has_more, is_inside=after is not None))

    @field
    async def statements_without_role(
        self,
        info: Info,
        *,
        known_at: KnownAt = None,
        known_at_offset: KnownAtOffset = None,
        first: First = None,
        after: After = None,
    ) -> Connection[Event]:
        """Statements in force whose capacity the roles no longer support.

        For the desk to look at: later roles move no position.
        """
        size, behind = size_of(first), STATEMENTS.parse(after, argument="after")
        context = info.context
        view = await context.view(known_at=known_at, known_at_offset=known_at_offset)
        registry = await context.reading.registries.at(view.known_at)
        page = await statements_without_role(
            context.reading.pool, known_at=view.known_at, registry=registry, after=behind, limit=size.limit
        )
        nodes = await context.load.events(view, [row.log_offset for row in page.rows])
        edges = edges_of(page.rows, nodes, cursor=lambda row: STATEMENTS.write(*row.key))
        return Connection(edges=edges, page_info=page_info(edges, has_more=page.has_more, is_inside=after is not None))


async def _events(
    context: Context, view: View, asked: EventFilter, beyond: ListingKey | None, *, size: Size, with_subtree: bool
) -> Connection[Event]:
    """Return a page of the history; the filter's ids must be on record."""
    await _require_named(context, asked)
    wanted = asked
    if with_subtree and asked.issues is not None:
        below = await issues_below(context.reading.pool, asked.issues, known_at=view.known_at)
        wanted = replace(asked, issues=below)
    page = await events_page(
        context.reading.pool,
        wanted,
        known_at=view.known_at,
        beyond=beyond,
        limit=size.limit,
        backward=size.is_backward,
    )
    nodes = await context.load.events(view, [row.log_offset for row in page.rows])
    edges = edges_of(page.rows, nodes, cursor=lambda row: EVENTS.write(*row.key))
    is_inside = beyond is not None
    info = page_info(edges, has_more=page.has_more, is_inside=is_inside, is_backward=size.is_backward)
    return Connection(edges=edges, page_info=info)


async def _require_named(context: Context, asked: EventFilter) -> None:
    arguments = {
        "actors": (Named.ACTOR, asked.actors),
        "about": (Named.ACTOR, asked.about),
        "addressees": (Named.ACTOR, asked.addressees),
        "targets": (Named.ACTOR, asked.targets),
        "issues": (Named.ISSUE, asked.issues),
        "sources": (Named.SOURCE, asked.sources),
    }
    await require_all_known(context.reading.pool, arguments)


async def _quantity(context: Context, view: View, row: ListedQuantity) -> EventQuantity:
    event = await context.load.event(view, row.log_offset)
    return EventQuantity(quantity=event.quantities()[row.key[2] - 1], event=event)
