"""The wire between a browser and a service: it can be cut, go silent without a word, and lead to another service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_CHUNK = 65_536


@dataclass
class Relay:
    """Hand on what comes at one port to ``target``, the port of a service."""

    target: int
    port: int = 0
    is_cut: bool = False
    wires: list["_Wire"] = field(default_factory=list)

    def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        self.is_cut = True
        for wire in self.wires:
            wire.cut()

    def mend(self) -> None:
        """Let connections through again."""
        self.is_cut = False

    def silence(self) -> None:
        """Leave the websockets of now open, and hand on nothing over them any more."""
        for wire in self.wires:
            wire.is_silent = wire.is_websocket

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on one connection until either side closes it."""
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        wire = _Wire(writer, onward[1])
        self.wires.append(wire)
        await asyncio.gather(wire.pump(reader, onward[1]), wire.pump(onward[0], writer))


@dataclass
class _Wire:
    """One connection, both ways."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    is_websocket: bool = False
    is_silent: bool = False

    def cut(self) -> None:
        self.near.transport.abort()
        self.far.transport.abort()

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                self.is_websocket = self.is_websocket or b"pgrade: websocket" in data
                if not self.is_silent:
                    writer.write(data)
                    await writer.drain()
        writer.close()


@asynccontextmanager
async def relaying(url: str) -> AsyncIterator[Relay]:
    """Relay to a service, known by its URL, from a free port."""
    relay = Relay(port_of(url))
    async with await asyncio.start_server(relay.serve, "127.0.0.1") as server:
        relay.port = server.sockets[0].getsockname()[1]
        yield relay
        relay.cut()


def port_of(url: str) -> int:
    """Return the port of a service's URL."""
    port = urlsplit(url).port
    assert port is not None
    return port
