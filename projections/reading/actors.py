"""Owns reading which roles actors hold on a day."""

import datetime
from collections.abc import Collection, Mapping
from pathlib import Path

from events.contents import Role
from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset
from projections.reading.records import StandingRecord, standing_record

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("actors.sql"))


async def roles_of(
    source: Source, actors: Collection[str], *, as_of: datetime.date, known_at: LogOffset
) -> dict[str, list[StandingRecord]]:
    """Return the roles that each actor holds on a day, in the order of record; undated ones are always in force."""
    found: dict[str, list[StandingRecord]] = {actor: [] for actor in actors}
    with translated():
        rows = await source.fetch(QUERIES["roles"], known_at, list(actors), as_of)
    for record in map(standing_record, rows):
        if isinstance(record.content, Role):
            found[record.content.holder].append(record)
    return found
