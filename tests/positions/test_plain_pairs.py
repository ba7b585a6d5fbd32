"""The positions of plain pairs are told without a fold: row for row what catching up leaves, and of no other pairs."""

import datetime
from typing import Any

import pytest
from cluster import Cluster
from hypothesis import given
from hypothesis import strategies as st
from positions.contents import FIRST_DAY
from positions.histories import History, begun
from positions.recording import as_happened, drawing, in_a_new_database, recorded
from positions.scenes import IMPLIED, LIFTS, Line, said

from events import drafts
from events.decide.command import Correct, Retract
from events.log.connection import Connection, Pool
from events.vocabulary import LogOffset
from projections.catch_up.positions import derive_plain_pairs
from projections.projector import Projector

_FIRST = FIRST_DAY - datetime.timedelta(days=60)
_TABLES = ("claim", "position_open", "position_closed", "position_change")
_STANCES = ("SUPPORT", "SUPPORT", "CONDITIONAL", "CONDITIONAL", "OPPOSE", "NEUTRAL", "AMBIGUOUS")
_TEXTS = ("if they talk", "if they leave", "if they sign")


async def rows(connection: Connection) -> dict[str, list[str]]:
    """Return every row of the positions and their claims."""
    return {
        table: sorted(row[0] for row in await connection.fetch(f"select t::text from projection.{table} t"))
        for table in _TABLES
    }


async def told_at_once(pool: Pool, history: History) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return what catching up leaves, and what is told of plain pairs at once."""
    log = await recorded(pool, as_happened(history))
    await Projector(pool, batch=3).catch_up()
    async with pool.acquire() as connection:
        caught_up = await rows(connection)
        await connection.execute("".join(f"delete from projection.{table};" for table in _TABLES))
        for part in (0, 1):
            await derive_plain_pairs(connection, LogOffset(len(log)), part=part, parts=2)
        return caught_up, await rows(connection)


@st.composite
def plain(draw: st.DrawFn) -> History:
    """Draw up to 20 statements of one actor, in any order, no two of one day."""
    history = begun()
    days = draw(st.lists(st.integers(0, 60), min_size=1, max_size=20, unique=True))
    is_in_order = draw(st.booleans())
    for day in sorted(days) if is_in_order else days:
        text = draw(st.sampled_from(_TEXTS))
        history.say(said((draw(st.sampled_from(_STANCES)), (day, day), {"text": text}), _FIRST))
    return history


async def tells_the_same(pool: Pool, history: History) -> None:
    caught_up, at_once = await told_at_once(pool, history)
    assert at_once == caught_up


async def tells_nothing(pool: Pool, history: History) -> None:
    caught_up, at_once = await told_at_once(pool, history)
    assert (bool(caught_up["position_open"]), any(at_once.values())) == (True, False)


@drawing(histories=60)
@given(history=plain())
def test_what_is_told_of_a_plain_pair_is_what_catching_up_leaves(
    postgres_cluster: Cluster, migrated_template: str, history: History
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, tells_the_same, history)


def backward(count: int) -> History:
    """Return statements of days of which each is before all that were told."""
    history = begun()
    for number in range(count):
        day = count - number
        history.say(said((_STANCES[number % len(_STANCES)], (day, day), {}), _FIRST))
    return history


def with_another(line: Line) -> History:
    """Return three plain statements, the last of them on day 2, and one more."""
    history = begun()
    for number, stance in enumerate(("SUPPORT", "CONDITIONAL", "OPPOSE")):
        history.say(said((stance, (number, number), {}), _FIRST))
    history.say(said(line, _FIRST))
    return history


def test_a_pair_told_backward_is_plain_up_to_sixteen_late_claims(
    postgres_cluster: Cluster, migrated_template: str
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, tells_the_same, backward(17))
    in_a_new_database(postgres_cluster, migrated_template, tells_nothing, backward(18))


@pytest.mark.parametrize(
    ("stance", "days", "more"),
    [
        ("SUPPORT", (2, 2), {}),
        ("SUPPORT", (3, 4), {}),
        ("SUPPORT", (4, 4), {"public": (4, 5)}),
        ("SUPPORT", (4, 4), {"public": (5, 5)}),
        ("SUPPORT", (4, 4), {"stance": IMPLIED}),
        ("SUPPORT", (4, 4), {"stance": LIFTS}),
        ("SUPPORT", (73, 73), {}),
    ],
    ids=[
        "the same day",
        "a range of days",
        "public in a range",
        "public later",
        "implied",
        "lifting conditions",
        "after the day of recording",
    ],
)
def test_a_pair_with_one_claim_that_is_not_plain_is_left_to_the_fold(
    postgres_cluster: Cluster, migrated_template: str, stance: str, days: tuple[int, int], more: dict[str, Any]
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, tells_nothing, with_another((stance, days, more)))


def test_a_pair_that_a_correction_brought_a_claim_is_left_to_the_fold(
    postgres_cluster: Cluster, migrated_template: str
) -> None:
    history = begun()
    statement = said(("SUPPORT", (4, 4), {"stance": {"issue": "accession"}}), _FIRST)
    meant = drafts.CorrectionDraft(reason="another issue was meant", statement=said(("SUPPORT", (4, 4), {}), _FIRST))
    history.add(Correct(str(history.say(statement)), meant))
    in_a_new_database(postgres_cluster, migrated_template, tells_nothing, history)


def test_a_pair_of_which_a_claim_was_withdrawn_is_left_to_the_fold(
    postgres_cluster: Cluster, migrated_template: str
) -> None:
    history = with_another(("SUPPORT", (4, 4), {}))
    history.add(Retract(str(history.say(said(("SUPPORT", (5, 5), {}), _FIRST))), "mistaken"))
    in_a_new_database(postgres_cluster, migrated_template, tells_nothing, history)
