"""Owns the registry as it stood at an offset: folded from the log, a few of them kept in memory."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from events.log.connection import Source, translated
from events.log.kept_registry import QUERIES as RECORDER
from events.log.reader import recorded_event
from events.log.sql import load
from events.registry import Registry
from events.vocabulary import LogOffset

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("registries.sql"))
_KEPT = 16
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class _Reach:
    """What tells one registry from another: the log, its last event in it, and the erasures that had passed."""

    log_id: UUID
    erased_to: LogOffset
    registered_to: LogOffset


class Registries:
    """Registries at some offsets. Safe for any number of coroutines, since a registry never changes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._kept: OrderedDict[_Reach, Registry] = OrderedDict()

    async def at(self, known_at: LogOffset) -> Registry:
        """Return the registry as known at an offset, folded on from the furthest one kept that leads to it."""
        with translated():
            row = await self._source.fetchrow(QUERIES["reach"], known_at)
        if row is None:
            raise LookupError("log.identity is empty; restore the row that migration 0001_log wrote")
        reach = _Reach(row["log_id"], LogOffset(row["erased_to"]), LogOffset(row["registered_to"]))
        registry = self._kept.get(reach) or await self._folded(reach)
        self._keep(reach, registry)
        return registry

    async def _folded(self, reach: _Reach) -> Registry:
        start = max(
            (kept for kept in self._kept if _leads_to(kept, reach)), key=lambda kept: kept.registered_to, default=None
        )
        registry, after = (self._kept[start], start.registered_to) if start else (Registry(), LogOffset(0))
        while after < reach.registered_to:
            with translated():
                rows = await self._source.fetch(RECORDER["registry_page"], after, reach.registered_to, _PAGE)
            events = [recorded_event(row) for row in rows]
            registry = registry.evolved(events)
            after = events[-1].log_offset if len(events) == _PAGE else reach.registered_to
        return registry

    def _keep(self, reach: _Reach, registry: Registry) -> None:
        self._kept[reach] = registry
        self._kept.move_to_end(reach)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _leads_to(kept: _Reach, reach: _Reach) -> bool:
    same_log = (kept.log_id, kept.erased_to) == (reach.log_id, reach.erased_to)
    return same_log and kept.registered_to <= reach.registered_to
