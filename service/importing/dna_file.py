"""Owns reading a file of Discourse Network Analyzer 3: its statements as rows, each with the words that are coded."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from events.errors import Refusal, RefusalCode
from events.log.sql import load
from service.importing.importer import NotThisFormat, Place, RefusedEntry
from service.importing.row import Row

_QUERIES = load(Path(__file__).with_name("dna.sql"))
_SQLITE = b"SQLite format 3\0"
_PLANE = 0x10000
_DOCUMENTS_AT_HAND = 4


def is_dna_file(path: Path) -> bool:
    """Tell whether this is an SQLite file; OSError if it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


class DnaFile:
    """The statements of a file; ``extent`` and ``reached`` count them."""

    def __init__(self, path: Path) -> None:
        """Count the statements.

        Raises:
            NotThisFormat: the tables are not those of version 3.
        """
        self._path, self.reached = path, 0
        try:
            with closing(self._opened()) as connection:
                connection.execute(_QUERIES["statements"]).fetchone()
                (self.extent,) = connection.execute(_QUERIES["length"]).fetchone()
        except sqlite3.Error as error:
            message = f"{path} is no file of Discourse Network Analyzer 3 ({error}); open it there and save it anew"
            raise NotThisFormat(message) from error

    def rows(self) -> Iterator[Row | RefusedEntry]:
        """Yield every statement, document by document, as they stand in each."""
        self.reached = 0
        with closing(self._opened()) as connection:
            document = lru_cache(_DOCUMENTS_AT_HAND)(lambda number: _document(connection, number))
            try:
                for found in connection.execute(_QUERIES["statements"]):
                    self.reached += 1
                    yield self._row(dict(found), document(found["document_id"]))
            except sqlite3.Error as error:
                yield self._refused("", f"the file is damaged from here on ({error}); take it from a copy")

    def _row(self, fields: dict[str, Any], document: dict[str, Any]) -> Row | RefusedEntry:
        key, text = f"statement {fields['statement_id']}", document["document"]
        start, stop = (code_points(text, fields[name]) for name in ("start", "stop"))
        if start is None or stop is None:
            return self._refused(key, "it begins or ends outside its document; look at it in the program")
        words = {"start": start, "stop": stop, "quote": text[start:stop]}
        return Row(Place(self._path.name, key), fields | document | words)

    def _refused(self, key: str, message: str) -> RefusedEntry:
        return RefusedEntry(Place(self._path.name, key), (Refusal(RefusalCode.INVALID, (), message),))

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        connection.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
        return connection


def _document(connection: sqlite3.Connection, number: int) -> dict[str, Any]:
    found = connection.execute(_QUERIES["document"], (number,)).fetchone()
    return dict(found) if found else {"document": ""}


def code_points(text: str, units: int) -> int | None:
    """Return how many code points the first so many UTF-16 units are, which is how the program counts.

    None where the text is shorter, or the place is in the middle of a character.
    """
    if not text or max(map(ord, text)) < _PLANE:
        return units if units <= len(text) else None
    stored = text.encode("utf-16-le", "surrogatepass")
    try:
        return len(stored[: 2 * units].decode("utf-16-le")) if 2 * units <= len(stored) else None
    except UnicodeDecodeError:
        return None
