"""Owns importing whole files while a desk goes on recording: real data where a path is given, generated ones otherwise.

Each file goes into one fresh cluster through `onrecord import`, beside a service; then once more, which changes
nothing; then it is held against DuckDB. With --kill the largest is imported again elsewhere, killed time after time.
"""

import argparse
import asyncio
import contextlib
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from benchmarks import generated
from benchmarks.independent import compared_votes, differing_moves
from benchmarks.killing import killed_time_after_time
from benchmarks.known_files import KnownFile, known_files
from benchmarks.memory import Peaks
from benchmarks.recording import ONRECORD, Desk, serving, without_database
from benchmarks.warm_connections import Connections
from events.log.connection import Pool, open_reader_pool
from projections.reading.log import progress
from service.embedded.server import EmbeddedPostgres

_DESK_EVERY = 0.1
_TELL_EVERY = 10.0
_COUNTED = ("recorded", "alreadyThere", "rowsRefused")


def say(text: str) -> None:
    """Say it at once, also to a file."""
    print(text, flush=True)


@dataclass
class Latencies:
    """The milliseconds of each answer, from when it was due, and what went wrong instead."""

    milliseconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Say them in one line."""
        cuts = statistics.quantiles(self.milliseconds, n=100)
        spread = f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, longest {max(self.milliseconds):.0f} ms"
        failed = f", {len(self.failed)} failed, first: {self.failed[0]}" if self.failed else ", none failed"
        return f"{len(self.milliseconds):,} statements: {spread}{failed}"


class OpenDesk(Desk):
    """Records a statement every tenth of a second, whether or not the one before is answered."""

    @contextlib.asynccontextmanager
    async def recording(self) -> AsyncIterator[Latencies]:
        """Record until the block is left, and then wait for the answers that are out."""
        latencies, is_over = Latencies(), asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tick(latencies, is_over))
            try:
                yield latencies
            finally:
                is_over.set()

    async def _tick(self, latencies: Latencies, is_over: asyncio.Event) -> None:
        due = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            while not is_over.is_set():
                tasks.create_task(self._one(due, latencies))
                due += _DESK_EVERY
                await asyncio.sleep(max(0.0, due - time.perf_counter()))

    async def _one(self, due: float, latencies: Latencies) -> None:
        try:
            await self.record()
        except (RuntimeError, OSError, EOFError) as error:
            latencies.failed.append(f"{type(error).__name__} {error}")
        else:
            latencies.milliseconds.append((time.perf_counter() - due) * 1000)


@dataclass(frozen=True, slots=True)
class Running:
    """A service on a fresh cluster, and what asks it."""

    home: Path
    desk: OpenDesk
    readers: Pool
    service: int
    postgres: int | None

    async def imported(self, known: KnownFile, peaks: Peaks) -> dict[str, Any]:
        """Import a file as somebody at a terminal does; return its report."""
        process = await asyncio.create_subprocess_exec(
            ONRECORD, "import", known.format, known.path, "--json", "--data-dir", self.home,
            env=without_database(), stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        processes = {"import": process.pid, "service": self.service}
        watching = [asyncio.create_task(peaks.watch(processes, self.postgres)), asyncio.create_task(self._tell())]
        try:
            output, _ = await process.communicate()
        finally:
            for task in watching:
                task.cancel()
        return dict(orjson.loads(output))

    async def _tell(self) -> None:
        before, began = (await progress(self.readers)).log_offset, time.monotonic()
        while True:
            await asyncio.sleep(_TELL_EVERY)
            reached = await progress(self.readers)
            rate = (reached.log_offset - before) / (time.monotonic() - began)
            behind = reached.log_offset - reached.projected_to
            say(f"  ... {reached.log_offset:,} events, {rate:,.0f}/s, {behind:,} not yet projected")

    async def caught_up(self) -> float:
        """Return the seconds until everything is projected."""
        began = time.perf_counter()
        while True:
            if (await progress(self.readers)).is_caught_up:
                return time.perf_counter() - began
            await asyncio.sleep(0.01)

    async def head(self) -> int:
        """Return how far the log goes."""
        return (await progress(self.readers)).log_offset


@asynccontextmanager
async def running(home: Path) -> AsyncIterator[Running]:
    """Serve a fresh cluster in a directory, with what a desk needs to record."""
    with serving(home) as (url, service):
        server = EmbeddedPostgres(home)
        readers = await open_reader_pool(server.dsn(), application_name="scale", size=2)
        connections = Connections(url)
        desk = OpenDesk(connections)
        await desk.register()
        yield Running(home, desk, readers, service, server.server_pid)
        connections.close()
        await readers.close()


async def measure(files: list[KnownFile], home: Path) -> None:
    """Import each file beside a recording desk, then again, then hold it against the original."""
    async with running(home) as here:
        for known in files:
            await _import(here, known)
        for known in files:
            await _import_again(here, known)
        for known in files:
            await _compare(here, known)
        size = await here.readers.fetchval("select pg_database_size(current_database())")
        say(f"the database: {size / 1e6:,.0f} MB, {await here.head():,} events")


async def _import(here: Running, known: KnownFile) -> None:
    say(f"{known.path.name}: importing as {known.format}, while a desk records every {_DESK_EVERY} s")
    peaks, began = Peaks(), time.perf_counter()
    async with here.desk.recording() as latencies:
        report = await here.imported(known, peaks)
        seconds = time.perf_counter() - began
        waited = await here.caught_up()
    rows = report["rows"]
    say(f"  {rows:,} rows in {seconds:,.1f} s, {rows / seconds:,.0f} a second; caught up {waited:.2f} s later")
    say(f"  {_account(report)}")
    say(f"  the most memory: {peaks}")
    say(f"  meanwhile the desk recorded {latencies}")


def _account(report: dict[str, Any]) -> str:
    counts = {name: report[name] for name in _COUNTED} | {"setAside": sum(report["setAside"].values())}
    if sum(counts.values()) != report["rows"]:
        raise RuntimeError(f"rows are missing from the report: {report}")
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


async def _import_again(here: Running, known: KnownFile) -> None:
    before, began = await here.head(), time.perf_counter()
    report = await here.imported(known, Peaks())
    seconds = time.perf_counter() - began
    say(f"{known.path.name} again: {_account(report)}, {report['rows'] / seconds:,.0f} a second")
    if report["recorded"] or await here.head() != before:
        raise RuntimeError("importing again changed the log")


async def _compare(here: Running, known: KnownFile) -> None:
    if known.format == "icews":
        moves, differing = await differing_moves(known.path, here.readers)
        say(f"{known.path.name}: {moves:,} moves in the file, {len(differing)} counts differ from DuckDB's")
        return
    compared = await compared_votes(known.path, here.readers)
    differing = [comparison for comparison in compared if comparison.differing]
    equal = sum(comparison.equal for comparison in compared)
    days, offsets = {c.day for c in compared}, {c.known_at for c in compared}
    say(f"{known.path.name}: {equal:,} answers on {len(days)} days as known at {len(offsets)} offsets equal DuckDB's, "
        f"{len(differing)} of {len(compared)} comparisons differ")  # fmt: skip


@contextmanager
def data(place: Path | None, rows: int) -> Iterator[list[KnownFile]]:
    """Find the files, or generate some."""
    if place is not None:
        yield known_files(place)
        return
    with tempfile.TemporaryDirectory() as folder:
        say(f"No path is given: generating {rows:,} votes and {rows // 2:,} moves")
        yield [
            KnownFile("unvotes", generated.votes(Path(folder) / "votes.ndjson.gz", rows)),
            KnownFile("icews", generated.moves(Path(folder) / "moves.csv.gz", rows // 2)),
        ]


def main() -> None:
    """Read where the data are, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, help="a file of votes or moves, or a directory with such files")
    parser.add_argument("--rows", type=int, default=100_000, help="votes to generate where no path is given")
    parser.add_argument("--kill", action="store_true", help="import the largest file elsewhere too, killed repeatedly")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends this ends the service, too
    with data(asked.path, asked.rows) as files:
        if not files:
            sys.exit(f"{asked.path} has no file of votes (NDJSON with rcid) or of moves (CSV with cameo)")
        with tempfile.TemporaryDirectory() as home:
            asyncio.run(measure(files, Path(home)))
        if asked.kill:
            asyncio.run(killed_time_after_time(max(files, key=lambda known: known.path.stat().st_size), say=say))


if __name__ == "__main__":
    main()
