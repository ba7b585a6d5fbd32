"""Owns the types of tallies: how often an actor voted how on an issue, and the votings behind each count."""

import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from events.vocabulary import Clock, LogOffset, TallyChoice
from projections.reading.tallies import VotingsAsked, Window
from projections.rule import tally as rule
from service.graphql.context import Info
from service.graphql.cursors import VOTINGS
from service.graphql.fields import field, output
from service.graphql.pages import After, Connection, First, edges_of, page_info, size_of

if TYPE_CHECKING:
    from service.graphql.actor import Actor
    from service.graphql.event import Event
    from service.graphql.issue import Issue

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]
IssueType = Annotated["Issue", strawberry.lazy("service.graphql.issue")]
EventType = Annotated["Event", strawberry.lazy("service.graphql.event")]
Choices = Annotated[list[TallyChoice] | None, strawberry.argument(description="Only these choices.")]


@output
class Voting:
    """One voting on an issue, as it was for one actor: all votes on the issue of one day and ordinal."""

    window: strawberry.Private[Window]
    counted: strawberry.Private[rule.Voting]
    day: datetime.date = strawberry.field(description="The day on which it was held, by the last possible day.")
    ordinal: int = strawberry.field(
        description="Its number within the day (of a roll call, its own), 0 where none is on record."
    )
    choice: TallyChoice = strawberry.field(
        description="What it counts for: the actor's vote, or that none is on record."
    )
    contested: bool = strawberry.field(description="Whether statements of the actor in it disagree.")

    @classmethod
    def of(cls, window: Window, counted: rule.Voting) -> "Voting":
        """Return what was counted in a window."""
        return cls(
            window=window,
            counted=counted,
            day=counted.day,
            ordinal=counted.ordinal,
            choice=counted.choice,
            contested=counted.is_contested,
        )

    @field
    async def events(self, info: Info) -> list[EventType]:
        """The actor's votes in it: none for NOT_VOTING, several where its vote stands on record more than once."""
        return await info.context.load.events(self.window.view, self.counted.votes)

    @field
    async def known_by(self, info: Info) -> EventType:
        """The first vote on record in it, whoever's: so we know that it was held."""
        return await info.context.load.event(self.window.view, self.counted.first_vote)


@output
class VoteShares:
    """What parts of the votes of an actor on record were what; votings in which it is not on record are left out."""

    votes: int = strawberry.field(description="The denominator: votings in which the actor is on record as voting.")
    votes_for: float = strawberry.field(name="for", description="FOR, of 1.")
    against: float = strawberry.field(description="AGAINST, of 1.")
    neutral: float = strawberry.field(description="NEUTRAL, of 1.")
    conditional: float = strawberry.field(description="CONDITIONAL, of 1.")
    ambiguous: float = strawberry.field(description="AMBIGUOUS, of 1.")


@output
class Tally:
    """How often an actor voted how on an issue in a window: each voting is counted once, under one choice.

    A vote is a statement with the act VOTE that counts as for positions. A value, not an entity: cache it under (actor,
    issue, from, to, minimum, knownAtOffset, clock), which it repeats.
    """

    window: strawberry.Private[Window]
    counted: strawberry.Private[rule.Tally]
    start: datetime.date | None = strawberry.field(name="from", description="The first day, null for no bound.")
    to: datetime.date = strawberry.field(description="The last day; what the clock counts by then is counted.")
    held: int = strawberry.field(
        description="Votings on the issue in which anybody is on record: the sum of the six below."
    )
    votes_for: int = strawberry.field(name="for", description="Votings in which it is on record FOR: SUPPORT.")
    against: int = strawberry.field(description="AGAINST: OPPOSE.")
    neutral: int = strawberry.field(description="NEUTRAL: abstained.")
    conditional: int = strawberry.field(description="CONDITIONAL: for it, on conditions.")
    ambiguous: int = strawberry.field(description="AMBIGUOUS, or on record with votes that disagree.")
    not_voting: int = strawberry.field(
        description="Votings in which others are on record and the actor is not: absent, no member, or not recorded. "
        "Never half a vote, and in no share."
    )
    voted: int = strawberry.field(description="Votings in which it is on record as voting: held without notVoting.")
    statements: int = strawberry.field(
        description="Its statements in them; more than `voted` where a vote stands twice."
    )
    contested: int = strawberry.field(description="Votings in which its statements disagree.")
    minimum: int = strawberry.field(description="How many votes were asked to be enough.")
    is_enough: bool = strawberry.field(description="Whether `voted` reaches the minimum.")
    sentence: str = strawberry.field(
        description="The same in plain English, with the wording for one vote and for too few."
    )
    shares: VoteShares | None = strawberry.field(
        description="Parts of the votes on record, null where they are not enough."
    )
    known_at_offset: LogOffset = strawberry.field(description="The offset it is known at.")
    clock: Clock = strawberry.field(description="The clock asked.")

    @classmethod
    def of(cls, window: Window, counted: rule.Tally, *, minimum: int) -> "Tally":
        """Return what was counted in a window."""
        counts, is_enough = counted.counts, counted.voted >= minimum
        return cls(
            window=window,
            counted=counted,
            start=window.start,
            to=window.view.as_of,
            held=counted.held,
            votes_for=counts[TallyChoice.FOR],
            against=counts[TallyChoice.AGAINST],
            neutral=counts[TallyChoice.NEUTRAL],
            conditional=counts[TallyChoice.CONDITIONAL],
            ambiguous=counts[TallyChoice.AMBIGUOUS],
            not_voting=counts[TallyChoice.NOT_VOTING],
            voted=counted.voted,
            statements=counted.statements,
            contested=counted.contested,
            minimum=minimum,
            is_enough=is_enough,
            sentence=counted.sentence(minimum=minimum),
            shares=_shares(counted) if is_enough else None,
            known_at_offset=window.view.known_at,
            clock=window.view.clock,
        )

    @field
    async def actor(self, info: Info) -> ActorType:
        """Who voted, or on whose behalf."""
        return await info.context.load.actor(self.window.view, self.counted.actor)

    @field
    async def issue(self, info: Info) -> IssueType:
        """On what."""
        return await info.context.load.issue(self.window.view, self.counted.issue)

    @field
    async def votings(
        self, info: Info, choices: Choices = None, first: First = None, after: After = None
    ) -> Connection[Voting]:
        """The votings behind the counts, oldest first: as many for each choice as it says, each with its events."""
        wanted = None if choices is None else frozenset(choices)
        asked = VotingsAsked(self.window, wanted, VOTINGS.parse(after, argument="after"), size_of(first).limit)
        page = await info.context.load.votings(asked, self.counted.pair)
        edges = edges_of(
            page.rows, [Voting.of(self.window, row) for row in page.rows], cursor=lambda row: VOTINGS.write(*row.key)
        )
        return Connection(edges=edges, page_info=page_info(edges, has_more=page.has_more, is_inside=after is not None))


def _shares(counted: rule.Tally) -> VoteShares:
    share = {choice: counted.counts[choice] / counted.voted for choice in rule.CAST}
    return VoteShares(
        votes=counted.voted,
        votes_for=share[TallyChoice.FOR],
        against=share[TallyChoice.AGAINST],
        neutral=share[TallyChoice.NEUTRAL],
        conditional=share[TallyChoice.CONDITIONAL],
        ambiguous=share[TallyChoice.AMBIGUOUS],
    )
