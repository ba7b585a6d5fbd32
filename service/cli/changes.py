"""The command `onrecord changes`: what differs between two days, and what became known of the first since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from service.cli.asking import AsJson, DataDir, Known, Names, WhichClock, read_date, read_known_at, resolved
from service.cli.asking import KnownAt as KnownAtTyped
from service.cli.database import read

app = typer.Typer()
_PAGE = 500

From = Annotated[date, typer.Argument(metavar="FROM", parser=read_date, help="The first day, such as 2021-12-10.")]
To = Annotated[date, typer.Argument(metavar="TO", parser=read_date, help="The last day, such as 2021-12-24.")]
Actors = Annotated[list[str] | None, typer.Option("--actor", "-a", metavar="ID", help="Only this actor; repeatable.")]
KnownFrom = Annotated[
    KnownAtTyped | None,
    typer.Option(parser=read_known_at, metavar="MOMENT|OFFSET", help="Also what became known of FROM since then."),
]


@dataclass(frozen=True, slots=True)
class Shown:
    """A change with the two positions it lies between, each with the view it is of, and the events behind it."""

    change: PairChange
    before: Position | None
    after: Position | None
    views: tuple[View, View]
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
        known = await resolved(connection, known_at)
        since = await resolved(connection, known_from) if known_from else known
        span = Span(start, end, since, known, clock, RULE)
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
    return [
        _shown(row, (earlier, revised), views[:2], corrected[row.pair])
        if row.kind is ChangeKind.RECORD_CHANGED
        else _shown(row, (revised, later), views[1:], ())
        for row in rows
    ]


def _shown(
    row: PairChange,
    positions: tuple[Mapping[Pair, Position], Mapping[Pair, Position]],
    views: Sequence[View],
    corrected: tuple[LogOffset, ...],
) -> Shown:
    """A change of the world is caused by what the new position rests on; one of the record, by the events since."""
    before, after = (found.get(row.pair) for found in positions)
    return Shown(row, before, after, (views[0], views[1]), corrected or (after.rests_on if after else ()))


def _print(found: Sequence[Shown], span: Span, names: Names, events: Mapping[LogOffset, DatedEvent]) -> None:
    days = f"from {looks.day(span.start)} to {looks.day(span.end)}"
    looks.say(Text.assemble(("What changed", "bold"), f" {days}, counting {looks.of_clock(span.clock)}"))
    if not found:
        looks.say("No position changed.", style="dim")
        return
    table = Table("on", "", "", "by", box=box.HORIZONTALS, header_style="dim", pad_edge=False)
    before = None
    for each in found:
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
