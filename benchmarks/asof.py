"""Owns measuring questions as of a day and as known at an offset, in the database, at 200,000 statements and at more.

Each is asked at the head and in the middle of both times; medians of what PostgreSQL says the execution took.
"""

import argparse
import asyncio
import datetime
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

import migrations
from benchmarks.long_history import Size, fill
from events.log.connection import Pool, open_reader_pool, open_writer_pool
from projections.reading.changes import QUERIES as CHANGES
from projections.reading.positions import QUERIES as POSITIONS
from projections.reading.steps import QUERIES as STEPS
from service.embedded.server import EmbeddedPostgres

ACTORS, ISSUES = 500, 100
_PATIENCE = datetime.timedelta(hours=2)
_CLOCK = "OCCURRED"
_TIMES = 9


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and an offset to ask at, with a name."""

    name: str
    day: datetime.date
    known_at: int


@dataclass(frozen=True, slots=True)
class Question:
    """A query of the readers, and the arguments it is asked with at a moment."""

    name: str
    query: str
    arguments: tuple[Any, ...]


def questions(moment: Moment) -> Iterator[Question]:
    """Yield what is asked at a moment."""
    view = _CLOCK, moment.day, moment.known_at
    no_filter = None, None
    yield Question("all positions", "select * from projection.positions_at($1, $2, $3)", view)
    yield Question("all positions, as sent", POSITIONS["all"], (*view, *no_filter))
    yield Question("a page of 50", POSITIONS["page"], (*view, *[None] * 4, "actor-3", "issue-3", 51))
    pair = ["actor-7"], ["issue-7"]
    yield Question("one position", POSITIONS["of_pairs"], (_CLOCK, [moment.day], moment.known_at, *pair))
    yield Question("one actor", POSITIONS["page"], (*view, ["actor-7"], *[None] * 6))
    yield Question("one issue", POSITIONS["page_of_issues"], (*view, None, ["issue-7"], *[None] * 5))
    yield Question("steps of one pair", STEPS["history"], (_CLOCK, moment.known_at, "actor-7", "issue-7", *no_filter))
    month = moment.day - datetime.timedelta(days=30), moment.day
    known = max(moment.known_at - 1000, 0), moment.known_at
    yield Question("changes in a month", CHANGES["page"], (_CLOCK, *month, *known, *[None] * 6, 51))


async def measure(dsn: str, events: int) -> dict[tuple[str, str], float]:
    """Fill a new database and return the milliseconds of each question at each moment."""
    await migrations.upgrade(dsn)
    writers = await open_writer_pool(
        dsn, application_name="bench", size=1, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    await fill(writers, Size(events, ACTORS, ISSUES))
    await writers.close()
    readers = await open_reader_pool(dsn, application_name="bench", size=1)
    first, last = datetime.date(2012, 1, 2), datetime.date(2022, 1, 2)
    moments = [Moment("head", last, events), Moment("middle", first + (last - first) / 2, events // 2)]
    asked = [(question, moment) for moment in moments for question in questions(moment)]
    taken = {(question.name, moment.name): await _median(readers, question) for question, moment in asked}
    await readers.close()
    return taken


async def _median(readers: Pool, question: Question) -> float:
    async with readers.acquire() as connection:
        prepared = await connection.prepare(f"explain (analyze, timing off, format json) {question.query}")
        plans = [await prepared.fetchval(*question.arguments) for _ in range(_TIMES)]
    return statistics.median(float(orjson.loads(plan)[0]["Execution Time"]) for plan in plans)


def main() -> None:
    """Read the sizes, measure each on a cluster of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[200_000, 1_000_000])
    sizes = parser.parse_args().events
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
            found.append(asyncio.run(measure(server.dsn(), size)))
    print("question, at".ljust(34), *(f"{size:>12,}" for size in sizes), "   ratio" if len(sizes) > 1 else "")
    for name, moment in found[0]:
        taken = [one[name, moment] for one in found]
        ratio = f"{taken[-1] / taken[0]:8.2f}" if len(taken) > 1 else ""
        print(f"{name}, {moment}".ljust(34), *(f"{milliseconds:9.2f} ms" for milliseconds in taken), ratio)


if __name__ == "__main__":
    main()
