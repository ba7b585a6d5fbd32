"""Owns the types of words: statements, in whose capacity they were spoken, and how they are coded."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from events import contents
from events.vocabulary import Basis, Rank, ResponseKind, SpeechAct, Stance
from projections.reading.view import View
from service.graphql.context import Info
from service.graphql.event import Event, narrowed
from service.graphql.fields import field, output
from service.graphql.instrument import Instrument, Provision
from service.graphql.position import Condition

if TYPE_CHECKING:
    from service.graphql.actor import Actor
    from service.graphql.issue import Issue
    from service.graphql.move import Move

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]
IssueType = Annotated["Issue", strawberry.lazy("service.graphql.issue")]
MoveType = Annotated["Move", strawberry.lazy("service.graphql.move")]


@output
class Capacity:
    """Who speaks, on whose behalf and in what rank; an empty `onBehalfOf` is a personal capacity."""

    view: strawberry.Private[View]
    stored: strawberry.Private[contents.Capacity]
    rank: Rank = strawberry.field(description="That of the first link of the speaker's chain to the principals.")
    without_role_because: str | None = strawberry.field(description="Why it may stand although no role supports it.")

    @field
    async def speaker(self, info: Info) -> ActorType:
        """Who speaks."""
        return await info.context.load.actor(self.view, self.stored.speaker)

    @field
    async def on_behalf_of(self, info: Info) -> list[ActorType]:
        """Whose position it is, completed upward when it was written."""
        return await info.context.load.actors(self.view, self.stored.on_behalf_of)


@output
class StatedStance:
    """A stance on one issue, toward the proposition as worded, as somebody coded it."""

    view: strawberry.Private[View]
    on: strawberry.Private[str]
    stance: Stance = strawberry.field(description="Toward the proposition.")
    basis: Basis = strawberry.field(description="In the words, or implied.")
    implied_by: str | None = strawberry.field(description="Why it is implied.")
    conditions: list[Condition] = strawberry.field(description="What a conditional stance waits for.")
    lifts_conditions: bool = strawberry.field(description="Whether it lifts conditions stated before.")
    coded_by: str = strawberry.field(description="Who coded it.")

    @classmethod
    def of(cls, view: View, stored: contents.CodedStance) -> "StatedStance":
        """Return the stance as coded."""
        return cls(
            view=view,
            on=stored.issue,
            stance=stored.stance,
            basis=stored.basis,
            implied_by=stored.implied_by,
            conditions=[Condition.stated(view, condition) for condition in stored.conditions],
            lifts_conditions=stored.lifts_conditions,
            coded_by=stored.coded_by,
        )

    @field
    async def issue(self, info: Info) -> IssueType:
        """On what."""
        return await info.context.load.issue(self.view, self.on)


@output
class StatedResponse:
    """An answer to one provision, or to the whole instrument where no provision is named."""

    view: strawberry.Private[View]
    stored: strawberry.Private[contents.CodedResponse]
    response: ResponseKind = strawberry.field(description="How it answers.")
    basis: Basis = strawberry.field(description="In the words, or implied.")

    @classmethod
    def of(cls, view: View, stored: contents.CodedResponse) -> "StatedResponse":
        """Return the answer as coded."""
        return cls(view=view, stored=stored, response=stored.response, basis=stored.basis)

    @field
    async def provision(self, info: Info) -> Provision | None:
        """The provision answered, null for the whole."""
        return await info.context.load.provision(self.view, self.stored.provision) if self.stored.provision else None

    @field
    async def instrument(self, info: Info) -> Instrument:
        """The instrument answered."""
        return await info.context.load.instrument(self.view, self.stored.instrument)


@output
class Statement(Event):
    """Words: who spoke for whom, what was done by it, and what it says on which issue."""

    @property
    def words(self) -> contents.Statement:
        """What was said, as stored."""
        return narrowed(self.content, contents.Statement)

    @field
    def capacities(self) -> list[Capacity]:
        """Who speaks for whom; several where several speak, or in several ranks."""
        return [
            Capacity(view=self.view, stored=one, rank=one.rank, without_role_because=one.without_role_because)
            for one in self.words.capacities
        ]

    @field
    async def speaker(self, info: Info) -> ActorType:
        """Who spoke first; `capacities` has them all."""
        return await info.context.load.actor(self.view, self.words.capacities[0].speaker)

    @field
    async def on_behalf_of(self, info: Info) -> list[ActorType]:
        """All whose position it is; empty in a personal capacity."""
        named = [principal for capacity in self.words.capacities for principal in capacity.on_behalf_of]
        return await info.context.load.actors(self.view, dict.fromkeys(named))

    @field
    async def addressees(self, info: Info) -> list[ActorType]:
        """To whom."""
        return await info.context.load.actors(self.view, self.words.addressees)

    @field
    async def about(self, info: Info) -> list[ActorType]:
        """About whom."""
        return await info.context.load.actors(self.view, self.words.about)

    @field
    async def attributes_to(self, info: Info) -> list[ActorType]:
        """Whose words the speaker says he relays; such a statement never counts for them."""
        return await info.context.load.actors(self.view, self.words.attributes_to)

    @field
    def act(self) -> SpeechAct:
        """What was done by saying it."""
        return self.words.act

    @field
    def quote(self) -> str | None:
        """The words, where an official's are on record."""
        return self.words.quote

    @field
    def ordinal(self) -> int | None:
        """Its order within the day, where the recorder gives one; missing counts as 0."""
        return self.words.ordinal

    @field
    async def occasion(self, info: Info) -> MoveType | None:
        """The meeting, call, speech or press conference at which it was made."""
        return await info.context.load.move(self.view, self.words.occasion) if self.words.occasion else None

    @field
    async def provision(self, info: Info) -> Provision | None:
        """The provision of a draft that this statement is."""
        return await info.context.load.provision(self.view, self.words.provision) if self.words.provision else None

    @field
    def responses(self) -> list[StatedResponse]:
        """Answers to drafts on the table."""
        return [StatedResponse.of(self.view, response) for response in self.words.responses]

    @field
    def stances(self) -> list[StatedStance]:
        """What it says on which issue."""
        return [StatedStance.of(self.view, stance) for stance in self.words.stances]
