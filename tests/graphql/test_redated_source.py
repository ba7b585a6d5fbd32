"""A source whose date was wrong moves all that hangs on it, however much: in one transaction and one delivery."""

import datetime

from asking import Asking
from writing import appearance, correction_of, issue, source, stance, statement

from events.event import RecordedEvent
from events.log.connection import Connection
from events.vocabulary import Clock, LogOffset
from projections.catch_up.layers import catch_up
from projections.reading.changes import changes_by
from projections.reading.log import SharedProgress
from service.access.caller import open_caller
from service.graphql.changed import changed_by
from service.graphql.context import Reading
from service.graphql.loaders import context_of
from service.live import feed
from service.live.feed import Feed

_TOUCHED = """
select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del + coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)
  from pg_stat_xact_user_tables
"""


class Counting:
    """A connection that counts its queries."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self.asked = connection, 0

    def __getattr__(self, name: str):
        if name in {"execute", "fetch", "fetchrow", "fetchval"}:
            self.asked += 1
        return getattr(self._connection, name)


def dated_from(slug: str, number: int) -> list:
    """Return a source, and statements each on an issue and a day of its own, told from the source's date."""
    days = [{"relative": f"days-before({day + 1})", "anchor": slug} for day in range(number)]
    return [
        source(slug, published={"edtf": "2021-12-21"}),
        *(issue(f"{slug}-{one}") for one in range(number)),
        *(
            statement(occurred=day, stances=[stance(f"{slug}-{one}")], appearances=[appearance(slug)])
            for one, day in enumerate(days)
        ),
    ]


async def redated(desk: Asking, slug: str, *, projected: bool = True) -> RecordedEvent:
    """Put on record that a source was published five days earlier."""
    correction = correction_of(slug, source(slug, published={"edtf": "2021-12-16"}))
    (event,) = await desk.do(correction, projected=projected)
    return event


async def spent(desk: Asking) -> tuple[int, int]:
    """Catch up; return how many queries that took, and how many rows it read and wrote."""
    async with desk.writers.acquire() as connection, connection.transaction():
        counting, before = Counting(connection), await connection.fetchval(_TOUCHED)
        await catch_up(counting, limit=1000)
        return counting.asked, await connection.fetchval(_TOUCHED) - before


async def test_twice_the_statements_take_twice_the_rows_and_no_more_queries(desk):
    costs = []
    for slug, number in (("few", 20), ("many", 40)):
        await desk.do(*dated_from(slug, number))
        await redated(desk, slug, projected=False)
        costs.append(await spent(desk))
    (few_asked, few_rows), (many_asked, many_rows) = costs
    assert few_asked == many_asked <= 14
    assert 20 < few_rows < many_rows < 2.2 * float(few_rows)


async def test_the_answers_before_and_after_are_asked_for_at_once_whatever_their_days(desk):
    await desk.do(*dated_from("some", 30))
    event = await redated(desk, "some")
    changes = await changes_by(desk.readers, event.log_offset, clock=Clock.OCCURRED)
    assert len({change.on for change in changes}) == len(changes) == 30
    reading = Reading(
        desk.readers, SharedProgress(desk.readers), desk.registries, lambda: desk.now, datetime.timedelta(0)
    )
    desk.readers.asked = 0
    load = context_of(reading, caller=open_caller("desk"), audit=None).load
    shown = await changed_by(load, event.log_offset, changes, clock=Clock.OCCURRED)
    assert desk.readers.asked == 2
    assert [(one.before, one.after.stance) for one in shown] == [(None, "OPPOSE")] * 30


async def test_a_page_of_deliveries_ends_early_where_very_much_changed_but_never_within_an_event(desk, monkeypatch):
    for slug, number in (("few", 2), ("many", 7), ("none", 0)):
        await desk.do(*dated_from(slug, number))
        await redated(desk, slug)
    told = Feed(desk.readers, SharedProgress(desk.readers))
    whole = await told.page(LogOffset(0), limit=1000)
    monkeypatch.setattr(feed, "_MOST_CHANGES", 5)
    paged = []
    while page := await told.page(LogOffset(len(paged)), limit=100):
        assert sum(delivery.size for delivery in page) <= 5 or sum(map(bool, (one.changes for one in page))) == 1
        paged += page
    assert paged == whole
    assert max(delivery.size for delivery in whole) == 14
