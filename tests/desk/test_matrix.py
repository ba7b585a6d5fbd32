"""The matrix: who stands where, at a glance, by mouse and by keyboard."""

from typing import Any

import pytest
from visiting import Desk

pytestmark = pytest.mark.browser

CELL = "tr[data-issue='{issue}'] td:nth-of-type({column})"
NATO, UNITED_STATES = 2, 3


def cell(issue: str, column: int) -> str:
    return CELL.format(issue=issue, column=column)


async def test_the_heading_says_what_it_shows_for_when_as_known_when(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-16")
    assert await desk.text("h1") == "Who stands where"
    assert await page.input_value("#asof") == "Thu 16 Dec 2021"
    assert await desk.text("#known option:checked") == "now"
    assert await page.is_checked("[name=clock][value=OCCURRED]")
    assert await page.title() == "Who stands where, 16 Dec 2021 · On Record"


async def test_without_a_date_it_shows_the_last_day_on_record(desk: Desk) -> None:
    page = await desk.open()
    assert await page.input_value("#asof") == "Sun 26 Dec 2021"


async def test_the_legend_is_in_sight_without_scrolling(desk: Desk) -> None:
    page = await desk.open()
    box = await page.locator(".key").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900
    assert await page.locator(".legend button").all_inner_texts() == [
        "supports, affirms", "opposes, denies", "only if", "neutral", "ambiguous",
    ]  # fmt: skip


async def test_its_columns_are_those_who_stand_somewhere_and_its_rows_the_tree_of_issues(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-26")
    assert await page.locator("th.actor span").all_inner_texts() == ["Russia", "NATO", "United States", "Ukraine"]
    assert await page.locator("tbody tr").count() == 59
    levels = await page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.getAttribute('aria-level'))")
    assert set(levels) == {"1", "2", "3", "4"}


async def test_it_shows_the_stance_in_shape_and_basis_as_the_api_answers(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    drawn = await page.locator("tbody td[data-s]").evaluate_all(
        """cells => cells.map(cell => [cell.closest('tr').dataset.issue,
            document.querySelectorAll('th.actor')[cell.cellIndex - 1].title, cell.dataset.s, cell.dataset.b])"""
    )
    answered = await desk.service.data(
        """{ positions(asOf: "2021-12-22", first: 20000) {
               edges { node { issue { id } actor { name } stance basis } } } }"""
    )
    nodes = [edge["node"] for edge in answered["edges"]]
    expected = [[one["issue"]["id"], one["actor"]["name"], one["stance"], one["basis"]] for one in nodes]
    assert sorted(drawn) == sorted(expected)
    assert len(expected) > 50


async def test_a_cell_is_read_aloud_in_words(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-16")
    assert await page.locator(f"{cell('ukraine-nato-accession', NATO)} .vh").inner_text() == (
        "opposes, implied, changed, was not on record, last stated 0 d before"
    )


async def test_a_claim_is_affirmed_or_denied(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    spoken = await page.locator(f"{cell('drafts-are-ultimatum', 1)} .vh").inner_text()
    assert spoken.startswith("denies")


async def test_what_changed_since_the_day_before_is_marked_and_counted(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-21")
    marked = await page.locator("tbody td[data-changed]").count()
    changes: dict[str, Any] = await desk.service.data(
        """{ changes(from: "2021-12-20", to: "2021-12-21", first: 500) { edges { node { on } } } }"""
    )
    assert marked == len(changes["edges"]) > 0
    assert (await desk.text("#verdict")).startswith(f"{marked} positions changed since the day before: Russia")
    await page.get_by_role("button", name="Show only these").click()
    await desk.shown()
    assert await page.locator("tbody td[data-changed]").count() == marked
    assert await page.locator("tbody tr").count() < 59


async def test_finding_narrows_the_rows(desk: Desk) -> None:
    page = await desk.open()
    await page.get_by_label("Find an issue").fill("missile")
    await desk.shown()
    shown = await page.locator("tbody .proposition").all_inner_texts()
    assert shown
    assert all("missile" in text.lower() for text in shown)


async def test_nothing_found_says_so(desk: Desk) -> None:
    page = await desk.open("?find=zeppelin")
    assert await page.locator("tbody tr").count() == 0
    assert await page.locator(".matrix.nothing").count() == 1


async def test_a_folded_issue_hides_those_below_and_shows_their_stances_small(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    row = page.locator("tr[data-issue='european-security-guarantees']")
    await row.locator("th").click()
    await desk.shown()
    assert await row.get_attribute("aria-expanded") == "false"
    assert await page.locator("tr[data-issue='ukraine-nato-accession']").count() == 0
    assert await row.locator("td").first.locator(".within .glyph").count() == 7
    assert "fold=european-security-guarantees" in page.url


async def test_pressing_a_stance_fades_the_others(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    await page.get_by_role("button", name="opposes, denies").click()
    await desk.shown()
    opacities = await page.locator("tbody td[data-s]").evaluate_all(
        "cells => cells.map(cell => [cell.dataset.s, getComputedStyle(cell).opacity])"
    )
    assert {tuple(one) for one in opacities} == {
        ("OPPOSE", "1"), ("SUPPORT", "0.18"), ("CONDITIONAL", "0.18"), ("AMBIGUOUS", "0.18"), ("NEUTRAL", "0.18"),
    } & {tuple(one) for one in opacities}  # fmt: skip
    assert ("OPPOSE", "1") in {tuple(one) for one in opacities}


async def test_every_actor_of_the_record_fits_in_dense_columns(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    await page.get_by_role("button", name="All (61)").click()
    await desk.shown()
    assert await page.locator("table.dense th.actor").count() == 61
    await page.get_by_label("Find an issue").fill("membership should be closed")
    await desk.shown()
    nato = await page.locator("th.actor").evaluate_all(
        "heads => heads.findIndex(one => one.title.startsWith('NATO ('))"
    )
    label = await page.locator(cell("ukraine-nato-accession", nato + 1)).get_attribute("aria-label")
    assert label == "opposes, implied, last stated 5 d before"


async def test_only_the_rows_in_sight_of_a_dense_matrix_are_in_the_page_and_scrolling_brings_the_others(
    desk: Desk,
) -> None:
    page = await desk.open("?actors=all", height=500)
    assert await page.locator("tbody tr[data-issue]").count() < 59
    assert await page.locator("tr[data-issue='un-mandate']").count() == 0
    await page.locator("tbody tr th").first.focus()
    await page.keyboard.press("Control+End")
    last = page.locator("tbody tr[data-issue]").last
    assert await last.get_attribute("aria-rowindex") == "60"
    assert await last.evaluate("row => row.contains(document.activeElement)")


async def test_arrows_move_the_focus_and_home_and_end_go_to_the_rims(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    await page.locator("tbody tr").first.locator("td").first.focus()

    async def press(*keys: str) -> list[Any]:
        for key in keys:
            await page.keyboard.press(key)
        place: list[Any] = await desk.run(
            "[document.activeElement.parentElement.rowIndex, document.activeElement.cellIndex]"
        )
        return place

    assert await press("ArrowDown", "ArrowRight") == [2, 2]
    assert await press("End") == [2, 4]
    assert await press("Home") == [2, 0]
    assert await press("Control+End") == [59, 4]
    assert await press("Control+Home") == [1, 0]


async def test_the_left_arrow_folds_on_a_heading_and_the_right_one_unfolds(desk: Desk) -> None:
    page = await desk.open()
    await page.locator("tr[data-issue='talks'] th").focus()
    await page.keyboard.press("ArrowLeft")
    await desk.shown()
    assert await page.locator("tr[data-issue='talks']").get_attribute("aria-expanded") == "false"
    await page.keyboard.press("ArrowRight")
    await desk.shown()
    assert await page.locator("tr[data-issue='talks']").get_attribute("aria-expanded") == "true"


async def test_from_load_to_card_and_back_with_the_keyboard_alone(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await desk.run("document.activeElement.tagName") == "TD":
            break
    await page.keyboard.press("Enter")
    await desk.shown()
    await desk.until("document.querySelector('#side').contains(document.activeElement)")
    assert await desk.run("document.activeElement.tagName") == "H2"
    await page.keyboard.press("Escape")
    await desk.shown()
    assert await desk.run("document.activeElement.tagName") == "TD"
    assert "card=" not in page.url


async def test_every_state_is_a_link(desk: Desk) -> None:
    address = "?asof=2021-12-16&clock=PUBLIC&since=2021-12-07&fold=talks&stance=OPPOSE"
    page = await desk.open(address)
    assert await page.input_value("#asof") == "Thu 16 Dec 2021"
    assert await page.input_value("#since") == "Tue 7 Dec 2021"
    assert await page.is_checked("[name=clock][value=PUBLIC]")
    assert await page.locator(".legend [aria-pressed=true]").inner_text() == "opposes, denies"
    assert await page.locator("tr[data-issue='talks']").get_attribute("aria-expanded") == "false"


async def test_hostile_markup_in_a_name_is_shown_as_text(desk: Desk) -> None:
    hostile = "<img src=x onerror=document.title='taken'>"
    await desk.service.data(
        """mutation ($name: String!) { defineIssue(input: {id: "hostile", kind: NORMATIVE,
             labels: [{lang: "en", text: $name}], propositions: [{lang: "en", text: $name}]})
             { errors { message } } }""",
        name=hostile,
    )
    page = await desk.open()
    assert await desk.text("tr[data-issue='hostile'] .proposition") == hostile
    assert await page.title() != "taken"
