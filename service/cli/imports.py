"""The command `onrecord import`: whole files put on record, each format a command of its own."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from events.log.appending import Log
from events.log.connection import Pool
from projections.projector import Projector
from service.cli import looks
from service.cli.answers import show
from service.cli.asking import AsJson, DataDir
from service.cli.bars import bars, reading_bars
from service.cli.database import write
from service.cli.failures import NoRecordToImport
from service.cli.import_reports import refusals_in, refused_json, rows_json, show_refusals, show_rows
from service.cli.restoring import events_from
from service.importing.coded_moves import cameo_names
from service.importing.dna import dna as dna_importer
from service.importing.gdelt import gdelt as gdelt_importer
from service.importing.icews import icews as icews_importer
from service.importing.importer import Importer, NotThisFormat
from service.importing.keeping_up import keep_up
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.running import Report, Tell, importing_recorder, run
from service.importing.unvotes import unvotes as unvotes_importer
from service.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)
_FIRST = "first"

RecordPath = Annotated[
    str, typer.Argument(metavar="PATH|first", help="A directory of JSON files; `first` is the record that is shipped.")
]
EventsPath = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file that `onrecord export` made.")]
FilePath = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file, plain or packed with gzip.")]
FileOrTables = Annotated[
    Path, typer.Argument(exists=True, help="NDJSON, plain or packed with gzip, or a directory of the three tables.")
]
Sources = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="Where the sources' texts are, to check every quote against them."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Decide everything and write nothing.")]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Write here what is not recorded and why, a line of JSON each."),
]
Cameo = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help="A table of CAMEO codes (CSV: code, name), so that summaries have words."
    ),
]
OwnName = Annotated[
    str | None, typer.Option(metavar="NAME", help="What ids and keys begin with; the file's name if left out.")
]


@app.callback()
def importing() -> None:
    """Put whole files on record; importing again changes nothing."""


@app.command()
def record(
    path: RecordPath,
    *,
    sources: Sources = None,
    dry_run: DryRun = False,
    report_file: ReportFile = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Import a record: actors, issues, sources, statements and all else, from JSON."""
    directory = FIRST_RECORD if path == _FIRST else Path(path)
    try:
        importer = RecordDirectory(directory, texts=sources)
    except (OSError, ValueError) as error:
        raise NoRecordToImport(str(error)) from error
    report = _put(importer, dry_run=dry_run, report_file=report_file, data_dir=data_dir)
    if as_json:
        show(_record_json(importer, report))
    else:
        _show_record(importer, report, is_dry=dry_run)
    if not report.is_whole:
        raise typer.Exit(1)


@app.command()
def unvotes(
    path: FileOrTables,
    *,
    dry_run: DryRun = False,
    report_file: ReportFile = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Import roll-call votes of the United Nations General Assembly, each a statement of a state."""
    importer = _opened(unvotes_importer, path)
    _put_rows(importer, dry_run=dry_run, report_file=report_file, as_json=as_json, data_dir=data_dir)


@app.command()
def icews(
    path: FilePath,
    *,
    dry_run: DryRun = False,
    report_file: ReportFile = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Import ICEWS events, each a move with its CAMEO code."""
    importer = _opened(icews_importer, path)
    _put_rows(importer, dry_run=dry_run, report_file=report_file, as_json=as_json, data_dir=data_dir)


@app.command()
def gdelt(
    path: FilePath,
    *,
    cameo: Cameo = None,
    dry_run: DryRun = False,
    report_file: ReportFile = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Import a GDELT 2.0 export, each event a move with its CAMEO code."""
    importer = _opened(lambda file: gdelt_importer(file, cameo=cameo_names(cameo) if cameo else None), path)
    _put_rows(importer, dry_run=dry_run, report_file=report_file, as_json=as_json, data_dir=data_dir)


@app.command()
def dna(
    path: FilePath,
    *,
    name: OwnName = None,
    dry_run: DryRun = False,
    report_file: ReportFile = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Import the statements that were coded in a file of Discourse Network Analyzer."""
    importer = _opened(lambda file: dna_importer(file, name=name), path)
    _put_rows(importer, dry_run=dry_run, report_file=report_file, as_json=as_json, data_dir=data_dir)


@app.command()
def events(path: EventsPath, *, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Put back the events of a file that `onrecord export` made, at their own places in an empty log."""
    done = events_from(path, data_dir=data_dir)
    if as_json:
        show({"restored": done.restored, "alreadyThere": done.already_there})
    else:
        looks.say(f"{path}: {done.restored:,} events restored, {done.already_there:,} already there")


def _opened(format_of: Callable[[Path], Importer], path: Path) -> Importer:
    try:
        return format_of(path)
    except NotThisFormat as error:
        raise NoRecordToImport(f"{error}.") from error


def _put_rows(
    importer: Importer, *, dry_run: bool, report_file: Path | None, as_json: bool, data_dir: Path | None
) -> None:
    report = _put(importer, dry_run=dry_run, report_file=report_file, data_dir=data_dir)
    if as_json:
        show(rows_json(importer.name, report, is_dry=dry_run))
    else:
        show_rows(importer.name, report, is_dry=dry_run)
    if not report.is_whole:
        raise typer.Exit(1)


def _put(importer: Importer, *, dry_run: bool, report_file: Path | None, data_dir: Path | None) -> Report:
    with refusals_in(report_file) as tell:
        return write(
            lambda pool: foreseen(importer, pool, tell=tell) if dry_run else imported(importer, pool, tell=tell),
            data_dir=data_dir,
            tell=looks.aside.print,
            may_begin=not dry_run,
        )


async def imported(importer: Importer, pool: Pool, *, tell: Tell = lambda _: None) -> Report:
    """Record all entries and project them, with a bar for a person who waits."""
    await _project(pool)
    report = await _run(importer, pool, tell=tell, is_dry=False)
    await _project(pool)
    return report


async def foreseen(importer: Importer, pool: Pool, *, tell: Tell = lambda _: None) -> Report:
    """Decide all entries and write nothing, with a bar for a person who waits."""
    return await _run(importer, pool, tell=tell, is_dry=True)


async def _project(pool: Pool) -> None:
    with bars() as bar:
        projecting = bar.add_task("positions", total=None)
        await Projector(pool).catch_up(
            progress=lambda reached, head: bar.update(projecting, completed=reached, total=head)
        )


async def _run(importer: Importer, pool: Pool, *, tell: Tell, is_dry: bool) -> Report:
    with reading_bars() as bar:
        task = bar.add_task(importer.name, total=importer.extent, counted="")
        began = time.monotonic()

        def progress(report: Report) -> None:
            rate = report.rows / max(time.monotonic() - began, 0.001)
            bar.update(task, completed=importer.reached, counted=f"{report.rows:,} rows, {rate:,.0f}/s")

        return await run(
            importer,
            importing_recorder(Log(pool), pool),
            recorded_by=settings().desk,
            is_dry=is_dry,
            tell=tell,
            progress=progress,
            keep_up=partial(keep_up, pool, Projector(pool)),
        )


def _show_record(importer: RecordDirectory, report: Report, *, is_dry: bool) -> None:
    say, would = looks.say, "would be " if is_dry else ""
    say(
        f"{importer.name}: {report.recorded} {would}recorded, {report.already_there} already there, "
        f"{report.rows_refused} refused"
    )
    show_refusals(report, is_dry=is_dry)
    for coverage in importer.quotes.coverage():
        share = f"{coverage.covered:,} of {coverage.total:,} characters, {coverage.share:.1%}"
        say(f"{coverage.source}: {coverage.quotes} quotes stand letter for letter, {share}")
    if importer.quotes.unchecked:
        say(f"Quotes not checked, no text at hand: {', '.join(importer.quotes.unchecked)} (give --sources DIR)")
    if importer.paragraphs.is_given:
        counts = ", ".join(f"{source} {count}" for source, count in importer.paragraphs.counts.items())
        say(f"Paragraphs accounted for: {counts}")


def _record_json(importer: RecordDirectory, report: Report) -> dict[str, object]:
    return {
        "record": importer.name,
        "recorded": report.recorded,
        "alreadyThere": report.already_there,
        "refused": refused_json(report),
        "quotes": [
            {"source": c.source, "quotes": c.quotes, "covered": c.covered, "total": c.total}
            for c in importer.quotes.coverage()
        ],
        "quotesNotChecked": list(importer.quotes.unchecked),
        "paragraphs": dict(importer.paragraphs.counts),
    }
