"""Owns finding out whether a record in force names something that is about to go; asked rarely, so a scan will do."""

from collections.abc import Iterable

from events.event import RecordedEvent, RecordRef
from events.log.batch import Batch
from events.log.connection import Source, translated
from events.log.kept_registry import QUERIES
from events.log.reader import LogReader
from events.mentions import Named, mentions
from events.streams import Stream
from events.vocabulary import RecordKind

_PAGE = 200
Use = tuple[Named, str]


async def in_use(going: Iterable[Use], *, batch: Batch, source: Source) -> frozenset[Use]:
    """Return those of the ids that a record in force names, in the log or in the batch so far."""
    return frozenset([use for use in going if await _is_used(use, batch, source)])


async def _is_used(use: Use, batch: Batch, source: Source) -> bool:
    if any(_names(event, use) for event in batch.in_force()):
        return True
    after, is_last = 0, False
    while not is_last:
        with translated():
            rows = await source.fetch(QUERIES["candidates"], after, f'"{use[1]}"', _PAGE)
        records = {RecordRef(RecordKind(row["record_kind"]), row["record_id"]) for row in rows}
        unknown = [record for record in records if batch.stream(record) is None]
        streams = (await LogReader(source).streams(unknown)).values()
        if any(_names(event, use) for events in streams if (event := Stream(tuple(events)).in_force)):
            return True
        is_last = len(rows) < _PAGE
        after = rows[-1]["log_offset"] if rows else after
    return False


def _names(event: RecordedEvent, use: Use) -> bool:
    content = event.content
    return content is not None and any((mention.named, mention.id) == use for mention in mentions(content))
