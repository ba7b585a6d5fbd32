"""The command `onrecord export`: the record as a file of events, or on standard output."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from events.log.connection import Connection
from service.cli import looks
from service.cli.asking import DataDir
from service.cli.bars import bars
from service.cli.database import read
from service.cli.failures import BeyondTheLog, FileIsThere
from service.exporting.record import OutsideTheLog, Span, record_lines, span_of

app = typer.Typer(add_completion=False)

Target = Annotated[
    Path | None, typer.Argument(metavar="[PATH]", dir_okay=False, help="Where to; standard output if left out.")
]
After = Annotated[int, typer.Option(min=0, metavar="OFFSET", help="Begin behind this log offset.")]
UpTo = Annotated[
    int | None, typer.Option(min=0, metavar="OFFSET", help="End with this log offset; with the log, if left out.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


@app.command()
def export(
    path: Target = None, *, after: After = 0, up_to: UpTo = None, force: Force = False, data_dir: DataDir = None
) -> None:
    """Export the record: every event, a line of JSON each. `onrecord import events` puts them back."""
    if path is not None and path.exists() and not force:
        raise FileIsThere(f"{path} is there already; give another name, or --force to write over it.")

    async def exported(connection: Connection) -> Span:
        span = await span_of(connection, after=after, up_to=up_to)
        with target(path) as file, _bar(span, is_shown=path is not None) as progress:
            await _written(record_lines(connection, span, progress=progress), file)
        return span

    try:
        span = read(exported, data_dir=data_dir, tell=looks.aside.print)
    except OutsideTheLog as error:
        raise BeyondTheLog(str(error)) from error
    except BrokenPipeError:
        _leave_quietly()
    if path is not None:
        looks.say(f"{path}: {span.up_to - span.after:,} events, up to offset {span.up_to}")


async def _written(lines: AsyncIterator[bytes], file: BinaryIO) -> None:
    async for part in lines:
        file.write(part)
    file.flush()


@contextmanager
def target(path: Path | None) -> Iterator[BinaryIO]:
    """Open the target; a file has its name once it is whole, so that half of one is never taken for it."""
    if path is None:
        yield typer.get_binary_stream("stdout")
        return
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _bar(span: Span, *, is_shown: bool) -> Iterator[Callable[[int], None]]:
    """Show a person who waits how far it is."""
    with bars() if is_shown else nullcontext() as bar:
        if bar is None:
            yield lambda _: None
            return
        task = bar.add_task("events", total=span.up_to - span.after)
        yield lambda reached: bar.update(task, completed=reached - span.after)


def _leave_quietly() -> None:
    """End without a word: who read the output has seen enough. Python would complain when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    raise typer.Exit(1)
