"""Owns the types Log and DayActivity: how far things go, and how much happened each day."""

import datetime

import strawberry

from events.vocabulary import LogOffset
from service.graphql.fields import output


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


@output
class DayActivity:
    """How much was said and done on one day."""

    day: datetime.date = strawberry.field(description="The day, under the clock asked.")
    statements: int = strawberry.field(description="Statements in force.")
    moves: int = strawberry.field(description="Moves in force.")
