"""What an importer yielded, told in few words."""

from collections.abc import Iterable
from typing import Any

from events.decide.command import Record
from service.importing.importer import Entry, Importer, RefusedEntry, SetAside


def drafts(importer: Importer) -> list[Any]:
    """Return the drafts of the rows."""
    return [e.command.draft for e in _rows(importer) if isinstance(e.command, Record)]


def keys(importer: Importer) -> list[str]:
    return [entry.key for entry in _rows(importer)]


def registered(importer: Importer) -> dict[str, Any]:
    """Return the drafts that are registered, by key."""
    return {e.key: e.command.draft for e in importer.entries() if isinstance(e, Entry) and e.registers}


def refused(importer: Importer) -> list[tuple[Any, ...]]:
    """Return line or key, field and code of each refusal."""
    return [
        (e.place.line or e.place.key, ".".join(refusal.field), refusal.code.value)
        for e in importer.entries()
        if isinstance(e, RefusedEntry)
        for refusal in e.refusals
    ]


def set_aside(importer: Importer) -> list[tuple[int | None, str]]:
    return [(e.place.line, e.reason) for e in importer.entries() if isinstance(e, SetAside)]


def _rows(importer: Importer) -> Iterable[Entry]:
    return (e for e in importer.entries() if isinstance(e, Entry) and not e.registers)
