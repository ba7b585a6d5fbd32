"""Owns reading the statements that the desk should look at again: those whose capacity the roles no longer support."""

from events.contents import Capacity, Statement
from events.log.connection import Source
from events.registry import Registry
from events.vocabulary import Clock, EventKind, LogOffset
from projections.reading.listing import EventFilter, Listed, ListingKey, events_page
from projections.reading.records import DatedEvent, events_at
from projections.reading.view import Page

_READ_AT_ONCE = 500
_STATEMENTS = EventFilter(clock=Clock.OCCURRED, kinds=(EventKind.STATEMENT,))


async def statements_without_role(
    source: Source, *, known_at: LogOffset, registry: Registry, after: ListingKey | None, limit: int
) -> Page[Listed]:
    """Return statements in force with a capacity that no role supports on its days and no reason explains, by day said.

    ``registry`` is that of the offset. Statements are read on until the page is full.
    """
    found: list[Listed] = []
    is_end = False
    while len(found) <= limit and not is_end:
        page = await events_page(
            source, _STATEMENTS, known_at=known_at, beyond=after, limit=_READ_AT_ONCE, backward=False
        )
        read = await events_at(source, [listed.log_offset for listed in page.rows], known_at=known_at)
        found += [listed for listed in page.rows if _is_unsupported(read[listed.log_offset], registry)]
        is_end = not page.has_more
        after = page.rows[-1].key if page.rows else None
    return Page(tuple(found[:limit]), len(found) > limit)


def _is_unsupported(dated: DatedEvent, registry: Registry) -> bool:
    content = dated.event.content
    if not isinstance(content, Statement) or dated.said is None:
        return False
    return any(_lacks_role(capacity, dated, registry) for capacity in content.capacities)


def _lacks_role(capacity: Capacity, dated: DatedEvent, registry: Registry) -> bool:
    if dated.said is None or not capacity.on_behalf_of or capacity.without_role_because is not None:
        return False
    reach = registry.speaking_roles.reach(capacity.speaker, earliest=dated.said.earliest, latest=dated.said.latest)
    return reach.rank_for(capacity.on_behalf_of) is None
