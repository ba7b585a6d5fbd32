"""Whoever asks as of any day, as known at any offset, by either clock finds one answer: the fold of what counts."""

import datetime
from collections.abc import Iterator

import pytest
from cluster import Cluster
from hypothesis import given
from hypothesis import strategies as st
from positions.histories import History, histories
from positions.recording import WORLD, as_happened, drawing, in_a_new_database, recorded
from positions.served import Answer, days_of_change, looked_up, overlaps
from positions.stories import STORIES

from events.event import RecordedEvent
from events.log.connection import Pool
from events.vocabulary import Clock, LogOffset
from projections.projector import Projector
from projections.rule.claims import claims
from projections.rule.fold import fold
from projections.rule.known import Known

DAY = datetime.timedelta(days=1)


async def finds_the_fold(pool: Pool, history: History, batch: int) -> None:
    log = await recorded(pool, as_happened(history))
    await Projector(pool, batch=batch).catch_up()
    async with pool.acquire() as connection:
        span = await days_of_change(connection)
        days = (span[0] - DAY, span[1] + DAY) if span else (datetime.date(2021, 12, 1), datetime.date(2021, 12, 31))
        offsets = range(WORLD, len(log) + 1)
        for clock in Clock:
            expected = sorted(a for at in offsets for a in folded(log, LogOffset(at), clock=clock, days=days))
            assert await looked_up(connection, clock=clock, days=days, offsets=offsets) == expected
        assert await overlaps(connection) == 0


def folded(
    log: list[RecordedEvent], known_at: LogOffset, *, clock: Clock, days: tuple[datetime.date, datetime.date]
) -> Iterator[Answer]:
    """Fold what counts on each day anew."""
    of_pairs = claims(Known(log, at=known_at), clock=clock)
    for day in (days[0] + n * DAY for n in range((days[1] - days[0]).days + 1)):
        for (actor, issue), of_pair in of_pairs.items():
            standing = fold(claim for claim in of_pair if claim.visible <= day)
            if standing:
                conditions = tuple(sorted(f"{then} {text}" for text, then in standing.conditions))
                answer = standing.stance, standing.basis, standing.last_stated, conditions
                yield Answer(actor, issue, day, known_at, *answer)


@pytest.mark.parametrize("story", STORIES)
def test_every_question_about_every_story_has_one_answer(
    postgres_cluster: Cluster, migrated_template: str, story: str
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, finds_the_fold, STORIES[story](), 1)


@drawing(histories=30)
@given(history=histories(), batch=st.integers(1, 12))
def test_every_question_about_every_history_has_one_answer(
    postgres_cluster: Cluster, migrated_template: str, history: History, batch: int
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, finds_the_fold, history, batch)
