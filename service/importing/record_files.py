"""Owns reading the JSON files of a record: entries with their keys, or what is wrong with the file.

Each file is a list of objects in the shape of the public input of its kind. An entry is named by its ``key``; where the
input has a readable ``id`` of its own (actors, issues, sources, instruments), that is the key.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from events.errors import Refusal, RefusalCode
from service.importing.importer import Place, RefusedEntry

KEYED_BY_ID = frozenset({"actors", "issues", "sources", "instruments"})
MANIFEST = "record.json"


@dataclass(frozen=True, slots=True)
class Raw:
    """One object of a file, its key taken out where the input has none."""

    kind: str
    key: str
    fields: dict[str, Any]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(f"{self.kind}.json", self.key)


def name_of(directory: Path) -> str:
    """Return the record's name: that in its ``record.json``, else the directory's.

    Raises:
        ValueError: ``record.json`` is not what it should be.
    """
    path = directory / MANIFEST
    if not path.exists():
        return directory.resolve().name
    try:
        name = json.loads(path.read_bytes())["name"]
    except (ValueError, KeyError, TypeError):
        name = None
    if not isinstance(name, str) or not name:
        raise ValueError(f'{path} does not name the record; write {{"name": "my-record"}}')
    return name


def read(directory: Path, kind: str) -> list[Raw | RefusedEntry]:
    """Read one file, in its order; a file that is not there has no entries."""
    path = directory / f"{kind}.json"
    if not path.exists():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return [_refused(path, f"this is no JSON ({error}); correct it")]
    if not isinstance(found, list):
        return [_refused(path, "this file holds one list of entries; put them in brackets")]
    return list(_entries(found, kind, path))


def _entries(found: list[Any], kind: str, path: Path) -> Iterator[Raw | RefusedEntry]:
    named_by = "id" if kind in KEYED_BY_ID else "key"
    seen: set[str] = set()
    for index, fields in enumerate(found):
        key = fields.get(named_by) if isinstance(fields, dict) else None
        if not isinstance(key, str) or not key:
            yield _refused(path, f"every entry has a {named_by}; give this one its own", index=index, field=named_by)
        elif key in seen:
            yield _refused(path, "another entry before has the same; choose another", index=key, field=named_by)
        else:
            seen.add(key)
            yield Raw(kind, key, {name: value for name, value in fields.items() if name != "key"})


def _refused(path: Path, message: str, *, index: int | str = "", field: str = "") -> RefusedEntry:
    where = Place(path.name, f"entry {index + 1}" if isinstance(index, int) else index)
    return RefusedEntry(where, (Refusal(RefusalCode.INVALID, (field,) if field else (), message),))
