"""Owns what comes before everything else: the Host that an open service is asked as, the token a closed one needs.

    open      Host is a name of this machine, else 421: another site may have its name point here (DNS rebinding)
    closed    a live token, else 401; without one only what ``public`` names, pages that hold nothing of the record

The websockets of GraphQL bring their token with connection_init, so their transport lets them in
(``service.live.websocket``).
"""

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from ipaddress import ip_address

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from events.errors import LogUnavailable
from service.access.callers import Access, NotKnown

_MISDIRECTED = "an open service answers on this machine alone: ask it as http://localhost or http://127.0.0.1"
_HOST = re.compile(r"(\[(?P<v6>[^\[\]]+)\]|(?P<name>[^:\[\]]+))(:\d*)?")
_KEPT_HOSTS = 64
UNAVAILABLE = "The database did not answer, so it is not known who asks. Ask again in a moment."


class Admission:
    """ASGI middleware, the outermost; behind it every HTTP request that is not public has ``scope["caller"]``."""

    def __init__(
        self, app: ASGIApp, *, access: Callable[[], Access], is_open: bool, public: Collection[str], websockets: str
    ) -> None:
        """``public`` are paths; one that ends in a slash stands for all below it.

        ``websockets`` is the path at which websockets let their callers in themselves.
        """
        self._app, self._access, self._is_open = app, access, is_open
        self._public, self._websockets = frozenset(public), websockets
        self._public_below = tuple(path for path in public if path.endswith("/") and path != "/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or refuse before anything runs."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif self._is_open and not all(map(is_loopback, hosts_of(scope))):
            await _refuse(scope, receive, send, _refusal(421, "MISDIRECTED", _MISDIRECTED))
        elif self._is_admitted_elsewhere(scope):
            await self._app(scope, receive, send)
        else:
            await self._admit(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            scope["caller"] = await self._access().callers.known_by(Headers(scope=scope).get("authorization"))
        except NotKnown as why:
            refusal = _refusal(401, "UNAUTHENTICATED", str(why), **{"www-authenticate": "Bearer"})
        except LogUnavailable:
            refusal = _refusal(503, "UNAVAILABLE", UNAVAILABLE)
        else:
            await self._app(scope, receive, send)
            return
        await _refuse(scope, receive, send, refusal)

    def _is_admitted_elsewhere(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if scope["type"] == "websocket":
            return path == self._websockets
        return path in self._public or any(path.startswith(one) for one in self._public_below)


def hosts_of(scope: Scope) -> list[str]:
    """Return every Host that a request names, an empty one where it names none."""
    return [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"] or [""]


@lru_cache(_KEPT_HOSTS)
def is_loopback(host: str) -> bool:
    """Tell whether a Host, with its port or without, can only mean this machine."""
    found = _HOST.fullmatch(host.lower())
    if found is None:
        return False
    name = (found["v6"] or found["name"]).removesuffix(".")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def _refusal(status: int, code: str, message: str, **headers: str) -> Response:
    error = {"message": message, "extensions": {"code": code}}
    return Response(orjson.dumps({"errors": [error]}), status, headers, "application/json")


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Response) -> None:
    """Send a refusal, to a websocket before it is opened."""
    if scope["type"] == "http":
        await refusal(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await WebSocket(scope, receive, send).send_denial_response(refusal)
    else:
        await WebSocket(scope, receive, send).close()
