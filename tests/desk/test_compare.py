"""Comparing two dates: what changed in the world and what changed in the record, apart, each with its causes."""

from typing import Any

import pytest
from visiting import Desk
from writing import appearance, capacity, correction_of, retraction_of, stance, statement

from events.drafts import StatementDraft

pytestmark = pytest.mark.browser

WORLD = "section[aria-labelledby='world_changed']"
RECORD = "section[aria-labelledby='record_changed']"
CHANGES = """query($kinds: [ChangeKind!], $since: Date!, $asOf: Date!, $offset: LogOffset) {
  changes(from: $since, to: $asOf, knownFromOffset: $offset, kinds: $kinds, first: 200) {
    edges { node { issue { proposition } before { stance } after { stance } } } }
}"""


def said(**fields: Any) -> StatementDraft:
    """Have the United States say on 20 December that they oppose talks."""
    given = {
        "capacities": [capacity("united-states", "united-states")],
        "summary": "Washington wants no talks.",
        "occurred": {"edtf": "2021-12-20"},
        "stances": [stance("talks")],
        "appearances": [appearance("doc-loughrin")],
    }
    return statement(**(given | fields))


async def changes(desk: Desk, kind: str, offset: str | None = None) -> list[str]:
    answered = await desk.service.data(CHANGES, kinds=[kind], since="2021-12-20", asOf="2021-12-26", offset=offset)
    return sorted(edge["node"]["issue"]["proposition"] for edge in answered["edges"])


async def shown(desk: Desk, column: str) -> list[str]:
    return sorted(await desk.page.locator(f"{column} .changed .proposition").all_inner_texts())


async def test_what_changed_in_the_world_is_what_the_api_answers_with_the_words_that_changed_it(desk: Desk) -> None:
    page = await desk.open("?view=changes&since=2021-12-20&asof=2021-12-26")
    expected = await changes(desk, "WORLD_CHANGED")
    assert await shown(desk, WORLD) == expected
    assert await desk.text("h1") == "What changed"
    assert await desk.text(f"{WORLD} h2") == f"The world changed {len(expected)}"
    assert await desk.text(f"{WORLD} .meaning") == (
        "Somebody took another stand between the end of Mon 20 Dec 2021 and the end of Sun 26 Dec 2021, "
        "both as known now."
    )
    talks = page.locator(f"{WORLD} .changed", has_text="should hold talks (dialogue)")
    assert await talks.filter(has_text="supports → only if").locator(".causes q, .causes a").count() >= 2


async def test_without_an_earlier_state_the_record_has_no_changes_and_says_why(desk: Desk) -> None:
    await desk.open("?view=changes&since=2021-12-20&asof=2021-12-26")
    assert await shown(desk, RECORD) == []
    assert "Choose an earlier one above" in await desk.text(RECORD)


async def test_what_a_correction_changed_stands_in_the_other_column_with_its_reason(desk: Desk) -> None:
    (first,) = await desk.service.record(said())
    await desk.service.record(correction_of(first, said(stances=[stance("talks", "NEUTRAL")]), reason="Misread."))
    page = await desk.open("?view=changes&since=2021-12-20&asof=2021-12-26")
    await page.locator("#knownsince").focus()
    await page.locator("#knownsince option", has_text="Misread.").wait_for(state="attached")
    await page.locator("#knownsince").select_option("@350")
    await page.locator(f"{RECORD} .changed").wait_for()
    assert "knownsince=%40350" in page.url
    assert await shown(desk, RECORD) == await changes(desk, "RECORD_CHANGED", "350")
    row = await desk.text(f"{RECORD} .changed")
    assert "opposes → neutral" in row
    assert "Corrected by desk" in row
    assert row.endswith(": Misread.")
    assert "between what was known at log offset 350 and what is known now" in await desk.text(f"{RECORD} .meaning")


async def test_a_retraction_is_a_cause_as_well(desk: Desk) -> None:
    (first,) = await desk.service.record(said())
    await desk.service.record(retraction_of(first, reason="Never said."))
    await desk.open("?view=changes&since=2021-12-20&asof=2021-12-26&knownsince=@350")
    row = await desk.text(f"{RECORD} .changed")
    assert "Withdrawn by desk" in row
    assert "Washington wants no talks." in row
    assert row.endswith(": Never said.")


async def test_a_moment_is_written_as_an_editor_writes_it(desk: Desk) -> None:
    page = await desk.open("?view=changes&since=2021-12-20&asof=2021-12-26")
    await page.locator("#knownsince").select_option("other")
    await page.get_by_label("As known at").fill("300")
    await page.keyboard.press("Enter")
    await desk.shown()
    assert await desk.text("#knownsince option:checked") == "log offset 300"
    assert await shown(desk, RECORD) == await changes(desk, "RECORD_CHANGED", "300")


async def test_many_changes_come_page_by_page(desk: Desk) -> None:
    page = await desk.open("?view=changes&since=2021-12-01&asof=2021-12-26")
    assert await desk.text(f"{WORLD} h2") == "The world changed 50 and more"
    await page.locator(WORLD).get_by_role("button", name="Show more").click()
    await desk.until(f'document.querySelectorAll("{WORLD} .changed").length > 50')
    answered = await desk.service.data(
        """{ changes(from: "2021-12-01", to: "2021-12-26", kinds: [WORLD_CHANGED], first: 200) {
               edges { node { on } } } }"""
    )
    assert len(await shown(desk, WORLD)) == len(answered["edges"])


async def test_dates_the_wrong_way_round_are_told_and_turned(desk: Desk) -> None:
    page = await desk.open("?view=changes&since=2021-12-26&asof=2021-12-20")
    await page.get_by_role("link", name="Turn them round").click()
    await desk.shown()
    assert await page.input_value("#asof") == "Sun 26 Dec 2021"
    assert await page.input_value("#since") == "Mon 20 Dec 2021"
    assert await shown(desk, WORLD) == await changes(desk, "WORLD_CHANGED")


async def test_a_row_opens_the_card_beside_it(desk: Desk) -> None:
    page = await desk.open("?view=changes&since=2021-12-20&asof=2021-12-26")
    await page.locator(f"{WORLD} .proposition").first.click()
    await desk.shown()
    assert "view=changes" in page.url
    assert "card=" in page.url
    assert await page.locator(".comparison").is_visible()
