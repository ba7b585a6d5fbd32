"""A closed service and an open one on one database, in a thread of their own, and clients in every lane."""

import asyncio
import datetime
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import pytest
from live_service import Service, serving
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from service.access.roles import AccessRole
from service.access.tokens import Tokens, new_secret
from service.live import hub

LANES = ("POST", "GET", "websocket", "event stream")
Answer = dict[str, Any]


@dataclass(frozen=True)
class Holder:
    """Somebody who asks: with a token or without, and known as whom."""

    secret: str | None
    role: AccessRole | None
    name: str | None = None
    token_id: int | None = None
    is_open: bool = False

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}"} if self.secret else {}


async def holders_in(dsn: str) -> Mapping[str, Holder]:
    """Make a token of every kind; return who holds it, and who holds none."""
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    owner = await asyncpg.connect(dsn, server_settings={"role": "onrecord_owner"})
    tokens, found = Tokens(owner), dict[str, Holder]()
    for role in AccessRole:
        made, secret = await tokens.create(f"a {role.lower()}", role, expires_at=None, created_by="a test")
        found[role.lower()] = Holder(secret, role, made.name, made.id)
    _, expired = await tokens.create("late", AccessRole.ADMIN, expires_at=past, created_by="a test")
    _, revoked = await tokens.create("gone", AccessRole.ADMIN, expires_at=None, created_by="a test")
    await tokens.revoke("gone", revoked_by="a test", because=None)
    await owner.close()
    return found | {
        "no token": Holder(None, None),
        "bad token": Holder(new_secret(), None),
        "no token of ours": Holder("sesame", None),
        "expired": Holder(expired, None),
        "revoked": Holder(revoked, None),
        "open": Holder(None, AccessRole.EDITOR, "desk", is_open=True),
    }


@contextmanager
def in_a_thread(dsn: str, *, is_open: bool) -> Iterator[Service]:
    """Serve in a thread: the tests of a module share the service, and each has a loop of its own or none."""
    started, found = threading.Event(), list[Service]()

    async def serve(stop: asyncio.Event, loop: list[asyncio.AbstractEventLoop]) -> None:
        loop.append(asyncio.get_running_loop())
        patched.setattr(hub, "CHECKPOINT_EVERY", datetime.timedelta(seconds=0.1))  # what is silent is told soon
        async with serving(dsn, is_open=is_open, projection_wait=5) as service:
            found.append(service)
            started.set()
            await stop.wait()

    stop, loop = asyncio.Event(), list[asyncio.AbstractEventLoop]()
    thread = threading.Thread(target=lambda: asyncio.run(serve(stop, loop)))
    with pytest.MonkeyPatch.context() as patched:
        thread.start()
        assert started.wait(30)
        yield found[0]
        loop[0].call_soon_threadsafe(stop.set)
        thread.join(30)


class Refused(Exception):
    """Nobody is known by what the client brought along."""


def asked_in(lane: str, url: str, holder: Holder, texts: list[str]) -> list[Answer | None]:
    """Ask one thing after the other in a lane; return the answers, None for what the lane does not serve.

    Raises:
        Refused: on the first answer that says so.
    """
    if lane == "websocket":
        return _over_a_websocket(url.replace("http", "ws", 1), holder, texts)
    with httpx.Client(trust_env=False, timeout=20, headers=holder.headers) as client:
        return [{"POST": _posted, "GET": _got, "event stream": _streamed}[lane](client, url, text) for text in texts]


def _posted(client: httpx.Client, url: str, text: str) -> Answer | None:
    return _answer(client.post(url, json={"query": text}))


def _got(client: httpx.Client, url: str, text: str) -> Answer | None:
    return _answer(client.get(url, params={"query": text}))


def _answer(response: httpx.Response) -> Answer | None:
    if response.status_code == 401:
        assert "data" not in response.json()
        assert response.headers["www-authenticate"] == "Bearer"
        raise Refused(response.json()["errors"][0]["extensions"]["code"])
    if response.status_code in {400, 405} and "data" not in response.json():
        return None
    return dict(response.json())


def _streamed(client: httpx.Client, url: str, text: str) -> Answer | None:
    headers = {"accept": "text/event-stream"}
    with client.stream("POST", url, json={"query": text}, headers=headers) as response:
        if response.status_code == 401:
            response.read()
            return _answer(response)
        for line in response.iter_lines():
            if line.startswith("data: {"):
                return dict(json.loads(line.removeprefix("data: ")))
    raise AssertionError("the stream ended without an answer")


def _over_a_websocket(url: str, holder: Holder, texts: list[str]) -> list[Answer | None]:
    with connect(url, subprotocols=["graphql-transport-ws"], proxy=None) as socket:  # type: ignore[list-item]
        payload = {"authorization": f"Bearer {holder.secret}"} if holder.secret else {}
        socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        try:
            acknowledged = json.loads(socket.recv())
        except ConnectionClosed as closed:
            raise Refused({4403: "UNAUTHENTICATED"}.get(closed.rcvd.code if closed.rcvd else 0, closed)) from closed
        assert acknowledged == {"type": "connection_ack"}
        return [_told(socket, str(number), text) for number, text in enumerate(texts)]


def _told(socket: Any, operation_id: str, text: str) -> Answer:
    socket.send(json.dumps({"type": "subscribe", "id": operation_id, "payload": {"query": text}}))
    while True:
        message = json.loads(socket.recv(20))
        if message.get("id") != operation_id or message["type"] == "complete":
            continue
        socket.send(json.dumps({"type": "complete", "id": operation_id}))
        return {"errors": message["payload"]} if message["type"] == "error" else dict(message["payload"])
