"""The derived positions equal the oracle's, for any history, at every offset, under both clocks, however it was caught up."""

import asyncio
import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from uuid import UUID

import pytest
from cluster import Cluster
from positions.histories import RECORDED, History, histories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from positions.served import expected_rows, served_changes, served_rows

from events.event import RecordedEvent, Retraction
from events.log.appending import Log
from events.log.connection import Pool, open_writer_pool
from events.log.reader import LogReader
from events.log.recorder import Recorder
from events.vocabulary import Clock, EventStatus, LogOffset, RecordKind
from projections.projector import Projector
from projections.rule.changes import changed_by
from projections.rule.claims import claims, in_order
from projections.rule.known import Known
from projections.rule.timeline import timelines

PATIENCE = datetime.timedelta(seconds=30)
covered: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def report(request: pytest.FixtureRequest) -> Iterator[None]:
    """Print which branches of the rule the drawn histories went through."""
    yield
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and covered:
        reporter.write_line("\nbranches of the rule covered: " + ", ".join(f"{k} {n}" for k, n in sorted(covered.items())))


def in_a_new_database(cluster: Cluster, template: str, run: object, *arguments: object) -> None:
    dsn = cluster.create_database("history", template=template)
    try:
        asyncio.run(run(dsn, *arguments))  # type: ignore[operator]
    finally:
        cluster.drop_database("history")


async def recorded(pool: Pool, history: History, *, apart: bool = True) -> list[RecordedEvent]:
    """Put a history on record, an hour and a bit between any two events, and return the log."""
    ticks = count()
    ids = iter(UUID(int=n) for n in count(1))
    log = Log(pool, clock=lambda: RECORDED + datetime.timedelta(hours=next(ticks)))
    recorder = Recorder(log, pool, today=lambda: datetime.date(2021, 12, 20), draw_id=lambda _: next(ids))
    for request in history.requests:
        await recorder.record([request])
    return await LogReader(pool).read(LogOffset(0), limit=10_000)


async def opened(dsn: str) -> Pool:
    return await open_writer_pool(
        dsn, application_name="test", size=2, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )


async def equals_the_oracle(dsn: str, history: History, batches: list[int]) -> None:
    pool = await opened(dsn)
    try:
        log = await recorded(pool, history)
        for size in batches:
            await Projector(pool, batch=size).advance()
        await Projector(pool).catch_up()
        async with pool.acquire() as connection:
            before = Known([], at=LogOffset(0))
            for offset in range(1, len(log) + 1):
                known = Known(log, at=LogOffset(offset))
                for clock in Clock:
                    expected = {pair: expected_rows(line) for pair, line in timelines(known, clock=clock).items()}
                    served = await served_rows(connection, clock=clock, known_at=known.at)
                    assert served == expected, f"{clock} as known at {offset}: {log[offset - 1]}"
                    changes = list(changed_by(log[offset - 1], before=before, after=known, clock=clock))
                    found = await served_changes(connection, log_offset=known.at, clock=clock)
                    assert found == changes, f"changes by {log[offset - 1]}"
                before = known
        cover(log, before)
    finally:
        await pool.close()


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(history=histories(), batches=st.lists(st.integers(1, 12), max_size=8))
def test_every_view_of_every_history_equals_a_fold(
    postgres_cluster: Cluster, migrated_template: str, history: History, batches: list[int]
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, equals_the_oracle, history, batches)


async def rebuilds_the_same(dsn: str, history: History) -> None:
    pool = await opened(dsn)
    try:
        log = await recorded(pool, history)
        await Projector(pool, batch=3).catch_up()
        async with pool.acquire() as connection:
            views = [(clock, LogOffset(at)) for clock in Clock for at in range(len(log) + 1)]
            caught_up = [await served_rows(connection, clock=clock, known_at=at) for clock, at in views]
            await Projector(pool).rebuild()
            assert [await served_rows(connection, clock=clock, known_at=at) for clock, at in views] == caught_up
    finally:
        await pool.close()


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_a_rebuild_equals_the_catching_up(
    postgres_cluster: Cluster, migrated_template: str, history: History
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, rebuilds_the_same, history)


def cover(log: Iterable[RecordedEvent], known: Known) -> None:
    """Count the branches of the rule that this history went through."""
    retracted = {event.body.retracts for event in log if isinstance(event.body, Retraction)}
    covered["undone retraction"] += any(isinstance(e.body, Retraction) and e.id in retracted for e in log)
    covered["merged"] += any(s.status is EventStatus.MERGED for s in known.statements)
    covered["no live source"] += any(not s.live_sources for s in known.statements)
    covered["re-dated source"] += any(e.record.kind is RecordKind.SOURCE and e.version > 1 for e in log)
    for clock in Clock:
        for pair, of_pair in claims(known, clock=clock).items():
            groups = in_order(of_pair)
            covered["outranked"] += sum(map(len, groups)) < len(of_pair)
            covered["tie"] += any(len(group) > 1 for group in groups)
            covered["said earlier, public later"] += sorted(of_pair, key=lambda c: c.visible) != sorted(
                of_pair, key=lambda c: c.said.latest
            )
            for step in timelines(known, clock=clock)[pair].steps:
                standing = step.standing
                covered[f"stance {standing.stance}"] += 1
                covered[f"basis {standing.basis}"] += 1
                covered["condition carried"] += bool(standing.carriers)
                covered["contested by implication or equals"] += bool(standing.disputing)
                covered["contested by range"] += bool(
                    standing.contested_by - {claim.event.log_offset for claim in standing.disputing}
                )
                covered["words behind an implication"] += bool(set(standing.explicit) - set(standing.agreeing))
                covered["since a range"] += step.since_earliest is not None
                covered["lifted"] += any(c.lifts_conditions for c in standing.agreeing)
