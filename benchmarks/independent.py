"""Owns holding an import against the original file: what DuckDB makes of the file by its own SQL, and what we answer.

Votes are compared as answers, on a dozen days and as known at three offsets; moves, which make no answer, are counted.
"""

import datetime
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb

from events.log.connection import Pool
from events.log.reader import LogReader
from events.log.sql import load
from events.vocabulary import Clock, LogOffset
from projections.reading.positions import PositionFilter, positions_page
from projections.reading.view import View
from projections.rule import RULE
from service.importing.coded_moves import actor_called

THEIRS = load(Path(__file__).with_name("independent.sql"))
OURS = load(Path(__file__).with_name("recorded.sql"))
DAYS = 12
_OF_VOTES = "unga-"


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """A stance on a day, since when, and when it was last stated."""

    actor: str
    issue: str
    stance: str
    since: datetime.date
    last_stated: datetime.date


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many answers of one day, as known at one offset, are equal, and those that one side has alone."""

    day: datetime.date
    known_at: LogOffset
    equal: int
    differing: frozenset[Answer]


class VotesOfFile:
    """A file of votes in DuckDB, under the names of the file."""

    def __init__(self, file: Path) -> None:
        """Read the whole file."""
        self._duckdb = duckdb.connect()
        self._file = {"file": str(file)}
        self._duckdb.execute(THEIRS["read_votes"], self._file)

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it."""
        self._duckdb.close()

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return int(_row(self._duckdb.execute(THEIRS["lines"], self._file))[0])

    def days(self) -> list[datetime.date]:
        """Return a dozen days between the first vote and the last, which is among them."""
        first, last, _ = _row(self._duckdb.execute(THEIRS["span"]))
        return [first + (last - first) * step / DAYS for step in range(1, DAYS + 1)]

    def answers(self, day: datetime.date, *, read: int) -> list[tuple[Any, ...]]:
        """Return actor, issue, stance, since and last stated, of a day, when so many votes of the file were read."""
        return self._duckdb.execute(THEIRS["answers"], {"day": day, "read": read}).fetchall()


async def compared_votes(file: Path, readers: Pool) -> list[Comparison]:
    """Compare every answer on a dozen days, as known now and when a third and two thirds of the log were there."""
    head = (await LogReader(readers).head()).log_offset
    actors, issues = dict(await readers.fetch(OURS["actors"])), dict(await readers.fetch(OURS["issues"]))
    actors, issues = ({name: slug for slug, name in found.items()} for found in (actors, issues))
    compared = []
    with VotesOfFile(file) as votes:
        for known_at in (LogOffset(head // 3), LogOffset(head * 2 // 3), head):
            read = await readers.fetchval(OURS["votes_until"], known_at)
            for day in votes.days():
                theirs = {Answer(actors[a], issues[i], *rest) for a, i, *rest in votes.answers(day, read=read)}
                ours = {answer async for answer in _served(readers, day, known_at)}
                compared.append(Comparison(day, known_at, len(ours & theirs), frozenset(ours ^ theirs)))
    return compared


async def _served(readers: Pool, day: datetime.date, known_at: LogOffset) -> Any:
    view = View(day, known_at, Clock.OCCURRED, RULE)
    page = await positions_page(readers, view, wanted=PositionFilter(), after=None, limit=None)
    for p in page.rows:
        if p.issue.startswith(_OF_VOTES):
            yield Answer(p.actor, p.issue, p.stance.value, p.since, p.last_stated)


async def differing_moves(file: Path, readers: Pool) -> tuple[int, list[tuple[Any, ...]]]:
    """Return how many moves the file has, and of what the file and the log do not have equally many.

    Counted by source, target, CAMEO code and day. Who is meant by a name is the importer's to say.
    """
    with duckdb.connect() as database, tempfile.TemporaryDirectory() as folder:
        recorded, parameters = Path(folder) / "recorded.csv", {"file": str(file)}
        async with readers.acquire() as connection:
            await connection.copy_from_query(OURS["moves"], output=recorded, format="csv", header=True)
        database.execute("create table name (name varchar, id varchar)")
        database.executemany("insert into name values (?, ?)", list(_named(database, parameters)))
        database.execute(THEIRS["read_moves"], parameters)
        database.execute(THEIRS["read_recorded"], {"file": str(recorded)})
        (lines,) = _row(database.execute(THEIRS["move_lines"], parameters))
        return lines, database.execute(THEIRS["differing_moves"]).fetchall()


def _named(database: duckdb.DuckDBPyConnection, parameters: dict[str, str]) -> Iterator[list[str]]:
    for (name,) in database.execute(THEIRS["names"], parameters).fetchall():
        yield [name, actor_called(name.strip()).id]


def _row(found: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    row = found.fetchone()
    if row is None:
        raise LookupError("this query always has a row")
    return row
