"""How far the projections are is asked once for all who ask at once, and never answered from before they asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asking import Asking, asking
from writing import actor

from events.errors import LogUnavailable
from projections.reading.log import SharedProgress


class HeldSource:
    """A source whose queries are counted, and answered in the database before they are let through."""

    def __init__(self, desk: Asking) -> None:
        self._desk, self.asked = desk, 0
        self.answered, self.let_through = asyncio.Event(), asyncio.Event()

    async def fetchrow(self, query: str) -> Any:
        self.asked += 1
        row = await self._desk.readers.fetchrow(query)
        self.answered.set()
        await self.let_through.wait()
        return row


@asynccontextmanager
async def held(database: str) -> AsyncIterator[tuple[Asking, HeldSource, SharedProgress]]:
    async with asking(database) as desk:
        source = HeldSource(desk)
        yield desk, source, SharedProgress(source)


async def test_those_who_ask_at_once_share_a_query_and_those_who_come_meanwhile_the_next(database):
    async with held(database) as (desk, source, reached):
        first = [asyncio.create_task(reached.read()) for _ in range(16)]
        await source.answered.wait()
        await desk.do(actor("nato"))
        later = [asyncio.create_task(reached.read()) for _ in range(16)]
        await asyncio.sleep(0)
        source.let_through.set()
        assert [(await one).projected_to for one in first] == [0] * 16
        assert [(await one).projected_to for one in later] == [1] * 16
        assert source.asked == 2


async def test_somebody_who_goes_away_takes_no_answer_from_the_others(database):
    async with held(database) as (_, source, reached):
        gone, stays = asyncio.create_task(reached.read()), asyncio.create_task(reached.read())
        await source.answered.wait()
        gone.cancel()
        source.let_through.set()
        assert (await stays).projected_to == 0


async def test_a_database_that_is_away_is_told_to_all_and_asked_again(database):
    async with asking(database) as desk:
        reached = SharedProgress(desk.readers)
        await desk.readers.close()
        for _ in range(2):
            told = await asyncio.gather(reached.read(), reached.read(), return_exceptions=True)
            assert [type(one) for one in told] == [LogUnavailable, LogUnavailable]
