"""A whole service in the process of the test: the test's own database, a real server on a free port, real clients."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, cast

import httpx
import uvicorn
from gql import Client
from gql.transport.websockets import WebsocketsTransport
from writing import DECEMBER_2021

from events.decide.command import Command, Record, Request
from events.drafts import Draft
from events.event import RecordedEvent
from events.log.reader import LogReader
from events.log.recorder import Recorded
from events.vocabulary import LogOffset
from service.app import create_app
from service.services import Services
from service.settings import Settings

_SMALL = 32_768


@dataclass(frozen=True)
class Service:
    """One service, with a client of its own for queries and mutations."""

    url: str
    services: Services
    client: httpx.AsyncClient

    @property
    def websocket_url(self) -> str:
        return self.url.replace("http", "ws", 1)

    async def ask(self, query: str, **variables: Any) -> Any:
        """Send a query or mutation and return the whole response."""
        response = await self.client.post(self.url, json={"query": query, "variables": variables})
        return response.json()

    async def data(self, query: str, **variables: Any) -> Any:
        """Return what the one field of a query or mutation answers."""
        response = await self.ask(query, **variables)
        assert "errors" not in response, response
        (answer,) = response["data"].values()
        return answer

    async def record(self, *given: Draft | Command) -> list[RecordedEvent]:
        """Put drafts and commands on record, past GraphQL, and wait until they are projected."""
        commands = [cast("Command", Record(cast("Any", one)) if isinstance(one, Draft) else one) for one in given]
        writing = self.services.writing
        answers = await writing.recorder.record([Request(command, "desk") for command in commands])
        events = [answer.event for answer in answers if isinstance(answer, Recorded)]
        assert len(events) == len(given), answers
        await writing.projected_to(events[-1].log_offset)
        return events

    async def head(self) -> int:
        """Return the last offset of the log, as a client sees it."""
        return int((await self.data("{ log { head } }"))["head"])

    async def log(self, after: int = 0) -> list[RecordedEvent]:
        """Return the events after an offset, as the log holds them."""
        return await LogReader(self.services.reading.pool).read(LogOffset(after), limit=10_000)

    def subscriber(self) -> Client:
        """Return a client for subscriptions over a websocket, to be entered."""
        return Client(transport=WebsocketsTransport(url=self.websocket_url))


class _Server(uvicorn.Server):
    """Leaves signals to the test."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


@asynccontextmanager
async def serving(
    dsn: str, *, has_record: bool = False, is_open: bool = True, **settings: Any
) -> AsyncIterator[Service]:
    """Serve a migrated database, open unless asked otherwise; with the small record of December 2021, if asked."""
    app = create_app(Settings(**settings), writer_url=dsn, reader_url=dsn, is_open=is_open)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SMALL)  # a slow client is noticed sooner
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = _Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=3))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            assert not running.done(), "the service did not start"
            await asyncio.sleep(0.005)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/graphql"
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            service = Service(url, app.state.services, client)
            if has_record:
                await service.record(*DECEMBER_2021)
            yield service
        server.should_exit = True
        await running


def given(draft: Draft) -> dict[str, Any]:
    """Return a draft as the input of a mutation."""
    return draft.model_dump(mode="json", by_alias=True, exclude_none=True)
