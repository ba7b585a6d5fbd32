"""The command `onrecord rebuild`: every projection derived anew from the log."""

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from events.log.connection import Pool
from events.vocabulary import LogOffset
from projections.projector import Projector
from service.access.audit import AuditTrail
from service.cli import looks
from service.cli.asking import DataDir
from service.cli.database import write
from service.cli.terminal_user import terminal_user

app = typer.Typer(add_completion=False)


@app.command()
def rebuild(data_dir: DataDir = None) -> None:
    """Derive every position anew from the log; readers keep the old ones until it is done."""
    reached = write(_rebuilt, data_dir=data_dir, tell=looks.aside.print)
    looks.say(f"Everything is derived anew, up to log offset {reached}.")


async def _rebuilt(pool: Pool) -> LogOffset:
    await AuditTrail(pool).add_command(terminal_user(), command="onrecord rebuild", detail="")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=looks.aside, transient=True) as bar:
        task = bar.add_task("rebuilding", total=None)
        return await Projector(pool).rebuild(
            progress=lambda reached, head: bar.update(task, completed=reached, total=head)
        )
