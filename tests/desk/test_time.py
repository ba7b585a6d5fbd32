"""Time: as of, known on, occurred or public, the slider, and play; everything on the page follows."""

import pytest
from visiting import Desk

pytestmark = pytest.mark.browser

ACCESSION = "tr[data-issue='ukraine-nato-accession'] td:nth-of-type({})"
RUSSIA, NATO = ACCESSION.format(1), ACCESSION.format(2)


async def stance(desk: Desk, cell: str) -> str | None:
    return await desk.page.locator(cell).get_attribute("data-s")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("16 Dec 2021", "Thu 16 Dec 2021"),
        ("2021-12-16", "Thu 16 Dec 2021"),
        ("Thursday 16 december", "Thu 16 Dec 2021"),
    ],
)
async def test_a_date_is_read_as_people_write_it(desk: Desk, written: str, read: str) -> None:
    page = await desk.open("?asof=2021-12-10")
    assert await stance(desk, NATO) is None
    await page.fill("#asof", written)
    await page.keyboard.press("Enter")
    await desk.shown()
    await page.locator("#since").focus()
    assert await page.input_value("#asof") == read
    assert "asof=2021-12-16" in page.url
    assert await stance(desk, NATO) == "OPPOSE"


@pytest.mark.parametrize("written", ["12/11/2021", "31 Feb 2021", "soon"])
async def test_a_date_that_could_be_two_is_refused_and_not_guessed(desk: Desk, written: str) -> None:
    page = await desk.open("?asof=2021-12-10")
    await page.fill("#asof", written)
    await page.keyboard.press("Enter")
    assert await page.get_attribute("#asof", "aria-invalid") == "true"
    assert "Write it as 21 Dec 2021" in await page.locator("#dateerror").inner_text()
    assert "asof=2021-12-10" in page.url


async def test_the_arrows_move_a_date_by_a_day(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-15")
    await page.locator("#asof").focus()
    await page.keyboard.press("ArrowUp")
    await desk.shown()
    assert "asof=2021-12-16" in page.url
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await desk.shown()
    assert "asof=2021-12-14" in page.url


async def test_the_slider_moves_the_whole_page_without_asking_the_service_for_positions(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-15")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    await page.locator("#slider").focus()
    await page.keyboard.press("ArrowRight")
    await desk.shown()
    assert await page.input_value("#asof") == "Thu 16 Dec 2021"
    assert await stance(desk, NATO) == "OPPOSE"
    assert (await desk.text("#verdict")).startswith("17 positions changed") or "positions changed" in await desk.text(
        "#verdict"
    )
    assert await page.get_attribute("#slider", "aria-valuetext") == "Thursday 16 December 2021"
    assert not [query for query in asked if "positionSteps" in query]


async def test_the_strip_has_words_above_and_deeds_below_as_many_as_the_day_has(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-26")
    activity = await desk.service.data("""{ activity(from: "2021-11-29", to: "2021-12-31") { statements moves } }""")
    words, deeds = (sum(min(day[kind], 7) for day in activity) for kind in ("statements", "moves"))
    assert await page.locator(".mark.word").count() == words > 0
    assert await page.locator(".mark.deed").count() == deeds > 0


async def test_the_brackets_and_the_arrows_beside_play_go_to_the_next_day_with_events(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-10")
    await page.get_by_role("button", name="Next day with events").click()
    await desk.shown()
    assert "asof=2021-12-15" in page.url
    await page.locator("tbody td").first.focus()
    await page.keyboard.press("[")
    await desk.shown()
    assert "asof=2021-12-07" in page.url


async def test_play_goes_day_by_day_and_stops_at_the_last(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-23")
    seen: list[str] = []
    await page.get_by_role("button", name="Play the story day by day").click()
    assert await page.get_attribute("#play", "aria-pressed") == "true"
    while await page.get_attribute("#play", "aria-pressed") == "true":
        day = await page.input_value("#asof")
        if day not in seen:
            seen.append(day)
        await desk.until("true")
    assert seen == ["Thu 23 Dec 2021", "Fri 24 Dec 2021", "Sat 25 Dec 2021", "Sun 26 Dec 2021"]


async def test_what_was_handed_over_and_not_yet_public_does_not_count_for_the_public(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-15")
    assert await stance(desk, RUSSIA) == "SUPPORT"
    before = await page.locator("tbody td[data-s]").count()
    await page.get_by_text("was public").click()
    await desk.until("location.search.includes('clock=PUBLIC')")
    await desk.shown()
    assert await page.locator("tbody td[data-s]").count() < before


async def test_the_past_looks_different_and_knows_nothing_of_what_was_recorded_later(desk: Desk) -> None:
    head = await desk.service.head()
    await desk.service.data(
        """mutation { retractEvent(id: "doc-cameron", reason: "Withdrawn by the author.") { errors { message } } }"""
    )
    page = await desk.open("?asof=2021-12-22")
    now = await page.locator("tbody td[data-s]").count()
    assert await page.locator("#past").is_hidden()

    await page.locator("#known").focus()
    await desk.until("document.querySelectorAll('#known option').length > 2")
    option = page.locator("#known option", has_text="Withdrawn by the author.")
    assert "before desk’s retraction" in (await option.inner_text())
    await page.select_option("#known", value=f"@{head}")
    await desk.shown()
    assert await page.locator("tbody td[data-s]").count() > now
    assert f"The record as it stood after log offset {head}." in await page.locator("#past").inner_text()
    assert await page.title() == "Who stands where, 22 Dec 2021, as known then · On Record"

    await page.get_by_role("button", name="Back to now").click()
    await desk.shown()
    assert await page.locator("tbody td[data-s]").count() == now
    assert await page.locator("#past").is_hidden()


async def test_any_moment_or_offset_can_be_asked_for(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22")
    await page.select_option("#known", label="another moment …")
    await page.keyboard.type("200")
    await page.keyboard.press("Enter")
    await desk.until("location.search.includes('known=%40200')")
    await desk.shown()
    then = await desk.service.data(
        """{ positions(asOf: "2021-12-22", knownAtOffset: "200", first: 20000) { edges { node { stance } } } }"""
    )
    assert await page.locator("tbody td[data-s]").count() == len(then["edges"])
    await desk.open("?asof=2021-12-22&known=2021-12-22T16:30:00Z")
    assert await page.locator("tbody td[data-s]").count() == 0
    assert "22 Dec 2021, 16:30 UTC" in await page.locator("#past").inner_text()


async def test_going_back_undoes_a_view_and_not_a_slide(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-15")
    await page.get_by_role("button", name="Next day with events").click()
    await desk.shown()
    await page.locator("tbody td").first.click()
    await desk.until("location.search.includes('card=')")
    await desk.shown()
    await page.go_back()
    await desk.shown()
    assert page.url.endswith("?asof=2021-12-16")


async def test_before_anybody_had_a_position_on_record_the_matrix_says_so(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22&known=@100")
    assert await page.locator("th.actor").count() == 0
    assert await desk.text(".nobody") == "Nobody had a position on record then. “All” has a column for every actor."


async def test_what_cannot_be_answered_for_the_card_leaves_the_matrix_alone(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-22&card=atlantis~talks")
    assert "atlantis" in await desk.text("#side")
    assert await page.locator("tbody td[data-s]").count() > 50
