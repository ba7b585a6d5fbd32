"""The figures: each as it was given, by whose count, on a common axis; nothing is averaged."""

from typing import Any

import pytest
from visiting import Desk
from writing import statement

pytestmark = pytest.mark.browser

FIGURES = """{ events(hasQuantities: true, occurredTo: "2021-12-26", first: 500) {
  edges { node { quantities { counts unit projected value min max } } } } }"""


async def row_of(desk: Desk, what: str) -> Any:
    """Return the rows below the heading of what is counted."""
    group = desk.page.locator(".counts tbody").filter(has=desk.page.locator("th.what", has_text=what))
    return group.locator("tr:not(:has(.what))")


async def words_of(desk: Desk, what: str) -> list[str]:
    rows = await row_of(desk, what)
    return [" | ".join(" ".join(cell.split()) for cell in text.split("\t")) for text in await rows.all_inner_texts()]


def soldiers(who: str, *, ordinal: int = 0, **figure: Any) -> Any:
    quantity = {"counts": "soldiers at the border", "unit": "troops", "estimatedBy": who} | figure
    return statement(summary=f"{who} counts.", stances=[], quantities=[quantity], ordinal=ordinal)


async def test_it_says_that_nothing_is_averaged_and_shows_every_figure_up_to_the_day(desk: Desk) -> None:
    page = await desk.open("?view=figures&asof=2021-12-26")
    assert await desk.text("h1") == "How many, by whose count"
    given = [one for edge in (await desk.service.data(FIGURES))["edges"] for one in edge["node"]["quantities"]]
    assert (await desk.text(".preface")).startswith(
        f"{len(given)} figures by 26 Dec 2021, each as it was given. None is averaged, added up or preferred"
    )
    assert await page.locator(".counts tbody tr:has(td)").count() == len(given)
    assert sorted(await page.locator(".what").all_inner_texts()) == sorted({one["counts"] for one in given})


async def test_a_figure_says_whose_count_it_is_who_relays_it_for_when_and_where_it_stands(desk: Desk) -> None:
    await desk.open("?view=figures&asof=2021-12-26")
    assert await words_of(desk, "Russian troops deployed near Ukraine") == [
        "U.S. intelligence agencies relayed by Caleb Loughrin | 90,000 troops (“some”) |  | said by 26 Dec 2021 | "
        "statement : US intelligence counts about 90,000 Russian troops in place and thinks that there could be "
        "175,000. Putin Wants Guarantees From NATO As Russo-Ukrainian Tensions Escalate"
    ]


async def test_estimates_of_one_thing_stand_under_each_other_on_one_axis(desk: Desk) -> None:
    await desk.service.record(soldiers("russia", value=10_000), soldiers("nato", ordinal=1, min=90_000, max=110_000))
    page = await desk.open("?view=figures&asof=2021-12-21")
    rows = await row_of(desk, "soldiers at the border")
    assert [text.split("\t")[:2] for text in await rows.all_inner_texts()] == [
        ["Russia", "10,000 troops"], ["NATO", "90,000 to 110,000 troops"],
    ]  # fmt: skip
    dot = await rows.nth(0).locator("circle").bounding_box()
    bar = await rows.nth(1).locator("rect").bounding_box()
    tick = await page.locator(".axis-line text", has_text="100,000").first.bounding_box()
    assert dot
    assert bar
    assert tick
    assert dot["x"] + dot["width"] < bar["x"]
    assert bar["x"] < tick["x"] + tick["width"] / 2 < bar["x"] + bar["width"]


async def test_a_value_is_a_dot_a_range_a_bar_an_open_bound_an_arrow_and_what_is_projected_an_outline(
    desk: Desk,
) -> None:
    await desk.open("?view=figures&asof=2021-12-26")
    shapes = {
        what: [
            await (await row_of(desk, what)).locator(".figure-mark").get_attribute(name)
            for name in ("data-shape", "data-projected")
        ]
        for what in (
            "Russian troops deployed near Ukraine",
            "Russian troops that could be deployed near Ukraine",
            "Russian troops deployed next to Ukraine",
            "flight time to Moscow of missiles placed in Ukraine",
        )
    }
    assert shapes == {
        "Russian troops deployed near Ukraine": ["value", "false"],
        "Russian troops that could be deployed near Ukraine": ["value", "true"],
        "Russian troops deployed next to Ukraine": ["at-least", "false"],
        "flight time to Moscow of missiles placed in Ukraine": ["range", "true"],
    }
    projected = await row_of(desk, "Russian troops that could be deployed near Ukraine")
    assert await projected.locator("circle").get_attribute("fill") == "none"
    assert "projected, for a time to come" in await projected.inner_text()


async def test_it_follows_the_day_and_what_was_known(desk: Desk) -> None:
    page = await desk.open("?view=figures&asof=2021-12-07")
    assert sorted(await page.locator(".what").all_inner_texts()) == [
        "Russian troops moved next to eastern Ukraine", "length of the call",
    ]  # fmt: skip
    await desk.open("?view=figures&asof=2021-01-01")
    assert await desk.text(".preface") == "Nobody on record had given a figure by 1 Jan 2021."
    head = await desk.service.head()
    await desk.service.record(soldiers("russia", value=10_000))
    await desk.open(f"?view=figures&asof=2021-12-21&known=@{head}")
    assert await page.locator(".what", has_text="soldiers at the border").count() == 0
    await desk.open("?view=figures&asof=2021-12-21")
    assert await page.locator(".what", has_text="soldiers at the border").count() == 1


async def test_a_figure_leads_to_its_event(desk: Desk) -> None:
    page = await desk.open("?view=figures&asof=2021-12-26")
    await (await row_of(desk, "length of the call")).locator("a", has_text="move").click()
    await desk.shown()
    assert "view=timeline" in page.url
    assert "length of the call: 2 hours" in await desk.text(".opened")


async def test_on_a_phone_nothing_is_wider_than_the_page(desk: Desk) -> None:
    page = await desk.open("?view=figures&asof=2021-12-26", width=390)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_table_and_picture_hold_every_figure(desk: Desk) -> None:
    await desk.open("?view=figures&asof=2021-12-26")
    table, texts = await desk.run(
        """async () => {
             const view = await import('/desk/modules/figures.js');
             const desk = {asOf: '2021-12-26', moment: {asOf: '2021-12-26', clock: 'OCCURRED'}};
             const picture = view.picture(desk);
             return [await view.table(desk), [...picture.querySelectorAll('text')].map(text => text.textContent)];
           }"""
    )
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    assert len(rows) == 12
    assert [(one["value"], one["unit"], one["estimatedBy"]) for one in rows if one["projected"]] == [
        (175_000, "troops", "us-intelligence-agencies"), (None, "minutes", "vladimir-putin"),
        (5, "minutes", "vladimir-putin"),
    ]  # fmt: skip
    assert texts[0] == "How many, by whose count, 26 Dec 2021"
    assert "U.S. intelligence agencies, relayed by Caleb Loughrin" in texts
