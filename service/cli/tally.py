"""The command `onrecord tally`: how often actors voted how."""

import datetime
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from events.log.connection import Connection
from events.vocabulary import Clock, TallyChoice
from projections.reading.tallies import Window, tallies_page
from projections.rule.tally import ENOUGH, Tally
from service.cli import looks
from service.cli.answers import actor_json, issue_json, show
from service.cli.asking import AsJson, DataDir, Known, Names, WhichClock, read_date, view_of
from service.cli.database import read

app = typer.Typer(add_completion=False)
_MOST = 20_000

Actors = Annotated[list[str] | None, typer.Option("--actor", "-a", metavar="ID", help="Only this actor; repeatable.")]
Issues = Annotated[list[str] | None, typer.Option("--issue", "-i", metavar="ID", help="Only this issue; repeatable.")]
From = Annotated[
    datetime.date | None,
    typer.Option("--from", parser=read_date, metavar="DATE", help="The first day; from the start where left out."),
]
To = Annotated[
    datetime.date | None, typer.Option(parser=read_date, metavar="DATE", help="The last day; today where left out.")
]
Minimum = Annotated[int, typer.Option(min=1, help="From how many votes on there are enough.")]


@app.command()
def tally(  # noqa: PLR0913 - each is an option
    *,
    actor: Actors = None,
    issue: Issues = None,
    start: From = None,
    to: To = None,
    minimum: Minimum = ENOUGH,
    known_at: Known = None,
    clock: WhichClock = Clock.OCCURRED,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Count votes: for, against, neither, and not on record as voting. Name actors, issues or both."""
    if not actor and not issue:
        raise typer.BadParameter("name actors, issues or both", param_hint="'--actor' / '--issue'")
    if start and to and to < start:
        raise typer.BadParameter(f"{start} to {to} ends before it begins; swap them", param_hint="'--to'")

    async def question(connection: Connection) -> None:
        view = await view_of(connection, as_of=to, known_at=known_at, clock=clock)
        names = await Names.known(connection, view.known_at)
        names.check(actors=actor or (), issues=issue or ())
        window = Window(view, start)
        page = await tallies_page(
            connection, window, actors=actor or None, issues=issue or None, after=None, limit=_MOST
        )
        if as_json:
            show([_json(one, window, names=names, minimum=minimum) for one in page.rows])
        elif page.rows:
            looks.terminal.print(_table(page.rows, names, minimum=minimum))
        else:
            looks.say("No votes.", style="dim")

    read(question, data_dir=data_dir, tell=looks.aside.print)


def _table(rows: tuple[Tally, ...], names: Names, *, minimum: int) -> Table:
    table = Table("", "", "", box=box.HORIZONTALS, header_style="dim", pad_edge=False, show_header=False)
    for one in rows:
        table.add_row(names.short(one.actor), names.label(one.issue), one.sentence(minimum=minimum))
    return table


def _json(one: Tally, window: Window, *, names: Names, minimum: int) -> dict[str, Any]:
    counts = one.counts
    return {
        "actor": actor_json(one.actor, names),
        "issue": issue_json(one.issue, names),
        "from": window.start,
        "to": window.view.as_of,
        "held": one.held,
        "voted": one.voted,
        "for": counts[TallyChoice.FOR],
        "against": counts[TallyChoice.AGAINST],
        "neutral": counts[TallyChoice.NEUTRAL],
        "conditional": counts[TallyChoice.CONDITIONAL],
        "ambiguous": counts[TallyChoice.AMBIGUOUS],
        "notVoting": counts[TallyChoice.NOT_VOTING],
        "statements": one.statements,
        "contested": one.contested,
        "minimum": minimum,
        "isEnough": one.voted >= minimum,
        "sentence": one.sentence(minimum=minimum),
        "knownAtOffset": str(window.view.known_at),
        "clock": window.view.clock,
    }
