"""Owns what eventsourcing does with the same payloads: its recorder, in a process with its own packages."""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.alternately import Work
from benchmarks.peers.fetching import NotFetched
from benchmarks.peers.matter import BATCH, CALLERS, PAGE, Matter

NAME = "eventsourcing"
_PROCESS = Path(__file__).with_name("event_sourcing_process.py")
_LONGEST_LINE = 2**26


class EventSourcing:
    """A recorder with functions in the database, which is the faster of its two ways."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def started(cls, python: Path, *, host: str, database: str, payloads: Sequence[str]) -> "EventSourcing":
        """Start the process on a database of its own."""
        settings = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": database,
            "POSTGRES_HOST": host,
            "POSTGRES_PORT": "5432",
            "POSTGRES_USER": "postgres",
            "POSTGRES_PASSWORD": "none",
            "POSTGRES_POOL_SIZE": "16",
            "POSTGRES_MAX_OVERFLOW": "4",
            "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
        }
        process = await asyncio.create_subprocess_exec(
            python, _PROCESS, env=os.environ | settings, limit=_LONGEST_LINE,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        peer = cls(process)
        await peer.tell({"payloads": list(payloads)})
        return peer

    async def way(self, matter: Matter, count: int) -> Work:
        """Get ready to do so much of a matter; callers are threads."""
        match matter:
            case Matter.ONE:
                return await self._ready({"append": count, "callers": 1, "size": 1})
            case Matter.MANY:
                return await self._ready({"append": count, "callers": CALLERS, "size": 1})
            case Matter.BATCHES:
                return await self._ready({"append": count, "callers": 1, "size": BATCH})
            case Matter.READ:
                return await self._ready({"read": count, "page": PAGE})

    async def _ready(self, what: dict[str, object]) -> Work:
        await self.tell(what)
        return lambda: self.tell({"go": True})

    async def tell(self, what: dict[str, object]) -> None:
        """Have the process do something, and wait until it is done."""
        if self._process.stdin is None or self._process.stdout is None:
            raise TypeError("the process was started without pipes")
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        if not await self._process.stdout.readline():
            raise NotFetched("its process ended; see above why")

    async def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
