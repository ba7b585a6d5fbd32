"""Owns the record over HTTP: a file to save, streamed as fast as it is taken."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from events.errors import LogUnavailable
from events.log.connection import Pool
from service.exporting.event_lines import MEDIA_TYPE
from service.exporting.record import OutsideTheLog, record_lines, span_of

After = Annotated[int, Query(ge=0, le=2**62, description="Begin behind this log offset.")]
UpTo = Annotated[
    int | None, Query(ge=0, le=2**62, alias="upTo", description="End with this log offset; with the log, if left out.")
]


async def download(pool: Pool, *, after: int, up_to: int | None) -> Response:
    """Answer with the file of a span; 400 where the log does not hold it, 503 where the database does not answer."""
    try:
        span = await span_of(pool, after=after, up_to=up_to)
    except OutsideTheLog as error:
        return _refusal(400, "OUTSIDE_THE_LOG", str(error))
    except LogUnavailable:
        return _refusal(503, "UNAVAILABLE", "The database did not answer. Ask again in a moment.")
    headers = {
        "content-disposition": f'attachment; filename="{span.file_name}"',
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return StreamingResponse(record_lines(pool, span), media_type=MEDIA_TYPE, headers=headers)


def _refusal(status: int, code: str, message: str) -> JSONResponse:
    """Answer in the shape of a GraphQL error."""
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": code}}]}, status_code=status)
