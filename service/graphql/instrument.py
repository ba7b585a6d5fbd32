"""Owns the types of drafts on the table: instruments, their provisions, and who answered them."""

import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from events.contents import Instrument as StoredInstrument
from events.drafts import ProvisionDraft
from events.vocabulary import Basis, ResponseKind
from projections.reading.answers import Answer
from projections.reading.instruments import ProvisionRef
from projections.reading.records import StandingRecord
from projections.reading.view import View
from service.graphql.arguments import AskedClock, AsOf, KnownAt, KnownAtOffset
from service.graphql.context import Info
from service.graphql.fields import field, output
from service.graphql.period import Period

if TYPE_CHECKING:
    from service.graphql.actor import Actor
    from service.graphql.event import Event
    from service.graphql.issue import Issue
    from service.graphql.position import Condition

ActorType = Annotated["Actor", strawberry.lazy("service.graphql.actor")]
IssueType = Annotated["Issue", strawberry.lazy("service.graphql.issue")]
EventType = Annotated["Event", strawberry.lazy("service.graphql.event")]
ConditionType = Annotated["Condition", strawberry.lazy("service.graphql.position")]


@output
class Instrument:
    """A draft treaty: tabled by whom, addressed to whom, with its provisions."""

    view: strawberry.Private[View]
    stored: strawberry.Private[StoredInstrument]
    id: strawberry.ID = strawberry.field(description="Its slug.")
    version: int = strawberry.field(
        description="The last version of its record, of any kind: what a correction expects."
    )
    title: str = strawberry.field(description="Its title.")
    articles_total: int = strawberry.field(description="How many articles it has.")

    @classmethod
    def of(cls, view: View, record: StandingRecord, stored: StoredInstrument) -> "Instrument":
        """Return the instrument as it stands in the view."""
        return cls(
            view=view,
            stored=stored,
            id=strawberry.ID(stored.id),
            version=record.last_version,
            title=stored.title,
            articles_total=stored.articles_total,
        )

    @field
    async def tabled_by(self, info: Info) -> list[ActorType]:
        """Who tabled it."""
        return await info.context.load.actors(self.view, self.stored.tabled_by)

    @field
    async def addressed_to(self, info: Info) -> list[ActorType]:
        """Who is expected to answer."""
        return await info.context.load.actors(self.view, self.stored.addressed_to)

    @field
    async def tabled(self, info: Info) -> Period:
        """When it was handed over."""
        return await info.context.load.period(self.view, self.stored.tabled)

    @field
    async def public(self, info: Info) -> Period | None:
        """When it became public, null if then."""
        return await info.context.load.period(self.view, self.stored.public) if self.stored.public else None

    @field
    def articles_not_described(self) -> list[int]:
        """The articles that the record says nothing about."""
        described = {provision.article for provision in self.stored.provisions}
        return [article for article in range(1, self.stored.articles_total + 1) if article not in described]

    @field
    def provisions(self) -> list["Provision"]:
        """Its provisions in the order of record."""
        return [Provision.of(self.view, self.stored.id, provision) for provision in self.stored.provisions]


@output
class Provision:
    """An article, or one sentence of it: split where sentences bind or demand different things."""

    view: strawberry.Private[View]
    stored: strawberry.Private[ProvisionDraft]
    instrument: strawberry.Private[str]
    id: strawberry.ID = strawberry.field(description="Its slug.")
    article: int = strawberry.field(description="The number of its article.")
    label: str = strawberry.field(description="A few words for lists.")
    summary: str | None = strawberry.field(description="What it says, in the desk's words.")

    @classmethod
    def of(cls, view: View, instrument: str, stored: ProvisionDraft) -> "Provision":
        """Return the provision of an instrument as it stands in the view."""
        return cls(
            view=view,
            stored=stored,
            instrument=instrument,
            id=strawberry.ID(stored.id),
            article=stored.article,
            label=stored.label,
            summary=stored.summary,
        )

    @field
    async def binds(self, info: Info) -> list[ActorType]:
        """Whom it binds."""
        return await info.context.load.actors(self.view, self.stored.binds)

    @field
    async def issues(self, info: Info) -> list[IssueType]:
        """The issues it bears on."""
        return await info.context.load.issues(self.view, self.stored.issues)

    @field
    async def responses(
        self,
        info: Info,
        *,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        known_at_offset: KnownAtOffset = None,
        clock: AskedClock = None,
    ) -> list["ProvisionResponse"]:
        """Who answered it and how: those expected to answer, in their order, then others by id.

        Empty while the instrument does not count as tabled.
        """
        view = await info.context.view(
            self.view, as_of=as_of, known_at=known_at, known_at_offset=known_at_offset, clock=clock
        )
        answers = await info.context.load.answers(view, ProvisionRef(self.instrument, self.stored.id))
        return [ProvisionResponse.of(view, self.stored, answer) for answer in answers]


@output
class ProvisionResponse:
    """One actor's answer to one provision.

    SILENT: nothing it said since the tabling counts. NOT_ADDRESSED: it spoke since, not on this provision.
    """

    view: strawberry.Private[View]
    answer: strawberry.Private[Answer]
    provision: strawberry.Private[ProvisionDraft]
    response: ResponseKind = strawberry.field(description="The latest answer to the provision, or why there is none.")
    to_whole: ResponseKind | None = strawberry.field(
        description="The latest answer to the whole instrument: none to it."
    )
    basis: Basis | None = strawberry.field(description="Of the answer that `restsOn` gives.")
    since: datetime.date | None = strawberry.field(description="First day of the unbroken run of this answer.")

    @classmethod
    def of(cls, view: View, provision: ProvisionDraft, answer: Answer) -> "ProvisionResponse":
        """Return the answer of one actor in the view."""
        return cls(
            view=view,
            answer=answer,
            provision=provision,
            response=answer.response,
            to_whole=answer.to_whole,
            basis=answer.shown.basis if answer.shown else None,
            since=answer.since,
        )

    @field
    async def actor(self, info: Info) -> ActorType:
        """Who answered, or was expected to."""
        return await info.context.load.actor(self.view, self.answer.actor)

    @field
    async def conditions(self, info: Info) -> list[ConditionType]:
        """The conditions that the answering statement puts on the provision's issues."""
        if self.answer.shown is None:
            return []
        return await info.context.load.stated_conditions(
            self.view, self.answer.shown.log_offset, issues=self.provision.issues
        )

    @field
    async def rests_on(self, info: Info) -> EventType | None:
        """The statement that answers, the provision or failing that the whole."""
        shown = self.answer.shown
        return await info.context.load.event(self.view, shown.log_offset) if shown else None
