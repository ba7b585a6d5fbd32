"""Owns showing what one event changed: the answers just before it and of it, on the first day that differs."""

import asyncio
from collections.abc import Sequence

from events.vocabulary import Clock, LogOffset
from projections.reading.view import RULES, View
from projections.rule.changes import PairChange
from service.graphql.loaders import Loaders
from service.graphql.position import PositionChange

_AT_ONCE = 1_000
"""An event may change very many; so many answers before and after it are looked up by one query each."""


async def changed_by(
    load: Loaders, log_offset: LogOffset, changes: Sequence[PairChange], *, clock: Clock
) -> list[PositionChange]:
    """Return the changes of an event, in the order given; the event is the cause of each."""
    shown: list[PositionChange] = []
    for start in range(0, len(changes), _AT_ONCE):
        some = changes[start : start + _AT_ONCE]
        shown += await asyncio.gather(*(_changed(load, log_offset, change, clock) for change in some))
    return shown


async def _changed(load: Loaders, log_offset: LogOffset, change: PairChange, clock: Clock) -> PositionChange:
    earlier, later = (View(change.on, LogOffset(known), clock, RULES[-1]) for known in (log_offset - 1, log_offset))
    before, after = await asyncio.gather(load.position(earlier, change.pair), load.position(later, change.pair))
    return PositionChange(
        view=later,
        pair=change.pair,
        caused_by=(log_offset,),
        on=change.on,
        kind=change.kind,
        before=before,
        after=after,
    )
