"""Owns killing an import, and the PostgreSQL under it, at random moments, and comparing what the log holds then."""

import asyncio
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg

from benchmarks.independent import OURS
from benchmarks.known_files import KnownFile
from benchmarks.recording import ONRECORD, without_database
from service.embedded.server import EmbeddedPostgres

_KILLS = 6
_LEAST_SECONDS = 3.0


async def killed_time_after_time(known: KnownFile, *, say: Callable[[str], None]) -> None:
    """Import a file once undisturbed and once killed again and again, each on a cluster of its own; compare them."""
    draw = random.Random()
    with tempfile.TemporaryDirectory() as undisturbed, tempfile.TemporaryDirectory() as disturbed:
        say(f"{known.path.name}: importing undisturbed, and killed {_KILLS} times, once with its PostgreSQL")
        began = time.monotonic()
        await _imported(known, Path(undisturbed))
        undisturbed_seconds = time.monotonic() - began
        say(f"  undisturbed it takes {undisturbed_seconds:,.1f} s")
        for number in range(_KILLS):
            # Each passes by what is there already, so even the last is killed somewhere in the middle.
            seconds = draw.uniform(_LEAST_SECONDS, max(_LEAST_SECONDS, undisturbed_seconds / _KILLS * 2))
            what = await _killed(known, Path(disturbed), seconds=seconds, postgres=number == _KILLS // 2)
            say(f"  {what} killed after {seconds:.1f} s")
        await _imported(known, Path(disturbed))
        contents = [await _content(Path(home)) for home in (undisturbed, disturbed)]
    say(f"  {contents[0][0]:,} and {contents[1][0]:,} events, the same content: {contents[0] == contents[1]}")


async def _importing(known: KnownFile, home: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        ONRECORD, "import", known.format, known.path, "--json", "--data-dir", home,
        env=without_database(), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


async def _imported(known: KnownFile, home: Path) -> None:
    process = await _importing(known, home)
    if await process.wait():
        raise RuntimeError(f"the import of {known.path.name} ended with {process.returncode}")


async def _killed(known: KnownFile, home: Path, *, seconds: float, postgres: bool) -> str:
    """Import, and kill what was asked for; without its PostgreSQL an import ends by itself, with an error."""
    process = await _importing(known, home)
    await asyncio.sleep(seconds)
    if process.returncode is not None:
        return "nothing, since it was all imported,"
    server = EmbeddedPostgres(home).server_pid if postgres else None
    os.kill(server or process.pid, signal.SIGKILL)
    await process.wait()
    return "PostgreSQL" if server else "the import"


async def _content(home: Path) -> tuple[int, str]:
    with EmbeddedPostgres(home) as server:
        connection = await asyncpg.connect(server.dsn())
        row = await connection.fetchrow(OURS["content"])
        await connection.close()
    if row is None:
        raise LookupError("this query always has a row")
    return row["events"], row["digest"]
