"""Owns the types of positions: the answer on a day, its steps, and what changed."""

import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from events.drafts import ConditionDraft
from events.vocabulary import Basis, ChangeKind, Clock, EvidenceRole, LogOffset, Stance
from projections.reading import positions, steps
from projections.reading.view import View
from projections.rule.claims import Pair
from service.graphql.context import Info
from service.graphql.evidence import EvidenceConnection, evidence_connection
from service.graphql.fields import field, output
from service.graphql.pages import After, First

if TYPE_CHECKING:
    from service.graphql.actor import Actor
    from service.graphql.event import Event
    from service.graphql.issue import Issue
    from service.graphql.record_events import Relation

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]
IssueType = Annotated["Issue", strawberry.lazy("service.graphql.issue")]
EventType = Annotated["Event", strawberry.lazy("service.graphql.event")]
RelationType = Annotated["Relation", strawberry.lazy("service.graphql.record_events")]
Roles = Annotated[list[EvidenceRole] | None, strawberry.argument(description="Only in these roles.")]


@output
class Condition:
    """What a conditional stance waits for.

    `then`: what the actor says it will hold or do when the condition is met; carriedFrom: the event that stated it,
    where a later one was silent on it.
    """

    view: strawberry.Private[View]
    carried: strawberry.Private[LogOffset | None]
    text: str = strawberry.field(description="What it waits for.")
    then: Stance = strawberry.field(description="What it turns into.")

    @classmethod
    def stated(cls, view: View, stored: ConditionDraft) -> "Condition":
        """Return a condition as stated in an event itself."""
        return cls(view=view, carried=None, text=stored.text, then=stored.then)

    @classmethod
    def in_force(cls, view: View, condition: positions.ConditionInForce) -> "Condition":
        """Return a condition of a position."""
        carried = condition.carried_from[0] if condition.carried_from else None
        return cls(view=view, carried=carried, text=condition.text, then=condition.then)

    @field
    async def carried_from(self, info: Info) -> EventType | None:
        """The event that stated it, null where the last statement did so itself."""
        return None if self.carried is None else await info.context.load.event(self.view, self.carried)


@output
class Position:
    """A value, not an entity: cache it under (actor, issue, asOf, knownAtOffset, clock, rule), which it repeats."""

    view: strawberry.Private[View]
    answer: strawberry.Private[positions.Position]
    stance: Stance = strawberry.field(description="Toward the proposition as worded.")
    basis: Basis = strawberry.field(description="EXPLICIT if any statement of the current run is.")
    conditions: list[Condition] = strawberry.field(description="What it waits for; they stay until lifted.")
    since: datetime.date = strawberry.field(
        description="First day of the unbroken run of this stance under this clock; `sinceEarliest` where its first "
        "event has a range."
    )
    since_earliest: datetime.date | None = strawberry.field(description="The first possible day of what began the run.")
    last_stated: datetime.date = strawberry.field(description="The day said of the last agreeing statement.")
    contested: bool = strawberry.field(
        description="Equals disagree, ranges could reverse it, or a later stance is implied against it."
    )
    as_of: datetime.date = strawberry.field(description="The day it holds for.")
    known_at_offset: LogOffset = strawberry.field(description="The offset it is known at.")
    clock: Clock = strawberry.field(description="The clock asked.")
    rule: str = strawberry.field(description="The rule with its version.")

    @classmethod
    def of(cls, view: View, answer: positions.Position) -> "Position":
        """Return the answer of a view."""
        return cls(
            view=view,
            answer=answer,
            stance=answer.stance,
            basis=answer.basis,
            conditions=[Condition.in_force(view, condition) for condition in answer.conditions],
            since=answer.since,
            since_earliest=answer.since_earliest,
            last_stated=answer.last_stated,
            contested=bool(answer.contested_by),
            as_of=view.as_of,
            known_at_offset=view.known_at,
            clock=view.clock,
            rule=view.rule,
        )

    @field
    async def actor(self, info: Info) -> ActorType:
        """Whose position it is."""
        return await info.context.load.actor(self.view, self.answer.actor)

    @field
    async def issue(self, info: Info) -> IssueType:
        """On what."""
        return await info.context.load.issue(self.view, self.answer.issue)

    @field
    async def rests_on(self, info: Info) -> list[EventType]:
        """All decisive events; more than one where they tie or were said together."""
        return await info.context.load.events(self.view, self.answer.rests_on)

    @field
    async def evidence(
        self, info: Info, roles: Roles = None, first: First = None, after: After = None
    ) -> EvidenceConnection:
        """Every event that bears on it, with its role: decisive first, then newest said first."""
        found = await info.context.load.evidence(self.view, self.answer.pair)
        wanted = [item for item in found if roles is None or item.role in roles]
        return evidence_connection(self.view, wanted, first=first, after=after)

    @field
    async def contested_by(self, info: Info) -> list[EventType]:
        """The events that contest it."""
        return await info.context.load.events(self.view, self.answer.contested_by)

    @field
    async def in_tension(self, info: Info) -> list[RelationType]:
        """Tensions that somebody asserts between what it rests on and another event.

        Both ends count by that day; the system gives no verdict.
        """
        return await info.context.load.tensions(self.view, self.answer.rests_on)


@output
class PositionStep:
    """One answer with the days on which it stands."""

    actor: ActorType = strawberry.field(description="Whose position it is.")
    issue: IssueType = strawberry.field(description="On what.")
    from_day: datetime.date = strawberry.field(name="from", description="The first day on which it stands.")
    until: datetime.date | None = strawberry.field(
        description="The first day on which it no longer stands, null if none."
    )
    stance: Stance = strawberry.field(description="Toward the proposition as worded.")
    basis: Basis = strawberry.field(description="In the words, or implied.")
    conditions: list[Condition] = strawberry.field(description="What it waits for.")
    contested: bool = strawberry.field(description="Whether something contests it.")
    last_stated: datetime.date = strawberry.field(description="The day said of the last agreeing statement.")

    @classmethod
    def of(cls, view: View, step: steps.Step, *, actor: "Actor", issue: "Issue") -> "PositionStep":
        """Return the step of a view."""
        return cls(
            actor=actor,
            issue=issue,
            from_day=step.from_day,
            until=step.until_day,
            stance=step.stance,
            basis=step.basis,
            conditions=[Condition.in_force(view, condition) for condition in step.conditions],
            contested=step.is_contested,
            last_stated=step.last_stated,
        )


@output
class PositionChange:
    """Two positions of one pair that differ in stance, conditions or basis, or one is null."""

    view: strawberry.Private[View]
    pair: strawberry.Private[Pair]
    caused_by: strawberry.Private[tuple[LogOffset, ...]]
    on: datetime.date = strawberry.field(description="The day it is shown on.")
    kind: ChangeKind = strawberry.field(description="Whether the world changed, or what is on record about it.")
    before: Position | None = strawberry.field(description="What it was.")
    after: Position | None = strawberry.field(description="What it became.")

    @field
    async def actor(self, info: Info) -> ActorType:
        """Whose position it is."""
        return await info.context.load.actor(self.view, self.pair[0])

    @field
    async def issue(self, info: Info) -> IssueType:
        """On what."""
        return await info.context.load.issue(self.view, self.pair[1])

    @field
    async def causes(self, info: Info) -> list[EventType]:
        """WORLD_CHANGED: the events that the new answer rests on.

        RECORD_CHANGED: every event at whose offset the answer changed.
        """
        return await info.context.load.events(self.view, self.caused_by)
