"""Owns what the reading commands share: their options, the view they ask for, the names that answers use."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from events.contents import Actor, Issue
from events.log.connection import Connection, Source
from events.log.reader import LogReader
from events.registry import Registry
from events.vocabulary import Clock, LogOffset, RecordKind
from projections.reading.log import progress
from projections.reading.registries import Registries
from projections.reading.view import View
from projections.rule import RULE
from service.cli.failures import BeyondTheLog, UnknownName


@dataclass(frozen=True, slots=True)
class KnownAt:
    """What somebody types for ``--known-at``: a log offset, or a moment."""

    log_offset: LogOffset | None = None
    moment: datetime.datetime | None = None


def read_date(typed: str) -> datetime.date:
    """Read a calendar date."""
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        raise typer.BadParameter(f"{typed!r} is no calendar date; write it as 2021-12-31") from None


def read_known_at(typed: str) -> KnownAt:
    """Read a log offset or a moment with its zone."""
    if typed.isdecimal():
        return KnownAt(log_offset=LogOffset(int(typed)))
    try:
        moment = datetime.datetime.fromisoformat(typed)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        message = f"{typed!r} is neither a log offset nor a moment; write 350, or 2021-12-31T18:30:00Z with its zone"
        raise typer.BadParameter(message)
    return KnownAt(moment=moment)


AsOf = Annotated[
    datetime.date | None,
    typer.Option(parser=read_date, metavar="DATE", help="The day asked for; today where it is left out."),
]
Known = Annotated[
    KnownAt | None,
    typer.Option(parser=read_known_at, metavar="MOMENT|OFFSET", help="What was on record then; now where left out."),
]
WhichClock = Annotated[
    Clock, typer.Option(case_sensitive=False, help="Count what had happened, or what the public could know.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, in the names of the GraphQL schema.")]
DataDir = Annotated[
    Path | None, typer.Option(help="Where the service keeps its own database.", show_default="ONRECORD_DATA_DIR")
]


def today() -> datetime.date:
    """Return the day in UTC."""
    return datetime.datetime.now(datetime.UTC).date()


async def view_of(
    connection: Connection, *, as_of: datetime.date | None, known_at: KnownAt | None, clock: Clock
) -> View:
    """Return the view asked for, its offset resolved.

    Raises:
        BeyondTheLog: the offset is greater than the log's last, or the projections have not reached it.
    """
    return View(as_of or today(), await resolved(connection, known_at), clock, RULE)


async def resolved(connection: Connection, known_at: KnownAt | None) -> LogOffset:
    """Return the offset that is meant; as far as the projections reach where none is."""
    reached = await progress(connection)
    if known_at is None:
        return reached.projected_to
    asked = known_at.log_offset
    if known_at.moment is not None:
        asked = await LogReader(connection).offset_at(known_at.moment)
    if asked is None or asked > reached.log_offset:
        raise BeyondTheLog(f"The log ends at offset {reached.log_offset}; ask for that or an earlier one.")
    if asked > reached.projected_to:
        raise BeyondTheLog(f"The projections are at offset {reached.projected_to} of {reached.log_offset}; ask again.")
    return asked


@dataclass(frozen=True, slots=True)
class Names:
    """What actors and issues are called, as known at an offset."""

    registry: Registry

    @classmethod
    async def known(cls, source: Source, at: LogOffset) -> "Names":
        """Read the names known at an offset."""
        return cls(await Registries(source).at(at))

    def actor(self, actor_id: str) -> str:
        """Return an actor's name, English where there are several."""
        actor = self.registry.actor(actor_id)
        return _english(actor.names) if actor else actor_id

    def short(self, actor_id: str) -> str:
        """Return an actor's name without what it says in brackets."""
        return self.actor(actor_id).partition(" (")[0]

    def label(self, issue_id: str) -> str:
        """Return an issue's label."""
        issue = self.registry.issue(issue_id)
        return _english(issue.labels) if issue else issue_id

    def proposition(self, issue_id: str) -> str:
        """Return the proposition that stances are toward."""
        issue = self.registry.issue(issue_id)
        return _english(issue.propositions) if issue else issue_id

    def is_factual(self, issue_id: str) -> bool:
        """Tell whether the proposition says what is: then it is affirmed or denied."""
        issue = self.registry.issue(issue_id)
        return issue is not None and issue.kind == "FACTUAL"

    def issues(self) -> list[Issue]:
        """Return all issues in the order of the tree, each followed by those below it."""
        found = [event.content for event in self.registry.in_force()]
        below: dict[str | None, list[Issue]] = {}
        for issue in found:
            if isinstance(issue, Issue):
                below.setdefault(issue.parent, []).append(issue)
        order: list[Issue] = []
        waiting = list(reversed(below.get(None, [])))
        while waiting:
            order.append(waiting.pop())
            waiting.extend(reversed(below.get(order[-1].id, [])))
        return order

    def above(self, issue_id: str) -> list[str]:
        """Return the issues above this one, the nearest first."""
        return self.registry.issues_above(issue_id, along="parent")[1:]

    def check(self, *, actors: Iterable[str] = (), issues: Iterable[str] = ()) -> None:
        """Raise UnknownName for an id that was never on record."""
        known = [event.content for event in self.registry.in_force()]
        for kind, asked, content_type in ((RecordKind.ACTOR, actors, Actor), (RecordKind.ISSUE, issues, Issue)):
            ids = [content.id for content in known if isinstance(content, content_type)]
            for name in asked:
                if self.registry.stream(kind, name) is None:
                    raise UnknownName(f"No {kind.lower()} {name!r} is on record. {_advice(name, ids)}")


def _english(names: Iterable[object]) -> str:
    texts = {getattr(name, "lang", ""): str(getattr(name, "text", "")) for name in names}
    return texts.get("en") or next(iter(texts.values()))


def _advice(name: str, ids: list[str]) -> str:
    close = get_close_matches(name, ids, n=3) or [known for known in ids if name.lower() in known][:3]
    return f"Did you mean {' or '.join(close)}?" if close else "Look up its id with `onrecord positions`."
