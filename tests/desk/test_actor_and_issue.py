"""The page of an actor and the page of an issue: everything about one thing, on the day shown."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator
from visiting import Desk

pytestmark = pytest.mark.browser

NATO = "?view=actor&id=nato&asof=2021-12-22"
TALKS = "?view=issue&id=talks&asof=2021-12-22"
COUNCIL = "Stoltenberg intends to convene the NATO-Russia Council early in 2022."


async def texts(locator: Locator) -> list[str]:
    return [re.sub(r"\s+", " ", text).strip() for text in await locator.all_inner_texts()]


def section(desk: Desk, heading: str) -> Locator:
    return desk.page.locator(".page > section").filter(has=desk.page.get_by_role("heading", name=heading, exact=True))


async def positions(desk: Desk, what: str, thing: str, other: str) -> list[list[Any]]:
    """What the API answers for an actor or an issue on 22 December 2021, by the other one."""
    answer = await desk.service.data(
        f"""{{ positions({what}: ["{thing}"], asOf: "2021-12-22", first: 500) {{
                edges {{ node {{ stance basis actor {{ id }} issue {{ id }} }} }} }} }}"""
    )
    nodes = [edge["node"] for edge in answer["edges"]]
    return sorted([one[other]["id"], one["stance"], one["basis"]] for one in nodes)


async def test_the_heading_says_whose_page_it_is(desk: Desk) -> None:
    page = await desk.open(NATO)
    assert await desk.text("h1") == "Where NATO stands"
    assert await page.title() == "Where NATO stands, 22 Dec 2021 · On Record"
    assert (
        await desk.text(".identity")
        == "NATO (North Atlantic Treaty Organization, 'the Alliance') international organisation"
    )


async def test_an_actor_stands_where_the_api_says_in_the_order_of_the_tree(desk: Desk) -> None:
    page = await desk.open(NATO)
    shown = await page.locator(".stands tbody tr:has(.stood)").evaluate_all(
        """rows => rows.map(row => [new URLSearchParams(row.querySelector('.stood').search).get('card').split('~')[1],
             row.querySelector('.glyph').dataset.s, row.querySelector('.glyph').dataset.b])"""
    )
    expected = await positions(desk, "actors", "nato", "issue")
    assert sorted(shown) == expected
    assert len(expected) == 17
    assert await desk.text(".stands caption") == "17 positions, by issue"
    order = await page.locator(".stands tbody th a").evaluate_all(
        "links => links.map(link => new URLSearchParams(link.search).get('id'))"
    )
    tree = await desk.service.data("{ issues(first: 500) { edges { node { id parent { id } } } } }")
    parents = {one["node"]["id"]: (one["node"]["parent"] or {}).get("id") for one in tree["edges"]}
    assert all(parents[one] is None or order.index(parents[one]) < order.index(one) for one in order)


async def test_an_actors_page_follows_the_day(desk: Desk) -> None:
    page = await desk.open("?view=actor&id=nato&asof=2021-12-10")
    assert await desk.text(".page > section:nth-of-type(2)") == (
        "NATO has no position on record by then. Its first one begins on 16 Dec 2021."
    )
    assert (await texts(page.locator(".events > li > .said-on")))[0] == "27 May 1997"
    await page.fill("#asof", "2021-12-22")
    await page.keyboard.press("Enter")
    await desk.shown()
    assert await desk.text(".stands caption") == "17 positions, by issue"
    newest = page.locator(".events > li").first
    assert await texts(newest.locator(".said-on, p:first-child")) == ["21 Dec 2021", COUNCIL]


async def test_what_an_actor_said_and_did_comes_newest_first_in_pages(desk: Desk) -> None:
    page = await desk.open(NATO)
    answer = await desk.service.data(
        '{ events(actors: ["nato"], occurredTo: "2021-12-22", first: 500) { edges { node { summary } } } }'
    )
    expected = [edge["node"]["summary"] for edge in reversed(answer["edges"])]
    gists = page.locator(".events > li > div > p:first-child a")
    assert await texts(gists) == expected[:10]
    earlier = section(desk, "Said and did").get_by_role("button", name="Show earlier")
    while await earlier.count():
        shown = await gists.count()
        assert shown < len(expected)
        await earlier.click()
        await desk.until(f"document.querySelectorAll('.events > li').length > {shown}")
    assert await texts(gists) == expected
    assert len(expected) > 10


async def test_who_speaks_for_an_actor_stands_with_rank_and_dates(desk: Desk) -> None:
    await desk.open(NATO)
    rows = await texts(section(desk, "Speaks for it").locator("tbody tr"))
    assert rows == [
        "Jens Stoltenberg represents head undated, always in force",
        "NATO Secretary General office of head undated, always in force",
        "North Atlantic Council body of head undated, always in force",
    ]
    belongs = await texts(section(desk, "What it is to others").locator("li"))
    assert "United States member of NATO undated, always in force" in belongs


async def test_an_addressees_answers_stand_beside_those_to_the_whole(desk: Desk) -> None:
    await desk.open(NATO)
    answers = section(desk, "Answers to drafts")
    rows = await texts(answers.locator("tbody tr"))
    asked = await desk.service.data(
        """{ instruments { id addressedTo { id } provisions { label
               responses(asOf: "2021-12-22") { actor { id } response toWhole } } } }"""
    )
    (draft,) = (one for one in asked if one["id"] == "russia-nato-draft-agreement")
    given = [next(one for one in each["responses"] if one["actor"]["id"] == "nato") for each in draft["provisions"]]
    answered = sum(one["response"] not in ("SILENT", "NOT_ADDRESSED") for one in given)
    assert f"{answered} of {len(given)} provisions answered" in await answers.locator("caption").first.inner_text()
    assert rows[0] == "Equal and indivisible security not addressed open to talks"
    assert len(rows) >= len(given)


async def test_a_position_opens_its_card_and_escape_comes_back_to_it(desk: Desk) -> None:
    page = await desk.open(NATO)
    await page.locator(".stands .stood").nth(2).focus()
    await page.keyboard.press("Enter")
    await desk.shown()
    assert (await desk.text(".card h2")).startswith("NATO ")
    assert await desk.run("document.activeElement.closest('.card') !== null")
    await page.keyboard.press("Escape")
    await desk.shown()
    assert "card=" not in page.url
    assert await desk.run("[...document.querySelectorAll('.stands .stood')].indexOf(document.activeElement)") == 2


async def test_everybody_stands_by_stance_on_the_page_of_an_issue(desk: Desk) -> None:
    page = await desk.open("?view=issue&id=nato-enlargement&asof=2021-12-22")
    shown = await page.locator(".group .stood").evaluate_all(
        """links => links.map(link => [new URLSearchParams(link.search).get('card').split('~')[0],
             link.querySelector('.glyph').dataset.s, link.querySelector('.glyph').dataset.b])"""
    )
    expected = await positions(desk, "issues", "nato-enlargement", "actor")
    assert sorted(shown) == expected
    assert await texts(page.locator(".group h2")) == ["supports 1", "opposes 2", "no position 58"]
    assert await texts(page.locator(".group li")) == [
        "Russia last stated 1 d before",
        "NATO implied, last stated 6 d before",
        "United States implied, last stated 1 d before",
    ]


async def test_an_issue_says_its_proposition_its_place_and_what_is_within_it(desk: Desk) -> None:
    page = await desk.open("?view=issue&id=nato-enlargement&asof=2021-12-22")
    assert await page.title() == "Who stands where: No further NATO enlargement, 22 Dec 2021 · On Record"
    assert await desk.text(".page .statement") == "NATO should commit to no further (eastward) enlargement."
    assert await desk.text(".page .eyebrow") == "Security guarantees for Russia › No further NATO enlargement"
    assert len(await texts(section(desk, "Within it").locator("li"))) == 6
    await page.get_by_role("link", name="NATO membership should be closed to Ukraine.").click()
    await desk.shown()
    assert "id=ukraine-nato-accession" in page.url
    assert await desk.text(".page .statement") == "NATO membership should be closed to Ukraine."


async def test_a_claim_is_affirmed_by_one_who_comes_to_it_later(desk: Desk) -> None:
    page = await desk.open("?view=issue&id=troop-numbers&asof=2021-12-20")
    assert await texts(page.locator(".group h2")) == ["no position 61"]
    assert await texts(page.locator(".group.without li")) == [
        "Ukraine from 22 Dec 2021",
        "United States from 26 Dec 2021",
    ]
    await page.fill("#asof", "2021-12-22")
    await page.keyboard.press("Enter")
    await desk.shown()
    assert await texts(page.locator(".group h2")) == ["affirms 1", "no position 60"]


async def test_every_actors_history_is_a_strip_whose_steps_lead_to_their_days(desk: Desk) -> None:
    page = await desk.open(TALKS)
    assert await texts(page.locator(".histories > li > a")) == ["NATO", "Russia", "United States"]
    steps = page.get_by_role("list", name="History of Russia’s position").get_by_role("link")
    days = await steps.evaluate_all("links => links.map(link => new URLSearchParams(link.search).get('asof'))")
    answer = await desk.service.data(
        """{ positionSteps(actors: ["russia"], issues: ["talks"]) { edges { node { from } } } }"""
    )
    assert days == [edge["node"]["from"] for edge in answer["edges"]]
    assert len(days) > 2
    await steps.first.press("Enter")
    await desk.shown()
    assert f"asof={days[0]}" in page.url
    assert (await texts(page.locator(".group h2")))[0] == "supports 2"


async def test_what_bears_on_an_issue_names_who_stood_where_by_it(desk: Desk) -> None:
    page = await desk.open(TALKS)
    newest = page.locator(".events > li").filter(has_text="meaningful dialogue").first
    assert await texts(newest.locator(".stood a")) == ["NATO supports"]
    await newest.locator(".stood a").click()
    await desk.shown()
    assert (await desk.text(".card h2")).startswith("NATO says “only if” to: ")


@pytest.mark.parametrize(
    ("view", "missing", "first"),
    [
        ("actor", "No actor “atlantis” is on record. These are:", "Russia on 41 issues"),
        ("issue", "No issue “atlantis” is on record. These are:", None),
    ],
)
async def test_a_link_to_nothing_on_record_lists_what_is(
    desk: Desk, view: str, missing: str, first: str | None
) -> None:
    page = await desk.open(f"?view={view}&id=atlantis")
    assert await desk.text(".page p") == missing
    listed = await texts(page.locator(".index li"))
    assert len(listed) == (61 if view == "actor" else 59)
    assert first in (None, listed[0])
