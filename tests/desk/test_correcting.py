"""Correcting and withdrawing: what differs is shown, a stale version is told, what nobody touched stays."""

import re
from typing import Any

import pytest
from desk.filling import STATEMENT, WORDS, put, stance
from playwright.async_api import expect
from visiting import Desk

pytestmark = pytest.mark.browser

CORRECTED = {"reason": "It was a demand.", "statement": {**STATEMENT, "act": "DEMAND"}}


async def test_a_correction_of_an_old_version_is_told_so_and_keeps_what_was_typed(desk: Desk) -> None:
    event = await put(desk, "recordStatement", input=STATEMENT)
    page = await desk.open(f"?view=record&kind=correction&id={event['id']}")
    await page.get_by_label("In the desk’s words").fill("Donfried rules out <i>any</i> talks.")
    await page.get_by_label("Reason").fill("The summary was too weak.")
    changed = page.locator(".differences")
    await expect(changed).to_have_text(
        "In the desk’s wordsDonfried rules out talks. → Donfried rules out <i>any</i> talks."
    )

    await put(desk, "correctEvent", id=event["id"], input=CORRECTED)
    await page.get_by_role("button", name="Record the correction").click()
    await expect(page.locator(".summary")).to_contain_text("the record is at version 2, not 1")
    await page.get_by_role("button", name="Load the newest version").click()
    await expect(page.locator(".recorded")).to_contain_text(
        "You now correct version 2, of desk. What you typed is kept"
    )
    assert await page.get_by_label("What is done by saying it").input_value() == "DEMAND"
    assert await page.get_by_label("Reason").input_value() == "The summary was too weak."
    await expect(changed).to_have_text(
        "In the desk’s wordsDonfried rules out talks. → Donfried rules out <i>any</i> talks."
    )

    await page.get_by_role("button", name="Record the correction").click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^Corrected, as log"))
    answer = await desk.service.data(
        """query($id: ID!) { event(id: $id) { supersededBy { supersededBy {
             version reason summary ... on Statement { act quote } } } } }""",
        id=event["id"],
    )
    assert answer["supersededBy"]["supersededBy"] == {
        "version": 3, "reason": "The summary was too weak.", "summary": "Donfried rules out <i>any</i> talks.",
        "act": "DEMAND", "quote": WORDS,
    }  # fmt: skip
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".undo")).to_contain_text("Taken back")


RICH = {
    "a relative date, an occasion, answers": ("STATEMENT", "relative", "occasion", "responses"),
    "a provision, a public date, an implied stance": ("STATEMENT", "provision", "public", "implied_by"),
    "conditions": ("STATEMENT", "conditions"),
    "words relayed": ("STATEMENT", "relayed_principals", "about"),
    "figures in a statement": ("STATEMENT", "quantities", "estimated_by"),
    "an unknown date, figures, codings": ("MOVE", "quantities", "codings"),
    "an inferred date": ("MOVE", "INFERRED"),
    "an assessment with figures": ("ASSESSMENT", "quantities"),
    "a meeting to come": ("SCHEDULE", "relative", "participants"),
}


def holds(value: Any, name: str) -> bool:
    """Tell whether something of this name, or this value, is filled anywhere in a content."""
    if isinstance(value, dict):
        return any((key == name and one not in (None, [])) or holds(one, name) for key, one in value.items())
    return any(holds(one, name) for one in value) if isinstance(value, list) else value == name


def meant(value: Any) -> Any:
    """Leave out who coded, and what says nothing: that a date is stated, an empty text."""
    if isinstance(value, dict):
        return {
            name: meant(one) for name, one in value.items() if name != "coded_by" and one not in ("STATED", "", None)
        }
    return [meant(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("wanted", RICH.values(), ids=list(RICH))
async def test_a_correction_in_which_nothing_is_changed_changes_nothing(desk: Desk, wanted: tuple[str, ...]) -> None:
    kind, *names = wanted
    log = await desk.service.log()
    written = [(one.id, one.content.model_dump(mode="json")) for one in log if one.kind == kind and one.content]
    event_id, before = next(one for one in written if all(holds(one[1], name) for name in names))
    page = await desk.open(f"?view=record&kind=correction&id={event_id}")
    await expect(page.locator(".forecast").first).to_contain_text("Nothing yet.")
    await page.get_by_label("Reason").fill("To see that nothing is lost.")
    await page.get_by_role("button", name="Record the correction").click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^Corrected, as log"))
    (correction,) = await desk.service.log(len(log))
    assert correction.content is not None
    assert meant(correction.content.model_dump(mode="json")) == meant(before)


async def test_a_source_is_put_on_record_on_the_way(desk: Desk) -> None:
    page = await desk.open("?view=record&kind=move")
    await page.get_by_text("A source that is not on record yet").click()
    new = page.locator(".newsource")
    await new.get_by_label("Title").fill("Troops on the move")
    await new.get_by_label("Id", exact=True).fill("Not an id")
    await new.get_by_label("a day or a range").check()
    await new.get_by_label("Date", exact=True).fill("22 Dec 2021")
    await new.get_by_role("button", name="Put the source on record").click()
    await expect(new.locator(".summary li")).to_have_text(re.compile("^Id an id is lower-case letters"))
    await new.get_by_label("Id", exact=True).fill("doc-troops")
    await new.get_by_role("button", name="Put the source on record").click()
    await expect(page.get_by_role("combobox", name="Source", exact=True)).to_have_value("Troops on the move")
    source = await desk.service.data('{ source(id: "doc-troops") { title published { edtf } } }')
    assert source == {"title": "Troops on the move", "published": {"edtf": "2021-12-22"}}


async def test_a_move_dated_as_its_source_tells_moves_when_the_source_is_dated_anew(desk: Desk) -> None:
    page = await desk.open("?view=record&kind=move")
    await page.get_by_role("combobox", name="Whose conduct").fill("russia")
    await page.locator(".options li", has_text="state").first.click()
    await page.get_by_label("In the desk’s words").fill("Russia moves troops.")
    await page.get_by_label("a paraphrase").check()
    await page.get_by_role("combobox", name="Source", exact=True).fill("Putin Wants")
    await page.locator(".options li").first.click()
    when = page.get_by_role("group", name="When it was done")
    await when.get_by_label("as the source tells it").check()
    await when.get_by_label("The source’s words").fill("last Wednesday")
    await when.get_by_label("Which means").select_option("weekday-before-this-week")
    await when.get_by_label("Which", exact=True).select_option("WE")
    await when.get_by_role("combobox", name="Told from the date of").fill("talks with Russia")
    await page.locator(".options li").first.click()
    await expect(when.locator(".meaning")).to_have_text("Now that means Wed 15 Dec 2021.")
    await page.get_by_role("button", name="Record", exact=True).click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^Recorded as log"))
    (move,) = await desk.service.log(await desk.service.head() - 1)

    await desk.open("?view=record&kind=correction&id=doc-cameron")
    await page.get_by_label("Date", exact=True).fill("2021-12-29")
    await page.get_by_label("Reason").fill("It appeared a week later.")
    await page.get_by_role("button", name="Record the correction").click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^Corrected, as log"))
    moved = await desk.service.data("query($id: ID!) { event(id: $id) { occurred { edtf } } }", id=str(move.id))
    assert moved == {"occurred": {"edtf": "2021-12-22"}}


async def test_an_event_is_withdrawn_with_a_reason_and_its_page_leads_to_what_undoes_it(desk: Desk) -> None:
    event = await put(desk, "recordStatement", input=STATEMENT)
    page = await desk.open(f"?view=record&kind=retraction&id={event['id']}")
    assert await page.locator(".standing q").inner_text() == WORDS
    await expect(page.locator(".forecast .changes li")).to_have_count(1)
    await page.get_by_role("button", name="Withdraw it").click()
    await expect(page.locator(".summary li")).to_have_text("Reason Say what was wrong.")
    await page.get_by_label("Reason").fill("Said by somebody else.")
    assert await stance(desk) == "OPPOSE"
    await page.get_by_role("button", name="Withdraw it").click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^Withdrawn, as log"))
    assert await stance(desk) == "CONDITIONAL"

    await desk.open(f"?view=record&kind=correction&id={event['id']}")
    assert "withdrawn, by desk: Said by somebody else." in await desk.text(".form")
    await page.get_by_role("link", name="Withdraw that retraction").click()
    await page.get_by_label("Reason").fill("It was her after all.")
    await page.get_by_role("button", name="Withdraw it").click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^Withdrawn, as log"))
    assert await stance(desk) == "OPPOSE"


async def test_what_somebody_else_withdrew_meanwhile_is_told_and_the_reason_is_kept(desk: Desk) -> None:
    event = await put(desk, "recordStatement", input=STATEMENT)
    page = await desk.open(f"?view=record&kind=retraction&id={event['id']}")
    await page.get_by_label("Reason").fill("Said by somebody else.")
    await put(desk, "correctEvent", id=event["id"], input=CORRECTED)
    await page.get_by_role("button", name="Withdraw it").click()
    await expect(page.locator(".summary")).to_contain_text("the record is at version 2, not 1")
    await page.get_by_role("button", name="Load the newest version").click()
    await expect(page.locator(".standing")).to_contain_text("corrected")
    assert await page.get_by_label("Reason").input_value() == "Said by somebody else."
