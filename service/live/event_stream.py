"""Owns GraphQL over server-sent events, in its mode of distinct connections: one operation, one response.

    event: next      data: the response    id: its logOffset, sent back as Last-Event-ID to resume after it
    event: complete  data: nothing

The headers go out before the first event, and what is wrong with a request comes as `next` too: a browser's EventSource
shows no other answer. A stream whose token expires or is revoked ends with such an error. While nothing happens a
comment tells that the connection lives.
"""

import asyncio
import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from typing import Any, NoReturn

import orjson
from graphql import GraphQLError, GraphQLFormattedError
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from events.vocabulary import LogOffset
from service.access.callers import Callers, known_no_more
from service.graphql.endpoint import GRAPHQL_RESPONSE, JSON, LARGEST_BODY
from service.live.operation import EncodedResult, GraphQLRequest, Operations, RequestRefused
from service.live.outbox import ClientTooSlow, Outbox

MEDIA_TYPE = "text/event-stream"
_HEADERS = {"content-type": f"{MEDIA_TYPE}; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no"}
ALIVE_EVERY = datetime.timedelta(seconds=12)
"""How often an idle stream says that it lives."""
_ALIVE = ":\n\n"
_COMPLETE = "event: complete\ndata:\n\n"
_END_WITHIN_SECONDS = 10.0


class _Over(Exception):
    """The response is complete, or nobody reads it any more."""


class _Ended(Exception):
    """The stream cannot go on; the error is its last event."""

    def __init__(self, message: str, *, code: str) -> None:
        self.error = GraphQLError(message, extensions={"code": code})
        super().__init__(message)


class EventStreamTransport:
    """The ASGI application for requests that accept an event stream."""

    def __init__(self, operations: Operations, *, callers: Callable[[], Callers]) -> None:
        self._operations, self._callers = operations, callers

    @staticmethod
    def serves(scope: Scope) -> bool:
        """Tell whether a request asks for an event stream; a client that takes JSON as well is answered once."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "POST"}:
            return False
        ranges = Request(scope).headers.get("accept", "").lower().split(",")
        accepted = {media_range.split(";")[0].strip() for media_range in ranges}
        return MEDIA_TYPE in accepted and accepted.isdisjoint({JSON, GRAPHQL_RESPONSE})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        with suppress(ClientDisconnect):
            body = await _body(request)
            headers = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await _send(send, _ALIVE)
            await self._stream(request, body, receive, send)

    async def _stream(self, request: Request, body: bytes, receive: Receive, send: Send) -> None:
        outbox = Outbox()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_write(outbox, send))
                tasks.create_task(_watch(receive))
                tasks.create_task(self._watch_caller(request))
                await self._fill(outbox, request, body)
        except* _Over:
            pass
        except* _Ended as ended:
            with suppress(TimeoutError):
                async with asyncio.timeout(_END_WITHIN_SECONDS):
                    error = next(one.error for one in ended.exceptions if isinstance(one, _Ended))
                    await _send(send, _refusal([error.formatted]) + _COMPLETE, is_last=True)

    async def _watch_caller(self, request: Request) -> NoReturn:
        why = await known_no_more(self._callers(), request.headers.get("authorization"))
        raise _Ended(str(why), code="UNAUTHENTICATED")

    async def _fill(self, outbox: Outbox, request: Request, body: bytes) -> None:
        try:
            asked = _asked(request, body)
            caller, may_write = request.scope["caller"], request.method == "POST"
            async with aclosing(self._operations.results(asked, caller, may_write=may_write)) as results:
                async for result in results:
                    await outbox.put(_next(result))
        except RequestRefused as refused:
            await outbox.put(_refusal(refused.errors))
        except ClientTooSlow as slow:
            raise _Ended(str(slow), code="TOO_SLOW") from slow
        await outbox.put(_COMPLETE)


async def _write(outbox: Outbox, send: Send) -> None:
    while True:
        text = _ALIVE
        with suppress(TimeoutError):
            async with asyncio.timeout(ALIVE_EVERY.total_seconds()):
                text = await outbox.take()
        await _send(send, text, is_last=text is _COMPLETE)
        if text is _COMPLETE:
            raise _Over


async def _watch(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    raise _Over


async def _send(send: Send, text: str, *, is_last: bool = False) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": not is_last})


async def _body(request: Request) -> bytes:
    """Return the body, one byte beyond the largest at most."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            break
    return bytes(body[: LARGEST_BODY + 1])


def _next(result: EncodedResult) -> str:
    place = "" if result.log_offset is None else f"id: {result.log_offset}\n"
    return f"event: next\n{place}data: {result.text}\n\n"


def _refusal(errors: Sequence[GraphQLFormattedError]) -> str:
    return _next(EncodedResult(orjson.dumps({"errors": errors}).decode()))


def _asked(request: Request, body: bytes) -> GraphQLRequest:
    """Return what a request asks; raise RequestRefused where it is malformed."""
    given = _parameters(request) if request.method == "GET" else _document(request, body)
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
    if not isinstance(query, str):
        raise _malformed("give the query as a string")
    if not isinstance(variables, dict | None):
        raise _malformed("variables are an object")
    if not isinstance(name, str | None):
        raise _malformed("operationName is a string")
    return GraphQLRequest(query, variables, name, _resumed(request))


def _parameters(request: Request) -> Mapping[str, Any]:
    variables = request.query_params.get("variables")
    return {**request.query_params, "variables": _json(variables) if variables else None}


def _document(request: Request, body: bytes) -> Mapping[str, Any]:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != JSON:
        raise _malformed(f"send the request as {JSON}")
    if len(body) > LARGEST_BODY:
        raise _malformed(f"a request has at most {LARGEST_BODY} bytes")
    document = _json(body)
    if not isinstance(document, dict):
        raise _malformed("a request is a JSON object")
    return document


def _json(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise _malformed("this is no JSON") from None


def _resumed(request: Request) -> LogOffset | None:
    last = request.headers.get("last-event-id", "")
    if last and not (last.isascii() and last.isdigit() and len(last) <= 18):  # noqa: PLR2004 - as the scalar LogOffset
        raise _malformed("Last-Event-ID is the id of an event of this stream, a decimal number")
    return LogOffset(int(last)) if last else None


def _malformed(message: str) -> RequestRefused:
    return RequestRefused([GraphQLError(message, extensions={"code": "BAD_REQUEST"})])
