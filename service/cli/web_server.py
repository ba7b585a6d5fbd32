"""Owns running the web application under uvicorn: it tells where it listens, keeps PostgreSQL alive, and stops soon."""

import asyncio
import gc
import logging
import socket
import warnings
from math import ceil

import typer
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from service.app import create_app
from service.cli import looks
from service.cli.database import Databases
from service.embedded.server import EmbeddedPostgres
from service.live.event_stream import EventStreamTransport
from service.settings import settings

_UNASKED = r"coroutine '(Executor|GraphQLCoreConverter)\..*' was never awaited"
"""graphql-core leaves them where an execution is broken off amid its fields; nobody misses what they would answer."""


def serve(listener: socket.socket, databases: Databases, postgres: EmbeddedPostgres | None, *, is_open: bool) -> None:
    """Serve until a signal comes, which is raised again once everything has stopped.

    Raises:
        typer.Exit: the application did not start; the log says why.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    hear_nothing_of_unasked_fields()
    app = create_app(settings(), writer_url=databases.writer, reader_url=databases.reader, is_open=is_open)
    streams = EventStreamsUntilStopped(app)
    config = uvicorn.Config(
        streams,
        log_config=None,
        access_log=False,
        server_header=False,
        ws_per_message_deflate=False,  # one text is shared by many subscribers; to compress it for each is not
        timeout_graceful_shutdown=ceil(settings().shutdown_wait),
    )
    server = _Server(config, streams, listener, postgres, is_open=is_open)
    server.run(sockets=[listener])
    if not server.started:
        raise typer.Exit(1)


def hear_nothing_of_unasked_fields() -> None:
    """Keep out of the terminal what Python warns of when a client goes away before its answer is there."""
    warnings.filterwarnings("ignore", _UNASKED, RuntimeWarning)


class EventStreamsUntilStopped:
    """ASGI: when the service stops, event streams end as if their clients had gone; all else is answered to its end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End the event streams."""
        self._stopping.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, listening for the end where an event stream is asked for."""
        if not EventStreamTransport.serves(scope):
            await self._app(scope, receive, send)
            return
        is_over = False

        async def sent(message: Message) -> None:
            nonlocal is_over
            is_over = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        await self._app(scope, self._until_stopped(receive), sent)
        if self._stopping.is_set() and not is_over:
            await send({"type": "http.response.body", "body": b""})

    def _until_stopped(self, receive: Receive) -> Receive:
        async def received() -> Message:
            message, stopped = asyncio.ensure_future(receive()), asyncio.ensure_future(self._stopping.wait())
            try:
                await asyncio.wait({message, stopped}, return_when=asyncio.FIRST_COMPLETED)
                return message.result() if message.done() else {"type": "http.disconnect"}
            finally:
                message.cancel()
                stopped.cancel()

        return received


class _Server(uvicorn.Server):
    """A server that begins and ends with what belongs to it."""

    def __init__(
        self,
        config: uvicorn.Config,
        streams: EventStreamsUntilStopped,
        listener: socket.socket,
        postgres: EmbeddedPostgres | None,
        *,
        is_open: bool,
    ) -> None:
        super().__init__(config)
        self._streams = streams
        self._address = _address(listener)
        self._postgres, self._is_open = postgres, is_open
        self._watching: asyncio.Task[None] | None = None

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        _spare_the_collector()
        if self._postgres:
            self._watching = asyncio.create_task(self._postgres.watch(), name="postgres watch")
        self._announce()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._streams.stop()
        await super().shutdown(sockets)
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    def _announce(self) -> None:
        looks.say(f"On Record answers at {self._address}/graphql; a console to try it is at {self._address}/console")
        if self._is_open:
            looks.say("It is open: whoever sits at this machine can read and write.")
        else:
            looks.say("It is closed: whoever asks needs a token. Make one with `onrecord token create`.")
        looks.say("Ctrl+C stops it.", style="dim")


def _spare_the_collector() -> None:
    """Leave what lives as long as the process, modules and the schema, out of every garbage collection to come.

    A full one looked through it all: it stopped the process for 0.1 s, every half second with 16 callers.
    """
    gc.collect()
    gc.freeze()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
