"""Owns the type Period: a date as the record has it, with the days that it can mean."""

import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from events.contents import Period as StoredPeriod
from events.vocabulary import DateBasis
from projections.reading.records import Days
from projections.reading.view import View
from service.graphql.context import Info
from service.graphql.fields import field, output

if TYPE_CHECKING:
    from service.graphql.source import Source

SourceType = Annotated["Source", strawberry.lazy("service.graphql.source")]


@output
class Period:
    """A date at the place of the act, with strict bounds."""

    view: strawberry.Private[View]
    stored: strawberry.Private[StoredPeriod]
    days: strawberry.Private[Days]

    @field
    def edtf(self) -> str:
        """EDTF as recorded; of a relative date the days it means now; empty if unknown."""
        return self.stored.edtf or (_written(self.days) if self.stored.relative else "")

    @field
    def earliest(self) -> datetime.date | None:
        """The first possible day, null if unknown."""
        return self.days.earliest

    @field
    def latest(self) -> datetime.date | None:
        """The last possible day, null if unknown: the day from which it counts."""
        return self.days.latest

    @field
    def basis(self) -> DateBasis:
        """How the date is known; BOUNDED_BY_SOURCE: an unknown end, so `latest` is the source's day."""
        return DateBasis.BOUNDED_BY_SOURCE if self.days.is_bounded else self.stored.basis or DateBasis.STATED

    @field
    def relative(self) -> str | None:
        """A date relative to the anchor's, from a closed list, resolved anew whenever that moves."""
        return self.stored.relative

    @field
    async def anchor(self, info: Info) -> SourceType | None:
        """The source that a relative date is told from."""
        return await info.context.load.source(self.view, self.stored.anchor) if self.stored.anchor else None

    @field
    def surface(self) -> str | None:
        """The words for it, as "last Wednesday"."""
        return self.stored.surface

    @field
    def note(self) -> str | None:
        """What the coder remarks on it."""
        return self.stored.note


def _written(days: Days) -> str:
    """Write the days that a relative date means as EDTF."""
    if days.latest is None or days.is_bounded:
        return ""
    if days.earliest == days.latest:
        return days.latest.isoformat()
    return f"{days.earliest.isoformat() if days.earliest else '..'}/{days.latest.isoformat()}"
