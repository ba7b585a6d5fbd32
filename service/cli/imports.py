"""The command `onrecord import`: whole files put on record, each format a command of its own."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from events.log.appending import Log
from events.log.connection import Pool
from projections.projector import Projector
from service.cli import looks
from service.cli.answers import show
from service.cli.asking import AsJson, DataDir
from service.cli.database import write
from service.cli.failures import NoRecordToImport
from service.importing.importer import Importer, RefusedEntry
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.running import Report, importing_recorder, run
from service.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)
_FIRST = "first"

RecordPath = Annotated[
    str, typer.Argument(metavar="PATH|first", help="A directory of JSON files; `first` is the record that is shipped.")
]
Sources = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="Where the sources' texts are, to check every quote against them."),
]


@app.callback()
def importing() -> None:
    """Put whole files on record; importing again changes nothing."""


@app.command()
def record(path: RecordPath, *, sources: Sources = None, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Import a record: actors, issues, sources, statements and all else, from JSON."""
    directory = FIRST_RECORD if path == _FIRST else Path(path)
    try:
        importer = RecordDirectory(directory, texts=sources)
    except (OSError, ValueError) as error:
        raise NoRecordToImport(str(error)) from error
    report = write(lambda pool: imported(importer, pool), data_dir=data_dir, tell=looks.aside.print, may_begin=True)
    if as_json:
        show(_json(importer, report))
    else:
        _print(importer, report)
    if report.refused:
        raise typer.Exit(1)


async def imported(importer: Importer, pool: Pool) -> Report:
    """Record all entries and project them, with a bar for a person who waits."""
    with _bar() as bar:
        task = bar.add_task(importer.name, total=importer.length)
        report = await run(
            importer,
            importing_recorder(Log(pool), pool),
            recorded_by=settings().desk,
            progress=lambda done: bar.update(task, completed=done),
        )
        projecting = bar.add_task("positions", total=None)
        await Projector(pool).catch_up(
            progress=lambda reached, head: bar.update(projecting, completed=reached, total=head)
        )
    return report


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=looks.aside, transient=True)


def _print(importer: RecordDirectory, report: Report) -> None:
    say = looks.say
    say(
        f"{importer.name}: {report.recorded} recorded, {report.already_there} already there, "
        f"{len(report.refused)} refused"
    )
    if report.refused:
        looks.terminal.print(_refusals(report.refused))
    for coverage in importer.quotes.coverage():
        share = f"{coverage.covered:,} of {coverage.total:,} characters, {coverage.share:.1%}"
        say(f"{coverage.source}: {coverage.quotes} quotes stand letter for letter, {share}")
    if importer.quotes.unchecked:
        say(f"Quotes not checked, no text at hand: {', '.join(importer.quotes.unchecked)} (give --sources DIR)")
    if importer.paragraphs.is_given:
        counts = ", ".join(f"{source} {count}" for source, count in importer.paragraphs.counts.items())
        say(f"Paragraphs accounted for: {counts}")


def _refusals(refused: list[RefusedEntry]) -> Table:
    table = Table("file", "entry", "field", "code", "why", box=None, header_style="dim")
    for entry in refused:
        for refusal in entry.refusals:
            place = (entry.place.file, entry.place.key, ".".join(refusal.field))
            table.add_row(*place, refusal.code, refusal.message)
    return table


def _json(importer: RecordDirectory, report: Report) -> dict[str, object]:
    return {
        "record": importer.name,
        "recorded": report.recorded,
        "alreadyThere": report.already_there,
        "refused": [
            {"file": e.place.file, "key": e.place.key, "field": r.field, "code": r.code, "message": r.message}
            for e in report.refused
            for r in e.refusals
        ],
        "quotes": [
            {"source": c.source, "quotes": c.quotes, "covered": c.covered, "total": c.total}
            for c in importer.quotes.coverage()
        ],
        "quotesNotChecked": list(importer.quotes.unchecked),
        "paragraphs": dict(importer.paragraphs.counts),
    }
