"""What is derived from the whole log at once, in slices of any size and order, equals what catching up leaves."""

import random

from cluster import Cluster
from hypothesis import given
from hypothesis import strategies as st
from positions.histories import History, histories
from positions.recording import as_happened, drawing, in_a_new_database, recorded

from events.log.connection import Connection, Pool
from projections.catch_up.layers import FORGET, STEPS
from projections.projector import Projector

_TABLES = (
    "record",
    "judgement",
    "source",
    "source_use",
    "dated_event",
    "event_actor",
    "event_issue",
    "event_words",
    "quantity",
    "response",
    "stance",
)


async def derived(connection: Connection) -> dict[str, list[str]]:
    """Return every row of every layer below the positions."""
    queries = {name: f"select t::text from projection.{name} t" for name in _TABLES}
    return {name: sorted(row[0] for row in await connection.fetch(query)) for name, query in queries.items()}


async def derives_the_same(pool: Pool, history: History, size: int, seed: int) -> None:
    head = len(await recorded(pool, as_happened(history)))
    await Projector(pool, batch=3).catch_up()
    async with pool.acquire() as connection:
        caught_up = await derived(connection)
        for query in FORGET.values():
            await connection.execute(query)
        for step in STEPS:
            ranges = [(start, min(start + size, head)) for start in range(0, head, size)]
            random.Random(seed).shuffle(ranges)
            for start, end in ranges if step.is_sliced else [(0, head)]:
                for query in step.queries:
                    await connection.execute(query, start, end)
        assert await derived(connection) == caught_up


@drawing(histories=40)
@given(history=histories(), size=st.integers(1, 40), seed=st.integers(0, 9))
def test_deriving_the_whole_log_at_once_equals_catching_up(
    postgres_cluster: Cluster, migrated_template: str, history: History, size: int, seed: int
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, derives_the_same, history, size, seed)
