"""Owns the pages that the service serves: the desk at /, the query console at /console, and what they may load.

They load nothing from elsewhere, hold nothing of the record themselves, and are framed by nobody.
"""

from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override

from service.graphql.schema import PRINTED

DESK = Path(__file__).parent / "desk"
CONSOLE = Path(__file__).parent / "console"
PUBLIC = ("/", "/desk/", "/console", "/console/", "/schema.graphql")
"""The paths of pages, which anybody may load; one that ends in a slash stands for all below it."""
_GUARDED = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-cache",  # asked for again each time, and answered 304: a new version shows at once
}


def add_pages(app: FastAPI) -> None:
    """Add the pages to the application."""

    @app.get("/")
    async def desk() -> FileResponse:
        """Show the desk."""
        return FileResponse(DESK / "index.html", headers=_GUARDED)

    @app.get("/schema.graphql")
    async def printed() -> FileResponse:
        """Show the schema, for people."""
        return FileResponse(PRINTED, media_type="text/plain; charset=utf-8")

    app.mount("/desk", _Pages(directory=DESK), name="desk")
    app.mount("/console", _Pages(directory=CONSOLE, html=True), name="console")


class _Pages(StaticFiles):
    """Files with the headers that guard them."""

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_GUARDED)
        return response
