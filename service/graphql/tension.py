"""Owns the type PositionTension: on which days a position stands in a tension that somebody asserts."""

import datetime

import strawberry

from events.vocabulary import LogOffset
from projections.reading.relations import Tension
from projections.reading.view import View
from projections.rule.claims import Pair
from service.graphql.actor import Actor
from service.graphql.context import Info
from service.graphql.fields import field, output
from service.graphql.issue import Issue
from service.graphql.record_events import Relation


@output
class PositionTension:
    """A tension with the days on which a position shows it among its `inTension`."""

    view: strawberry.Private[View]
    pair: strawberry.Private[Pair]
    asserted: strawberry.Private[LogOffset]
    from_day: datetime.date = strawberry.field(name="from", description="The first of these days.")
    until: datetime.date | None = strawberry.field(description="The first day behind them, null if none.")

    @classmethod
    def of(cls, view: View, found: Tension) -> "PositionTension":
        """Return the tension of a view."""
        pair = found.actor, found.issue
        return cls(view=view, pair=pair, asserted=found.relation, from_day=found.from_day, until=found.until_day)

    @field
    async def actor(self, info: Info) -> Actor:
        """Whose position it is."""
        return await info.context.load.actor(self.view, self.pair[0])

    @field
    async def issue(self, info: Info) -> Issue:
        """On what."""
        return await info.context.load.issue(self.view, self.pair[1])

    @field
    async def relation(self, info: Info) -> Relation:
        """The link, with its ends, its author and the reason; the system gives no verdict."""
        return await info.context.load.relation(self.view, self.asserted)
