"""What one tally reads: the actor's own votes and one row for each voting, however many others voted."""

import datetime
from typing import Any

import asyncpg
import pytest

from benchmarks.tally import fill
from projections.reading.tallies import QUERIES

ISSUES = 6
FIRST, LAST = datetime.date(1946, 1, 1), datetime.date(2016, 12, 31)
REGIMES = {"empty": (0, 3), "small": (5, 3), "large": (150, 40), "one actor alone": (3000, 1)}
"""Votings on each issue, actors."""
PARAMETERS = {
    "page": "text, bigint, date, date, text[], text[], text, text, bigint",
    "votings": "text, bigint, date, date, text[], text[], text[], date, integer, bigint",
}
ASKED = {
    "page": "'{clock}', {known_at}, {start}, '2016-12-31', array['actor-1'], array['issue-3'], null, null, 51",
    "votings": "'{clock}', {known_at}, {start}, '2016-12-31', array['actor-1'], array['issue-3'], null, null, null, 51",
}
HEAD = 2**62
TOUCHED = """
select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) from pg_stat_xact_user_tables
  where schemaname = 'projection' and relname = 'claim'
"""


async def prepared(connection: asyncpg.Connection, *, votings: int, actors: int, is_analyzed: bool) -> None:
    """Fill the projection, with plans made when it was empty."""
    for name, types in PARAMETERS.items():
        await connection.execute(f"prepare {name} ({types}) as {QUERIES[name]}")
        await rows_touched(connection, name, "auto")
    if votings:
        await fill(connection, votings=votings, actors=actors)
    if is_analyzed:
        await connection.execute("analyze")


async def rows_touched(connection: asyncpg.Connection, name: str, mode: str, **asked: Any) -> int:
    """Return how many claims a query looks at, in whatever function."""
    await connection.execute(f"set plan_cache_mode = {mode}")
    given = ASKED[name].format(**{"clock": "OCCURRED", "known_at": HEAD, "start": "null"} | asked)
    async with connection.transaction():
        before = await connection.fetchval(TOUCHED)
        await connection.fetch(f"execute {name} ({given})")
        return int(await connection.fetchval(TOUCHED) - before)


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("is_analyzed", [False, True], ids=["fresh", "analyzed"])
@pytest.mark.parametrize("regime", REGIMES)
async def test_one_tally_reads_no_more_than_its_votings(
    database: str, regime: str, is_analyzed: bool, mode: str
) -> None:
    votings, actors = REGIMES[regime]
    connection = await asyncpg.connect(database)
    await prepared(connection, votings=votings, actors=actors, is_analyzed=is_analyzed)
    own_versions, of_votings, passed_over = 1.1, 1.2, 20
    bound = votings * (own_versions + of_votings) + passed_over
    for clock in ("OCCURRED", "PUBLIC"):
        for name in ASKED:
            assert votings <= await rows_touched(connection, name, mode, clock=clock) <= bound, name
    last_tenth = f"'{LAST - (LAST - FIRST) / 10}'"
    for name in ASKED:
        assert await rows_touched(connection, name, mode, start=last_tenth) <= bound / 5 + passed_over, name
    await connection.close()
