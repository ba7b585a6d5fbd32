"""The schedules: what is to come as last said by the day shown, and how it drifted."""

from typing import Any

import pytest
from graphql_mutations import mutation
from live_service import given
from visiting import Desk
from writing import schedule

pytestmark = pytest.mark.browser

TALKS = "Talks in the snow"


async def talks_that_drift(desk: Desk) -> list[str]:
    """Record talks likely in January, then agreed for four days, then for one; return the ids of the events."""
    (first,) = await desk.service.record(
        schedule(what=TALKS, occurred={"edtf": "2021-12-20"}, saidBy="russia", when={"edtf": "2022-01"})
    )
    ids = [str(first.id)]
    for said, when in (("2021-12-22", "2022-01-10/2022-01-13"), ("2021-12-24", "2022-01-12")):
        later = schedule(
            id=ids[0], what=TALKS, occurred={"edtf": said}, saidBy="nato", when={"edtf": when}, state="AGREED",
            where="Geneva",
        )  # fmt: skip
        ids.append((await told(desk, "recordSchedule", input=given(later)))["event"]["id"])
    return ids


async def told(desk: Desk, name: str, **variables: Any) -> Any:
    answer = await desk.service.data(mutation(name), **variables)
    assert answer["errors"] == []
    return answer


def entry(desk: Desk) -> Any:
    return desk.page.locator(".meeting").filter(has_text=TALKS)


async def lines(desk: Desk) -> list[str]:
    texts = await entry(desk).locator(".drift tbody tr").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


async def test_it_lists_the_meetings_to_come_the_next_first(desk: Desk) -> None:
    page = await desk.open("?view=schedules&asof=2021-12-26")
    assert await desk.text("h1") == "What is to come"
    assert (await desk.text(".preface")).startswith("5 meetings to come, as said by 26 Dec 2021.")
    assert await page.locator(".meeting h3").all_inner_texts() == [
        "A session of the NATO-Russia Council, which Stoltenberg means to call",
        "Talks of the United States and NATO with Russia on the security guarantees (as NATO signals)",
        "Talks of the United States and NATO with Russia on the security guarantees (as the United States signals)",
        "Negotiations between the United States and Russia",
        "Detailed consultations between representatives of the United States and Russia on the issues "
        "raised in the call",
    ]
    assert await desk.text(".meeting:nth-of-type(4) p") == (
        "likely, January 2022, Geneva. With United States and Russia."
    )
    assert "no date given" in await desk.text(".meeting:nth-of-type(5)")


async def test_it_shows_how_the_date_drifted_who_said_so_and_when(desk: Desk) -> None:
    await talks_that_drift(desk)
    await desk.open("?view=schedules&asof=2021-12-26")
    assert await lines(desk) == [
        "Russia, 20 Dec 2021 January 2022 likely",
        "NATO, 22 Dec 2021 10–13 Jan 2022 agreed, Geneva",
        "NATO, 24 Dec 2021 12 Jan 2022 agreed, Geneva",
    ]
    assert "agreed, 12 Jan 2022, Geneva." in await entry(desk).inner_text()
    bars = [await one.bounding_box() for one in await entry(desk).locator("rect").all()]
    widths = [one["width"] for one in bars if one]
    assert len(widths) == 3
    assert widths == sorted(widths, reverse=True)
    fills = [await one.get_attribute("fill") for one in await entry(desk).locator("rect").all()]
    assert fills == ["none", "none", "currentColor"]


async def test_as_of_a_day_it_shows_what_was_said_by_then(desk: Desk) -> None:
    await talks_that_drift(desk)
    await desk.open("?view=schedules&asof=2021-12-22")
    assert len(await lines(desk)) == 2
    assert "agreed, 10–13 Jan 2022, Geneva." in await entry(desk).inner_text()
    await desk.open("?view=schedules&asof=2021-12-21")
    assert "likely, January 2022." in await entry(desk).inner_text()
    await desk.open("?view=schedules&asof=2021-12-06")
    assert await desk.text(".preface") == "Nothing to come is on record by 6 Dec 2021."


async def test_a_mistake_of_the_desk_is_no_drift(desk: Desk) -> None:
    ids = await talks_that_drift(desk)
    right = schedule(
        what=TALKS, occurred={"edtf": "2021-12-24"}, saidBy="nato", when={"edtf": "2022-01-13"}, state="AGREED"
    )
    await told(desk, "correctEvent", id=ids[2], input={"reason": "Misread.", "schedule": given(right)})
    await desk.open("?view=schedules&asof=2021-12-26")
    assert [line for line in await lines(desk) if "24 Dec" in line] == ["NATO, 24 Dec 2021 13 Jan 2022 agreed"]
    assert "Version 3 was a mistake of the desk, no change of plans: Misread." in await entry(desk).inner_text()


async def test_a_withdrawn_state_leaves_the_one_before_it_and_a_withdrawn_schedule_is_set_apart(desk: Desk) -> None:
    ids = await talks_that_drift(desk)
    await told(desk, "retractEvent", id=ids[2], reason="Never said.")
    await desk.open("?view=schedules&asof=2021-12-26")
    assert "agreed, 10–13 Jan 2022, Geneva." in await entry(desk).inner_text()
    assert "Version 3 is withdrawn." in await entry(desk).inner_text()
    await told(desk, "retractEvent", id=ids[0], reason="Never said.")
    await desk.open("?view=schedules&asof=2021-12-26")
    assert "withdrawn" in await desk.page.locator(".over .meeting.gone").inner_text()


async def test_a_meeting_whose_time_has_passed_or_that_was_held_is_no_longer_to_come(desk: Desk) -> None:
    (first,) = await desk.service.record(
        schedule(what=TALKS, occurred={"edtf": "2021-12-20"}, saidBy="russia", when={"edtf": "2021-12-22"})
    )
    await desk.open("?view=schedules&asof=2021-12-22")
    assert await desk.page.locator(".over").count() == 0
    await desk.open("?view=schedules&asof=2021-12-23")
    passed = "The time has passed, and nothing on record says whether it was held."
    assert passed in await desk.page.locator(".over").inner_text()
    held = schedule(
        id=str(first.id), what=TALKS, occurred={"edtf": "2021-12-23"}, when={"edtf": "2021-12-22"}, state="HELD"
    )
    await told(desk, "recordSchedule", input=given(held))
    await desk.open("?view=schedules&asof=2021-12-24")
    over = await desk.page.locator(".over").inner_text()
    assert "held, 22 Dec 2021" in over
    assert passed not in over


async def test_what_was_said_leads_to_its_event(desk: Desk) -> None:
    ids = await talks_that_drift(desk)
    page = await desk.open("?view=schedules&asof=2021-12-26")
    await entry(desk).get_by_text("22 Dec 2021").click()
    await desk.shown()
    assert f"id={ids[1]}" in page.url
    versions = await desk.text(".opened section:has(h4:text('Versions'))")
    for words in ("Version 1, corrected.", "Version 2, this one, corrected.", "Version 3, current."):
        assert words in versions


async def test_on_a_phone_nothing_is_wider_than_the_page(desk: Desk) -> None:
    page = await desk.open("?view=schedules&asof=2021-12-26", width=390)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_table_and_picture_hold_every_version(desk: Desk) -> None:
    await talks_that_drift(desk)
    await desk.open("?view=schedules&asof=2021-12-26")
    table, texts = await desk.run(
        """async () => {
             const view = await import('/desk/modules/schedules.js');
             const desk = {asOf: '2021-12-26', moment: {asOf: '2021-12-26', clock: 'OCCURRED'}};
             const picture = view.picture(desk);
             return [await view.table(desk), [...picture.querySelectorAll('text')].map(text => text.textContent)];
           }"""
    )
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    assert [(one["version"], one["when"], one["inForce"]) for one in rows if one["what"] == TALKS] == [
        (1, "2022-01", False), (2, "2022-01-10/2022-01-13", False), (3, "2022-01-12", True),
    ]  # fmt: skip
    assert texts[0] == "What is to come, 26 Dec 2021"
    assert "10–13 Jan 2022, agreed, Geneva" in texts
