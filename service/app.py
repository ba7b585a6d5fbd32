"""Owns the web application: which paths there are, what runs behind them, and what tells that it is well.

/               the desk
/graphql        queries and mutations; subscriptions over graphql-transport-ws and server-sent events
/console        a query console that needs nothing from elsewhere
/export/        the whole record as a file of events
/health/live    the process answers
/health/ready   everything in the log is in the answers

A closed service asks for a token everywhere but at ``PUBLIC``; a route that is no GraphQL says what it ``needs``.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from events.errors import LogUnavailable
from projections.reading.log import progress
from service import pages
from service.access import roles
from service.access.admission import Admission
from service.access.caller import Caller
from service.access.routes import Forbidden, forbidden, needs
from service.exporting.download import After, UpTo, download
from service.graphql.endpoint import Endpoint
from service.graphql.schema import build_schema
from service.graphql.service_context import ServiceContext
from service.live.event_stream import EventStreamTransport
from service.live.operation import Operations
from service.live.transports import LiveTransports
from service.live.websocket import WebSocketTransport
from service.services import Services, running
from service.settings import Settings

GRAPHQL = "/graphql"
PUBLIC = (*pages.PUBLIC, "/health/live", "/health/ready")
"""Pages and signs of life, which hold nothing of the record."""
_WORTH_COMPRESSING = 2048


def create_app(settings: Settings, *, writer_url: str, reader_url: str, is_open: bool) -> FastAPI:
    """Return the application on a migrated database; its pools and tasks live from startup to shutdown.

    ``is_open`` lets everybody on this machine read, record and correct; else every request needs a token.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, writer_url=writer_url, reader_url=reader_url, is_open=is_open) as services:
            app.state.services = services
            yield

    app = FastAPI(title="On Record", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    _add_graphql(app)
    _add_health(app)
    _add_exports(app)
    pages.add_pages(app)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_COMPRESSING)
    app.add_exception_handler(Forbidden, forbidden)
    app.add_middleware(
        Admission, access=lambda: _services(app).access, is_open=is_open, public=PUBLIC, websockets=GRAPHQL
    )
    return app


def _add_graphql(app: FastAPI) -> None:
    def new_context(caller: Caller) -> ServiceContext:
        return _services(app).context(caller)

    schema = build_schema()
    operations = Operations(schema, new_context=new_context)
    app.router.routes.append(Route(GRAPHQL, Endpoint(schema, new_context=new_context)))
    app.add_middleware(
        LiveTransports,
        path=GRAPHQL,
        websockets=WebSocketTransport(operations, callers=lambda: _services(app).access.callers),
        event_streams=EventStreamTransport(operations, callers=lambda: _services(app).access.callers),
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


def _add_exports(app: FastAPI) -> None:
    @app.get("/export/record.ndjson", dependencies=[needs(roles.Scope.READ)])
    async def exported(after: After = 0, up_to: UpTo = None) -> Response:
        """Stream every event of a span, to be saved and put back (`docs/export.md`)."""
        return await download(_services(app).reading.pool, after=after, up_to=up_to)


def _services(app: FastAPI) -> Services:
    services: Services = app.state.services
    return services
