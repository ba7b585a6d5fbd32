"""Owns the types of conduct and of what is to come: moves and schedules."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from events import contents
from events.vocabulary import ScheduleState
from service.graphql.context import Info
from service.graphql.event import Event, narrowed
from service.graphql.fields import field, output
from service.graphql.period import Period

if TYPE_CHECKING:
    from service.graphql.actor import Actor

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]


@output
class MoveCoding:
    """One coder's classification of a move: an annotation, not the taxonomy."""

    cameo: str | None = strawberry.field(description="CAMEO code.")
    plover: str | None = strawberry.field(description="PLOVER code.")
    goldstein: float | None = strawberry.field(description="Goldstein value, from -10 to 10.")
    coded_by: str = strawberry.field(description="Who coded it.")


@output
class Move(Event):
    """Conduct: a deployment, an exercise, a handover, a publication, a meeting, a call."""

    @property
    def conduct(self) -> contents.Move:
        """What was done, as stored."""
        return narrowed(self.content, contents.Move)

    @field
    async def actors(self, info: Info) -> list[ActorType]:
        """Who did it."""
        return await info.context.load.actors(self.view, self.conduct.actors)

    @field
    async def targets(self, info: Info) -> list[ActorType]:
        """To whom it was done."""
        return await info.context.load.actors(self.view, self.conduct.targets)

    @field
    def place(self) -> str | None:
        """Where."""
        return self.conduct.place

    @field
    def codings(self) -> list[MoveCoding]:
        """Classifications, several side by side."""
        return [
            MoveCoding(cameo=one.cameo, plover=one.plover, goldstein=one.goldstein, coded_by=one.coded_by)
            for one in self.conduct.codings
        ]


@output
class Schedule(Event):
    """A meeting to come. `occurred` is when it was said, `when` what it is for."""

    @property
    def plan(self) -> contents.Schedule:
        """What is to come, as stored."""
        return narrowed(self.content, contents.Schedule)

    @field
    def what(self) -> str:
        """What is to take place."""
        return self.plan.what

    @field
    async def participants(self, info: Info) -> list[ActorType]:
        """Who is to take part."""
        return await info.context.load.actors(self.view, self.plan.participants)

    @field
    async def when(self, info: Info) -> Period:
        """For when it is."""
        return await info.context.load.period(self.view, self.plan.when)

    @field
    def where(self) -> str | None:
        """Where it is to be."""
        return self.plan.where

    @field
    def state(self) -> ScheduleState:
        """Where the plan stands; a new state is a new version and news."""
        return self.plan.state

    @field
    async def said_by(self, info: Info) -> ActorType:
        """Who says so."""
        return await info.context.load.actor(self.view, self.plan.said_by)
