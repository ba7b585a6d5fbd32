"""Owns measuring the evidence of one hot pair, at several sizes.

Wall-clock and processor time, of this process and PostgreSQL's session together; medians.
"""

import argparse
import asyncio
import datetime
import os
import statistics
import tempfile
import time
from pathlib import Path

import migrations
from benchmarks.positions import processor_time, written
from events.log.connection import Pool, open_reader_pool, open_writer_pool
from events.vocabulary import Clock
from projections.projector import Projector
from projections.reading.evidence import evidence_of
from projections.reading.registries import Registries
from projections.reading.view import View
from projections.rule import RULE
from service.embedded.server import EmbeddedPostgres

_PATIENCE = datetime.timedelta(hours=2)
_TIMES = 9
_PAIR = "actor-0", "issue-0"


async def measure(dsn: str, statements: int) -> None:
    """Record that many statements of one pair, and ask for its evidence on the last day."""
    await migrations.upgrade(dsn)
    writers = await open_writer_pool(
        dsn, application_name="bench", size=1, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    head = await written(writers, statements, actors=1, issues=1)
    await Projector(writers).catch_up()
    await writers.close()
    readers = await open_reader_pool(dsn, application_name="bench", size=1)
    view = View(datetime.date(2022, 1, 2), head, Clock.OCCURRED, RULE)
    wall, used = zip(*[await _asked(readers, view) for _ in range(_TIMES)], strict=True)
    await readers.close()
    print(f"{statements:,} statements: {_milliseconds(wall)} ms, {_milliseconds(used)} ms of processor time")


async def _asked(readers: Pool, view: View) -> tuple[float, float]:
    registry = await Registries(readers).at(view.known_at)
    async with readers.acquire() as connection:
        processes = connection.get_server_pid(), os.getpid()
        used, began = sum(map(processor_time, processes)), time.perf_counter()
        await evidence_of(connection, view, pairs=[_PAIR], registry=registry)
        return time.perf_counter() - began, sum(map(processor_time, processes)) - used


def _milliseconds(seconds: tuple[float, ...]) -> str:
    return f"{statistics.median(seconds) * 1000:,.1f}"


def main() -> None:
    """Read the sizes, and measure each on a cluster of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, nargs="+", default=[4_000, 16_000])
    for statements in parser.parse_args().statements:
        with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
            asyncio.run(measure(server.dsn(), statements))


if __name__ == "__main__":
    main()
