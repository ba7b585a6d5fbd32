"""Owns reading ``.sql`` files in which every query stands under a ``-- name --`` line."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_HEADER = re.compile(r"^-- ([a-z][a-z0-9_]*) --$", re.MULTILINE)


class MalformedSql(ValueError):
    """A .sql file whose sections cannot be told apart."""


def load(path: Path) -> Mapping[str, str]:
    """Return the sections of a file by name, in the file's order, each with its comments.

    Raises:
        MalformedSql: a name is used twice, a section is empty, or SQL stands before the first header.
    """
    before, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
    if _is_sql(before):
        raise MalformedSql(f"{path.name}: SQL before the first header; put it under a '-- name --' line")
    sections: dict[str, str] = {}
    for name, section in zip(parts[::2], parts[1::2], strict=True):
        if name in sections:
            raise MalformedSql(f"{path.name}: two sections are named {name}; rename one")
        if not _is_sql(section):
            raise MalformedSql(f"{path.name}: section {name} is empty; write it or remove it")
        sections[name] = section.strip()
    return MappingProxyType(sections)


def _is_sql(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("--") for line in text.splitlines())
