"""Order of arrival never matters: the same records, arriving otherwise on the same day, give the same positions."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

from cluster import Cluster
from hypothesis import given
from hypothesis import strategies as st
from positions.arrival import rearranged
from positions.histories import History, histories
from positions.recording import MILLISECOND, as_happened, drawing, in_a_new_database, recorded
from positions.served import Row, served_rows

from events.decide.command import Request
from events.event import RecordedEvent
from events.log.connection import Pool
from events.vocabulary import Clock
from projections.projector import Projector
from projections.rule.claims import Pair

Arrival = list[tuple[UUID, Request]]
Views = Mapping[Clock, Mapping[Pair, list[Any]]]


async def positions_after(pool: Pool, arrival: Arrival) -> tuple[list[RecordedEvent], Views]:
    """Return the log and what stands at its end, events named by their ids in place of their offsets."""
    log = await recorded(pool, arrival, apart=MILLISECOND)
    await Projector(pool).catch_up()
    async with pool.acquire() as connection:
        served = {clock: await served_rows(connection, clock=clock, known_at=log[-1].log_offset) for clock in Clock}
    ids = {event.log_offset: event.id for event in log}
    return log, {c: {p: [_named(row, ids) for row in rows] for p, rows in found.items()} for c, found in served.items()}


def _named(row: Row, ids: Mapping[int, UUID]) -> Any:
    def named(offsets: tuple[int, ...]) -> tuple[UUID, ...]:
        return tuple(sorted(ids[offset] for offset in offsets))

    return replace(
        row,
        conditions=tuple((condition, named(offsets)) for condition, offsets in row.conditions),  # type: ignore[misc]
        rests_on=named(row.rests_on),  # type: ignore[arg-type]
        contested_by=named(row.contested_by),  # type: ignore[arg-type]
    )


async def as_it_happened(pool: Pool, history: History, seen: dict[str, Any]) -> None:
    seen["log"], seen["first"] = await positions_after(pool, as_happened(history))


async def in_another_order(pool: Pool, arrival: Arrival, seen: dict[str, Any]) -> None:
    log, seen["second"] = await positions_after(pool, arrival)
    assert len(log) == len(arrival), "what was recorded in one order is recorded in the other"


@drawing(histories=30)
@given(history=histories(), random=st.randoms(use_true_random=False))
def test_records_in_any_order_of_arrival_give_the_same_positions(
    postgres_cluster: Cluster, migrated_template: str, history: History, random: Random
) -> None:
    seen: dict[str, Any] = {}
    in_a_new_database(postgres_cluster, migrated_template, as_it_happened, history, seen)
    requests = dict(as_happened(history))
    arrival = [(event.id, requests[event.id]) for event in rearranged(seen["log"], random)]
    in_a_new_database(postgres_cluster, migrated_template, in_another_order, arrival, seen)
    assert seen["second"] == seen["first"]
