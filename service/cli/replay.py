"""The command `onrecord replay`: the whole log folded afresh in Python, and held against what the service answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import typer
from rich import box
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from events.event import RecordedEvent
from events.log.connection import Connection
from events.log.reader import LogReader
from events.vocabulary import Clock, LogOffset
from projections.reading.positions import ConditionInForce, Position, PositionFilter, positions_page
from projections.reading.view import View
from projections.rule.claims import Pair
from projections.rule.known import Known as KnownRecord
from projections.rule.timeline import Step, timelines
from service.cli import looks
from service.cli.answers import show
from service.cli.asking import AsJson, AsOf, DataDir, Known, Names, view_of
from service.cli.database import read
from service.cli.positions import print_positions

app = typer.Typer(add_completion=False)
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair on which fold and service do not agree, under one clock; None where one of them has no position."""

    clock: Clock
    pair: Pair
    folded: Position | None
    served: Position | None


@app.command()
def replay(as_of: AsOf = None, *, known_at: Known = None, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Fold the log afresh, show the positions, and fail loudly where the served ones differ."""

    async def question(connection: Connection) -> list[Difference]:
        views = [await view_of(connection, as_of=as_of, known_at=known_at, clock=clock) for clock in Clock]
        known = KnownRecord(await _log(connection, upto=views[0].known_at), at=views[0].known_at)
        folded = {view: _folded(known, view) for view in views}
        served = {view: await _served(connection, view) for view in views}
        differences = [d for view in views for d in _differences(view.clock, folded[view], served[view])]
        names = Names(known.registry)
        if as_json:
            show(_json(views[0], folded, differences))
        else:
            print_positions(list(folded[views[0]].values()), views[0], names, as_list=False)
            _print(differences, folded)
        return differences

    if read(question, data_dir=data_dir, tell=looks.aside.print):
        raise typer.Exit(1)


async def _log(connection: Connection, *, upto: LogOffset) -> list[RecordedEvent]:
    reader, events = LogReader(connection), list[RecordedEvent]()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=looks.aside, transient=True) as bar:
        task = bar.add_task("reading the log", total=upto)
        while page := await reader.read(LogOffset(len(events)), limit=_PAGE, upto=upto):
            events += page
            bar.update(task, completed=len(events))
    return events


def _folded(known: KnownRecord, view: View) -> dict[Pair, Position]:
    """Return the position of every pair that has one on the day."""
    steps = {pair: line.at(view.as_of) for pair, line in timelines(known, clock=view.clock).items()}
    return {pair: _position(pair, step) for pair, step in steps.items() if step}


def _position(pair: Pair, step: Step) -> Position:
    """Return a step of the fold in the shape of what is served; when the next step comes is not compared."""
    standing = step.standing
    conditions = (
        ConditionInForce(text, then, tuple(sorted(standing.carried_from((text, then)))))
        for text, then in standing.conditions
    )
    return Position(
        actor=pair[0],
        issue=pair[1],
        from_day=step.from_day,
        until_day=None,
        stance=standing.stance,
        basis=standing.basis,
        conditions=tuple(sorted(conditions, key=lambda condition: (condition.text, condition.then))),
        since=step.since,
        since_earliest=step.since_earliest,
        last_stated=standing.last_stated,
        agreeing=frozenset(claim.event.log_offset for claim in (*standing.agreeing, *standing.explicit)),
        rests_on=tuple(sorted(standing.rests_on)),
        contested_by=tuple(sorted(standing.contested_by)),
    )


async def _served(connection: Connection, view: View) -> dict[Pair, Position]:
    page = await positions_page(connection, view, wanted=PositionFilter(), after=None, limit=None)
    return {position.pair: position for position in page.rows}


def _differences(
    clock: Clock, folded: Mapping[Pair, Position], served: Mapping[Pair, Position]
) -> Iterator[Difference]:
    for pair in sorted(folded.keys() | served.keys()):
        mine, theirs = folded.get(pair), served.get(pair)
        if mine is None or theirs is None or _compared(mine) != _compared(theirs):
            yield Difference(clock, pair, mine, theirs)


def _compared(position: Position) -> tuple[object, ...]:
    """Return all that must agree, without the order in which it is given."""
    conditions = {(c.text, c.then, frozenset(c.carried_from)) for c in position.conditions}
    events = (frozenset(position.rests_on), frozenset(position.contested_by))
    days = (position.since, position.since_earliest, position.last_stated)
    return position.stance, position.basis, frozenset(conditions), *events, *days


def _print(differences: Sequence[Difference], folded: Mapping[View, Mapping[Pair, Position]]) -> None:
    counts = " and ".join(f"{len(found)} by {looks.of_clock(view.clock)}" for view, found in folded.items())
    if not differences:
        looks.say(f"Folded afresh, {counts}: the service answers the same.", style="bold")
        return
    table = Table("clock", "actor", "issue", "folded", "served", box=box.HORIZONTALS, header_style="bold")
    for each in differences:
        ends = [_in_full(each.folded), _in_full(each.served)]
        table.add_row(each.clock, *each.pair, *ends)
    looks.terminal.print(table)
    looks.say(Text(f"{len(differences)} positions differ. Run `onrecord rebuild`, and report it.", "bold"))


def _in_full(position: Position | None) -> str:
    if position is None:
        return "none"
    fields = ("stance", "basis", "conditions", "since", "since_earliest", "last_stated", "rests_on", "contested_by")
    return "\n".join(f"{name}: {getattr(position, name)}" for name in fields)


def _json(
    view: View, folded: Mapping[View, Mapping[Pair, Position]], differences: Sequence[Difference]
) -> dict[str, object]:
    return {
        "asOf": view.as_of,
        "knownAtOffset": str(view.known_at),
        "rule": view.rule,
        "positions": {clock_view.clock.value: len(found) for clock_view, found in folded.items()},
        "differences": [
            {"clock": d.clock, "actor": d.pair[0], "issue": d.pair[1], "folded": d.folded, "served": d.served}
            for d in differences
        ],
    }
