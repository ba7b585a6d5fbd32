"""Claims that follow one another are appended in runs: the answers are those of a fold, wherever a run is cut."""

import datetime
from typing import Any
from uuid import UUID

import pytest
from cluster import Cluster
from hypothesis import given
from hypothesis import strategies as st
from positions.contents import FIRST_DAY, draft_of
from positions.histories import History, begun, histories
from positions.recording import WORLD, as_happened, drawing, in_a_new_database, recorded
from positions.scenes import IMPLIED, LIFTS, Line, said
from positions.served import expected_rows, served_changes, served_rows
from positions.stories import STORIES

from events import drafts
from events.decide.command import Retract
from events.log.connection import Pool
from events.vocabulary import Clock, LogOffset
from projections.catch_up.positions import derive_plain_pairs, derive_rounds, listed_rounds
from projections.projector import Projector
from projections.rule.changes import changed_by
from projections.rule.known import Known
from projections.rule.timeline import timelines

_FIRST = FIRST_DAY - datetime.timedelta(days=40)
_LOWER = {"capacities": (draft_of(drafts.CapacityDraft, speaker="ministry", onBehalfOf=["russia"]),)}
_ROWS = """
select p.*, to_jsonb(p.standing) as standing from projection.position p
  order by p.actor, p.issue, p.clock, p.known_from, p.known_to, p.from_day
"""
_CHANGES = """
select c.log_offset, k.clock, c.actor, c.issue, c.on_day, c.kind
  from projection.position_change c join (values ('OCCURRED'), ('PUBLIC')) k(clock) on c.clock in (k.clock, 'BOTH')
  order by 1, 2, 3, 4
"""


@st.composite
def chains(draw: st.DrawFn) -> History:
    """Draw up to 20 statements of one actor in order, but for equals and some told late, withdrawn or public later."""
    history = begun()
    day, ordinal, told = 0, 0, list[UUID]()
    for _ in range(draw(st.integers(2, 20))):
        step = draw(st.integers(0, 2))
        day, ordinal = day + step, 0 if step else ordinal + draw(st.sampled_from([1, 1, 1, 0]))
        match draw(st.integers(0, 11)):
            case 0:
                told.append(history.say(said(draw(lines(draw(st.integers(0, day)), ordinal)), _FIRST)))
            case 1 if told:
                history.add(Retract(str(draw(st.sampled_from(told))), "mistaken"))
            case 2:
                public = {"public": (day + draw(st.integers(0, 1)), day + draw(st.integers(1, 3)))}
                told.append(history.say(said(draw(lines(day, ordinal, **public)), _FIRST)))
            case 3:
                of_the_ministry = said(draw(lines(day, ordinal)), _FIRST).model_copy(update=_LOWER)
                told.append(history.say(of_the_ministry))
            case _:
                told.append(history.say(said(draw(lines(day, ordinal)), _FIRST)))
    return history


def lines(day: int, ordinal: int, **given_too: Any) -> st.SearchStrategy[Line]:
    """Draw what is said on a day: mostly plain words, else with a condition, a range, by implication, or lifting."""
    plain = {"ordinal": ordinal} | given_too
    return st.one_of(
        st.tuples(st.sampled_from(["SUPPORT", "OPPOSE", "NEUTRAL", "AMBIGUOUS"]), st.just((day, day)), st.just(plain)),
        st.tuples(
            st.just("CONDITIONAL"),
            st.just((day, day)),
            st.sampled_from([plain, plain | {"text": "if they talk"}, plain | {"stance": LIFTS}]),
        ),
        st.tuples(
            st.sampled_from(["SUPPORT", "SUPPORT", "OPPOSE"]),
            st.sampled_from([(day, day), (day - 2, day)]),
            st.sampled_from([plain, plain | {"stance": IMPLIED}]),
        ),
        st.tuples(st.just("SUPPORT"), st.just((day, day)), st.just(plain | {"stance": LIFTS})),
    )


async def equals_the_fold(pool: Pool, history: History, batches: list[int]) -> None:
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
                assert await served_rows(connection, clock=clock, known_at=known.at) == expected, f"{clock} at {event}"
                changes = list(changed_by(event, before=before, after=known, clock=clock))
                assert await served_changes(connection, log_offset=known.at, clock=clock) == changes
            before = known


@drawing(histories=60)
@given(history=chains(), batches=st.lists(st.integers(1, 40), max_size=4))
def test_claims_in_order_are_folded_alike_wherever_a_batch_ends(
    postgres_cluster: Cluster, migrated_template: str, history: History, batches: list[int]
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, equals_the_fold, history, batches)


async def derives_the_same_at_once(pool: Pool, history: History) -> None:
    log = await recorded(pool, as_happened(history))
    await Projector(pool, batch=3).catch_up()
    async with pool.acquire() as connection:
        caught_up = await connection.fetch(_ROWS), await connection.fetch(_CHANGES)
        await connection.execute("""
            delete from projection.claim; delete from projection.position_change;
            delete from projection.position_open; delete from projection.position_closed""")
        head = LogOffset(len(log))
        for part in (0, 1):
            async with connection.transaction():
                await derive_plain_pairs(connection, head, part=part, parts=2)
                rounds = await listed_rounds(connection, LogOffset(0), head, part=part, parts=2, only_new=True)
                await derive_rounds(connection, rounds)
                await connection.execute("delete from projection.touched_pair")
        assert (await connection.fetch(_ROWS), await connection.fetch(_CHANGES)) == caught_up


@pytest.mark.parametrize("story", STORIES)
def test_the_positions_of_a_whole_story_are_derived_at_once_in_parts(
    postgres_cluster: Cluster, migrated_template: str, story: str
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, derives_the_same_at_once, STORIES[story]())


@drawing(histories=30)
@given(history=st.one_of(histories(), chains()))
def test_the_positions_of_a_whole_log_are_derived_at_once_in_parts(
    postgres_cluster: Cluster, migrated_template: str, history: History
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, derives_the_same_at_once, history)
