"""The timeline: words and deeds day by day, filtered, paged, and each event with all that is on record about it."""

from typing import Any

import pytest
from graphql_mutations import mutation
from live_service import Service, given
from playwright.async_api import Page
from visiting import Desk
from writing import schedule, statement

pytestmark = pytest.mark.browser

ULTIMATUM = "Putin denies that the drafts are an ultimatum, as critics of Russia read them."
EVENTS = """query($asOf: Date, $clock: Clock, $actors: [ID!], $issues: [ID!], $search: String, $sources: [ID!],
    $kinds: [EventKind!]) {
  events(occurredTo: $asOf, clock: $clock, actors: $actors, issues: $issues, issueSubtree: true, search: $search,
         sources: $sources, kinds: $kinds, first: 500) { edges { node { id summary occurred { latest } } } } }"""


async def answered(service: Service, **variables: Any) -> set[str]:
    return {edge["node"]["id"] for edge in (await service.data(EVENTS, **variables))["edges"]}


async def listed(page: Page) -> set[str]:
    ids = await page.locator("[data-event]").evaluate_all("items => items.map(item => item.dataset.event)")
    assert len(ids) == len(set(ids))
    return set(ids)


async def event_of(service: Service, summary: str) -> str:
    edges = (await service.data(EVENTS))["edges"]
    return next(edge["node"]["id"] for edge in edges if edge["node"]["summary"] == summary)


async def all_of_it(desk: Desk, page: Page) -> None:
    """Press "Show earlier" until there is nothing earlier."""
    while await page.locator(".older").count():
        shown = len(await listed(page))
        await page.click(".older")
        await desk.until(f"document.querySelectorAll('[data-event]').length > {shown}")


async def test_it_lists_what_had_happened_by_the_day_shown_newest_day_first(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-17")
    assert await desk.text("h1") == "Words and deeds"
    await all_of_it(desk, page)
    days = await page.locator(".day time").evaluate_all("times => times.map(time => time.dateTime)")
    assert days == sorted(days, reverse=True)
    assert days[0] == "2021-12-17"
    assert await listed(page) == await answered(desk.service, asOf="2021-12-17", clock="OCCURRED")


async def test_words_stand_on_the_left_and_deeds_on_the_right(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-17")
    day = page.locator(".day").first
    words, date, deeds = [await day.locator(part).bounding_box() for part in (".words", "h2", ".deeds")]
    assert words
    assert date
    assert deeds
    assert words["x"] < date["x"] < deeds["x"]
    assert await day.locator(".deeds .deed").all_inner_texts() == [
        "Russia publishes the text of the draft treaty.",
        "Russia publishes the text of the draft agreement.",
        "Stoltenberg and Bulgaria's prime minister Petkov hold a joint press conference.",
    ]


async def test_what_was_said_on_one_occasion_stands_together_under_who_spoke_in_which_capacity(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-17")
    occasion = page.locator(".day").first.locator(".words .occasion").first
    assert await occasion.locator(".by").inner_text() == "Jens Stoltenberg, NATO Secretary General, for NATO"
    assert await occasion.locator(".at").inner_text() == (
        "Stoltenberg and Bulgaria's prime minister Petkov hold a joint press conference."
    )
    acts = await occasion.locator(".act").evaluate_all("acts => acts.map(act => act.firstChild.textContent)")
    assert acts == ["reaffirms", "appeals", "reaffirms", "reaffirms", "reaffirms", "invites"]


async def test_under_the_clock_of_the_public_a_draft_stands_under_the_day_it_came_out(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-17&clock=PUBLIC")
    first = page.locator(".day").first
    assert await first.locator("time").get_attribute("datetime") == "2021-12-17"
    assert "happened 15 Dec 2021, public 17 Dec 2021" in await first.inner_text()
    await all_of_it(desk, page)
    assert await listed(page) == await answered(desk.service, asOf="2021-12-17", clock="PUBLIC")


async def test_a_page_under_the_clock_of_the_public_lacks_nothing_of_its_days(desk: Desk) -> None:
    (long_secret,) = await desk.service.record(
        statement(summary="Leaked.", occurred={"edtf": "2021-11-01"}, public={"edtf": "2021-12-23"}, stances=[])
    )
    page = await desk.open("?view=timeline&asof=2021-12-26&clock=PUBLIC")
    assert await page.locator(".older").count() == 1
    day = page.locator("section[aria-label='23 December 2021']")
    ids = await day.locator("[data-event]").evaluate_all("items => items.map(item => item.dataset.event)")
    assert str(long_secret.id) in ids


async def test_what_comes_later_is_counted_and_one_press_away(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-21")
    later = await answered(desk.service) - await answered(desk.service, asOf="2021-12-21")
    assert await desk.text(".laternote") == f"{len(later)} after 21 Dec 2021 not shown. Move to 26 Dec 2021"
    await page.click(".laternote button")
    await desk.shown()
    assert await page.input_value("#asof") == "Sun 26 Dec 2021"
    assert await page.locator(".laternote").count() == 0


async def test_a_date_that_is_no_plain_day_says_so(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-26")
    texts = await page.locator("section[aria-label='26 December 2021'] .item").all_inner_texts()
    assert all("no date given: by 26 Dec 2021" in text or "dated " in text for text in texts)
    await desk.open("?view=timeline&asof=2021-12-21&find=conference+call")
    assert "dated 7–21 Dec 2021" in await desk.text(".item.statement")


async def test_an_assessment_says_that_it_is_never_counted_and_a_move_shows_its_codings(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-26&kinds=ASSESSMENT")
    texts = await page.locator(".item").all_inner_texts()
    assert len(texts) == 22
    assert all("searchable, never counted" in text for text in texts)
    await desk.open("?view=timeline&asof=2021-12-21&lane=MOVE")
    assert "CAMEO 040 · PLOVER CONSULT (coded by desk)" in await desk.text(".item.move")


async def test_a_draft_is_tabled_among_the_deeds_and_leads_to_who_answered_it(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-15&kinds=INSTRUMENT")
    assert await page.locator(".deeds .by").all_inner_texts() == ["Russia tables a draft"] * 2
    assert await page.locator(".laternote").count() == 0
    await page.click("text=Who answered what")
    await desk.shown()
    assert "view=instrument" in page.url


async def test_each_filter_lists_what_the_api_answers(desk: Desk) -> None:
    filters: list[tuple[str, dict[str, Any]]] = [
        ("find=ultimatum", {"search": "ultimatum"}),
        ("lane=ukraine", {"actors": ["ukraine"]}),
        ("lane=MOVE", {"kinds": ["MOVE"]}),
        ("about=ukraine-nato-accession", {"issues": ["ukraine-nato-accession"]}),
        ("source=doc-loughrin", {"sources": ["doc-loughrin"]}),
        ("kinds=SCHEDULE.INSTRUMENT", {"kinds": ["SCHEDULE", "INSTRUMENT"]}),
    ]
    for asked, variables in filters:
        page = await desk.open(f"?view=timeline&asof=2021-12-26&{asked}")
        await all_of_it(desk, page)
        expected = await answered(desk.service, asOf="2021-12-26", **variables)
        assert expected
        assert await listed(page) == expected, asked


async def test_filters_are_set_by_hand_and_are_in_the_address(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-26")
    await page.fill("input[type=search]", "guarantees")
    await page.click("button[data-lane=russia]")
    await page.click(".more summary")
    await page.select_option("[aria-label='Any issue']", "talks")
    await page.check("label:has-text('Statements') input")
    await desk.shown()
    assert page.url.partition("?")[2] == ("view=timeline&find=guarantees&lane=russia&about=talks&kinds=STATEMENT")
    assert await listed(page) == await answered(
        desk.service, search="guarantees", actors=["russia"], issues=["talks"], kinds=["STATEMENT"]
    )
    await page.click("text=Take the filters off")
    await desk.shown()
    assert page.url.partition("?")[2] == "view=timeline"
    assert await page.input_value("input[type=search]") == ""


async def test_a_filter_that_nothing_fits_says_so(desk: Desk) -> None:
    await desk.open("?view=timeline&asof=2021-12-26&find=zebra")
    assert await desk.text(".nothing") == "Nothing that had happened by 26 Dec 2021 fits these filters."


async def test_a_stance_opens_its_card_and_leaves_the_reader_where_they_are(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-21")
    stance = page.locator(".item.statement .bear").nth(5)
    await stance.scroll_into_view_if_needed()
    top = await page.evaluate("scrollY")
    assert top > 0
    await stance.click()
    await desk.shown()
    assert "card=russia%7E" in page.url
    assert "view=timeline" in page.url
    assert await page.evaluate("scrollY") == top


async def test_an_event_has_an_address_under_which_it_opens_with_all_there_is_about_it(desk: Desk) -> None:
    event = await event_of(desk.service, ULTIMATUM)
    page = await desk.open(f"?view=timeline&asof=2021-12-21&id={event}")
    assert await page.locator(".item.open").get_attribute("data-event") == event
    opened = await desk.text(".opened")
    for words in (
        ULTIMATUM,
        "Vladimir Putin, President of Russia, for Russia",
        "denies: Russia's draft treaty and agreement are an ultimatum. Card of Russia",
        "David R. Cameron",
        "U.S. and NATO to open talks with Russia over Ukraine security guarantees, 22 Dec 2021",
        "by desk, log offset",
    ):
        assert words in opened
    assert await page.locator(".opened").evaluate("panel => panel.getBoundingClientRect().top < innerHeight")


async def test_it_opens_and_closes_by_keyboard_and_focus_comes_back(desk: Desk) -> None:
    page = await desk.open("?view=timeline&asof=2021-12-21")
    link = page.locator(".act").nth(2)
    event = await link.evaluate("link => link.closest('[data-event]').dataset.event")
    await link.focus()
    await page.keyboard.press("Enter")
    await desk.until("document.querySelector('.opened') !== null")
    assert event in page.url
    await page.focus(".opened .close")
    await page.keyboard.press("Enter")
    await desk.until("document.querySelector('.opened') === null")
    assert await page.evaluate("document.activeElement.closest('[data-event]')?.dataset.event") == event


async def test_an_event_that_the_list_does_not_have_opens_apart_and_says_why(desk: Desk) -> None:
    event = await event_of(desk.service, ULTIMATUM)
    page = await desk.open(f"?view=timeline&asof=2021-12-17&id={event}")
    assert await desk.text(".apart > .minor") == (
        "It counts from 21 December 2021, after the day shown. Move to 21 Dec 2021"
    )
    assert await page.locator(".apart .opened").count() == 1
    await page.click(".apart button")
    await desk.shown()
    await desk.until("document.querySelector('.item.open .opened') !== null")
    assert not await page.locator(".apart").is_visible()
    await desk.open("?view=timeline&id=01234567-89ab-7cde-8f01-23456789abcd")
    assert "Nothing is on record under 01234567-89ab-7cde-8f01-23456789abcd." in await desk.text(".apart")


async def test_what_was_corrected_is_shown_when_asked_for_and_leads_to_what_took_its_place(desk: Desk) -> None:
    wrong = statement(summary="Wrongly heard.", stances=[])
    (first,) = await desk.service.record(wrong)
    right = given(statement(summary="Rightly heard.", stances=[]))
    answer = await desk.service.data(
        mutation("correctEvent"), id=str(first.id), input={"reason": "Heard again.", "statement": right}
    )
    assert answer["errors"] == []
    page = await desk.open("?view=timeline&asof=2021-12-21&find=heard")
    assert await page.locator(".item").count() == 1
    await desk.open("?view=timeline&asof=2021-12-21&find=heard&status=all")
    gone = page.locator(".item.gone")
    assert "Corrected: no longer in force. The version that took its place" in await gone.inner_text()
    await gone.get_by_text("The version that took its place").click()
    await desk.until("document.querySelector('.opened') !== null")
    assert "Version 2, this one, current." in await desk.text(".opened")
    assert "Heard again." in await desk.text(".opened")


async def test_a_schedule_that_changed_is_not_called_corrected(desk: Desk) -> None:
    (first,) = await desk.service.record(schedule(what="Talks in the snow."))
    later = given(schedule(id=str(first.id), what="Talks in the snow.", when={"edtf": "2022-01-12"}, state="AGREED"))
    assert (await desk.service.data(mutation("recordSchedule"), input=later))["errors"] == []
    await desk.open("?view=timeline&asof=2021-12-26&find=snow&status=all")
    assert "A later version stands." in await desk.text(".item.gone")


async def test_as_known_before_an_event_was_recorded_it_is_not_there(desk: Desk) -> None:
    head = await desk.service.head()
    await desk.service.record(statement(summary="Snow fell.", stances=[]))
    page = await desk.open(f"?view=timeline&asof=2021-12-21&find=snow&known=@{head}")
    assert await page.locator(".item").count() == 0
    await desk.open("?view=timeline&asof=2021-12-21&find=snow")
    assert await page.locator(".item").count() == 1


async def test_a_quote_with_markup_in_it_is_shown_as_text(desk: Desk) -> None:
    hostile = "<img src=x onerror=alert(1)><b>bold</b>"
    await desk.service.record(statement(summary=f"{hostile} sleet", quote=hostile, stances=[]))
    page = await desk.open("?view=timeline&asof=2021-12-21&find=sleet")
    assert await desk.text(".item .quote") == hostile
    assert await page.locator(".item img, .item q b").count() == 0


async def test_the_table_for_export_has_every_event_of_the_filter(desk: Desk) -> None:
    await desk.open("?view=timeline&asof=2021-12-26")
    table = await desk.run(
        """async () => (await import('/desk/modules/timeline.js')).table(
             {state: {view: 'timeline', clock: 'OCCURRED', lane: '', kinds: '', about: '', source: '', status: '',
                      find: ''}, moment: {asOf: '2021-12-26', clock: 'OCCURRED'}})"""
    )
    assert table["columns"][0] == "event"
    assert {row[0] for row in table["rows"]} == await answered(desk.service, asOf="2021-12-26")


async def test_what_is_recorded_while_one_reads_comes_in_by_itself(desk: Desk) -> None:
    page = await desk.open("?view=timeline&lane=russia")
    before = await listed(page)
    (event,) = await desk.service.record(statement(summary="Hail.", occurred={"edtf": "2021-12-26"}, stances=[]))
    await desk.until(f"document.querySelector('[data-event=\"{event.id}\"]') !== null")
    assert str(event.id) not in before
    assert "Hail." in await desk.text(f"[data-event='{event.id}']")


async def test_on_a_phone_nothing_is_wider_than_the_page(desk: Desk) -> None:
    event = await event_of(desk.service, ULTIMATUM)
    page = await desk.open(f"?view=timeline&asof=2021-12-21&id={event}", width=390)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
