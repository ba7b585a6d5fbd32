"""Owns GraphQL over HTTP: one query or mutation a request, in the media type that the client understands.

    POST  application/json              query, mutation
    GET   query, variables, …           query only
    accept: application/graphql-response+json    400 without data where nothing was executed
    accept: application/json, or anything        200 for every well-formed request

Many results a request are other transports': ``service.live``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLFormattedError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from service.access.caller import Caller
from service.graphql.context import Context
from service.graphql.execution import NO_SUCH_OPERATION, Schema

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
LARGEST_BODY = 16 * 2**20
"""Room for the text of a source; bytes."""
LONGEST_QUERY = 2**17
"""Parsed queries are kept, so their length is bounded; characters."""
_OF_METHOD = {"GET": {OperationType.QUERY}, "POST": {OperationType.QUERY, OperationType.MUTATION}}


class NotAnswered(Exception):
    """The request was not executed; ``status`` and ``message`` say why."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        self.status, self.message, self.headers = status, message, headers
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks, well-formed."""

    query: str
    variables: Mapping[str, Any] | None
    operation_name: str | None


class Endpoint:
    """The ASGI application of requests that have one result; ``new_context`` makes the context of each caller."""

    def __init__(self, schema: Schema, *, new_context: Callable[[Caller], Context]) -> None:
        self._schema, self._new_context = schema, new_context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        media_type = media_type_of(request.headers.get("accept", ""))
        try:
            answer = _response(await self._executed(request), media_type)
        except NotAnswered as error:
            refusal: GraphQLFormattedError = {"message": error.message}
            answer = Response(orjson.dumps({"errors": [refusal]}), error.status, error.headers, media_type)
        await answer(scope, receive, send)

    async def _executed(self, request: Request) -> ExecutionResult:
        if request.method not in _OF_METHOD:
            raise NotAnswered(405, "ask by GET or POST", allow="GET, POST")
        asked = await _asked(request)
        try:
            return await self._schema.execute(
                asked.query,
                variable_values=dict(asked.variables or {}),
                context_value=self._new_context(request.scope["caller"]),
                operation_name=asked.operation_name,
                allowed_operation_types=_OF_METHOD[request.method],
            )
        except CannotGetOperationTypeError as error:
            raise NotAnswered(400, NO_SUCH_OPERATION) from error
        except InvalidOperationTypeError as error:
            if request.method == "GET":
                raise NotAnswered(405, "a mutation is sent by POST; a GET changes nothing", allow="POST") from error
            raise NotAnswered(400, "subscribe with accept: text/event-stream, or over a websocket") from error


def media_type_of(accept: str) -> str:
    """Return the media type to answer in: the newer one where the client names it at least as willingly."""
    weights = {JSON: 0.0, GRAPHQL_RESPONSE: 0.0}
    for media_range in accept.lower().split(","):
        name, *parameters = (part.strip() for part in media_range.split(";"))
        if name in weights:
            weights[name] = _weight(parameters)
    return GRAPHQL_RESPONSE if 0 < weights[GRAPHQL_RESPONSE] >= weights[JSON] else JSON


def _weight(parameters: list[str]) -> float:
    try:
        return next((float(one.removeprefix("q=")) for one in parameters if one.startswith("q=")), 1.0)
    except ValueError:
        return 0.0


def _response(result: ExecutionResult, media_type: str) -> Response:
    errors = [error.formatted for error in result.errors or ()]
    is_executed = result.data is not None or any("path" in error for error in errors)
    body: dict[str, Any] = {"data": result.data} if is_executed else {}
    status = 200 if is_executed or media_type == JSON else 400
    return Response(orjson.dumps(body | ({"errors": errors} if errors else {})), status, media_type=media_type)


async def _asked(request: Request) -> Asked:
    given = _parameters(request) if request.method == "GET" else await _document(request)
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName") or None
    if not isinstance(query, str) or not query:
        raise NotAnswered(400, "give the query as text")
    if len(query) > LONGEST_QUERY:
        raise NotAnswered(413, f"a query has at most {LONGEST_QUERY} characters; put long texts into variables")
    if not isinstance(variables, dict | None):
        raise NotAnswered(400, "give the variables as an object")
    if not isinstance(name, str | None) or not isinstance(given.get("extensions"), dict | None):
        raise NotAnswered(400, "give operationName as text, and extensions as an object")
    return Asked(query, variables, name)


def _parameters(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    return given | {name: _json(given[name]) for name in ("variables", "extensions") if given.get(name)}


async def _document(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
        raise NotAnswered(415, f"send the request as {JSON}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise NotAnswered(413, f"a request has at most {LARGEST_BODY} bytes")
    document = _json(bytes(body))
    if not isinstance(document, dict):
        raise NotAnswered(400, "send one request, as an object")
    return document


def _json(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise NotAnswered(400, f"this is not JSON: {error}") from error
