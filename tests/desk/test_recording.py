"""Putting on record: wrongly and then rightly, looked ahead at, taken back; nothing typed is lost."""

import re
from datetime import date, timedelta

import asyncpg
import pytest
from desk.filling import STATEMENT, WORDS, fill, put, stance
from live_service import serving
from playwright.async_api import Page, Route, expect
from visiting import Desk

from events.edtf_dates import Bounds
from events.relative_dates import resolve
from service.access.roles import AccessRole
from service.access.tokens import Tokens

pytestmark = pytest.mark.browser

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


async def to(page: Page, label: str) -> None:
    """Go on by Tab to the next control of this name."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        name = await page.evaluate(
            """() => { const at = document.activeElement;
              return at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText }"""
        )
        if name.strip() == label:
            return
    raise AssertionError(f"Tab never comes to {label}")


async def take(page: Page, words: str, option: str) -> None:
    """Type into the field in focus and take what its list offers first."""
    await page.keyboard.type(words)
    await expect(page.locator("[role=option][aria-selected=true]")).to_contain_text(option)
    await page.keyboard.press("Enter")


async def fill_by_keyboard(page: Page) -> None:
    """Fill the statement, the speaker left out."""
    await to(page, "On behalf of")
    await take(page, "united st", "United States")
    await to(page, "What is done by saying it")
    await page.keyboard.type("reject")
    await to(page, "Date")
    await page.keyboard.type("23 Dec 2021")
    await to(page, "Quote")
    await page.keyboard.type(WORDS)
    await to(page, "Source")
    await take(page, "guarantees Ukraine", "U.S. and NATO to open talks")
    await to(page, "the words themselves")
    await page.keyboard.press("Space")
    await to(page, "In the desk’s words")
    await page.keyboard.type("Donfried rules out talks.")
    await to(page, "Issue")
    await take(page, "talks", "should hold talks")
    await to(page, "supports")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")


async def send(page: Page) -> None:
    """Go to the button and press it."""
    await to(page, "Record")
    await page.keyboard.press("Enter")


async def test_a_statement_is_recorded_wrongly_and_then_rightly_by_keyboard_alone(desk: Desk) -> None:
    page = await desk.open("?view=record")
    head = await desk.service.head()
    summary = page.locator(".summary")
    await fill_by_keyboard(page)
    await send(page)
    await expect(summary).to_be_focused()
    assert await summary.locator("b").inner_text() == "Not sent. 2 fields need another look."
    assert await summary.locator("li").all_inner_texts() == [
        "Who speaks Pick who speaks.",
        "Condition Write what has to happen.",
    ]
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Who speaks")).to_be_focused()
    await page.keyboard.type("the speaker of nobody")
    await to(page, "only if")
    await page.keyboard.press("ArrowLeft")
    await send(page)
    await expect(summary.locator("li")).to_have_text(
        [re.compile("^Who speaks.*no actor 'the speaker of nobody' is on record; register the actor first")]
    )
    assert await desk.service.head() == head

    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Control+a")
    await take(page, "donfried", "Karen Donfried")
    await send(page)
    recorded = page.locator(".recorded")
    await expect(recorded).to_be_focused()
    assert await recorded.locator("h2").inner_text() == f"Recorded as log {head + 1}"
    assert await recorded.locator(".sign").all_inner_texts() == ["→\nUnited States, Talks on European security"]
    assert await recorded.locator(".cards a").all_inner_texts() == [
        "United States, Talks on European security",
        "Timeline",
    ]
    assert await stance(desk) == "OPPOSE"


async def test_what_is_wrong_is_told_at_its_field(desk: Desk) -> None:
    page = await desk.open("?view=record")
    await fill(page, speaker="Jens Stoltenberg")
    await page.get_by_role("combobox", name="Who speaks").fill("nobody")
    await page.get_by_role("button", name="Record", exact=True).click()
    field = page.locator("[aria-invalid=true]")
    await expect(field).to_have_attribute("role", "combobox")
    described = await field.get_attribute("aria-describedby")
    assert described is not None
    assert [await page.locator(f"#{one}").inner_text() for one in described.split()] == [
        "Somebody new is registered in the query console first.",
        "no actor 'nobody' is on record; register the actor first, or correct the id",
    ]


async def test_what_was_recorded_is_taken_back_and_recorded_again_by_keyboard_alone(desk: Desk) -> None:
    page = await desk.open("?view=record")
    head = await desk.service.head()
    await fill(page)
    await send(page)
    undo = page.locator(".undo")
    await undo.wait_for()
    await to(page, "Undo")
    await page.keyboard.press("Enter")
    await expect(undo).to_contain_text("Taken back, by a new event.")
    assert await stance(desk) == "CONDITIONAL"
    await expect(page.get_by_role("button", name="Redo")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(undo).to_contain_text("It holds again.")
    assert await stance(desk) == "OPPOSE"
    events = await desk.service.log(head + 1)
    assert [getattr(event.body, "reason", None) for event in events] == ["Recorded by mistake", "Withdrawn by mistake"]


async def test_what_it_would_change_is_shown_before_it_is_sent_and_nothing_is_written(desk: Desk) -> None:
    page = await desk.open("?view=record")
    head = await desk.service.head()
    forecast = page.locator(".forecast").first
    await expect(forecast).to_contain_text("shown once nothing is missing: Who speaks")
    await fill(page, day="27 Dec 2021")
    await expect(forecast.locator("li")).to_have_text(
        re.compile("→ opposes, from 27 Dec 2021World changed: newsrooms are alerted.$")
    )
    assert await forecast.locator(".glyph").evaluate_all("all => all.map(one => one.dataset.s)") == [
        "CONDITIONAL", "OPPOSE",
    ]  # fmt: skip
    assert await desk.service.head() == head


async def test_the_next_statement_begins_with_what_it_shares_with_the_last(desk: Desk) -> None:
    page = await desk.open("?view=record")
    await fill(page)
    await page.get_by_role("button", name="Record", exact=True).click()
    await page.get_by_role("button", name="Another statement from this source").click()
    await expect(page.get_by_role("combobox", name="Who speaks")).to_have_value("Karen Donfried")
    await expect(page.get_by_role("combobox", name="Source")).to_have_value(re.compile("^U.S. and NATO"))
    assert await page.get_by_label("Date", exact=True).first.input_value() == "2021-12-23"
    assert await page.get_by_label("Quote", exact=True).input_value() == ""


async def test_what_would_be_refused_is_told_before_it_is_sent(desk: Desk) -> None:
    page = await desk.open("?view=record")
    await fill(page, day="2021-12-21/2021-12-16")
    forecast = page.locator(".forecast").first
    await expect(forecast).to_contain_text("As it stands, it would be refused")
    await expect(forecast.locator("li")).to_have_text(re.compile("^When it was said, date .*before"))
    assert await page.locator("[aria-invalid]").count() == 0


async def test_who_has_no_role_is_asked_why_the_words_count_all_the_same(desk: Desk) -> None:
    page = await desk.open("?view=record")
    await fill(page, speaker="Jens Stoltenberg")
    await page.get_by_role("button", name="Record", exact=True).click()
    await expect(page.locator(".summary li")).to_have_text(re.compile("^On behalf of .*no role that speaks for"))
    await page.get_by_label("Why the words count for them though no role says so").fill(
        "He was asked to say it for them."
    )
    await page.get_by_role("button", name="Record", exact=True).click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^Recorded as log"))
    (event,) = await desk.service.log(await desk.service.head() - 1)
    assert event.content is not None
    assert event.content.model_dump()["capacities"][0]["without_role_because"] == "He was asked to say it for them."


async def test_what_is_typed_outlives_a_reload(desk: Desk) -> None:
    page = await desk.open("?view=record")
    await fill(page)
    await page.get_by_label("only if").check()
    await page.get_by_role("textbox", name="Condition").fill("once Russia withdraws")
    await page.get_by_role("combobox", name="Who speaks").fill("half a na")
    await page.locator("label", has_text="opposes").click()
    await desk.until("(sessionStorage.getItem('onrecord draft statement') ?? '').includes('half a na')")
    await page.reload()
    await desk.shown()
    assert await page.get_by_role("combobox", name="Who speaks").input_value() == "half a na"
    assert await page.get_by_label("Quote", exact=True).input_value() == WORDS
    assert await page.get_by_label("opposes").is_checked()
    await page.get_by_label("only if").check()
    assert await page.get_by_role("textbox", name="Condition").input_value() == "once Russia withdraws"
    assert await page.locator(".picked").first.inner_text() == "United States\n×"


async def test_a_lost_answer_loses_nothing_and_sending_again_records_once(desk: Desk) -> None:
    page = await desk.open("?view=record")
    head = await desk.service.head()
    await fill(page)
    await expect(page.locator(".forecast .changes")).to_be_visible()
    is_lost = True

    async def lose(route: Route) -> None:
        nonlocal is_lost
        sent = route.request.post_data or ""
        response = await route.fetch()
        if 'idempotencyKey":' in sent and is_lost:
            is_lost = False
            await route.fulfill(status=502, body="<h1>Bad gateway</h1>")
        else:
            await route.fulfill(response=response)

    await page.route("**/graphql", lose)
    await page.get_by_role("button", name="Record", exact=True).click()
    await expect(page.locator(".summary")).to_contain_text("Nobody can tell whether this was recorded.")
    assert await page.get_by_label("Quote", exact=True).input_value() == WORDS
    desk.complaints.clear()  # Chromium itself complains of the 502
    await page.get_by_role("button", name="Send it again").click()
    await expect(page.locator(".recorded h2")).to_have_text(f"Recorded as log {head + 1}")
    assert await desk.service.head() == head + 1


async def test_markup_in_a_quote_is_shown_as_text(desk: Desk) -> None:
    await put(desk, "recordStatement", input=STATEMENT)
    page = await desk.open("?view=record")
    await fill(page)
    already = page.locator(".already")
    await expect(already.locator("h2")).to_have_text("Already on record for Karen Donfried, 23 Dec 2021")
    assert await already.locator("q").inner_text() == WORDS
    assert await page.locator("#view :is(img, b)").count() == 0


async def test_what_is_on_record_already_gets_another_source_instead(desk: Desk) -> None:
    event = await put(desk, "recordStatement", input=STATEMENT)
    page = await desk.open("?view=record")
    await fill(page)
    await page.get_by_role("combobox", name="Source").fill("Putin Wants")
    await page.locator(".options li").first.click()
    await page.get_by_role("button", name="The same statement: add this source to it").click()
    await expect(page.locator(".recorded h2")).to_have_text(re.compile("^A further appearance is on record, as log"))
    answer = await desk.service.data(
        "query($id: ID!) { event(id: $id) { supersededBy { appearances { source { id } } } } }", id=event["id"]
    )
    assert answer["supersededBy"]["appearances"] == [
        {"source": {"id": "doc-cameron"}}, {"source": {"id": "doc-loughrin"}},
    ]  # fmt: skip


async def test_who_may_only_read_sees_the_form_and_what_it_would_take(december: str, page: Page) -> None:
    owner = await asyncpg.connect(december, server_settings={"role": "onrecord_owner"})
    _, secret = await Tokens(owner).create("alice", AccessRole.READER, expires_at=None, created_by="a test")
    await owner.close()
    async with serving(december, is_open=False) as service:
        desk = Desk(page, service)
        await page.add_init_script(f"sessionStorage.setItem('onrecord token', '{secret}')")
        await desk.open("?view=record")
        assert await desk.text(".without") == (
            "You are signed in as alice, reader. Recording needs the token of a coder, an editor or an administrator."
        )
        assert await page.get_by_role("button", name="Record", exact=True).is_disabled()
        await desk.open("?view=record&kind=correction&id=doc-cameron")
        assert "needs the token of an editor or an administrator" in await desk.text(".without")
        await page.close()


async def test_a_relative_date_means_in_the_page_what_it_means_in_the_service(desk: Desk) -> None:
    page = await desk.open("?view=record")
    days = [date(2020, 1, 1) + timedelta(days=day) for day in range(0, 800, 3)]
    written = [
        *(f"days-before({n})" for n in (0, 1, 31, 400)),
        *(f"{rule}({day})" for rule in ("weekday-before-this-week", "last-weekday") for day in WEEKDAYS),
        "week-before", "month-before", *(f"within-source-month({month})" for month in range(1, 13)),
    ]  # fmt: skip
    asked = [
        [relative, {"earliest": str(day), "latest": str(day + timedelta(days=4))}]
        for relative in written
        for day in days
    ]
    found = await page.evaluate(
        """async (asked) => {
          const { resolve } = await import("/desk/modules/relative_dates.js");
          return asked.map(([relative, anchor]) => resolve(relative, anchor)); }""",
        asked,
    )
    expected = [resolve(relative, Bounds(day, day + timedelta(days=4))) for relative in written for day in days]
    assert found == [{"earliest": str(one.earliest), "latest": str(one.latest)} for one in expected]
