"""The command `onrecord rebuild`: every projection derived anew from the log, or as it was before."""

from typing import Annotated

import typer

from events.log.connection import Pool
from events.vocabulary import LogOffset
from projections.generations import Generation, alone, drop
from projections.projector import Projector
from service.access.audit import AuditTrail
from service.cli import looks
from service.cli.asking import DataDir
from service.cli.bars import bars
from service.cli.database import write
from service.cli.terminal_user import terminal_user

app = typer.Typer(add_completion=False)

Back = Annotated[bool, typer.Option("--back", help="Serve again what was served before the last rebuild.")]
DropPrevious = Annotated[
    bool, typer.Option("--drop-previous", help="Drop what was served before the last rebuild; it takes as much room.")
]


@app.command()
def rebuild(*, back: Back = False, drop_previous: DropPrevious = False, data_dir: DataDir = None) -> None:
    """Derive every position anew from the log, beside what is served; then serve it. Nobody waits for it."""
    if back and drop_previous:
        raise typer.BadParameter("--back serves what --drop-previous drops; give one of them.")
    if drop_previous:
        write(_dropped, data_dir=data_dir, tell=looks.aside.print)
        looks.say("What was served before the last rebuild is dropped.")
    elif back:
        reached = write(_back, data_dir=data_dir, tell=looks.aside.print)
        looks.say(f"What was served before the last rebuild is served again, up to log offset {reached}.")
    else:
        reached = write(_rebuilt, data_dir=data_dir, tell=looks.aside.print)
        looks.say(f"Everything is derived anew, up to log offset {reached}.")


async def _rebuilt(pool: Pool) -> LogOffset:
    await _note(pool, "")
    with bars() as shown:
        task = shown.add_task("rebuilding", total=None)
        return await Projector(pool).rebuild(
            progress=lambda reached, head: shown.update(task, completed=reached, total=head)
        )


async def _back(pool: Pool) -> LogOffset:
    await _note(pool, "back to the previous generation")
    with bars() as shown:
        task = shown.add_task("catching up", total=None)
        return await Projector(pool).go_back(
            progress=lambda reached, head: shown.update(task, completed=reached, total=head)
        )


async def _dropped(pool: Pool) -> None:
    await _note(pool, "drop the previous generation")
    async with alone(pool) as connection:
        await drop(connection, Generation.PREVIOUS)


async def _note(pool: Pool, detail: str) -> None:
    await AuditTrail(pool).add_command(terminal_user(), command="onrecord rebuild", detail=detail)
