"""Owns the registry that a process keeps between its transactions: a fold of committed events only, without texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from events.contents import Source as SourceContent
from events.event import RecordedEvent, Version
from events.log.connection import Source, translated
from events.log.reader import recorded_event
from events.log.sql import load
from events.registry import Registry
from events.vocabulary import LogOffset

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("recorder.sql"))
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Fold:
    """A registry, and how far into which log it reaches."""

    registry: Registry
    log_offset: LogOffset
    log_id: UUID | None


_NOTHING = Fold(Registry(), LogOffset(0), None)


class KeptRegistry:
    """Keep the furthest fold. Safe for any number of coroutines: folds are immutable, and the furthest one stays."""

    def __init__(self) -> None:
        self._kept = _NOTHING

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read yet."""
        return self._kept.log_id is None

    @property
    def log_offset(self) -> LogOffset:
        """How far the furthest fold reaches."""
        return self._kept.log_offset

    async def caught_up(self, source: Source) -> Fold:
        """Return the fold up to the last event that the source shows, which must be committed, and keep it.

        It starts anew where the log is another one, goes less far, or has since erased an event of the fold.
        """
        kept = self._kept
        with translated():
            row = await source.fetchrow(QUERIES["progress"], kept.log_offset)
        if row is None:
            raise LookupError("log.identity is empty; restore the row that migration 0001_log wrote")
        log_id, head = UUID(str(row["log_id"])), LogOffset(row["log_offset"])
        if kept.log_id != log_id or kept.log_offset > head or row["is_erased_since"]:
            kept = self._kept = _NOTHING
        registry = await _folded(source, kept, head)
        fold = Fold(registry, head, log_id)
        self._keep(fold)
        return fold

    def keep(self, events: Iterable[RecordedEvent], *, before: Fold) -> None:
        """Take in events that were committed right behind a fold; none in between may be left out."""
        committed = list(events)
        if committed:
            registry = before.registry.evolved(without_text(event) for event in committed)
            self._keep(Fold(registry, committed[-1].log_offset, before.log_id))

    def _keep(self, fold: Fold) -> None:
        if fold.log_id != self._kept.log_id or fold.log_offset > self._kept.log_offset:
            self._kept = fold


def without_text(event: RecordedEvent) -> RecordedEvent:
    """Return the event as a registry keeps it: a source without its text, which is loaded where a quote asks for it."""
    content = event.content
    if not isinstance(event.body, Version) or not isinstance(content, SourceContent) or content.text is None:
        return event
    return replace(event, body=replace(event.body, content=content.model_copy(update={"text": None})))


async def _folded(source: Source, kept: Fold, head: LogOffset) -> Registry:
    registry, after = kept.registry, kept.log_offset
    while after < head:
        with translated():
            rows = await source.fetch(QUERIES["registry_page"], after, head, _PAGE)
        events = [recorded_event(row) for row in rows]
        registry = registry.evolved(events)
        after = events[-1].log_offset if len(events) == _PAGE else head
    return registry
