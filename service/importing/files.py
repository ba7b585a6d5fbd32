"""Owns reading files line by line, plain or packed with gzip, in constant memory: rows, or what is wrong with a line.

NDJSON, CSV with a header, and tab-separated values with a header or without. A line that cannot be read is told with
its number, and those behind it are read all the same.
"""

import csv
import gzip
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import orjson

from events.errors import Refusal, RefusalCode
from service.importing.importer import NotThisFormat, Place, RefusedEntry
from service.importing.row import Row

_LONGEST_LINE = 1024 * 1024
_PACKED = b"\x1f\x8b"
_NOT_UTF8 = "this line is not UTF-8; convert the file"
_ESCAPES = ("\ud800", "\udfff")

Rows = Iterator[Row | RefusedEntry]


class LinesOfFile:
    """The lines of one file, each with its number; ``extent`` and ``reached`` are bytes of the file as it is stored."""

    def __init__(self, path: Path) -> None:
        """Look at the file; OSError if it cannot be read."""
        self.path, self.reached, self.number = path, 0, 0
        with path.open("rb") as file:
            self._is_packed = file.read(2) == _PACKED
        self.extent = path.stat().st_size

    @property
    def first(self) -> str:
        """The first line, empty where there is none that can be read."""
        with closing(LinesOfFile(self.path).texts()) as texts:
            first = next(texts, "")
        return first if isinstance(first, str) else ""

    @property
    def place(self) -> Place:
        """Where the line read last stands."""
        return Place(self.path.name, line=self.number)

    def lines(self) -> Generator[bytes | RefusedEntry, None, None]:
        """Yield every line, or what is wrong with it; where the file breaks off, that is the last that is told."""
        self.number = 0
        with self.path.open("rb") as stored, self._unpacked(stored) as file:
            try:
                while line := file.readline(_LONGEST_LINE):
                    self.number, self.reached = self.number + 1, stored.tell()
                    yield self._too_long(file, line) or line
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                yield self.refused(f"the packed file is damaged behind this line ({error}); fetch it again")
        self.reached = self.extent

    def refused(self, message: str, *, field: str = "") -> RefusedEntry:
        """Refuse the line read last."""
        return RefusedEntry(self.place, (Refusal(RefusalCode.INVALID, (field,) if field else (), message),))

    def texts(self) -> Generator[str | RefusedEntry, None, None]:
        """Yield every line as text without its ending."""
        for line in self.lines():
            if isinstance(line, RefusedEntry):
                yield line
            else:
                yield self._decoded(line)

    def _decoded(self, line: bytes) -> str | RefusedEntry:
        try:
            return line.decode("utf-8-sig" if self.number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            return self.refused(_NOT_UTF8)

    def _unpacked(self, stored: IO[bytes]) -> IO[bytes]:
        return gzip.GzipFile(fileobj=stored) if self._is_packed else stored  # type: ignore[return-value]

    def _too_long(self, file: IO[bytes], line: bytes) -> RefusedEntry | None:
        if len(line) < _LONGEST_LINE or line.endswith(b"\n"):
            return None
        while line and not line.endswith(b"\n"):
            line = file.readline(_LONGEST_LINE)
        return self.refused(f"this line is longer than {_LONGEST_LINE:,} bytes; is it this format?")


class NdjsonFile(LinesOfFile):
    """One JSON object a line."""

    def __init__(self, path: Path) -> None:
        """Look at the first line.

        Raises:
            NotThisFormat: no object begins there.
        """
        super().__init__(path)
        if self.first and not self.first.lstrip().startswith("{"):
            raise NotThisFormat(f"{path} has no object of JSON in its first line; is it another format?")

    def rows(self) -> Rows:
        """Yield the objects; empty lines are none."""
        for line in self.lines():
            if isinstance(line, RefusedEntry):
                yield line
            elif line.strip():
                yield self._row(line)

    def _row(self, line: bytes) -> Row | RefusedEntry:
        try:
            found = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            return self.refused(f"this is no JSON ({error}); correct it")
        if not isinstance(found, dict):
            return self.refused("one object stands in each line; put it in braces")
        return Row(self.place, found)


class TabFile(LinesOfFile):
    """Tab-separated values without quoting; ``columns`` names them where the file has no header."""

    def __init__(self, path: Path, *, columns: Sequence[str] = (), needs: Sequence[str] = ()) -> None:
        """Read the header, if the file has one.

        Raises:
            NotThisFormat: it lacks a column of ``needs``.
        """
        super().__init__(path)
        self._has_header = not columns
        self._columns = columns or [name.strip('"') for name in self.first.split("\t")]
        _check_header(path, self._columns, needs)

    def rows(self) -> Rows:
        """Yield the rows; empty lines are none."""
        for text in self.texts():
            is_header = self._has_header and self.number == 1
            if isinstance(text, RefusedEntry):
                yield text
            elif text and not is_header:
                yield _row(self, self._columns, text.split("\t"))


class CsvFile(LinesOfFile):
    """Comma-separated values with a header, quoted where they hold commas or line ends."""

    def __init__(self, path: Path, *, needs: Sequence[str]) -> None:
        """Read the header.

        Raises:
            NotThisFormat: it lacks a column of ``needs``.
        """
        super().__init__(path)
        self._columns = next(csv.reader([self.first]), [])
        _check_header(path, self._columns, needs)

    def rows(self) -> Rows:
        """Yield the rows; a row over several lines stands at its last."""
        broken: list[RefusedEntry] = []
        reader = csv.reader(self._texts(broken))
        while (found := self._next(reader)) is not None:
            yield from broken
            broken.clear()
            if isinstance(found, RefusedEntry):
                yield found
            elif found and reader.line_num > 1:
                yield self._row_of(found)
        yield from broken

    def _texts(self, broken: list[RefusedEntry]) -> Iterator[str]:
        """Yield lines with what is not UTF-8 escaped: the row it is in, and no other, is refused."""
        for line in self.lines():
            if isinstance(line, RefusedEntry):
                broken.append(line)
            else:
                yield line.decode("utf-8-sig" if self.number == 1 else "utf-8", "surrogateescape")

    def _next(self, reader: "Iterator[list[str]]") -> list[str] | RefusedEntry | None:
        try:
            return next(reader, None)
        except csv.Error as error:
            return self.refused(f"this is no CSV ({error}); look for a quotation mark that is not closed")

    def _row_of(self, values: list[str]) -> Row | RefusedEntry:
        if any(_ESCAPES[0] <= character <= _ESCAPES[1] for value in values for character in value):
            return self.refused(_NOT_UTF8)
        return _row(self, self._columns, values)


def _check_header(path: Path, columns: Sequence[str], needs: Sequence[str]) -> None:
    missing = [name for name in needs if name not in columns]
    if missing:
        raise NotThisFormat(f"{path} has no column {', '.join(map(repr, missing))}; its first line names the columns")


def _row(file: LinesOfFile, columns: Sequence[str], values: Sequence[str]) -> Row | RefusedEntry:
    if len(values) != len(columns):
        return file.refused(f"{len(values)} values stand here where {len(columns)} belong; look for a stray separator")
    fields: Mapping[str, Any] = dict(zip(columns, values, strict=True))
    return Row(file.place, fields)
