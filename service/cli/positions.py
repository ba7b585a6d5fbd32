"""The command `onrecord positions`: who stands where on a day."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from events.log.connection import Connection
from events.vocabulary import Clock
from projections.reading.positions import Position, PositionFilter, positions_page
from projections.reading.records import events_at
from projections.reading.view import View
from service.cli import looks
from service.cli.answers import offsets_of, position_json, show
from service.cli.asking import AsJson, AsOf, DataDir, Known, Names, WhichClock, view_of
from service.cli.database import read

app = typer.Typer(add_completion=False)
_MOST_COLUMNS = 8

Actors = Annotated[list[str] | None, typer.Option("--actor", "-a", metavar="ID", help="Only this actor; repeatable.")]
Issues = Annotated[list[str] | None, typer.Option("--issue", "-i", metavar="ID", help="Only this issue; repeatable.")]
AsList = Annotated[bool, typer.Option("--list", "-l", help="One line a position, with dates, rather than a matrix.")]


@app.command()
def positions(
    *,
    actor: Actors = None,
    issue: Issues = None,
    as_of: AsOf = None,
    known_at: Known = None,
    clock: WhichClock = Clock.OCCURRED,
    as_list: AsList = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show who stands where: a matrix of issues and actors, or a list."""
    wanted = PositionFilter(actors=actor, issues=issue)

    async def question(connection: Connection) -> None:
        view = await view_of(connection, as_of=as_of, known_at=known_at, clock=clock)
        names = await Names.known(connection, view.known_at)
        names.check(actors=actor or (), issues=issue or ())
        page = await positions_page(connection, view, wanted=wanted, after=None, limit=None)
        if as_json:
            events = await events_at(connection, offsets_of(page.rows), known_at=view.known_at)
            ids = {offset: str(dated.event.id) for offset, dated in events.items()}
            show([position_json(position, view, names=names, ids=ids) for position in page.rows])
        else:
            print_positions(page.rows, view, names, as_list=as_list)

    read(question, data_dir=data_dir, tell=looks.aside.print)


def print_positions(rows: Sequence[Position], view: View, names: Names, *, as_list: bool) -> None:
    """Print positions as a matrix; as a list if that is asked for, or if there are too many actors."""
    looks.say(_title(view))
    if not rows:
        looks.say("No positions.", style="dim")
        return
    actors = sorted({position.actor for position in rows}, key=lambda a: (-sum(p.actor == a for p in rows), a))
    if as_list or len(actors) > _MOST_COLUMNS:
        looks.terminal.print(_list(rows, view, names))
    else:
        looks.terminal.print(_matrix(rows, view, names, actors=actors))
    looks.terminal.print(looks.key())


def _title(view: View) -> Text:
    return Text.assemble(
        ("Who stands where", "bold"),
        " at the end of ",
        (f"{view.as_of:%a} {looks.day(view.as_of)}", "bold"),
        ", counting ",
        (looks.of_clock(view.clock), "bold"),
        f", as known at log offset {view.known_at}",
    )


def _matrix(rows: Sequence[Position], view: View, names: Names, *, actors: Sequence[str]) -> Table:
    """Issues as rows, in the order of their tree; how long ago each stance was last stated beside it."""
    cells = {position.pair: position for position in rows}
    shown = {position.issue for position in rows}
    table = Table(box=box.HORIZONTALS, header_style="bold", pad_edge=False, expand=False)
    table.add_column("", ratio=1, min_width=30)
    for actor in actors:
        table.add_column(names.short(actor), justify="left", min_width=6)
    for issue in names.issues():
        if issue.id in shown:
            row = [_cell(cells.get((actor, issue.id)), view) for actor in actors]
            depth = len(shown.intersection(names.above(issue.id)))
            table.add_row(_proposition(issue.id, names, depth=depth), *row)
    return table


def _proposition(issue: str, names: Names, *, depth: int) -> Padding:
    text = Text(names.proposition(issue))
    if names.is_factual(issue):
        text.append("  claim", style="dim italic")
    return Padding(text, (0, 0, 0, 2 * depth))


def _cell(position: Position | None, view: View) -> Text:
    if position is None:
        return Text()
    contested = "!" if position.contested_by else ""
    text = looks.mark(position.stance, position.basis)
    return text.append(f" {looks.age(position.last_stated, on=view.as_of)}{contested}", style="dim")


def _list(rows: Sequence[Position], view: View, names: Names) -> Table:
    table = Table("", "", "since", "last stated", box=box.HORIZONTALS, header_style="dim", pad_edge=False)
    order = {issue.id: place for place, issue in enumerate(names.issues())}
    before = None
    for position in sorted(rows, key=lambda p: (p.actor, order.get(p.issue, 0), p.issue)):
        if position.actor != before:
            table.add_section()
            table.add_row(Text(names.short(position.actor), style="bold"))
            before = position.actor
        table.add_row(
            looks.of_position(position, names),
            names.proposition(position.issue),
            looks.day(position.since),
            f"{looks.day(position.last_stated)} ({looks.age(position.last_stated, on=view.as_of)})",
        )
    return table
