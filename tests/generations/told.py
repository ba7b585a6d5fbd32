"""A short story on record, and whole generations of projections as rows that can be compared."""

import asyncio
import datetime
import json
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import asyncpg
from positions.contents import SOURCES, draft_of
from positions.histories import History, begun
from positions.recording import as_happened, recorded

from events import drafts
from events.decide.command import Record
from events.event import RecordedEvent
from events.log.connection import Pool, speak_json
from events.log.erasure import erase
from events.vocabulary import EventId

_TABLES = "select c.relname from pg_class c where c.relnamespace = $1::regnamespace and c.relkind = 'r' order by 1"
_ACTORS, _ISSUES = ("actor", "estimated_by", "relayed_by"), ("issue",)
_CLOCKS = ("OCCURRED", "PUBLIC")
_STANCES = ("SUPPORT", "OPPOSE", "NEUTRAL", "SUPPORT")

Rows = dict[str, list[str]]


def said(day: int, stance: str, *, issues: tuple[str, ...] = ("talks",)) -> Record:
    """Return that a president said something for his state on a day of December."""
    return Record(
        draft_of(
            drafts.StatementDraft,
            capacities=[{"speaker": "putin", "onBehalfOf": ["russia"]}],
            act="ASSERT",
            summary=f"said on the {day}th",
            occurred={"edtf": datetime.date(2021, 12, day).isoformat()},
            stances=[{"issue": issue, "stance": stance} for issue in issues],
            appearances=[{"source": SOURCES[0], "rendering": "PARAPHRASE"}],
        )
    )


def story(*, statements: int) -> History:
    """Return who is who, and some statements of one actor on one issue, a day apart."""
    history = begun()
    for number in range(statements):
        history.add(said(number + 1, _STANCES[number % len(_STANCES)]))
    return history


async def told(pool: Pool, *, statements: int) -> list[RecordedEvent]:
    """Put a story on record and return the log."""
    return await recorded(pool, as_happened(story(statements=statements)))


async def rows_of(dsn: str, schema: str = "projection") -> Rows:
    """Return every table of a generation, sorted; keys by what they stand for, and no times of the clock."""
    connection = await asyncpg.connect(dsn)
    try:
        return await read_rows(connection, schema)
    finally:
        await connection.close()


async def read_rows(connection: Any, schema: str = "projection") -> Rows:
    """Return the same through a connection."""
    tables = {
        row["relname"]: await _rows(connection, schema, row["relname"])
        for row in await connection.fetch(_TABLES, schema)
    }
    actors = {row["actor"]: row["id"] for row in tables["actor_key"]}
    issues = {row["issue"]: row["id"] for row in tables["issue_key"]}
    return {name: sorted(_named(row, actors, issues) for row in _by_clock(rows)) for name, rows in tables.items()}


async def _rows(connection: Any, schema: str, table: str) -> list[dict[str, Any]]:
    rows = await connection.fetch(f'select to_jsonb(t)::text as row from "{schema}"."{table}" t')
    return [json.loads(row["row"]) for row in rows]


def _by_clock(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a row for each clock: when both became one row each, and not one for both, is the batches' affair."""
    for row in rows:
        clocks = _CLOCKS if row.get("clock") == "BOTH" else (row.get("clock"),)
        yield from (row | {"clock": clock} if clock else row for clock in clocks)


def _named(row: dict[str, Any], actors: dict[int, str], issues: dict[int, str]) -> str:
    row.pop("advanced_at", None)
    named = {name: actors[row[name]] for name in _ACTORS if row.get(name) is not None}
    named |= {name: issues[row[name]] for name in _ISSUES if row.get(name) is not None}
    return json.dumps(row | named, sort_keys=True)


def meanwhile(do: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Do something to the end, in a thread, while this one stands still."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        executor.submit(lambda: asyncio.run(do())).result()


async def executed(dsn: str, query: str) -> None:
    """Run a query as the owner of the database."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(query)
    await connection.close()


async def erased(dsn: str, event: RecordedEvent) -> None:
    """Take a payload out of the log."""
    owner = await asyncpg.connect(dsn)
    await speak_json(owner)
    erasure_id = EventId(UUID(int=event.id.int + 2**64))
    await erase(owner, event.id, erasure_id=erasure_id, reason="a court", recorded_by="desk")
    await owner.close()
