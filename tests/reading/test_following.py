"""A projector that follows the log looks once for each head that it is told of."""

import asyncio
import datetime

from asking import asking
from writing import actor

from events.log.wakeup import HeadWatch
from projections.catch_up.layers import Advance
from projections.projector import Projector

NEVER, SOON = datetime.timedelta(hours=1), datetime.timedelta(seconds=5)


class CountingProjector(Projector):
    """Notes each of its transactions."""

    advances: list[Advance]
    has_begun: asyncio.Event

    async def advance(self) -> Advance:
        self.advances.append(await super().advance())
        self.has_begun.set()
        return self.advances[-1]


async def test_one_transaction_brings_the_projections_to_each_head(database):
    async with asking(database) as desk, HeadWatch(database, poll=NEVER) as watch:
        projector = CountingProjector(desk.writers)
        projector.advances, projector.has_begun = [], asyncio.Event()
        following = asyncio.create_task(projector.follow(watch))
        await projector.has_begun.wait()
        for slug in ("nato", "russia", "ukraine"):
            (event,) = await desk.do(actor(slug), projected=False)
            assert await projector.wait_for(event.log_offset, within=SOON)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    assert projector.advances == [Advance(0, 0), Advance(0, 1), Advance(1, 2), Advance(2, 3)]
