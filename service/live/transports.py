"""Owns which requests at the GraphQL endpoint are answered by more than one response: websockets and event streams."""

from starlette.types import ASGIApp, Receive, Scope, Send

from service.live.event_stream import EventStreamTransport
from service.live.websocket import WebSocketTransport


class LiveTransports:
    """ASGI middleware before the application that answers each request once."""

    def __init__(
        self, app: ASGIApp, *, path: str, websockets: WebSocketTransport, event_streams: EventStreamTransport
    ) -> None:
        """``path`` is that of the one endpoint."""
        self._app, self._path = app, path
        self._websockets, self._event_streams = websockets, event_streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] == "websocket" and scope["path"] == self._path:
            await self._websockets(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == self._path and self._event_streams.serves(scope):
            await self._event_streams(scope, receive, send)
        else:
            await self._app(scope, receive, send)
