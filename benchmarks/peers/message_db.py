"""Owns what message-db does with the same payloads: its functions, called over asyncpg."""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import uuid4

import asyncpg

from benchmarks.alternately import Work
from benchmarks.peers.matter import BATCH, CALLERS, PAGE, Matter
from events.log.connection import Connection

NAME = "message-db"
_WRITE = "select message_store.write_message($1::varchar, $2::varchar, 'Recorded', $3::jsonb)"
_READ = "select * from message_store.get_category_messages('statement', $1, $2)"
_Message = tuple[str, str, str]


class MessageDb:
    """A message store in a database of its own."""

    def __init__(self, connections: Sequence[Connection], payloads: Sequence[str]) -> None:
        self._connections, self._payloads = connections, payloads

    @classmethod
    async def installed(cls, dsn: str, install: Sequence[str], payloads: Sequence[str]) -> "MessageDb":
        """Install it, and connect once for each caller."""
        owner = await asyncpg.connect(dsn, server_settings={"search_path": "message_store,public"})
        for query in install:
            await owner.execute(query)
        await owner.close()
        settings = {"search_path": "message_store,public"}
        return cls([await asyncpg.connect(dsn, server_settings=settings) for _ in range(CALLERS)], payloads)

    def way(self, matter: Matter, count: int) -> Work:
        """Get ready to do so much of a matter."""
        match matter:
            case Matter.ONE:
                return self._singly(count, callers=1)
            case Matter.MANY:
                return self._singly(count, callers=CALLERS)
            case Matter.BATCHES:
                return self._in_batches(count)
            case Matter.READ:
                return lambda: self._read(count)

    def _singly(self, count: int, *, callers: int) -> Work:
        """Write each message in a transaction of its own."""
        messages = self._messages(count)

        async def call(connection: Connection) -> None:
            for message in messages:
                await connection.fetchval(_WRITE, *message)

        async def work() -> None:
            await asyncio.gather(*(call(connection) for connection in self._connections[:callers]))

        return work

    def _in_batches(self, count: int) -> Work:
        """Write 1,000 messages in one transaction, by one call after the other, which is the only way."""
        messages, connection = list(self._messages(count)), self._connections[0]

        async def work() -> None:
            for start in range(0, count, BATCH):
                async with connection.transaction():
                    await connection.executemany(_WRITE, messages[start : start + BATCH])

        return work

    async def _read(self, count: int) -> None:
        """Read the first messages of the category by pages."""
        read, position = 0, 1
        while read < count:
            rows = await self._connections[0].fetch(_READ, position, min(PAGE, count - read))
            read, position = read + len(rows), rows[-1]["global_position"] + 1

    async def close(self) -> None:
        """Close all connections."""
        for connection in self._connections:
            await connection.close()

    def _messages(self, count: int) -> Iterator[_Message]:
        for number in range(count):
            yield str(uuid4()), f"statement-{uuid4()}", self._payloads[number % len(self._payloads)]
