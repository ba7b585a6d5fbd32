"""Owns the types of all other events: assessments, links, codings, and events about events and about what there is."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from events import contents
from events.event import Erased as StoredErased
from events.event import Erasure as StoredErasure
from events.event import RecordRef
from events.event import Retraction as StoredRetraction
from events.vocabulary import EventId, RecordKind, RelationKind
from service.graphql.context import Info
from service.graphql.event import Event, narrowed
from service.graphql.fields import field, field_named, output
from service.graphql.instrument import Instrument
from service.graphql.statement import StatedResponse, StatedStance, Statement

if TYPE_CHECKING:
    from service.graphql.actor import Actor

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]


@output
class Assessment(Event):
    """What a journalist or analyst says about actors; never counted in a position."""

    @property
    def opinion(self) -> contents.Assessment:
        """What is said about whom, as stored."""
        return narrowed(self.content, contents.Assessment)

    @field
    async def author(self, info: Info) -> ActorType:
        """Whose assessment it is."""
        return await info.context.load.actor(self.view, self.opinion.author)

    @field
    async def about(self, info: Info) -> list[ActorType]:
        """Whom it is about."""
        return await info.context.load.actors(self.view, self.opinion.about)


@output
class Retraction(Event):
    """Withdraws one event of its record."""

    @property
    def withdrawal(self) -> StoredRetraction:
        """What is withdrawn, as stored."""
        return narrowed(self.dated.event.body, StoredRetraction)

    @field
    async def retracts(self, info: Info) -> Event:
        """The event that it withdraws."""
        return await info.context.load.event_by_id(self.view, EventId(self.withdrawal.retracts))


@output
class InstrumentTabled(Event):
    """A draft was tabled, or what is on record of it changed."""

    @field
    async def instrument(self, info: Info) -> Instrument:
        """The draft as it stands in the view."""
        return await info.context.load.instrument(self.view, self.dated.event.record.id)


@output
class ReferenceChange(Event):
    """Actors, roles, memberships, issues, sources."""

    @field
    def subject(self) -> strawberry.ID:
        """The record that it is about: a slug, or the id of a role's record."""
        return strawberry.ID(self.dated.event.record.id)


@output
class Coding(Event):
    """A further coding of a statement's words; never counted until a correction of the statement adopts it."""

    @property
    def proposal(self) -> contents.Coding:
        """What is proposed, as stored."""
        return narrowed(self.content, contents.Coding)

    @field
    async def of(self, info: Info) -> Statement:
        """The statement as it stands in the view."""
        return await info.context.load.statement(self.view, self.proposal.of)

    @field
    def stances(self) -> list[StatedStance]:
        """What it says on which issue."""
        return [StatedStance.of(self.view, stance) for stance in self.proposal.stances]

    @field
    def responses(self) -> list[StatedResponse]:
        """Answers to drafts on the table."""
        return [StatedResponse.of(self.view, response) for response in self.proposal.responses]

    @field
    def coded_by(self) -> str:
        """Who proposes it."""
        return self.proposal.coded_by

    @field
    async def adopted(self, info: Info) -> bool:
        """Whether a correction that stands adopted it."""
        stream = await info.context.load.stream(self.view, RecordRef(RecordKind.STATEMENT, self.proposal.of))
        return self.dated.event.id in {
            version.body.adopts  # type: ignore[union-attr]
            for version in stream.versions
            if version.id not in stream.withdrawn
        }


@output
class Erasure(Event):
    """Says that the content of one event was erased; its proof still holds."""

    @property
    def erasure(self) -> StoredErasure:
        """What is erased, as stored."""
        return narrowed(self.dated.event.body, StoredErasure)

    @field
    async def erases(self, info: Info) -> Event:
        """The event whose content it erased."""
        return await info.context.load.event_by_id(self.view, EventId(self.erasure.erases))


@output
class Erased(Event):
    """What is left of an event whose content was erased; its `kind` is what it was."""

    @property
    def tombstone(self) -> StoredErased:
        """What is left, as stored."""
        return narrowed(self.dated.event.body, StoredErased)

    @field
    async def erased_by(self, info: Info) -> Event | None:
        """The erasure; null as known before it."""
        return await info.context.load.event_if_known(self.view, EventId(self.tombstone.erased_by))


@output
class Relation(Event):
    """An asserted link, itself an event with an author; withdrawn by retractEvent."""

    @property
    def link(self) -> contents.Relation:
        """What is linked, as stored."""
        return narrowed(self.content, contents.Relation)

    @field
    def type(self) -> RelationKind:
        """What the first is to the second."""
        return self.link.type

    @field_named("from")
    async def from_event(self, info: Info) -> Event:
        """The first end."""
        return await info.context.load.event_by_id(self.view, EventId(UUID(self.link.from_event)))

    @field_named("to")
    async def to_event(self, info: Info) -> Event:
        """The second end."""
        return await info.context.load.event_by_id(self.view, EventId(UUID(self.link.to_event)))

    @field
    async def asserted_by(self, info: Info) -> ActorType | None:
        """Who asserts it, null for the desk."""
        return await info.context.load.actor(self.view, self.link.asserted_by) if self.link.asserted_by else None
