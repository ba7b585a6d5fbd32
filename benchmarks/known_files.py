"""Owns finding the files that can be imported at scale: told by their first line, whatever they are called."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.importing.files import LinesOfFile

_MARKS = (("unvotes", '"rcid"'), ("icews", "cameo,relation,goldstein"))


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file, and the format it is in."""

    format: str
    path: Path


def known_files(place: Path) -> list[KnownFile]:
    """Return the files in a place, or the place itself, that hold votes or moves, votes first."""
    paths = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    found = [known for path in paths for known in _known(path)]
    return sorted(found, key=lambda known: [name for name, _ in _MARKS].index(known.format))


def _known(path: Path) -> Iterator[KnownFile]:
    first = LinesOfFile(path).first
    yield from (KnownFile(name, path) for name, mark in _MARKS if mark in first)
