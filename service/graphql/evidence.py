"""Owns the types of reasons: evidence for a position, and why there is none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry

from events.vocabulary import AbsenceReason, EvidenceReason, EvidenceRole, LogOffset, Stance
from projections.reading.view import View
from projections.rule import evidence as rule
from projections.rule.claims import Pair
from service.graphql.context import Info
from service.graphql.cursors import EVIDENCE
from service.graphql.errors import BadCursor
from service.graphql.fields import field, output
from service.graphql.pages import After, Edge, First, PageInfo, edges_of, page_info, size_of

if TYPE_CHECKING:
    from service.graphql.actor import Actor
    from service.graphql.event import Event
    from service.graphql.issue import Issue

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]
IssueType = Annotated["Issue", strawberry.lazy("service.graphql.issue")]
EventType = Annotated["Event", strawberry.lazy("service.graphql.event")]


@output
class Evidence:
    """One event's role in a position. `stance`: what it counted for, null where it was excluded."""

    view: strawberry.Private[View]
    log_offset: strawberry.Private[LogOffset]
    stance: Stance | None = strawberry.field(description="What this event counted for, null where it was excluded.")
    role: EvidenceRole = strawberry.field(description="What it is to the position.")
    counted: bool = strawberry.field(description="Whether the answer was folded from it.")
    code: EvidenceReason = strawberry.field(description="Why it has this role.")
    reason: str = strawberry.field(description="The same as a sentence.")

    @classmethod
    def of(cls, view: View, item: rule.Evidence) -> "Evidence":
        """Return what the rule says of an event in a view."""
        return cls(
            view=view,
            log_offset=item.log_offset,
            stance=item.stance,
            role=item.role,
            counted=item.is_counted,
            code=item.code,
            reason=item.reason,
        )

    @field
    async def event(self, info: Info) -> EventType:
        """The event."""
        return await info.context.load.event(self.view, self.log_offset)


@output
class EvidenceConnection:
    """A page of evidence."""

    edges: list[Edge[Evidence]] = strawberry.field(description="The entries, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in its list.")
    total_count: int = strawberry.field(description="How many there are on all pages.")


def evidence_connection(
    view: View, items: Sequence[rule.Evidence], *, first: int | None, after: str | None
) -> EvidenceConnection:
    """Return a page of evidence; a cursor is the event's place in the log, looked for among the items.

    Raises:
        BadCursor: among them is no such event.
        BadPage: more than is handed out.
    """
    size = size_of(first)
    start = 0
    if after is not None:
        place = EVIDENCE.parse(after, argument="after")
        offsets = [item.log_offset for item in items]
        if place not in offsets:
            raise BadCursor(argument="after")
        start = offsets.index(LogOffset(place)) + 1
    rows = items[start : start + size.limit]
    edges = edges_of(
        rows, [Evidence.of(view, item) for item in rows], cursor=lambda item: EVIDENCE.write(item.log_offset)
    )
    info = page_info(edges, has_more=start + size.limit < len(items), is_inside=after is not None)
    return EvidenceConnection(edges=edges, page_info=info, total_count=len(items))


@output
class Absence:
    """Why there is no position: the first reason that holds."""

    view: strawberry.Private[View]
    pair: strawberry.Private[Pair]
    reason: AbsenceReason = strawberry.field(description="Why no position is derived.")

    @field
    async def actor(self, info: Info) -> ActorType:
        """Who has none."""
        return await info.context.load.actor(self.view, self.pair[0])

    @field
    async def issue(self, info: Info) -> IssueType:
        """On what."""
        return await info.context.load.issue(self.view, self.pair[1])

    @field
    async def excluded(self, info: Info, first: First = None, after: After = None) -> EvidenceConnection:
        """What bears on it and does not count, each with its reason."""
        found = await info.context.load.evidence(self.view, self.pair)
        wanted = [item for item in found if item.role is EvidenceRole.EXCLUDED]
        return evidence_connection(self.view, wanted, first=first, after=after)
