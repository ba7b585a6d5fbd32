"""Owns the bars that a person who waits looks at; they go where no output goes, and vanish when it is done."""

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from service.cli import looks


def bars() -> Progress:
    """Return where to show tasks, to be entered; each has a name, and how many it has done of how many."""
    return _shown(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def reading_bars() -> Progress:
    """Return where to show what is read, to be entered: how far, and whatever its task gives as ``counted``."""
    counted = TextColumn("{task.fields[counted]}")
    return _shown(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), counted, TimeElapsedColumn())


def _shown(*columns: ProgressColumn) -> Progress:
    return Progress(*columns, console=looks.aside, transient=True, disable=not looks.aside.is_terminal)
