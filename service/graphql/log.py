"""Owns the types Log and DayActivity: how far things go, what was put right, and how much happened each day."""

import datetime

import strawberry

from events.vocabulary import LogOffset
from projections.reading.corrections import corrections_page
from service.graphql.context import Info
from service.graphql.cursors import CORRECTIONS
from service.graphql.event import Event
from service.graphql.fields import field, output
from service.graphql.pages import After, Connection, First, edges_of, page_info, size_of


@output
class Log:
    """`headHash` is null until there is a tree over the leaves.

    `id` changes when a log is restored or a standby loses events: an offset is only comparable within one id.
    """

    id: strawberry.ID = strawberry.field(description="Which log this is.")
    head: LogOffset = strawberry.field(description="Its last offset.")
    head_hash: str | None = strawberry.field(description="Root of the tree over the leaves; null until there is one.")
    head_hash_offset: LogOffset | None = strawberry.field(description="How far that tree reaches.")
    projected_to: LogOffset = strawberry.field(
        description="How far the answers reach: what the head means if left out."
    )
    lag: int = strawberry.field(description="How many events of the log no answer shows yet.")
    projected_at: datetime.datetime = strawberry.field(description="When the answers last came further.")

    @field
    async def corrections(self, info: Info, first: First = None, after: After = None) -> Connection[Event]:
        """Corrections and retractions of anything on record, newest first by log offset.

        Just before each lies a moment at which the record said something else.
        """
        size, behind = size_of(first), CORRECTIONS.parse(after, argument="after")
        view = await info.context.view()
        page = await corrections_page(info.context.reading.pool, known_at=view.known_at, after=behind, limit=size.limit)
        nodes = await info.context.load.events(view, page.rows)
        edges = edges_of(page.rows, nodes, cursor=CORRECTIONS.write)
        return Connection(edges=edges, page_info=page_info(edges, has_more=page.has_more, is_inside=after is not None))


@output
class DayActivity:
    """How much was said and done on one day."""

    day: datetime.date = strawberry.field(description="The day, under the clock asked.")
    statements: int = strawberry.field(description="Statements in force.")
    moves: int = strawberry.field(description="Moves in force.")
