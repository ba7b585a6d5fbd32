"""The command `onrecord changes`: what differs between two days, and what became known of the first since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from events.log.connection import Connection
from events.vocabulary import ChangeKind, Clock, LogOffset
from projections.reading.changes import ChangeFilter, ChangeKey, Span, causes, changes_page
from projections.reading.positions import Position, positions_of
from projections.reading.records import DatedEvent, events_at
from projections.reading.view import View
from projections.rule import RULE
from projections.rule.changes import PairChange
from projections.rule.claims import Pair
from service.cli import looks
from service.cli.answers import actor_json, issue_json, offsets_of, position_json, show
from service.cli.asking import AsJson, DataDir, Known, KnownAt, Names, WhichClock, read_date, read_known_at, resolved
from service.cli.database import read
from service.cli.failures import EndsBeforeItBegins

app = typer.Typer(add_completion=False)
_PAGE = 500

From = Annotated[date, typer.Argument(metavar="FROM", parser=read_date, help="The first day, such as 2021-12-10.")]
To = Annotated[date, typer.Argument(metavar="TO", parser=read_date, help="The last day, such as 2021-12-24.")]
Actors = Annotated[list[str] | None, typer.Option("--actor", "-a", metavar="ID", help="Only this actor; repeatable.")]
KnownFrom = Annotated[
    KnownAt | None,
    typer.Option(parser=read_known_at, metavar="MOMENT|OFFSET", help="Also what became known of FROM since then."),
]


@dataclass(frozen=True, slots=True)
class Shown:
    """A change with the two positions it lies between, each with the view it is of, and the events behind it."""

    change: PairChange
    before: Position | None
    after: Position | None
    views: Sequence[View]
    causes: tuple[LogOffset, ...]


@app.command()
def changes(
    start: From,
    end: To,
    *,
    actor: Actors = None,
    known_from: KnownFrom = None,
    known_at: Known = None,
    clock: WhichClock = Clock.OCCURRED,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show which positions changed between two days, and by which words."""

    async def question(connection: Connection) -> None:
        span = await _span(connection, (start, end), known_from=known_from, known_at=known_at, clock=clock)
        known = span.known_at
        names = await Names.known(connection, known)
        names.check(actors=actor or ())
        found = await _found(connection, span, ChangeFilter(actors=actor))
        offsets = {o for each in found for o in each.causes}
        offsets |= offsets_of([p for each in found for p in (each.before, each.after) if p])
        events = await events_at(connection, offsets, known_at=known)
        if as_json:
            show([_json(each, names, events) for each in found])
        else:
            _print(found, span, names, events)

    read(question, data_dir=data_dir, tell=looks.aside.print)


async def _span(
    connection: Connection,
    days: tuple[date, date],
    *,
    known_from: KnownAt | None,
    known_at: KnownAt | None,
    clock: Clock,
) -> Span:
    known = await resolved(connection, known_at)
    since = await resolved(connection, known_from) if known_from else known
    if days[1] < days[0]:
        raise EndsBeforeItBegins(f"{days[0]} to {days[1]} ends before it begins; swap them.")
    if known < since:
        raise EndsBeforeItBegins(f"Known from {since} to {known} ends before it begins; swap them.")
    return Span(*days, since, known, clock, RULE)


async def _found(connection: Connection, span: Span, wanted: ChangeFilter) -> list[Shown]:
    rows: list[PairChange] = []
    after: ChangeKey | None = None
    while True:
        page = await changes_page(connection, span, wanted=wanted, after=after, limit=_PAGE)
        rows += page.rows
        if not page.has_more:
            break
        after = (*page.rows[-1].pair, page.rows[-1].kind)
    pairs = sorted({row.pair for row in rows})
    views = (span.earlier, span.revised, span.later)
    earlier, revised, later = [await positions_of(connection, view, pairs=pairs) for view in views]
    corrected = await causes(connection, span, pairs=pairs)
    said = await _said_on(connection, span, [row for row in rows if row.kind is ChangeKind.WORLD_CHANGED])
    return [
        Shown(row, earlier.get(row.pair), revised.get(row.pair), views[:2], corrected[row.pair])
        if row.kind is ChangeKind.RECORD_CHANGED
        else Shown(row, revised.get(row.pair), later.get(row.pair), views[1:], said[row.pair])
        for row in rows
    ]


async def _said_on(connection: Connection, span: Span, rows: Sequence[PairChange]) -> dict[Pair, tuple[LogOffset, ...]]:
    """Return what each position rested on when it changed; at the end of the span it may rest on what restated it."""
    said: dict[Pair, tuple[LogOffset, ...]] = {}
    for day in sorted({row.on for row in rows}):
        pairs = [row.pair for row in rows if row.on == day]
        then = await positions_of(connection, replace(span.later, as_of=day), pairs=pairs)
        said |= {pair: then[pair].rests_on if pair in then else () for pair in pairs}
    return said


def _print(found: Sequence[Shown], span: Span, names: Names, events: Mapping[LogOffset, DatedEvent]) -> None:
    days = f"from {looks.day(span.start)} to {looks.day(span.end)}"
    looks.say(Text.assemble(("What changed", "bold"), f" {days}, counting {looks.of_clock(span.clock)}"))
    if not found:
        looks.say("No position changed.", style="dim")
        return
    table = Table("on", "", "", "by", box=box.HORIZONTALS, header_style="dim", pad_edge=False)
    before = None
    for each in sorted(found, key=lambda each: (each.change.pair[0], each.change.on)):
        actor, issue = each.change.pair
        if actor != before:
            table.add_section()
            table.add_row("", Text(names.short(actor), "bold"))
            before = actor
        table.add_row(
            looks.day(each.change.on), names.proposition(issue), _from_to(each, names), _why(each, names, events)
        )
    looks.terminal.print(table)


def _from_to(each: Shown, names: Names) -> Text:
    ends = [looks.of_position(p, names) if p else Text("none", "dim") for p in (each.before, each.after)]
    kind = Text("\nthe record, not the world", "dim") if each.change.kind is ChangeKind.RECORD_CHANGED else Text()
    return Text.assemble(ends[0], " → ", ends[1], kind)


def _why(each: Shown, names: Names, events: Mapping[LogOffset, DatedEvent]) -> str:
    return "\n".join(looks.of_event(events[offset].event, names) for offset in each.causes if offset in events)


def _json(each: Shown, names: Names, events: Mapping[LogOffset, DatedEvent]) -> dict[str, object]:
    ids = {offset: str(dated.event.id) for offset, dated in events.items()}
    ends = [
        position_json(position, view, names=names, ids=ids) if position else None
        for position, view in zip((each.before, each.after), each.views, strict=True)
    ]
    return {
        "actor": actor_json(each.change.pair[0], names),
        "issue": issue_json(each.change.pair[1], names),
        "on": each.change.on,
        "kind": each.change.kind,
        "before": ends[0],
        "after": ends[1],
        "causes": [{"id": ids[offset], "logOffset": str(offset)} for offset in each.causes if offset in ids],
    }
