"""Owns the processor time that work takes: of this process, and of PostgreSQL's sessions for it."""

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.alternately import Work
from events.log.connection import Connection


class ProcessorTime:
    """Count the processor time of ways to do the same, each by its name; ``connection`` is none that is measured."""

    def __init__(self, connection: Connection, *, query: str) -> None:
        """``query`` gives the processes of all sessions to count."""
        self._connection, self._query = connection, query
        self._client: defaultdict[str, float] = defaultdict(float)
        self._database: defaultdict[str, float] = defaultdict(float)
        self._rounds: defaultdict[str, int] = defaultdict(int)

    def of(self, name: str, way: Callable[[], Work]) -> Callable[[], Work]:
        """Return the way, counted under a name whenever it is gone."""

        def made() -> Work:
            work = way()
            return lambda: self._counted(name, work)

        return made

    def told(self, *, count: int) -> str:
        """Return one line, microseconds of client and database for each of ``count``, and the ratio to the first."""
        parts: list[str] = []
        floor = 0.0
        for name, rounds in self._rounds.items():
            client, database = (1e6 * spent[name] / rounds / count for spent in (self._client, self._database))
            floor = floor or client + database
            parts.append(f"{name} {client:.1f} + {database:.1f} ({floor / (client + database):.2f})")
        return "    µs of processor time, client + database: " + ", ".join(parts)

    async def _counted(self, name: str, work: Work) -> None:
        before, began = await self._sessions(), time.process_time()
        await work()
        self._client[name] += time.process_time() - began
        after = await self._sessions()
        self._database[name] += sum(seconds - before.get(process, 0.0) for process, seconds in after.items())
        self._rounds[name] += 1

    async def _sessions(self) -> dict[int, float]:
        processes: list[int] = [row[0] for row in await self._connection.fetch(self._query)]
        return {process: _seconds(process) for process in processes}


def _seconds(process: int) -> float:
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
