"""Owns measuring tallies: processor time of the database for one actor on one issue, and for everybody on one.

The claims of votes are made in the database, as catching up with them would leave them: every actor in every voting of
every issue but one in twenty, a tenth of the votes corrected later.
"""

import argparse
import asyncio
import datetime
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import psutil

import migrations
from events.log.sql import load
from events.vocabulary import Clock, LogOffset
from projections.reading.tallies import VotingsAsked, Window, tallies_page, votings_of
from projections.reading.view import View
from projections.rule import RULE
from service.embedded.server import EmbeddedPostgres

QUERIES = load(Path(__file__).with_name("tally.sql"))
ACTORS, ISSUES = 193, 6
_FIRST, _LAST = datetime.date(1946, 1, 1), datetime.date(2016, 12, 31)
_HEAD = LogOffset(2**62)
_ROUNDS = 5


async def fill(connection: "asyncpg.Connection[asyncpg.Record]", *, votings: int, actors: int = ACTORS) -> None:
    """Put claims of ``votings`` votings on each of some issues into an empty projection."""
    await connection.execute(QUERIES["actors"], actors)
    await connection.execute(QUERIES["issues"], ISSUES)
    await connection.execute(QUERIES["votes"], votings, _FIRST, (_LAST - _FIRST).days)


async def measure(votings: int) -> None:
    """Print what each question costs the database."""
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        await migrations.upgrade(server.dsn())
        connection = await asyncpg.connect(server.dsn(), server_settings={"jit": "off"})
        await fill(connection, votings=votings)
        await connection.execute("vacuum analyze projection.claim")
        print(
            f"{votings * ISSUES * ACTORS:,} votes by {ACTORS} actors in {votings:,} votings on each of {ISSUES} issues"
        )
        for start in (_FIRST, _LAST - datetime.timedelta(days=5 * 365)):
            await _print_of(connection, Window(View(_LAST, _HEAD, Clock.OCCURRED, RULE), start))
        await connection.close()


async def _print_of(connection: "asyncpg.Connection[asyncpg.Record]", window: Window) -> None:
    pair = ("actor-7", "issue-3")
    asked: dict[str, Callable[[], Awaitable[object]]] = {
        "one actor on one issue": lambda: tallies_page(
            connection, window, actors=pair[:1], issues=pair[1:], after=None, limit=50
        ),
        "one actor on all": lambda: tallies_page(
            connection, window, actors=pair[:1], issues=None, after=None, limit=50
        ),
        "everybody on one issue": lambda: tallies_page(
            connection, window, actors=None, issues=pair[1:], after=None, limit=500
        ),
        "a page of its votings": lambda: votings_of(connection, VotingsAsked(window, None, None, 50), pairs=[pair]),
    }
    backend = psutil.Process(connection.get_server_pid())
    for question, ask in asked.items():
        await ask()
        times = [await _processor_time(backend, ask) for _ in range(_ROUNDS)]
        print(f"  from {window.start}: {question:24} {statistics.median(times):8.1f} ms of the database's processor")


async def _processor_time(backend: psutil.Process, ask: Callable[[], Awaitable[object]]) -> float:
    """Ask until it can be told in ticks of the kernel's clock, which are 10 ms."""
    before, asked = sum(backend.cpu_times()[:2]), 0
    while sum(backend.cpu_times()[:2]) - before < 0.3:
        await ask()
        asked += 1
    return (sum(backend.cpu_times()[:2]) - before) / asked * 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votings", type=int, default=800, help="on each of the issues")
    asyncio.run(measure(parser.parse_args().votings))
