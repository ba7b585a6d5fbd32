"""Owns how an import tells what became of its rows: in the terminal, as JSON, and line by line in a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from rich.table import Table

from events.errors import Refusal
from service.cli import looks
from service.cli.failures import FileIsThere
from service.importing.importer import Place, RefusedEntry, SetAside
from service.importing.running import NotRecorded, Report, Tell

_SHOWN = 20
_DRY = (
    "A dry run: nothing was written. It does not foresee what others record until the import, "
    "and takes a row that stands in the file twice, far apart, for two."
)


@contextmanager
def refusals_in(path: Path | None) -> Iterator[Tell]:
    """Open the file that is told of everything that is not recorded, a line of JSON each; without one, tell nobody.

    Raises:
        FileIsThere: it would be written over.
    """
    if path is None:
        yield lambda _: None
        return
    try:
        with path.open("xb") as file:
            yield lambda entry: _write(file.write, entry)
    except FileExistsError:
        raise FileIsThere(f"{path} is there already; give another name for the report.") from None


def _write(write: Callable[[bytes], object], entry: NotRecorded) -> None:
    write(orjson.dumps(_line(entry), option=orjson.OPT_APPEND_NEWLINE))


def _line(entry: NotRecorded) -> dict[str, Any]:
    where = {"file": entry.place.file, "line": entry.place.line, "key": entry.place.key or None}
    if isinstance(entry, SetAside):
        return {"outcome": "SET_ASIDE", **where, "reason": entry.reason}
    reasons = [_refusal(refusal) for refusal in entry.refusals]
    return {"outcome": "REFUSED", **where, "reasons": reasons}


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {"field": refusal.field, "code": refusal.code, "message": refusal.message}


def show_rows(name: str, report: Report, *, is_dry: bool) -> None:
    """Say what became of the rows of an import."""
    would = "would be " if is_dry else ""
    looks.say(
        f"{name}: {report.rows:,} rows, {report.recorded:,} {would}recorded, {report.already_there:,} already there, "
        f"{report.rows_refused:,} refused, {report.set_aside.total():,} set aside"
    )
    looks.say(
        f"Actors, issues and sources: {report.registered:,} {would}registered, "
        f"{report.registered_before:,} before, {report.registrations_refused:,} refused"
    )
    for reason, times in report.set_aside.most_common():
        looks.say(f"Set aside: {times:,} {reason}")
    show_refusals(report, is_dry=is_dry)


def show_refusals(report: Report, *, is_dry: bool) -> None:
    """Show the first refusals with their places, and say how many of which code there are."""
    if report.refusals:
        looks.terminal.print(_table(report.refused[:_SHOWN]))
        more = report.rows_refused + report.registrations_refused - _SHOWN
        if more > 0:
            looks.say(f"and {more:,} more; --report FILE has them all")
        counts = ", ".join(f"{code} {times:,}" for code, times in report.refusals.most_common())
        looks.say(f"Refused for: {counts}")
    if is_dry:
        looks.say(_DRY)


def _table(refused: list[RefusedEntry]) -> Table:
    table = Table("file", "entry", "field", "code", "why", box=None, header_style="dim")
    for entry in refused:
        for refusal in entry.refusals:
            table.add_row(entry.place.file, _entry(entry.place), ".".join(refusal.field), refusal.code, refusal.message)
    return table


def _entry(place: Place) -> str:
    return place.key or (f"line {place.line}" if place.line is not None else "")


def rows_json(name: str, report: Report, *, is_dry: bool) -> dict[str, Any]:
    """Return what became of the rows of an import, with the first refusals."""
    return {
        "import": name,
        "isDryRun": is_dry,
        "rows": report.rows,
        "recorded": report.recorded,
        "alreadyThere": report.already_there,
        "rowsRefused": report.rows_refused,
        "setAside": dict(report.set_aside),
        "registered": report.registered,
        "registeredBefore": report.registered_before,
        "registrationsRefused": report.registrations_refused,
        "refusals": {code.value: times for code, times in report.refusals.items()},
        "refused": refused_json(report),
    }


def refused_json(report: Report) -> list[dict[str, Any]]:
    """Return each refusal that the report keeps, with its place."""
    return [
        {"file": e.place.file, "line": e.place.line, "key": e.place.key, **_refusal(refusal)}
        for e in report.refused
        for refusal in e.refusals
    ]
