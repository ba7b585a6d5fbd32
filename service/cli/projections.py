"""The command `onrecord projections`: how far the projections are, when they last advanced, and which there are."""

from collections.abc import Sequence

import typer
from rich import box
from rich.table import Table

from events.log.connection import Connection
from events.payload import recorded_at_text
from events.vocabulary import LogOffset
from projections.generations import Reached, generations
from projections.reading.log import progress
from service.cli import looks
from service.cli.answers import show
from service.cli.asking import AsJson, DataDir
from service.cli.database import read

app = typer.Typer(add_completion=False)


@app.command()
def projections(*, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show how far behind the log the answers are, and what a rebuild is making or has left."""

    async def question(connection: Connection) -> None:
        head = (await progress(connection)).log_offset
        found = await generations(connection)
        if as_json:
            show({"head": str(head), "generations": [_json(one, head) for one in found]})
        else:
            looks.say(f"The log goes to offset {head}.")
            looks.terminal.print(_table(found, head))

    read(question, data_dir=data_dir, tell=looks.aside.print)


def _json(reached: Reached, head: LogOffset) -> dict[str, object]:
    return {
        "generation": reached.generation,
        "projectedTo": str(reached.log_offset),
        "lag": head - reached.log_offset,
        "projectedAt": recorded_at_text(reached.advanced_at),
    }


def _table(found: Sequence[Reached], head: LogOffset) -> Table:
    table = Table("generation", "log offset", "behind", "last advanced", box=box.HORIZONTALS, header_style="dim")
    for one in found:
        behind = str(head - one.log_offset)
        table.add_row(one.generation, str(one.log_offset), behind, recorded_at_text(one.advanced_at))
    return table
