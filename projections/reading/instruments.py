"""Owns reading who answered which provision of an instrument, and how."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import NON_PRINCIPAL_KINDS, Basis, LogOffset, ResponseKind
from projections.reading.answers import Answer, Expected, Response, answers
from projections.reading.view import View

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("instruments.sql"))


@dataclass(frozen=True, slots=True, order=True)
class ProvisionRef:
    """Names one provision of one instrument."""

    instrument: str
    provision: str


async def instruments_of(source: Source, provisions: Collection[str], *, known_at: LogOffset) -> dict[str, str]:
    """Return the instrument of each provision that stands at an offset."""
    with translated():
        rows = await source.fetch(QUERIES["of_provisions"], known_at, list(provisions))
    return {row["provision_id"]: row["instrument_id"] for row in rows}


async def answers_to(
    source: Source, view: View, *, provisions: Collection[ProvisionRef]
) -> dict[ProvisionRef, list[Answer]]:
    """Return the answers to each provision on the day of the view; none while its instrument is not tabled by then."""
    instruments = sorted({ref.instrument for ref in provisions})
    with translated():
        expected_rows = await source.fetch(QUERIES["expected"], view.known_at, view.as_of, view.clock, instruments)
        response_rows = await source.fetch(
            QUERIES["responses"], view.known_at, view.as_of, view.clock, instruments, sorted(NON_PRINCIPAL_KINDS)
        )
    expected: dict[str, list[Expected]] = {}
    for row in expected_rows:
        of_instrument = expected.setdefault(row["instrument_id"], [])
        if row["actor_id"] is not None:
            of_instrument.append(Expected(row["actor_id"], row["has_spoken"]))
    responses: dict[str, list[Response]] = {instrument: [] for instrument in instruments}
    for row in response_rows:
        responses[row["instrument_id"]].append(_response(row))
    return {
        ref: answers(ref.provision, responses[ref.instrument], expected=expected[ref.instrument])
        if ref.instrument in expected
        else []
        for ref in provisions
    }


def _response(row: asyncpg.Record) -> Response:
    return Response(
        instrument=row["instrument_id"],
        provision=row["provision_id"],
        actor=row["actor_id"],
        response=ResponseKind(row["response"]),
        basis=Basis(row["basis"]),
        rank=row["rank"],
        ordinal=row["ordinal"],
        said=row["said_latest"],
        visible=row["visible"],
        event_id=row["event_id"],
        log_offset=LogOffset(row["log_offset"]),
    )
