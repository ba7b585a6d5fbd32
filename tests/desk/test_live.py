"""Live: what is recorded arrives by itself, once and in order, through broken connections, sleep and restarts."""

import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from live_service import Service, serving
from playwright.async_api import Page
from relay import Relay, port_of, relaying
from visiting import Desk, listen
from writing import actor, appearance, capacity, correction_of, move, retraction_of, stance, statement

from events.drafts import StatementDraft
from service.access.roles import AccessRole
from service.access.tokens import Tokens

pytestmark = pytest.mark.browser

TALKS = "tr[data-issue='talks'] td:nth-of-type(3)"
FEED = "#side .entry"
OFFSETS = "[...document.querySelectorAll('#side .entry')].map(entry => Number(entry.dataset.offset))"
HIDE = """isHidden => {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def said(issue: str = "talks", value: str = "OPPOSE", **fields: Any) -> StatementDraft:
    """Have the United States say something on the last day of the first record."""
    given = {
        "capacities": [capacity("united-states", "united-states")],
        "ordinal": 9,  # after what is on record of that day
        "summary": f"Washington speaks on {issue}.",
        "occurred": {"edtf": "2021-12-26"},
        "stances": [stance(issue, value)],
        "appearances": [appearance("doc-loughrin")],
    }
    return statement(**(given | fields))


async def words_on_button(desk: Desk, words: str) -> None:
    await desk.until(f"document.querySelector('#live span').textContent === {words!r}")


async def newest(desk: Desk, offset: int) -> None:
    """Wait until the feed begins with the event at an offset."""
    await desk.until(f"({OFFSETS})[0] === {offset}")


async def stands(desk: Desk, stance_on_talks: str) -> None:
    """Wait until the matrix shows where the United States stand on talks."""
    await desk.until(f"document.querySelector({TALKS!r}).dataset.s === {stance_on_talks!r}")


# ---- arriving ----


async def test_a_statement_recorded_meanwhile_changes_its_cell_and_only_this_one_flashes(desk: Desk) -> None:
    page = await desk.open()
    assert await page.get_attribute(TALKS, "data-s") == "CONDITIONAL"
    await newest(desk, 349)
    await desk.service.record(said())
    await stands(desk, "OPPOSE")
    assert await page.locator(".flash").count() == 1
    assert "flash" in (await page.get_attribute(TALKS, "class") or "")
    assert "United States" in await desk.text("#verdict")


async def test_it_stands_on_top_of_the_feed_with_what_it_changed_and_a_link_to_the_card(desk: Desk) -> None:
    page = await desk.open()
    await newest(desk, 349)
    await desk.service.record(said())
    await newest(desk, 350)
    await page.locator(f"{FEED}.fresh .effect").wait_for()
    entry = await desk.text(f"{FEED}.fresh")
    assert "statement new United States asserts 26 Dec 2021 Washington speaks on talks." in entry
    assert "→ United States, Talks" in entry
    assert await desk.text("#announce") == "Just recorded: United States: Washington speaks on talks."
    await page.locator(f"{FEED}.fresh .effect").click()
    assert "card=united-states~talks" in page.url.replace("%7E", "~")


async def test_the_titles_count_what_came_while_nobody_looked_and_forgets_it_then(desk: Desk) -> None:
    page = await desk.open()
    await newest(desk, 349)
    await desk.run(HIDE, True)
    await desk.service.record(said(), move())
    await desk.until("document.title.startsWith('(2) Who stands where, 26 Dec 2021')")
    await desk.run(HIDE, False)
    assert await page.title() == "Who stands where, 26 Dec 2021 · On Record"


async def test_a_correction_and_a_retraction_say_why_and_are_labelled_as_changes_of_the_record(desk: Desk) -> None:
    page = await desk.open()
    (first,) = await desk.service.record(said())
    (second,) = await desk.service.record(correction_of(first, said(value="SUPPORT"), reason="Misread."))
    await newest(desk, 351)
    await page.locator(f"{FEED}[data-offset='351'] .effect .tag").wait_for()
    corrected = await desk.text(f"{FEED}[data-offset='351']")
    assert "correction of a statement" in corrected
    assert "desk: Misread." in corrected
    await stands(desk, "CONDITIONAL")  # conditions stay until lifted
    await desk.service.record(retraction_of(second, reason="It was right."), retraction_of(first, reason="Not said."))
    await newest(desk, 353)
    assert "desk: Not said." in await desk.text(f"{FEED}[data-offset='353']")
    assert "Withdrawn: United States" in await desk.text(f"{FEED}[data-offset='353']")


async def test_a_correction_of_the_day_alone_moves_the_age_of_the_cell(desk: Desk) -> None:
    await desk.open()
    age = "tr[data-issue='ukraine-conflict'] td:nth-of-type(3) .age"
    assert await desk.text(age) == "3 wk"
    (again,) = await desk.service.record(said("ukraine-conflict", "SUPPORT"))
    await desk.until(f'document.querySelector("{age}").textContent === "0 d"')
    corrected = said("ukraine-conflict", "SUPPORT", occurred={"edtf": "2021-12-25"})
    await desk.service.record(correction_of(again, corrected))
    await desk.until(f'document.querySelector("{age}").textContent === "1 d"')


async def test_a_new_actor_is_known_by_name_at_once(desk: Desk) -> None:
    page = await desk.open("?actors=all")
    await newest(desk, 349)
    await desk.service.record(actor("liechtenstein"))
    await page.locator("th.actor", has_text="liechtenstein").wait_for(state="attached")


async def test_a_burst_is_shown_whole(desk: Desk) -> None:
    page = await desk.open()
    await newest(desk, 349)
    await desk.service.record(*[move(summary=f"Convoy {number}.") for number in range(150)])
    await newest(desk, 499)
    shown = await page.evaluate(OFFSETS)
    assert shown == list(range(499, 499 - len(shown), -1))
    assert len(shown) == 170


# ---- the past, and pausing ----


async def test_as_known_in_the_past_the_feed_holds_only_what_was_recorded_by_then(desk: Desk) -> None:
    page = await desk.open("?known=@100")
    await newest(desk, 100)
    await desk.until(f"({OFFSETS}).length === 20")
    assert await page.evaluate(OFFSETS) == list(range(100, 80, -1))
    await page.get_by_role("button", name="Show earlier").click()
    await desk.until(f"({OFFSETS}).length === 40")
    assert await page.evaluate(OFFSETS) == list(range(100, 60, -1))
    await page.get_by_role("button", name="Back to now").click()
    await newest(desk, 349)


async def test_pausing_keeps_a_count_and_loses_nothing(desk: Desk) -> None:
    page = await desk.open()
    await newest(desk, 349)
    await page.get_by_role("button", name="Live").click()
    await words_on_button(desk, "Paused")
    await desk.service.record(said(), move(), move(summary="Another."))
    await words_on_button(desk, "Paused, 3 waiting")
    assert (await page.evaluate(OFFSETS))[0] == 349
    assert await page.get_attribute(TALKS, "data-s") == "CONDITIONAL"
    await page.get_by_role("button", name="Paused, 3 waiting").click()
    await newest(desk, 352)
    assert (await page.evaluate(OFFSETS))[:4] == [352, 351, 350, 349]
    await stands(desk, "OPPOSE")
    await words_on_button(desk, "Live")


# ---- broken connections, sleep, restarts ----


@dataclasses.dataclass
class Far:
    """A desk that reaches its service over a wire."""

    desk: Desk
    relay: Relay
    service: Service


@pytest.fixture
async def far(december: str, page: Page) -> AsyncIterator[Far]:
    async with serving(december) as service, relaying(service.url) as relay:
        url = f"http://127.0.0.1:{relay.port}/graphql"
        desk = Desk(page, dataclasses.replace(service, url=url))
        listen(page, desk.complaints)
        yield Far(desk, relay, service)
        await page.close()
    told_by_the_browser = ("WebSocket connection to", "Failed to load resource")
    assert [one for one in desk.complaints if not one.startswith(told_by_the_browser)] == []


async def test_what_was_recorded_while_the_connection_was_cut_arrives_once(far: Far) -> None:
    page = await far.desk.open()
    await newest(far.desk, 349)
    await far.service.record(move(summary="Before."))
    await newest(far.desk, 350)
    await far.desk.run(HIDE, True)  # so that the title counts each event that comes, and any that came twice
    far.relay.cut()
    await words_on_button(far.desk, "Reconnecting …")
    await far.service.record(said(), move(), move(summary="Another."))
    far.relay.mend()
    await newest(far.desk, 353)
    await words_on_button(far.desk, "Live")
    await far.service.record(move(summary="Afterwards."))
    await newest(far.desk, 354)
    assert (await page.title()).startswith("(4) ")
    assert await page.evaluate(OFFSETS) == list(range(354, 329, -1))
    await stands(far.desk, "OPPOSE")


async def test_after_sleep_it_goes_on_without_a_reload_and_misses_nothing(far: Far) -> None:
    page = far.desk.page
    await page.clock.install()
    await far.desk.open()
    await newest(far.desk, 349)
    await page.evaluate("globalThis.isSamePage = true")
    far.relay.silence()  # as after a night: the connection looks open, and nobody is at its other end
    await far.service.record(said(), move())
    await page.clock.fast_forward("08:00:00")
    await page.clock.fast_forward("00:05")
    await newest(far.desk, 351)
    assert await page.evaluate(OFFSETS) == list(range(351, 329, -1))
    await stands(far.desk, "OPPOSE")
    assert await page.evaluate("globalThis.isSamePage")


async def test_a_restart_of_the_service_is_survived(december: str, page: Page) -> None:
    async with serving(december) as service, relaying(service.url) as relay:
        desk = Desk(page, dataclasses.replace(service, url=f"http://127.0.0.1:{relay.port}/graphql"))
        await desk.open()
        await newest(desk, 349)
        async with serving(december) as other:
            relay.target = port_of(other.url)
            relay.cut()
            await other.record(said())
            relay.mend()
            await newest(desk, 350)
            await stands(desk, "OPPOSE")
            await page.close()


async def test_when_its_token_is_revoked_the_page_asks_for_another_and_goes_on_where_it_was(
    december: str, page: Page
) -> None:
    owner = await asyncpg.connect(december, server_settings={"role": "onrecord_owner"})
    tokens = Tokens(owner)
    _, first = await tokens.create("alice", AccessRole.READER, expires_at=None, created_by="a test")
    _, second = await tokens.create("bob", AccessRole.READER, expires_at=None, created_by="a test")
    async with serving(december, is_open=False) as service:
        desk = Desk(page, service)
        await page.goto(desk.address)
        await signed_in(desk, first)
        await tokens.revoke("alice", revoked_by="a test", because=None)
        await page.get_by_label("Token").wait_for()
        await service.record(said())
        await signed_in(desk, second)
        await newest(desk, 350)
        await stands(desk, "OPPOSE")
        await service.record(move())
        await newest(desk, 351)
        await page.close()
    await owner.close()


async def signed_in(desk: Desk, secret: str) -> None:
    """Give a token, and wait until the page is live."""
    await desk.page.get_by_label("Token").fill(secret)
    await desk.page.get_by_role("button", name="Sign in").click()
    await desk.page.locator(TALKS).wait_for()
    await desk.until(f"({OFFSETS}).length > 0")


async def test_another_log_is_told_and_read_afresh(far: Far, database: str) -> None:
    page = await far.desk.open("?known=@300")
    await newest(far.desk, 300)
    async with serving(database, has_record=True) as other:
        far.relay.target = port_of(other.url)
        far.relay.cut()
        far.relay.mend()
        await page.locator(".notice", has_text="another log").wait_for()
        await newest(far.desk, await other.head())
        assert "known" not in page.url
        assert await page.locator("tbody tr").count() == 2
        await page.get_by_role("button", name="Understood").click()
        assert await page.locator(".notice").count() == 0
        await page.close()
