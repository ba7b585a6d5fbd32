"""Votes in the card of a cell: a line beside the position, and the votings behind it."""

import re

import pytest
from desk.filling import put
from live_service import given
from visiting import Desk
from writing import appearance, capacity, stance, statement

from events.drafts import StatementDraft

pytestmark = pytest.mark.browser

CELL = "?asof=2021-12-24&card=russia~talks"


def vote(day: int, value: str, speaker: str, state: str) -> StatementDraft:
    """A vote on talks."""
    return statement(
        capacities=[capacity(speaker, state)],
        act="VOTE",
        occurred={"edtf": f"2021-12-{day:02}"},
        summary=f"{state} votes.",
        stances=[stance("talks", value)],
        appearances=[appearance()],
    )


async def record(desk: Desk, *drafts: StatementDraft) -> None:
    for draft in drafts:
        await put(desk, "recordStatement", input=given(draft))


async def test_a_cell_with_votes_says_how_it_voted_and_shows_each_voting_with_its_events(desk: Desk) -> None:
    russia, states = ("vladimir-putin", "russia"), ("karen-donfried", "united-states")
    await record(desk, vote(22, "OPPOSE", *russia), vote(22, "SUPPORT", *states), vote(23, "SUPPORT", *states))
    page = await desk.open(CELL)
    assert await desk.text(".votes summary") == (
        "Votes by 24 Dec 2021: In the one vote in this window it voted against. "
        "Not on record as voting in 1 of 2 votings."
    )
    await page.locator(".votes summary").click()
    lines = page.locator(".votes li")
    await lines.nth(1).wait_for()
    assert [re.sub(r"\s+", " ", text).strip() for text in await lines.all_inner_texts()] == [
        "against: 22 Dec 2021 russia votes.",
        "23 Dec 2021: not on record as voting. On record: 23 Dec 2021 united-states votes.",
    ]
    await lines.nth(0).get_by_role("link").click()
    await desk.shown()
    assert "view=timeline" in page.url


async def test_a_cell_without_votes_says_nothing_of_them(desk: Desk) -> None:
    await record(desk, vote(22, "OPPOSE", "vladimir-putin", "russia"))
    page = await desk.open("?asof=2021-12-24&card=united-states~talks")
    assert await page.locator(".card").count() == 1
    assert await page.locator(".votes").count() == 0
