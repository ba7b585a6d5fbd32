"""Owns the types Source and Appearance: what the desk read, and where it stands in it."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from events.contents import Source as StoredSource
from events.drafts import AppearanceDraft
from events.vocabulary import Rendering
from projections.reading.records import Days, StandingRecord
from projections.reading.sources import SourceDays
from projections.reading.view import View
from service.graphql.context import Info
from service.graphql.fields import field, output
from service.graphql.period import Period

if TYPE_CHECKING:
    from service.graphql.actor import Actor

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]


@output
class Source:
    """A document that the desk read. Its text is not served."""

    view: strawberry.Private[View]
    stored: strawberry.Private[StoredSource]
    days: strawberry.Private[SourceDays]
    id: strawberry.ID = strawberry.field(description="Its slug.")
    version: int = strawberry.field(
        description="The last version of its record, of any kind: what a correction expects."
    )
    title: str = strawberry.field(description="Its title.")
    publisher: str | None = strawberry.field(description="Who published it.")
    byline: str | None = strawberry.field(description="Who wrote it.")
    language: str | None = strawberry.field(description="BCP 47.")
    sha256: str | None = strawberry.field(description="SHA-256 of the raw file, in hexadecimal.")
    retracted: bool = strawberry.field(description="Whether it is withdrawn; it still anchors dates.")

    @classmethod
    def of(cls, view: View, record: StandingRecord, stored: StoredSource, days: SourceDays) -> "Source":
        """Return the source as it stands in the view, withdrawn or not."""
        return cls(
            view=view,
            stored=stored,
            days=days,
            id=strawberry.ID(stored.id),
            version=record.last_version,
            title=stored.title,
            publisher=stored.publisher,
            byline=stored.byline,
            language=stored.language,
            sha256=stored.sha256,
            retracted=record.is_withdrawn,
        )

    @classmethod
    def erased(cls, view: View, source: str, days: SourceDays) -> "Source":
        """Return what is left of a source whose content was erased: its slug."""
        return cls(
            view=view,
            stored=StoredSource(id=source, title=source),
            days=days,
            id=strawberry.ID(source),
            version=0,
            title=source,
            publisher=None,
            byline=None,
            language=None,
            sha256=None,
            retracted=not days.is_live,
        )

    @field
    def published(self) -> Period | None:
        """When it was published, null if nothing is on record about that."""
        if self.stored.published is None:
            return None
        bounds = self.days.published
        return Period(view=self.view, stored=self.stored.published, days=Days(bounds.earliest, bounds.latest))


@output
class Appearance:
    """Spans are code points of the raw file, start inclusive, end exclusive."""

    view: strawberry.Private[View]
    stored: strawberry.Private[AppearanceDraft]
    quote: str | None = strawberry.field(description="The words, letter for letter as the source prints them.")
    language: str | None = strawberry.field(description="The language of the quote, BCP 47.")
    rendering: Rendering = strawberry.field(description="How close it is to the words spoken.")
    span_start: int | None = strawberry.field(description="Where the quote begins.")
    span_end: int | None = strawberry.field(description="Where the quote has ended.")

    @classmethod
    def of(cls, view: View, stored: AppearanceDraft) -> "Appearance":
        """Return the appearance as recorded."""
        return cls(
            view=view,
            stored=stored,
            quote=stored.quote,
            language=stored.language,
            rendering=stored.rendering,
            span_start=stored.span_start,
            span_end=stored.span_end,
        )

    @field
    async def source(self, info: Info) -> Source:
        """The document."""
        return await info.context.load.source(self.view, self.stored.source)

    @field
    async def reported_by(self, info: Info) -> ActorType | None:
        """Who reports it there, where that is not the author."""
        reporter = self.stored.reported_by
        return await info.context.load.actor(self.view, reporter) if reporter else None
