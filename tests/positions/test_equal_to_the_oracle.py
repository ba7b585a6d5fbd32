"""The derived positions equal the oracle's: any history, every offset, both clocks, however it was caught up."""

from collections.abc import Iterator

import pytest
from cluster import Cluster
from hypothesis import given
from hypothesis import strategies as st
from positions.branches import Branches
from positions.histories import History, histories
from positions.recording import WORLD, as_happened, drawing, in_a_new_database, recorded
from positions.served import expected_rows, served_changes, served_rows
from positions.stories import STORIES

from events.log.connection import Pool
from events.vocabulary import Clock, LogOffset
from projections.projector import Projector
from projections.rule.changes import changed_by
from projections.rule.known import Known
from projections.rule.timeline import timelines

branches = Branches()


@pytest.fixture(scope="module", autouse=True)
def report(request: pytest.FixtureRequest) -> Iterator[None]:
    """Print which branches of the rule the drawn histories went through."""
    yield
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    capturing = request.config.pluginmanager.get_plugin("capturemanager")
    if reporter and capturing and branches.counts:
        with capturing.global_and_fixture_disabled():
            reporter.write_line("\nbranches of the rule covered: " + branches.report())


async def equals_the_oracle(pool: Pool, history: History, batches: list[int]) -> None:
    log = await recorded(pool, as_happened(history))
    for size in batches:
        await Projector(pool, batch=size).advance()
    await Projector(pool).catch_up()
    async with pool.acquire() as connection:
        before = Known(log, at=LogOffset(WORLD))
        for event in log[WORLD:]:
            known = Known(log, at=event.log_offset)
            for clock in Clock:
                expected = {pair: expected_rows(line) for pair, line in timelines(known, clock=clock).items()}
                served = await served_rows(connection, clock=clock, known_at=known.at)
                assert served == expected, f"{clock} as known at {event}"
                changes = list(changed_by(event, before=before, after=known, clock=clock))
                found = await served_changes(connection, log_offset=known.at, clock=clock)
                assert found == changes, f"{clock} changes by {event}"
                branches.changed(changes)
            before = known
    branches.went_through(log, before)


@pytest.mark.parametrize("story", STORIES)
def test_every_view_of_every_story_equals_a_fold(postgres_cluster: Cluster, migrated_template: str, story: str) -> None:
    in_a_new_database(postgres_cluster, migrated_template, equals_the_oracle, STORIES[story](), [1, 2])


@drawing(histories=110)
@given(history=histories(), batches=st.lists(st.integers(1, 12), max_size=8))
def test_every_view_of_every_history_equals_a_fold(
    postgres_cluster: Cluster, migrated_template: str, history: History, batches: list[int]
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, equals_the_oracle, history, batches)


def test_the_histories_went_through_every_branch_of_the_rule() -> None:
    """Runs after the tests above, on what they counted."""
    if not branches.counts:
        pytest.skip("no history was drawn before in this process")
    assert branches.missing == set()


async def rebuilds_the_same(pool: Pool, history: History) -> None:
    log = await recorded(pool, as_happened(history))
    await Projector(pool, batch=3).catch_up()
    async with pool.acquire() as connection:
        views = [(clock, LogOffset(at)) for clock in Clock for at in range(WORLD, len(log) + 1)]
        caught_up = [await served_rows(connection, clock=clock, known_at=at) for clock, at in views]
        await Projector(pool).rebuild()
        assert [await served_rows(connection, clock=clock, known_at=at) for clock, at in views] == caught_up


@drawing(histories=10)
@given(history=histories())
def test_a_rebuild_equals_the_catching_up(postgres_cluster: Cluster, migrated_template: str, history: History) -> None:
    in_a_new_database(postgres_cluster, migrated_template, rebuilds_the_same, history)
