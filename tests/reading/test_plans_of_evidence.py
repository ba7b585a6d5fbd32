"""What the evidence of one pair reads: what names its actor or its issue, and the claims of the pair.

The log is empty here: no event is read to tell what it is to a position.
"""

import datetime
from typing import Any

import asyncpg
import pytest

from benchmarks.long_history import Size, fill
from events.log.connection import open_writer_pool
from projections.reading.evidence import QUERIES

PATIENCE = datetime.timedelta(minutes=5)
REGIMES = {
    "empty": Size(0, 50, 40),
    "small": Size(400, 50, 40),
    "large": Size(20_000, 50, 40),
    "hot pair": Size(4_000, 1, 1),
}
NAMES = """
insert into projection.event_actor (actor, part, log_offset)
  select s.actor, 'PRINCIPAL', s.log_offset from projection.stance s;
insert into projection.event_issue (issue, log_offset)
  select s.issue, s.log_offset from projection.stance s;
"""
BEARING = "bigint, date, text, integer[], text[], text[], text[]"
ASKED = "9000000, '2022-01-02', '{clock}', array[0], array['actor-0'], array['issue-0'], array['actor-0']"
TOUCHED = """
select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) from pg_stat_xact_user_tables
  where schemaname in ('projection', 'log')
"""
OF_EACH = 2
"""Its claim, to leave it out of what is looked up, and to tell it."""
SMALL = 600
"""Of a table of a few hundred rows all may be read."""


async def rows_touched(connection: asyncpg.Connection, clock: str) -> tuple[int, int]:
    async with connection.transaction():
        before = await connection.fetchval(TOUCHED)
        rows = await connection.fetch(f"execute bearing ({ASKED.format(clock=clock)})")
        return int(await connection.fetchval(TOUCHED) - before), len(rows)


async def filled(dsn: str, size: Size) -> None:
    pool = await open_writer_pool(
        dsn, application_name="test", size=1, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )
    await fill(pool, size)
    await pool.execute(NAMES)
    await pool.close()


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("is_analyzed", [False, True], ids=["fresh", "analyzed"])
@pytest.mark.parametrize("regime", REGIMES)
async def test_evidence_reads_what_names_its_actor_or_its_issue(
    database: str, regime: str, is_analyzed: bool, mode: str
) -> None:
    size = REGIMES[regime]
    connection: Any = await asyncpg.connect(database)
    await connection.execute(f"set plan_cache_mode = {mode}")
    await connection.execute(f"prepare bearing ({BEARING}) as {QUERIES['bearing']}")
    await rows_touched(connection, "OCCURRED")
    await filled(database, size)
    if is_analyzed:
        await connection.execute("analyze")
    of_actor, of_issue = size.statements // size.actors, size.statements // size.issues
    for clock in ("OCCURRED", "PUBLIC"):
        touched, found = await rows_touched(connection, clock)
        assert found >= size.statements // (size.actors * size.issues) // 2
        assert touched <= OF_EACH * found + 1.5 * (of_actor + of_issue) + SMALL
    await connection.close()
