"""What is looked up for some events or records is looked up: no more is read of a long log, whatever the plan."""

import asyncpg
import pytest
from positions.recording import opened

from benchmarks.projections import streamed
from events.log.appending import Log
from projections.projector import Projector
from projections.reading.records import QUERIES

STATEMENTS, ASKED = 1_000, 20
PARAMETERS = {
    "at_offsets": "bigint, bigint[]",
    "by_ids": "bigint, uuid[]",
    "standing": "bigint, text[], text[]",
    "streams": "bigint, text[], text[]",
    "known_ids": "text[], text[]",
    "appearances": "bigint, bigint[]",
}
LAST = "select log_offset, id, record_kind, record_id from log.event order by log_offset desc limit $1"
TOUCHED = """
select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) from pg_stat_xact_user_tables
  where schemaname in ('projection', 'log')
"""
OF_EACH = 6
"""Its event, its days, its record, the versions of that."""


def array(values: list[object]) -> str:
    return "'{" + ",".join(map(str, values)) + "}'"


def arguments(name: str, rows: list[asyncpg.Record]) -> str:
    """Return what a query is asked about these events."""
    of_type = {
        "bigint": str(STATEMENTS * 2),
        "bigint[]": array([row["log_offset"] for row in rows]),
        "uuid[]": array([row["id"] for row in rows]),
    }
    kinds, ids = array([row["record_kind"] for row in rows]), array([row["record_id"] for row in rows])
    texts = iter([kinds, ids])
    return ", ".join(of_type.get(type_) or next(texts) for type_ in PARAMETERS[name].split(", "))


async def touched(connection: asyncpg.Connection, rows: list[asyncpg.Record]) -> dict[str, int]:
    """Return how many rows each query reads that is asked about these events."""
    found = {}
    for name in PARAMETERS:
        async with connection.transaction():
            before = await connection.fetchval(TOUCHED)
            await connection.fetch(f"execute {name} ({arguments(name, rows)})")
            found[name] = int(await connection.fetchval(TOUCHED) - before)
    return found


async def recorded(dsn: str) -> None:
    pool = await opened(dsn)
    async with Log(pool).appending() as appending:
        await appending.append(list(streamed(STATEMENTS, actors=5, issues=5)))
    await Projector(pool).catch_up()
    await pool.close()


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("is_analyzed", [False, True], ids=["fresh", "analyzed"])
async def test_what_is_asked_about_some_events_reads_a_few_rows_of_each(
    database: str, is_analyzed: bool, mode: str
) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(f"set plan_cache_mode = {mode}")
    for name, types in PARAMETERS.items():
        await connection.execute(f"prepare {name} ({types}) as {QUERIES[name]}")
    await touched(connection, [])
    await recorded(database)
    if is_analyzed:
        await connection.execute("analyze")
    found = await touched(connection, await connection.fetch(LAST, ASKED))
    await connection.close()
    assert {name: rows for name, rows in found.items() if rows > OF_EACH * ASKED} == {}
