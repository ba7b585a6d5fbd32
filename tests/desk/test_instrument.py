"""The instrument view: what a draft asks, whom it binds, who answered what; derived answers look derived."""

from typing import Any

import pytest
from playwright.async_api import Page
from visiting import Desk
from writing import capacity, statement

pytestmark = pytest.mark.browser

NATO_DRAFT = "?view=instrument&id=russia-nato-draft-agreement"
ENLARGEMENT = "No further enlargement"
CONSULTATIONS = "Urgent consultations"


async def column(page: Page, actor: str) -> list[str]:
    """Return what an actor answered, provision by provision; the draft as a whole first."""
    cells = page.locator(f"td[data-label='{actor}']")
    return [" ".join(text.split()) for text in await cells.all_inner_texts()]


def row(page: Page, label: str) -> Any:
    return page.locator(".answers tbody tr").filter(has_text=label)


async def test_the_drafts_on_record_are_listed_and_the_first_is_open(desk: Desk) -> None:
    page = await desk.open("?view=instrument&asof=2021-12-21")
    assert await desk.text("h1") == "Who answered what"
    titles = [edge["title"] for edge in await desk.service.data("{ instruments { id title } }")]
    assert await page.locator(".choice a").all_inner_texts() == titles
    assert await desk.text(".instrument h2") == titles[0]
    await page.click(f"text={titles[1]}")
    await desk.shown()
    assert await desk.text(".instrument h2") == titles[1]
    assert "id=us-russia-draft-treaty" in page.url


async def test_it_says_who_tabled_it_when_to_whom_and_what_of_it_is_not_described(desk: Desk) -> None:
    await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    assert await desk.text(".instrument > .dim") == (
        "Tabled by Russia on 15 Dec 2021, public 17 Dec 2021. Addressed to NATO and The NATO member states. "
        "9 articles, of which Articles 8 and 9 are not described."
    )


async def test_each_provision_says_what_it_asks_and_whom_it_binds(desk: Desk) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    heads = await page.locator(".answers thead th").all_inner_texts()
    assert [head.split("\n")[0] for head in heads] == ["What it asks", "Binds", "NATO", "The NATO member states"]
    assert await page.locator(".answers tbody tr:not(.whole)").count() == 10
    provision = row(page, ENLARGEMENT)
    assert (await provision.locator("th").inner_text()).startswith("Art. 6 No further enlargement")
    assert await provision.locator(".binds").inner_text() == "The NATO member states"


async def test_an_implied_rejection_is_an_outline_with_the_words_it_rests_on_and_since_when(desk: Desk) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    answer = row(page, ENLARGEMENT).locator("td[data-label='NATO']")
    glyph = answer.locator(".glyph")
    assert [await glyph.get_attribute(name) for name in ("data-s", "data-b")] == ["OPPOSE", "IMPLIED"]
    assert " ".join((await answer.inner_text()).split()) == (
        "rejects, by implication Jens Stoltenberg, 17 Dec 2021 is a matter only for Ukraine and the 30 NATO Allies "
        "since 16 Dec 2021"
    )
    await answer.get_by_text("Jens Stoltenberg, 17 Dec 2021").click()
    await desk.shown()
    assert await desk.text("h1") == "Words and deeds"
    assert "is a matter only for Ukraine" in await desk.text(".item.open")


async def test_silent_and_not_addressed_look_derived_and_an_answer_to_the_whole_is_beside_not_in_their_place(
    desk: Desk,
) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    provision = row(page, CONSULTATIONS)
    nato = provision.locator("td[data-label='NATO']")
    assert await nato.locator(".derived").inner_text() == "not addressed"
    assert await nato.locator(".towhole").inner_text() == "to the whole: open to talks, by implication"
    assert await nato.locator(".answer, .glyph").count() == 0
    states = provision.locator("td[data-label='The NATO member states']")
    assert await states.inner_text() == "silent"
    assert await states.locator(".derived").evaluate("cell => getComputedStyle(cell).fontStyle") == "italic"


async def test_what_was_said_to_the_draft_as_a_whole_has_a_row_of_its_own(desk: Desk) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    assert (await column(page, "NATO"))[0] == (
        "… open to talks, by implication Jens Stoltenberg, 21 Dec 2021 meaningful dialogue"
    )
    assert (await column(page, "The NATO member states"))[0] == "silent"


async def test_others_who_answered_unasked_are_one_press_away(desk: Desk) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    assert await column(page, "United States") == []
    await page.click("button:has-text('United States')")
    await desk.shown()
    assert "others=united-states" in page.url
    assert len(await column(page, "United States")) == 11
    assert await desk.text("th:has-text('United States') small") == "answered 1 of 10"
    await page.click("button:has-text('United States')")
    await desk.shown()
    assert await column(page, "United States") == []


async def test_an_explicit_answer_is_solid_and_shows_its_conditions(desk: Desk) -> None:
    await desk.service.record(
        statement(
            capacities=[capacity("jens-stoltenberg", "nato")],
            summary="Stoltenberg would meet under a condition.",
            occurred={"edtf": "2021-12-22"},
            stances=[
                {"issue": "nrc-meeting", "stance": "CONDITIONAL", "conditions": [{"text": "Russia withdraws first"}]}
            ],
            responses=[
                {
                    "instrument": "russia-nato-draft-agreement",
                    "provision": "russia-nato-draft-agreement-art2",
                    "response": "ACCEPT_WITH_CONDITIONS",
                    "basis": "EXPLICIT",
                }
            ],
        )
    )
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-22")
    answer = row(page, CONSULTATIONS).locator("td[data-label='NATO']")
    glyph = answer.locator(".glyph")
    assert [await glyph.get_attribute(name) for name in ("data-s", "data-b")] == ["CONDITIONAL", "EXPLICIT"]
    assert "if: Russia withdraws first" in await answer.inner_text()
    await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    assert await row(page, CONSULTATIONS).locator("td[data-label='NATO'] .glyph").count() == 0


async def test_it_follows_the_day_and_the_clock(desk: Desk) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-14")
    assert await desk.text(".nothing") == "Not tabled until 15 December 2021."
    await desk.open(f"{NATO_DRAFT}&asof=2021-12-16&clock=PUBLIC")
    assert await desk.text(".nothing") == "Handed over, but not public until 17 December 2021."
    await desk.open(f"{NATO_DRAFT}&asof=2021-12-15")
    assert set(await column(page, "NATO")) == {"silent"}
    await desk.open(f"{NATO_DRAFT}&asof=2021-12-16")
    assert await row(page, ENLARGEMENT).locator("td[data-label='NATO'] .glyph").count() == 1


async def test_an_answer_opens_the_card_of_the_issue_that_the_provision_bears_on(desk: Desk) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-21")
    await row(page, ENLARGEMENT).get_by_text("rejects, by implication").click()
    await desk.shown()
    assert "card=nato%7E" in page.url
    assert "view=instrument" in page.url
    assert await desk.text(".instrument h2") != ""


async def test_a_draft_that_is_not_on_record_is_said_to_be_none(desk: Desk) -> None:
    await desk.open("?view=instrument&id=magna-carta")
    assert await desk.text(".nothing") == "No draft is on record under magna-carta. Pick one of those above."


async def test_on_a_phone_each_provision_is_a_block_with_its_answers_named(desk: Desk) -> None:
    page = await desk.open(f"{NATO_DRAFT}&asof=2021-12-21", width=390)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    cell = row(page, ENLARGEMENT).locator("td[data-label='NATO']")
    assert await cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"NATO"'
    assert await page.locator(".answers thead").is_hidden()


async def test_the_table_for_export_has_every_answer(desk: Desk) -> None:
    await desk.open("?view=instrument")
    table = await desk.run(
        """async () => (await import('/desk/modules/instrument.js')).table(
             {state: {id: 'russia-nato-draft-agreement'},
              registry: {instruments: [{id: 'russia-nato-draft-agreement'}]},
              moment: {asOf: '2021-12-21', clock: 'OCCURRED'}})"""
    )
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    assert len(rows) == 30
    assert [(one["response"], one["derived"]) for one in rows if one["article"] == 6] == [
        ("REJECT_IMPLIED", False), ("SILENT", True), ("REJECT_IMPLIED", False),
    ]  # fmt: skip
