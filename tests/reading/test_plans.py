"""However long the history, and whatever the planner believes of it, a question reads little more than its answer.

Blocks are counted, never time. The same bounds hold on tables never analyzed, on analyzed ones, and for a plan
made while they were empty. Dead rows are vacuumed away first, as autovacuum does.
"""

import datetime
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from benchmarks.asof import Moment, Question, questions
from benchmarks.long_history import Size, fill
from events.log.connection import open_reader_pool, open_writer_pool

ACTORS, ISSUES = 10, 8
REGIMES = {
    "empty": Size(0, ACTORS, ISSUES),
    "small": Size(400, ACTORS, ISSUES),
    "large": Size(20_000, ACTORS, ISSUES),
    "hot pair": Size(10_000, 1, 1),
}
FIRST, LAST = datetime.date(2012, 1, 2), datetime.date(2022, 1, 2)
PATIENCE = datetime.timedelta(minutes=5)
DESCENT = 4
"""Blocks from the root of an index to a row, and the row's."""
CLASSES = 11
"""Lengths of time, each looked up by itself."""
PAIR = DESCENT * (2 + CLASSES)
STEPS_OF_HOT_PAIR = 3650
"""One a day: a change of the world is traced back along the steps of its pair."""
BOUNDS = {
    "all positions": lambda rows: 4 * PAIR + 2 * rows,
    "all positions, as sent": lambda rows: 4 * PAIR + 2 * rows,
    "a page of 50": lambda rows: 10 * PAIR + 2 * DESCENT * rows,
    "one position": lambda _: PAIR,
    "one actor": lambda rows: 2 * PAIR + 2 * DESCENT * rows,
    "one issue": lambda _: ACTORS * PAIR,
    "steps of one pair": lambda rows: PAIR + 2 * rows,
    "changes in a month": lambda rows: 3 * (4 * PAIR + 2 * ACTORS * ISSUES) + 10 * PAIR * rows + STEPS_OF_HOT_PAIR,
}
"""The most blocks that a question may touch, by the rows it returns."""


def moments(size: Size) -> list[Moment]:
    """Head and middle of both times, and what is known now of the middle."""
    middle = FIRST + (LAST - FIRST) / 2
    return [
        Moment("head", LAST, size.statements),
        Moment("middle", middle, size.statements // 2),
        Moment("hindsight", middle, size.statements),
        Moment("just now", LAST, max(size.statements - 1, 0)),
    ]


def asked(size: Size) -> list[tuple[Moment, Question]]:
    """Every question at every moment; of a hot pair's history the only actor and issue there are."""
    name = (
        {"actor-7": "actor-0", "issue-7": "issue-0", "actor-3": "actor-0", "issue-3": "a"} if size.actors == 1 else {}
    )
    return [
        (moment, Question(one.name, one.query, tuple(_renamed(argument, name) for argument in one.arguments)))
        for moment in moments(size)
        for one in questions(moment)
    ]


def _renamed(argument: Any, name: dict[str, str]) -> Any:
    if isinstance(argument, list):
        return [name.get(one, one) for one in argument]
    return name.get(argument, argument) if isinstance(argument, str) else argument


def literal(argument: Any) -> str:
    """Write an argument of a prepared query."""
    if argument is None or isinstance(argument, int):
        return "null" if argument is None else str(argument)
    if isinstance(argument, list):
        return "array[" + ", ".join(literal(one) for one in argument) + "]"
    if isinstance(argument, datetime.date):
        return f"date '{argument}'"
    return f"'{argument}'"


async def touched(connection: Any, name: str, question: Question) -> tuple[int, int]:
    """Return how many blocks a prepared question touches, and how many rows it returns."""
    arguments = ", ".join(literal(argument) for argument in question.arguments)
    plan = await connection.fetchval(f"explain (analyze, buffers, timing off, format json) execute {name}({arguments})")
    top = json.loads(plan)[0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"], int(top["Actual Rows"])


async def assert_bounded(dsn: str, size: Size, *, mode: str) -> None:
    async with reading(dsn, mode=mode) as connection:
        await prepare(connection, size)
        await assert_within_bounds(connection, size)


@asynccontextmanager
async def reading(dsn: str, *, mode: str) -> AsyncIterator[Any]:
    """Yield a connection as readers have it, but for how long plans are kept."""
    pool = await open_reader_pool(dsn, application_name="test", size=1)
    try:
        async with pool.acquire() as connection:
            await connection.execute(f"set plan_cache_mode = {mode}")
            yield connection
    finally:
        await pool.close()


async def prepare(connection: Any, size: Size) -> None:
    for number, (_, question) in enumerate(asked(size)):
        await connection.execute(f"prepare question_{number} as {question.query}")


async def assert_within_bounds(connection: Any, size: Size) -> None:
    beyond = {}
    for number, (moment, question) in enumerate(asked(size)):
        blocks, rows = await touched(connection, f"question_{number}", question)
        if blocks > BOUNDS[question.name](rows):
            beyond[question.name, moment.name] = f"{blocks} blocks for {rows} rows"
    assert beyond == {}


async def filled(dsn: str, size: Size) -> None:
    pool = await open_writer_pool(
        dsn, application_name="test", size=1, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )
    await fill(pool, size)
    await pool.close()
    await run(dsn, "vacuum")


async def run(dsn: str, query: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(query)
    await connection.close()


@pytest.mark.parametrize("regime", REGIMES)
async def test_a_question_reads_little_more_than_its_answer(database: str, regime: str) -> None:
    await filled(database, REGIMES[regime])
    for mode in ("force_custom_plan", "force_generic_plan"):
        await assert_bounded(database, REGIMES[regime], mode=mode)
    await run(database, "analyze")
    for mode in ("force_custom_plan", "force_generic_plan"):
        await assert_bounded(database, REGIMES[regime], mode=mode)


@pytest.mark.parametrize("regime", ["large", "hot pair"])
async def test_a_plan_made_while_there_was_nothing_stays_good(database: str, regime: str) -> None:
    async with reading(database, mode="force_generic_plan") as connection:
        await prepare(connection, REGIMES[regime])
        for number, (_, question) in itertools.islice(enumerate(asked(REGIMES["empty"])), len(BOUNDS)):
            await touched(connection, f"question_{number}", question)
        await filled(database, REGIMES[regime])
        await assert_within_bounds(connection, REGIMES[regime])
