"""Owns reading deliveries from the projections, in log order, and never beyond where these are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import asyncpg

from events.log.connection import Pool, translated
from events.log.sql import load
from events.vocabulary import ChangeKind, Clock, EventKind, LogOffset
from projections.reading.log import Progress, SharedProgress
from projections.rule.changes import PairChange
from service.live.delivery import Delivery, Version

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("feed.sql"))
_Changes = Mapping[LogOffset, Mapping[Clock, tuple[PairChange, ...]]]
_MOST_CHANGES = 10_000
"""A page ends early where its events changed more than so many answers; one event's own stay together."""
_NAMELESS = frozenset({EventKind.RETRACTION, EventKind.RELATION})
"""Events without actors and issues of their own: they bear those of the records they touch."""


class Feed:
    """Read deliveries through a pool of readers; a standby will do. Every method raises ``LogUnavailable``."""

    def __init__(self, pool: Pool, reached: SharedProgress) -> None:
        """``reached`` is that of the same readers."""
        self._pool, self._reached = pool, reached

    async def progress(self) -> Progress:
        """Return how far log and projections go."""
        return await self._reached.read()

    async def page(self, after: LogOffset, *, limit: int) -> list[Delivery]:
        """Return at most ``limit`` deliveries behind an offset, without a gap; none where the projections end there."""
        with translated():
            rows = await self._pool.fetch(QUERIES["page"], after, limit)
            upto = LogOffset(rows[-1]["log_offset"]) if rows else after
            changed: Sequence[asyncpg.Record] = []
            if rows:
                changed = await self._pool.fetch(QUERIES["changes"], after, upto, _MOST_CHANGES)
            if len(changed) == _MOST_CHANGES:
                upto, changed = await self._whole(changed)
        return list(_deliveries([row for row in rows if row["log_offset"] <= upto], _changes(changed)))

    async def _whole(self, changed: Sequence[asyncpg.Record]) -> tuple[LogOffset, Sequence[asyncpg.Record]]:
        """Return a page's changes up to its last event of which none is missing, at least those of the first event."""
        first, last = LogOffset(changed[0]["log_offset"]), LogOffset(changed[-1]["log_offset"])
        if first < last:
            return LogOffset(last - 1), [row for row in changed if row["log_offset"] < last]
        return last, await self._pool.fetch(QUERIES["changes"], last - 1, last, None)


def _deliveries(rows: Sequence[asyncpg.Record], changes: _Changes) -> Iterator[Delivery]:
    for log_offset, of_event in groupby(rows, key=lambda row: LogOffset(row["log_offset"])):
        versions = list(of_event)
        yield Delivery(
            log_offset=log_offset,
            recorded_on=versions[0]["recorded_on"],
            versions=frozenset(_versions(versions)),
            changes=changes.get(log_offset, {}),
        )


def _versions(rows: Sequence[asyncpg.Record]) -> Iterator[Version]:
    is_erasure = any(row["kind"] == EventKind.ERASURE for row in rows)
    for row in rows:
        named = rows if row["kind"] in _NAMELESS else [row]
        yield Version(
            kind=EventKind(row["kind"]),
            actors=None if is_erasure else frozenset(actor for one in named for actor in one["actors"]),
            issues=None if is_erasure else frozenset(issue for one in named for issue in one["issues"]),
        )


def _changes(rows: Sequence[asyncpg.Record]) -> _Changes:
    found: dict[LogOffset, dict[Clock, tuple[PairChange, ...]]] = defaultdict(dict)
    for (log_offset, clock), group in groupby(rows, key=lambda row: (row["log_offset"], Clock(row["clock"]))):
        found[log_offset][clock] = tuple(
            PairChange((row["actor"], row["issue"]), row["on_day"], ChangeKind(row["kind"])) for row in group
        )
    return found
