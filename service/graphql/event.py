"""Owns the interface Event: what every event on record has, whatever its kind."""

import datetime
from typing import TYPE_CHECKING, Annotated, Optional, TypeVar

import strawberry

from events import contents
from events.event import Erasure, Retraction, Version
from events.vocabulary import EventKind, EventStatus, LogOffset
from projections.reading.records import DatedEvent, Days
from projections.reading.view import View
from service.graphql.context import Info
from service.graphql.fields import field, interface, output
from service.graphql.period import Period
from service.graphql.source import Appearance

if TYPE_CHECKING:
    from service.graphql.actor import Actor
    from service.graphql.issue import Issue
    from service.graphql.record_events import Relation

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]
IssueType = Annotated["Issue", strawberry.lazy("service.graphql.issue")]
RelationType = Annotated["Relation", strawberry.lazy("service.graphql.record_events")]
T = TypeVar("T")


@output
class Quantity:
    """A figure: a value or bounds, of what, as of when, on whose estimate. Never averaged."""

    view: strawberry.Private[View]
    stored: strawberry.Private[contents.Quantity]
    value: float | None = strawberry.field(description="The figure, where one is given.")
    min: float | None = strawberry.field(description="The least it may be.")
    max: float | None = strawberry.field(description="The most it may be.")
    qualifier: str | None = strawberry.field(description='As said: "about", "more than".')
    counts: str = strawberry.field(description="What is counted.")
    unit: str | None = strawberry.field(description="The unit.")
    projected: bool = strawberry.field(description="Whether it is for a time to come.")

    @classmethod
    def of(cls, view: View, stored: contents.Quantity) -> "Quantity":
        """Return the figure as recorded."""
        return cls(
            view=view,
            stored=stored,
            value=stored.value,
            min=stored.min,
            max=stored.max,
            qualifier=stored.qualifier,
            counts=stored.counts,
            unit=stored.unit,
            projected=stored.projected,
        )

    @field
    async def as_of(self, info: Info) -> Period | None:
        """For when it holds."""
        return await info.context.load.period(self.view, self.stored.as_of) if self.stored.as_of else None

    @field
    async def estimated_by(self, info: Info) -> ActorType | None:
        """Who estimated it."""
        estimator = self.stored.estimated_by
        return await info.context.load.actor(self.view, estimator) if estimator else None

    @field
    async def relayed_by(self, info: Info) -> ActorType | None:
        """Who passed the estimate on."""
        relayer = self.stored.relayed_by
        return await info.context.load.actor(self.view, relayer) if relayer else None


@interface
class Event:
    """One immutable fact in the log, with what became of it as known at the view's offset."""

    view: strawberry.Private[View]
    dated: strawberry.Private[DatedEvent]

    @property
    def content(self) -> contents.Content | None:
        """What a content version says."""
        return self.dated.event.content

    @field
    def id(self) -> strawberry.ID:
        """Its id, for ever."""
        return strawberry.ID(str(self.dated.event.id))

    @field
    def record_id(self) -> strawberry.ID:
        """The record it belongs to: its events are one stream."""
        return strawberry.ID(self.dated.event.record.id)

    @field
    def version(self) -> int:
        """Its place in the stream of the record, from 1."""
        return self.dated.event.version

    @field
    def log_offset(self) -> LogOffset:
        """Its place in the log."""
        return self.dated.event.log_offset

    @field
    def kind(self) -> EventKind:
        """What sort of event it is."""
        return self.dated.event.kind

    @field
    def recorded_at(self) -> datetime.datetime:
        """When it was written down; equal for all events of one transaction."""
        return self.dated.event.recorded_at

    @field
    def recorded_by(self) -> str:
        """Who wrote it down."""
        return self.dated.event.recorded_by

    @field
    def occurred(self) -> Period | None:
        """When it was said or done; null where that is no question."""
        return self._period(
            getattr(self.content, "occurred", None) or getattr(self.content, "tabled", None), self.dated.said
        )

    @field
    def public(self) -> Period | None:
        """When outsiders could know; null: when it occurred, or no question."""
        return self._period(getattr(self.content, "public", None), self.dated.public)

    @field
    def summary(self) -> str | None:
        """What it says, in the desk's own words."""
        match self.content:
            case contents.Statement(summary=text) | contents.Move(summary=text) | contents.Assessment(summary=text):
                return text
            case contents.Schedule(what=text) | contents.Instrument(title=text) | contents.Source(title=text):
                return text
            case _:
                return None

    @field
    def background(self) -> bool:
        """Whether the sources only recall it; it counts like any other."""
        return bool(getattr(self.content, "background", False))

    @field
    async def issues(self, info: Info) -> list[IssueType]:
        """The issues it bears on."""
        return await info.context.load.issues(self.view, _issues_of(self.content))

    @field
    def quantities(self) -> list[Quantity]:
        """The figures it gives, in order."""
        return [Quantity.of(self.view, quantity) for quantity in getattr(self.content, "quantities", ())]

    @field
    async def appearances(self, info: Info) -> list[Appearance]:
        """Where it stands in sources that are not withdrawn; those of statements merged into it are among them."""
        return await info.context.load.appearances(self.view, self.dated)

    @field
    async def relations(self, info: Info) -> list[RelationType]:
        """Links in force that its record has an end in."""
        return await info.context.load.relations(self.view, self.dated.event.record.id)

    @field
    async def status(self, info: Info) -> EventStatus:
        """What became of it."""
        return self.dated.status or await info.context.load.status(self.view, self.dated.event)

    @field
    async def corrects(self, info: Info) -> Optional["Event"]:
        """The version that it corrected."""
        stream = await info.context.load.stream(self.view, self.dated.event.record)
        corrected = stream.corrected_by(self.dated.event)
        return await info.context.load.event(self.view, corrected.log_offset) if corrected else None

    @field
    async def superseded_by(self, info: Info) -> Optional["Event"]:
        """The version that took its place."""
        stream = await info.context.load.stream(self.view, self.dated.event.record)
        successor = stream.superseded_by(self.dated.event) if isinstance(self.dated.event.body, Version) else None
        return await info.context.load.event(self.view, successor.log_offset) if successor else None

    @field
    def reason(self) -> str | None:
        """Why it corrects, withdraws, erases or links."""
        match self.dated.event.body:
            case Version(reason=None, content=contents.Relation(reason=reason)):
                return reason
            case Version(reason=reason) | Retraction(reason=reason) | Erasure(reason=reason):
                return reason
            case _:
                return None

    def _period(self, stored: contents.Period | None, days: Days | None) -> Period | None:
        return Period(view=self.view, stored=stored, days=days) if stored and days else None


@output
class EventQuantity:
    """A figure with the event that gives it."""

    quantity: Quantity = strawberry.field(description="The figure.")
    event: Event = strawberry.field(description="What gives it.")


def narrowed(value: object, kind: type[T]) -> T:
    """Return what an event of one type holds."""
    if not isinstance(value, kind):
        raise TypeError(f"a {type(value).__name__} where a {kind.__name__} belongs")
    return value


def _issues_of(content: contents.Content | None) -> list[str]:
    match content:
        case contents.Statement(stances=stances) | contents.Coding(stances=stances):
            named = [stance.issue for stance in stances]
        case contents.Move(issues=issues) | contents.Assessment(issues=issues):
            named = list(issues)
        case contents.Instrument(provisions=provisions):
            named = [issue for provision in provisions for issue in provision.issues]
        case _:
            named = []
    return list(dict.fromkeys(named))
