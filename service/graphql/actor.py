"""Owns the types Actor and Role: who there is, and who speaks for whom."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry

from events.contents import Actor as StoredActor
from events.contents import Role as StoredRole
from events.drafts import NameDraft
from events.vocabulary import NON_PRINCIPAL_KINDS, Rank
from projections.reading.records import StandingRecord
from projections.reading.view import View
from service.graphql.arguments import AskedClock, AsOf, KnownAt, KnownAtOffset, Lang
from service.graphql.context import Info
from service.graphql.fields import field, field_named, output

if TYPE_CHECKING:
    from service.graphql.position import Position

PositionType = Annotated["Position", strawberry.lazy("service.graphql.position")]
ENGLISH = "en"


@output
class Name:
    """A name, label or proposition in one language."""

    lang: str = strawberry.field(description="BCP 47.")
    text: str = strawberry.field(description="The words.")


def names_of(drafts: Sequence[NameDraft]) -> list[Name]:
    """Return names as recorded."""
    return [Name(lang=draft.lang, text=draft.text) for draft in drafts]


def text_in(drafts: Sequence[NameDraft], lang: str | None) -> str:
    """Return the text in a language, failing that in English, failing that the first."""
    by_lang = {draft.lang: draft.text for draft in reversed(drafts)}
    return by_lang.get(lang or ENGLISH) or by_lang.get(ENGLISH) or drafts[0].text


@output
class Actor:
    """A person, office, organ, organisation, state, group or rhetorical collective."""

    view: strawberry.Private[View]
    stored: strawberry.Private[StoredActor]
    id: strawberry.ID = strawberry.field(description="Its slug.")
    version: int = strawberry.field(
        description="The last version of its record, of any kind: what a correction expects."
    )

    @classmethod
    def of(cls, view: View, record: StandingRecord, stored: StoredActor) -> "Actor":
        """Return the actor as it stands in the view."""
        return cls(view=view, stored=stored, id=strawberry.ID(stored.id), version=record.last_version)

    @classmethod
    def erased(cls, view: View, actor: str) -> "Actor":
        """Return what is left of an actor whose content was erased: its slug."""
        names = (NameDraft(lang="und", text=actor),)
        stored = StoredActor(id=actor, kind="erased", names=names)
        return cls(view=view, stored=stored, id=strawberry.ID(actor), version=0)

    @field
    def name(self, lang: Lang = None) -> str:
        """Its name."""
        return text_in(self.stored.names, lang)

    @field
    def names(self) -> list[Name]:
        """Its names in all languages on record."""
        return names_of(self.stored.names)

    @field
    def codes(self) -> list[str]:
        """Codes of other registers, as recorded."""
        return list(self.stored.codes)

    @field
    def kind(self) -> str:
        """What sort of actor it is, as person, office, state."""
        return self.stored.kind

    @field
    def is_principal(self) -> bool:
        """Whether it speaks for itself: no person, office or organ."""
        return self.stored.kind not in NON_PRINCIPAL_KINDS

    @field
    async def roles(self, info: Info, as_of: AsOf = None) -> list["Role"]:
        """The roles it holds on a day; undated ones are always in force."""
        view = await info.context.view(self.view, as_of=as_of)
        return await info.context.load.roles(view, self.stored.id)

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
        """Where it stands on every issue it has a position on, by issue."""
        view = await info.context.view(
            self.view, as_of=as_of, known_at=known_at, known_at_offset=known_at_offset, clock=clock
        )
        return await info.context.load.positions_of_actor(view, self.stored.id)


@output
class Role:
    """Who speaks for whom, or belongs to what.

    `type` is one of the relations that the glossary lists (holds-office, organ-of, member-of, ...); rank only where it
    lets somebody speak.
    """

    view: strawberry.Private[View]
    stored: strawberry.Private[StoredRole]
    record_id: strawberry.ID = strawberry.field(description="Its record, by which it is corrected.")
    version: int = strawberry.field(
        description="The last version of its record, of any kind: what a correction expects."
    )

    @field
    async def holder(self, info: Info) -> Actor:
        """Who holds it."""
        return await info.context.load.actor(self.view, self.stored.holder)

    @field
    async def principal(self, info: Info) -> Actor:
        """Whom it is held for."""
        return await info.context.load.actor(self.view, self.stored.principal)

    @field
    def type(self) -> str:
        """What the holder is to the principal."""
        return self.stored.type

    @field
    async def office(self, info: Info) -> Actor | None:
        """The office in which it is held, where one is named."""
        return await info.context.load.actor(self.view, self.stored.office) if self.stored.office else None

    @field
    def rank(self) -> Rank | None:
        """In what rank the holder speaks, null where it does not."""
        return self.stored.rank

    @field_named("from")
    def from_date(self) -> datetime.date | None:
        """The first day, null if always."""
        return self.stored.from_date

    @field_named("to")
    def to_date(self) -> datetime.date | None:
        """The last day, null if still."""
        return self.stored.to_date
