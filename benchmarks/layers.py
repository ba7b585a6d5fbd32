"""Owns measuring every projection but positions: caught up by 1,000, layer by layer, then the whole log at once.

Processor time is that of PostgreSQL's connections. The floors, in the same run: the same rows by COPY into the same
tables with the same indexes, and into tables whose indexes are made afterwards. Generated statements; where
ONRECORD_DATA names the directory of the public data sets, votes.
"""

import argparse
import asyncio
import io
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import asyncpg

import migrations
from benchmarks.indexes import Index, indexes_of
from benchmarks.projections import _PATIENCE as PATIENCE
from benchmarks.projections import generated
from events.log.appending import Log
from events.log.connection import Connection, Pool, open_writer_pool
from events.vocabulary import LogOffset
from projections.catch_up.layers import CHECKPOINT, CONTENTS, DATES, LAYERS, RECORDS, SOURCES, STEPS
from service.embedded.server import EmbeddedPostgres
from service.importing.importer import Yielded
from service.importing.running import importing_recorder, run
from service.importing.unvotes import unvotes

BATCH, SLICE, SESSIONS = 1_000, 2_000, 2
TABLES = (
    "record",
    "source",
    "judgement",
    "source_use",
    "dated_event",
    "event_actor",
    "event_issue",
    "event_words",
    "quantity",
    "response",
    "stance",
)
IN_SLICES = "set enable_hashjoin = on; discard plans"
LOOKED_UP = {"source", "judgement"}
"""Small, and looked up while they are filled: these keep their indexes."""
_NAMES = {
    query: name for layer in (RECORDS, SOURCES, CONTENTS, DATES) for name, query in layer.items()
}  # fmt: skip


class Measured:
    """One run: wall and processor time of some connections, by what they did."""

    def __init__(self, connections: Sequence[Connection]) -> None:
        self._files = [Path(f"/proc/{connection.get_server_pid()}/schedstat") for connection in connections]
        self.seconds: Counter[str] = Counter()
        self._began, self._wall = self._now(), time.perf_counter()

    def mark(self, name: str) -> None:
        """Count what was spent since the last mark under a name."""
        now = self._now()
        self.seconds[name] += now - self._began
        self._began = now

    def tell(self, name: str, events: int) -> float:
        """Print events a second, and milliseconds of processor time for a thousand; return these."""
        wall, spent = time.perf_counter() - self._wall, self.seconds.total()
        parts = ", ".join(f"{part} {1e6 * each / events:.1f}" for part, each in self.seconds.most_common() if each)
        print(f"{name}: {events / wall:,.0f} events/s; {1e6 * spent / events:.1f} ms a thousand ({parts})")
        return 1e6 * spent / events

    def _now(self) -> float:
        return sum(int(file.read_text().split()[0]) for file in self._files) / 1e9


async def caught_up(connection: Connection, head: int) -> float:
    """Bring every layer below the positions to the head by 1,000, each batch a transaction."""
    measured = Measured([connection])
    for start in range(0, head, BATCH):
        end = min(start + BATCH, head)
        async with connection.transaction():
            await connection.execute("set local synchronous_commit = off")
            kinds = frozenset(await connection.fetchval(CHECKPOINT["kinds"], start, end))
            measured.mark("kinds")
            for query, concerned in LAYERS:
                if kinds & concerned:
                    await connection.execute(query, start, end)
                    measured.mark(_NAMES[query])
    return measured.tell(f"catch-up by {BATCH:,}", head)


async def derived_at_once(writers: Sequence[Connection], owners: Sequence[Connection], head: int) -> float:
    """Derive everything from the whole log by two connections, and make the indexes when they are needed."""
    missing = await dropped(owners[0])
    measured = Measured([*writers, *owners])
    for number, step in enumerate(STEPS, start=1):
        if not step.is_sliced:
            needed = [index for index in missing if number > 2 or index.table == "record"]
            missing = [index for index in missing if index not in needed]
            await made(owners, needed)
            measured.mark("making indexes")
        if step.is_sliced:
            for writer in writers:
                await writer.execute(IN_SLICES)
        ranges = (
            [(start, min(start + SLICE, head)) for start in range(0, head, SLICE)] if step.is_sliced else [(0, head)]
        )
        for query in step.queries:
            await each_of(writers, [(query, start, end) for start, end in ranges])
            measured.mark(_NAMES[query])
    return measured.tell(f"whole log at once, {SESSIONS} connections", head)


async def each_of(connections: Sequence[Connection], tasks: Sequence[tuple[str, int, int]]) -> None:
    """Run queries on whichever connection is free."""
    left = iter(tasks)

    async def work(connection: Connection) -> None:
        for query, start, end in left:
            await connection.execute(query, start, end)

    await asyncio.gather(*map(work, connections))


async def dropped(owner: Connection) -> list[Index]:
    """Empty all tables, and drop the indexes that are not needed while they are filled."""
    await owner.execute("truncate " + ", ".join(f"projection.{table}" for table in TABLES))
    indexes = [index for table in TABLES if table not in LOOKED_UP for index in await indexes_of(owner, table)]
    for index in indexes:
        await owner.execute(index.drop)
    return indexes


async def made(owners: Sequence[Connection], indexes: Sequence[Index]) -> None:
    """Make indexes, those of one table by one connection."""
    tables = iter(sorted({index.table for index in indexes}))

    async def work(owner: Connection) -> None:
        await owner.execute("set maintenance_work_mem = '256MB'")
        for table in tables:
            for index in indexes:
                if index.table == table:
                    await owner.execute(index.make)

    await asyncio.gather(*map(work, owners))


async def floors(owner: Connection, head: int) -> tuple[float, float]:
    """Write the rows that are there once more by COPY: with their indexes, then before them."""
    rows = {}
    for table in TABLES:
        sink = io.BytesIO()
        await owner.copy_from_query(f"select * from projection.{table} order by ctid", output=sink, format="binary")
        rows[table] = sink.getvalue()
    await owner.execute("truncate " + ", ".join(f"projection.{table}" for table in TABLES))
    with_indexes = await _copied(owner, rows, head, name="the floor: COPY of the same rows")
    indexes = await dropped(owner)
    before = await _copied(owner, rows, head, name="the floor: COPY without indexes")
    measured = Measured([owner])
    await made([owner], indexes)
    measured.mark("making indexes")
    return with_indexes, before + measured.tell("and making them", head)


async def _copied(owner: Connection, rows: dict[str, bytes], head: int, *, name: str) -> float:
    measured = Measured([owner])
    for table, binary in rows.items():
        await owner.copy_to_table(table, schema_name="projection", source=io.BytesIO(binary), format="binary")
        measured.mark(table)
    return measured.tell(name, head)


async def measure(dsn: str, count: int) -> None:
    """Fill a log, derive, and print each figure with its ratio to the floor."""
    await migrations.upgrade(dsn)
    writers = await open_writer_pool(
        dsn, application_name="bench", size=SESSIONS, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )
    await _fill(writers, count)
    owners = [await asyncpg.connect(dsn) for _ in range(SESSIONS)]
    await owners[0].execute("analyze log.event")
    head = LogOffset(await writers.fetchval(CHECKPOINT["head"]))
    async with writers.acquire() as one, writers.acquire() as other:
        by_thousands = await caught_up(one, head)
        with_indexes, before_indexes = await floors(owners[0], head)
        at_once = await derived_at_once([one, other], owners, head)
    print(f"processor time of COPY to that of catching up: {with_indexes / by_thousands:.2f}")
    print(f"processor time of COPY and making indexes to that of the whole log at once: {before_indexes / at_once:.2f}")
    for owner in owners:
        await owner.close()
    await writers.close()


async def _fill(writers: Pool, count: int) -> None:
    """Put statements on record, or as many votes of the public data set."""
    log = Log(writers)
    data = os.environ.get("ONRECORD_DATA")
    if data:
        await run(_Some(Path(data), count), importing_recorder(log, writers), recorded_by="bench")
        return
    events = generated(count)
    for start in range(0, len(events), BATCH):
        async with log.appending() as appending:
            await appending.append(events[start : start + BATCH])


class _Some:
    """The first so many votes."""

    def __init__(self, data: Path, count: int) -> None:
        self._votes, self._count = unvotes(data / "unvotes/un_votes_to_2016.ndjson.gz"), count

    def entries(self) -> Iterator[Yielded]:
        """Yield them, and what is registered for them."""
        return islice(self._votes.entries(), self._count)


def main() -> None:
    """Read how many statements, and measure on a cluster of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=50_000)
    count = parser.parse_args().statements
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        asyncio.run(measure(server.dsn(), count))


if __name__ == "__main__":
    main()
