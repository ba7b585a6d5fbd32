"""Owns the type Issue: a proposition in a tree."""

from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from events.contents import Issue as StoredIssue
from events.vocabulary import IssueKind
from projections.reading.records import StandingRecord
from projections.reading.view import View
from service.graphql.actor import Name, names_of, text_in
from service.graphql.arguments import AskedClock, AsOf, KnownAt, KnownAtOffset, Lang
from service.graphql.context import Info
from service.graphql.fields import field, output

if TYPE_CHECKING:
    from service.graphql.position import Position

PositionType = Annotated["Position", strawberry.lazy("service.graphql.position")]


@output
class Issue:
    """A proposition.

    Nothing is inherited along the tree, up or down; a new meaning is a new issue that replaces the old.
    """

    view: strawberry.Private[View]
    stored: strawberry.Private[StoredIssue]
    id: strawberry.ID = strawberry.field(description="Its slug.")
    version: int = strawberry.field(
        description="The last version of its record, of any kind: what a correction expects."
    )

    @classmethod
    def of(cls, view: View, record: StandingRecord, stored: StoredIssue) -> "Issue":
        """Return the issue as it stands in the view."""
        return cls(view=view, stored=stored, id=strawberry.ID(stored.id), version=record.last_version)

    @field
    def kind(self) -> IssueKind:
        """NORMATIVE: what should be (support, oppose); FACTUAL: what is (affirms, denies)."""
        return self.stored.kind

    @field
    def label(self, lang: Lang = None) -> str:
        """A few words for lists."""
        return text_in(self.stored.labels, lang)

    @field
    def labels(self) -> list[Name]:
        """Its labels in all languages on record."""
        return names_of(self.stored.labels)

    @field
    def proposition(self, lang: Lang = None) -> str:
        """The sentence that stances are toward, as worded."""
        return text_in(self.stored.propositions, lang)

    @field
    def propositions(self) -> list[Name]:
        """The proposition in all languages on record."""
        return names_of(self.stored.propositions)

    @field
    async def replaces(self, info: Info) -> Optional["Issue"]:
        """The issue whose meaning this one takes over."""
        return await info.context.load.issue(self.view, self.stored.replaces) if self.stored.replaces else None

    @field
    async def parent(self, info: Info) -> Optional["Issue"]:
        """The issue right above it in the tree."""
        return await info.context.load.issue(self.view, self.stored.parent) if self.stored.parent else None

    @field
    async def children(self, info: Info) -> list["Issue"]:
        """The issues right below it in the tree, by id."""
        return await info.context.load.children(self.view, self.stored.id)

    @field
    async def positions(
        self,
        info: Info,
        *,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        known_at_offset: KnownAtOffset = None,
        clock: AskedClock = None,
    ) -> list[PositionType]:
        """Where every actor stands that has a position on it, by actor."""
        view = await info.context.view(
            self.view, as_of=as_of, known_at=known_at, known_at_offset=known_at_offset, clock=clock
        )
        return await info.context.load.positions_on_issue(view, self.stored.id)
