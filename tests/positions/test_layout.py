"""Positions stay what they are while their tables go to the layout of an earlier revision and back."""

from typing import Any

import pytest
from positions.recording import WORLD, as_happened, opened, recorded
from positions.served import served_changes, served_rows
from positions.stories import STORIES

import migrations
from events.log.connection import Pool
from events.vocabulary import Clock, LogOffset
from projections.projector import Projector


@pytest.mark.parametrize(
    "story", ["spoken for in several ranks", "a condition becomes public after the support that is silent on it"]
)
async def test_rows_of_another_revision_say_the_same(database: str, story: str) -> None:
    pool = await opened(database)
    log = await recorded(pool, as_happened(STORIES[story]()))
    await Projector(pool).catch_up()
    before = await everything(pool, len(log))
    await pool.close()
    await migrations.downgrade(database, "0005_catch_up")
    await migrations.upgrade(database)
    pool = await opened(database)
    assert before == await everything(pool, len(log))
    await pool.close()


async def everything(pool: Pool, head: int) -> list[Any]:
    async with pool.acquire() as connection:
        return [
            (
                await served_rows(connection, clock=clock, known_at=LogOffset(at)),
                await served_changes(connection, log_offset=LogOffset(at), clock=clock),
            )
            for clock in Clock
            for at in range(WORLD, head + 1)
        ]
