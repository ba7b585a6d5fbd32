"""The command `onrecord history`: every step of one actor's position on one issue."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from events.log.connection import Connection
from events.vocabulary import Clock, LogOffset
from projections.reading.positions import Position
from projections.reading.records import DatedEvent, events_at
from projections.reading.steps import history as steps_of
from projections.reading.view import View
from projections.rule import RULE
from service.cli import looks
from service.cli.answers import offsets_of, position_json, show
from service.cli.asking import AsJson, AsOf, DataDir, Known, Names, WhichClock, resolved
from service.cli.database import read

app = typer.Typer(add_completion=False)

Actor = Annotated[str, typer.Argument(metavar="ACTOR", help="The actor's id, such as russia.")]
Issue = Annotated[str, typer.Argument(metavar="ISSUE", help="The issue's id, such as ukraine-nato-accession.")]


@app.command()
def history(
    actor: Actor,
    issue: Issue,
    *,
    as_of: AsOf = None,
    known_at: Known = None,
    clock: WhichClock = Clock.OCCURRED,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show every step of a position, oldest first; up to a day, if one is given."""

    async def question(connection: Connection) -> None:
        offset = await resolved(connection, known_at)
        names = await Names.known(connection, offset)
        names.check(actors=[actor], issues=[issue])
        steps = await steps_of(connection, (actor, issue), known_at=offset, clock=clock, start=None, end=as_of)
        events = await events_at(connection, offsets_of(steps), known_at=offset)
        if as_json:
            ids = {place: str(dated.event.id) for place, dated in events.items()}
            show([position_json(s, View(s.from_day, offset, clock, RULE), names=names, ids=ids) for s in steps])
        else:
            looks.say(Text.assemble((names.short(actor), "bold"), f" on “{names.proposition(issue)}”"))
            looks.terminal.print(_table(steps, events, names) if steps else Text("No position at any day.", "dim"))

    read(question, data_dir=data_dir, tell=looks.aside.print)


def _table(steps: Sequence[Position], events: Mapping[LogOffset, DatedEvent], names: Names) -> Table:
    table = Table("from", "", "last stated", "rests on", box=box.HORIZONTALS, header_style="dim", pad_edge=False)
    for step in steps:
        summaries = [str(getattr(events[o].event.content, "summary", "")) for o in step.rests_on]
        conditions = [f"{condition.text} → {looks.outcome(condition.then)}" for condition in step.conditions]
        table.add_row(
            looks.day(step.from_day),
            looks.of_position(step, names),
            looks.day(step.last_stated),
            Text("\n").join([*map(Text, summaries), *(Text(f"if {each}", "italic") for each in conditions)]),
        )
    return table
