"""Owns graphql-transport-ws: many operations over one websocket, each named by an id that the client chooses.

    opened ──connection_init──► acknowledged ──subscribe──► an operation: next, next, …, complete or error
       │ nothing in time: 4408       │ malformed: 4400, subscribe too early: 4401, id in use: 4409, init again: 4429
       ▼                             ▼ the client takes nothing for too long: 1013, and it may resume
     closed                        closed         no live token: 4403, at connection_init or as soon as it is so

The token comes in the header Authorization or, from browsers, as `authorization` in the payload of connection_init.
A page of another site is refused before it is opened: a browser asks no leave for websockets as it does for POST.
"""

import asyncio
import datetime
from collections.abc import Callable, Mapping
from contextlib import aclosing, suppress
from typing import Any, NoReturn
from urllib.parse import urlsplit

import orjson
import structlog
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from events.errors import LogUnavailable
from service.access.admission import UNAVAILABLE
from service.access.caller import Caller
from service.access.callers import Callers, NotKnown, known_no_more
from service.live.operation import GraphQLRequest, Operations, RequestRefused
from service.live.outbox import ClientTooSlow, Outbox

PROTOCOL = "graphql-transport-ws"
MOST_OPERATIONS = 100
"""Under way at once over one connection."""
INIT_WITHIN = datetime.timedelta(seconds=10)
"""How long a client may stay silent at first."""
_CLOSE_WITHIN_SECONDS = 10.0
_LONGEST_REASON = 120
Message = Mapping[str, Any]
_log = structlog.get_logger()


class Closing(Exception):
    """The connection ends, by this side; ``reason`` is shown to the client."""

    def __init__(self, code: int, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(f"{code} {reason}")


class _Gone(Exception):
    """The client has closed the connection."""


class WebSocketTransport:
    """The ASGI application for websockets: each call serves one until it is closed."""

    def __init__(self, operations: Operations, *, callers: Callable[[], Callers]) -> None:
        self._operations, self._callers = operations, callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        socket = WebSocket(scope, receive, send)
        if not _is_of_this_site(socket):
            await socket.close()
            return
        is_spoken = PROTOCOL in socket.scope["subprotocols"]
        await socket.accept(subprotocol=PROTOCOL if is_spoken else None)
        if not is_spoken:
            await _close(socket, Closing(4406, f"speak {PROTOCOL}"))
            return
        await _Connection(socket, self._operations, self._callers()).serve()


class _Connection:
    """One accepted websocket: a reader, a writer, and a task for each operation under way."""

    def __init__(self, socket: WebSocket, operations: Operations, callers: Callers) -> None:
        self._socket, self._operations, self._outbox = socket, operations, Outbox()
        self._callers = callers
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._caller: Caller | None = None

    async def serve(self) -> None:
        """Serve until either side closes; leave no task behind."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._write())
                await self._read(tasks)
        except* Closing as closings:
            closing = next(_leaves(closings))
            await _close(self._socket, closing)
        except* (_Gone, WebSocketDisconnect):
            pass
        except* Exception as unexpected:  # noqa: BLE001 - the rim: the other connections live on
            _log.error("a websocket failed", exc_info=unexpected)
            await _close(self._socket, Closing(1011, "something is wrong on our side; it is in the service's log"))

    async def _write(self) -> None:
        while True:
            await self._socket.send_text(await self._outbox.take())

    async def _read(self, tasks: asyncio.TaskGroup) -> None:
        try:
            async with asyncio.timeout(INIT_WITHIN.total_seconds()):
                while self._caller is None:
                    await self._answer(await self._received(), tasks)
        except TimeoutError:
            raise Closing(4408, "connection_init did not come in time") from None
        while True:
            await self._answer(await self._received(), tasks)

    async def _received(self) -> Message:
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise _Gone
        text = received.get("text")
        if text is None:
            raise Closing(4400, "send text frames, not binary ones")
        try:
            message = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Closing(4400, "a message is JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise Closing(4400, "a message is an object with a type")
        return message

    async def _answer(self, message: Message, tasks: asyncio.TaskGroup) -> None:
        match message["type"]:
            case "connection_init":
                await self._acknowledge(message, tasks)
            case "ping":
                await self._put({"type": "pong"} | _payload_of(message))
            case "pong":
                _payload_of(message)
            case "subscribe":
                await self._subscribe(message, tasks)
            case "complete":
                self._complete(message)
            case other:
                raise Closing(4400, f"no message has the type {other}")

    async def _acknowledge(self, message: Message, tasks: asyncio.TaskGroup) -> None:
        authorization = self._authorization(message)
        if self._caller is not None:
            raise Closing(4429, "connection_init is sent once")
        try:
            self._caller = await self._callers.known_by(authorization)
        except NotKnown as why:
            raise Closing(4403, f"Forbidden: {why}") from why
        except LogUnavailable as error:
            raise Closing(1013, UNAVAILABLE) from error
        tasks.create_task(self._watch(authorization))
        await self._put({"type": "connection_ack"})

    def _authorization(self, message: Message) -> str | None:
        """Return what the client brought along to be known by, now or when it opened the websocket."""
        given = _payload_of(message).get("payload", {}).get("authorization")
        if not isinstance(given, str | None):
            raise Closing(4400, "authorization is a string")
        return given or self._socket.headers.get("authorization")

    async def _watch(self, authorization: str | None) -> NoReturn:
        why = await known_no_more(self._callers, authorization)
        raise Closing(4403, f"Forbidden: {why}")

    async def _subscribe(self, subscribe: Message, tasks: asyncio.TaskGroup) -> None:
        if self._caller is None:
            raise Closing(4401, "send connection_init first")
        operation_id, request = _id_of(subscribe), _request_of(subscribe)
        if operation_id in self._under_way:
            raise Closing(4409, f"Subscriber for {operation_id} already exists")
        if len(self._under_way) >= MOST_OPERATIONS:
            message = f"{MOST_OPERATIONS} operations are under way here; complete one, or open another connection"
            await self._put({"id": operation_id, "type": "error", "payload": [{"message": message}]})
            return
        task = tasks.create_task(self._run(operation_id, request, self._caller))
        self._under_way[operation_id] = task

    def _complete(self, message: Message) -> None:
        task = self._under_way.pop(_id_of(message), None)
        if task is not None:
            task.cancel()

    async def _run(self, operation_id: str, request: GraphQLRequest, caller: Caller) -> None:
        quoted_id = orjson.dumps(operation_id).decode()
        last: dict[str, Any] = {"id": operation_id, "type": "complete"}
        try:
            async with aclosing(self._operations.results(request, caller)) as results:
                async for result in results:
                    await self._put_text(f'{{"id":{quoted_id},"type":"next","payload":{result.text}}}')
        except RequestRefused as refused:
            last = {"id": operation_id, "type": "error", "payload": refused.errors}
        self._under_way.pop(operation_id, None)
        await self._put(last)

    async def _put(self, message: Mapping[str, Any]) -> None:
        await self._put_text(orjson.dumps(message).decode())

    async def _put_text(self, text: str) -> None:
        try:
            await self._outbox.put(text)
        except ClientTooSlow as slow:
            raise Closing(1013, str(slow)) from slow


def _is_of_this_site(socket: WebSocket) -> bool:
    """Tell whether the page that opens the websocket is served here; programs name no origin."""
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")


def _payload_of(message: Message) -> dict[str, Any]:
    """Return the payload of a message that may have one, under its name; nothing where there is none."""
    payload = message.get("payload")
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        raise Closing(4400, f"the payload of {message['type']} is an object"[:_LONGEST_REASON])
    return {"payload": payload}


def _id_of(message: Message) -> str:
    operation_id = message.get("id")
    if not isinstance(operation_id, str) or not operation_id:
        raise Closing(4400, "an operation's id is a string")
    return operation_id


def _request_of(message: Message) -> GraphQLRequest:
    payload = message.get("payload")
    if not isinstance(payload, dict) or not isinstance(payload.get("query"), str):
        raise Closing(4400, "the payload of subscribe has a query")
    variables, name = payload.get("variables"), payload.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise Closing(4400, "variables are an object, operationName is a string")
    if not isinstance(payload.get("extensions"), dict | None):
        raise Closing(4400, "extensions are an object")
    return GraphQLRequest(payload["query"], variables, name)


def _leaves(group: BaseExceptionGroup[Closing]) -> Any:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


async def _close(socket: WebSocket, closing: Closing) -> None:
    """Send the close frame; a client that still takes nothing is left with the closed connection alone."""
    reason = closing.reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
    with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        async with asyncio.timeout(_CLOSE_WITHIN_SECONDS):
            await socket.close(closing.code, reason)
