"""Owns the web application: which paths there are, what runs behind them, and what tells that it is well.

/graphql        queries and mutations; subscriptions over graphql-transport-ws and server-sent events
/console        a query console that needs nothing from elsewhere
/health/live    the process answers
/health/ready   everything in the log is in the answers
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.routing import Route
from starlette.types import Scope
from typing_extensions import override

from events.errors import LogUnavailable
from projections.reading.log import progress
from service.graphql.endpoint import Endpoint
from service.graphql.schema import PRINTED, build_schema
from service.graphql.service_context import ServiceContext
from service.live.event_stream import EventStreamTransport
from service.live.operation import Operations
from service.live.transports import LiveTransports
from service.live.websocket import WebSocketTransport
from service.services import Services, running
from service.settings import Settings

_PAGES = Path(__file__).parent / "console"
_GUARDED = {
    "content-security-policy": "default-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
}


def create_app(settings: Settings, *, writer_url: str, reader_url: str) -> FastAPI:
    """Return the application on a migrated database; its pools and tasks live from startup to shutdown."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, writer_url=writer_url, reader_url=reader_url) as services:
            app.state.services = services
            yield

    app = FastAPI(title="On Record", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    _add_graphql(app)
    _add_health(app)
    _add_pages(app)
    return app


def _add_graphql(app: FastAPI) -> None:
    def new_context() -> ServiceContext:
        return _services(app).context()

    schema = build_schema()
    operations = Operations(schema, new_context=new_context)
    app.router.routes.append(Route("/graphql", Endpoint(schema, new_context=new_context)))
    app.add_middleware(
        LiveTransports,
        path="/graphql",
        websockets=WebSocketTransport(operations),
        event_streams=EventStreamTransport(operations),
    )


def _add_health(app: FastAPI) -> None:
    @app.get("/health/live")
    async def live() -> dict[str, str]:
        """Answer, which is all there is to it."""
        return {"status": "live"}

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        """Tell whether everything in the log is in the answers; 503 while it is not."""
        try:
            reached = await progress(_services(app).reading.pool)
        except LogUnavailable:
            return JSONResponse({"status": "the database does not answer"}, status_code=503)
        return JSONResponse(
            {
                "status": "ready" if reached.is_caught_up else "catching up",
                "head": str(reached.log_offset),
                "projectedTo": str(reached.projected_to),
            },
            status_code=200 if reached.is_caught_up else 503,
        )


def _add_pages(app: FastAPI) -> None:
    @app.get("/")
    async def front() -> FileResponse:
        """Say what this is, with links."""
        return FileResponse(_PAGES / "front.html", headers=_GUARDED)

    @app.get("/schema.graphql")
    async def printed() -> FileResponse:
        """Show the schema, for people."""
        return FileResponse(PRINTED, media_type="text/plain; charset=utf-8")

    app.mount("/console", _Pages(directory=_PAGES, html=True), name="console")


class _Pages(StaticFiles):
    """Pages that load nothing from elsewhere, and are framed by nobody."""

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_GUARDED)
        return response


def _services(app: FastAPI) -> Services:
    services: Services = app.state.services
    return services
