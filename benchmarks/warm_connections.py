"""Owns asking over HTTP as cheaply as can be: connections that stay, and of an answer nothing parsed but its length.

A full client takes more of a processor for a short request than the service does: what is measured then is the client.
"""

import asyncio
from typing import Any, Self
from urllib.parse import urlsplit

import orjson

_LENGTH = b"\r\ncontent-length:"
_PATIENCE_SECONDS = 60


class Connection:
    """One connection to one address; one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        self._reader, self._writer, self._head = reader, writer, head

    @classmethod
    async def opened(cls, url: str) -> Self:
        """Connect to where a URL points."""
        to = urlsplit(url)
        head = f"POST {to.path} HTTP/1.1\r\nhost: {to.netloc}\r\ncontent-type: application/json\r\ncontent-length: "
        return cls(*await asyncio.open_connection(to.hostname, to.port), head.encode())

    async def post(self, document: object) -> Any:
        """Return the JSON that answers some JSON; whatever its status, which GraphQL does not need."""
        body = orjson.dumps(document)
        self._writer.write(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        _, _, length = head.partition(_LENGTH)
        return orjson.loads(await self._reader.readexactly(int(length.split(b"\r\n", 1)[0])))

    @property
    def is_over(self) -> bool:
        """Whether the other side has closed it, as it does with one that was long idle."""
        return self._reader.at_eof()

    def close(self) -> None:
        """Close it."""
        self._writer.close()


class Connections:
    """As many connections as requests are on their way at once. Each is used again; what failed on one closes it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: list[Connection] = []

    async def open(self, count: int) -> None:
        """Have so many ready."""
        self._idle += [await Connection.opened(self._url) for _ in range(count - len(self._idle))]

    async def post(self, document: object) -> Any:
        """Return the JSON that answers some JSON.

        Raises:
            OSError, EOFError: the connection was lost, or there was no answer within a minute.
        """
        self._drop_those_that_are_over()
        connection = self._idle.pop() if self._idle else await Connection.opened(self._url)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                answer = await connection.post(document)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return answer

    def _drop_those_that_are_over(self) -> None:
        for connection in [connection for connection in self._idle if connection.is_over]:
            connection.close()
            self._idle.remove(connection)

    def close(self) -> None:
        """Close those that are idle."""
        for connection in self._idle:
            connection.close()
