"""The menu of exports: the view as a table or a picture, the whole record; each file says where it comes from."""

import csv
import io
import json
import struct
import xml.etree.ElementTree as ET
from typing import Any

import asyncpg
import pytest
from live_service import serving
from playwright.async_api import Page
from visiting import Desk
from writing import appearance, capacity, stance, statement

from service.access.roles import AccessRole
from service.access.tokens import Tokens

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
NAME = "onrecord-matrix-2021-12-16-public-known-300"
POSITIONS = """query($offset: LogOffset) {
  positions(asOf: "2021-12-16", knownAtOffset: $offset, clock: PUBLIC, first: 20000) {
    edges { node { actor { id } issue { id } stance basis lastStated contested conditions { text } } } }
}"""


async def exported(page: Page, label: str) -> tuple[str, bytes]:
    """Choose from the menu; return the name and the content of the file."""
    await page.locator("#exports summary").click()
    async with page.expect_download() as download:
        await page.locator("#exports li > *", has_text=label).click()
    file = await download.value
    path = await file.path()
    return file.suggested_filename, path.read_bytes()


async def positions(desk: Desk) -> set[tuple[Any, ...]]:
    answered = await desk.service.data(POSITIONS, offset="300")
    return {
        (node["actor"]["id"], node["issue"]["id"], node["stance"], node["basis"], node["lastStated"], node["contested"],
         "; ".join(condition["text"] for condition in node["conditions"]))
        for node in (edge["node"] for edge in answered["edges"])
    }  # fmt: skip


async def test_the_csv_of_the_matrix_is_what_the_api_answers_and_says_for_when_as_known_when(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-16&clock=PUBLIC&known=@300")
    name, content = await exported(page, "Table, CSV")
    assert name == f"{NAME}.csv"
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") > 10
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    log = (await desk.service.data("{ log { id } }"))["id"]
    from_where = ("asOf", "since", "clock", "knownAtOffset", "log", "rule")
    assert {tuple(row[column] for column in from_where) for row in rows} == {
        ("2021-12-16", "2021-12-15", "PUBLIC", "300", log, "latest-authoritative@1")
    }
    columns = ("actor", "issue", "stance", "basis", "lastStated", "contested", "conditions")
    read = {tuple(row[column] for column in columns) for row in rows}
    assert read == {(*one[:5], str(one[5]).lower(), one[6]) for one in await positions(desk)}


async def test_the_json_of_the_matrix_is_what_the_api_answers_and_begins_with_the_sentence(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-16&clock=PUBLIC&known=@300")
    name, content = await exported(page, "Table, JSON")
    assert name == f"{NAME}.json"
    read = json.loads(content)
    rows = read.pop("positions")
    assert read == {
        "title": "Who stands where at the end of Thu 16 Dec 2021, counting what was public, "
        "as known at log offset 300, changes since Wed 15 Dec 2021",
        "asOf": "2021-12-16",
        "since": "2021-12-15",
        "clock": "PUBLIC",
        "knownAtOffset": "300",
        "log": (await desk.service.data("{ log { id } }"))["id"],
        "rule": "latest-authoritative@1",
    }
    columns = ("actor", "issue", "stance", "basis", "lastStated", "contested", "conditions")
    assert {tuple(row[column] for column in columns) for row in rows} == await positions(desk)


async def test_as_known_now_it_names_the_offset_that_is_shown_and_holds_no_more(desk: Desk) -> None:
    page = await desk.open("?view=changes&since=2021-12-20&asof=2021-12-26")
    await page.get_by_role("button", name="Live").click()
    await desk.until("document.querySelector('#live span').textContent === 'Paused'")
    said = statement(
        capacities=[capacity("united-states", "united-states")], occurred={"edtf": "2021-12-26"},
        stances=[stance("crimea-status")], appearances=[appearance("doc-loughrin")],
    )  # fmt: skip
    await desk.service.record(said)
    await desk.until("document.querySelector('#live span').textContent === 'Paused, 1 waiting'")
    name, content = await exported(page, "Table, CSV")
    assert name == "onrecord-changes-2021-12-26-occurred-known-349.csv"
    assert "united-states,United States,crimea-status" not in content.decode()
    await page.get_by_role("button", name="Paused, 1 waiting").click()
    await desk.until("document.querySelector('#live span').textContent === 'Live'")
    await page.locator(".entry.fresh").wait_for()
    name, content = await exported(page, "Table, CSV")
    assert name == "onrecord-changes-2021-12-26-occurred-known-350.csv"
    assert "united-states,United States,crimea-status" in content.decode()


async def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_can_be_read_back(desk: Desk) -> None:
    page = await desk.open()
    written = await page.evaluate(
        """async () => {
          const { csv } = await import('/desk/modules/csv.js');
          return csv(['one', 'other'], [['=1+1', -5], ['@sum', "'quoted"], ['a "b", c', null], ['+\\nline', true]]);
        }"""
    )
    assert written == (
        "one,other\r\n'=1+1,-5\r\n'@sum,''quoted\r\n\"a \"\"b\"\", c\",\r\n\"'+\nline\",true\r\n"
    )  # fmt: skip
    cells = [cell for row in list(csv.reader(io.StringIO(written, newline="")))[1:] for cell in row]
    assert [cell.removeprefix("'") for cell in cells] == [
        "=1+1", "-5", "@sum", "'quoted", 'a "b", c', "", "+\nline", "true",
    ]  # fmt: skip


async def test_the_svg_stands_alone_with_every_proposition_in_full(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-21")
    name, content = await exported(page, "Picture, SVG")
    assert name == "onrecord-matrix-2021-12-21-occurred-known-349.svg"
    text = content.decode()
    assert "var(" not in text
    assert " class=" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    picture = ET.fromstring(text)
    title = picture.findtext(f"{SVG}title") or ""
    assert title.startswith("Who stands where at the end of Tue 21 Dec 2021, counting what had happened")
    words = " ".join("".join(one.itertext()) for one in picture.iter(f"{SVG}text")).replace(" (claim)", "")
    issues = await desk.service.data("{ issues(first: 500) { edges { node { proposition } } } }")
    for edge in issues["edges"]:
        assert edge["node"]["proposition"] in words
    shapes = [path.get("data-s") for path in picture.iter(f"{SVG}path") if path.get("data-s")]
    shown = await page.locator("tbody td[data-s]").count()
    was = await page.locator("tbody td .was .glyph").count()
    in_legend = 7
    assert len(shapes) == shown + was + in_legend


async def test_the_picture_shows_the_lines_that_the_page_shows_in_the_light_even_at_night(desk: Desk) -> None:
    page = desk.page
    await page.emulate_media(color_scheme="dark")
    await desk.open("?asof=2021-12-21&find=ultimatum")
    _, content = await exported(page, "Picture, SVG")
    text = content.decode()
    assert "Russia's draft treaty and agreement are an ultimatum." in text
    assert "Crimea" not in text
    assert "only issues with “ultimatum”" in text
    assert 'fill="#1b1a17"' in text
    assert 'fill="#eeebe3"' not in text


async def test_the_png_is_the_picture_twice_as_large(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-21")
    _, drawn = await exported(page, "Picture, SVG")
    picture = ET.fromstring(drawn)
    name, content = await exported(page, "Picture, PNG")
    assert name == "onrecord-matrix-2021-12-21-occurred-known-349.png"
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    size = struct.unpack(">II", content[16:24])
    assert size == (2 * int(picture.get("width", "0")), 2 * int(picture.get("height", "0")))


async def test_the_whole_record_comes_as_lines_of_events(desk: Desk) -> None:
    page = await desk.open()
    name, content = await exported(page, "The whole record, NDJSON")
    lines = [json.loads(line) for line in content.splitlines()]
    assert name == "record-1-349.ndjson"
    assert [int(line["logOffset"]) for line in lines if "logOffset" in line] == list(range(1, 350))


async def test_a_closed_service_hands_the_whole_record_to_whoever_signed_in(december: str, page: Page) -> None:
    owner = await asyncpg.connect(december, server_settings={"role": "onrecord_owner"})
    _, secret = await Tokens(owner).create("alice", AccessRole.READER, expires_at=None, created_by="a test")
    await owner.close()
    async with serving(december, is_open=False) as service:
        desk = Desk(page, service)
        await page.goto(desk.address)
        await page.get_by_label("Token").fill(secret)
        await page.get_by_role("button", name="Sign in").click()
        await page.locator("tbody tr").first.wait_for()
        name, content = await exported(page, "The whole record, NDJSON")
        assert name == "record-1-349.ndjson"
        assert content.count(b'"logOffset"') == 349
        await page.close()


async def test_every_view_can_be_exported_as_a_table(desk: Desk) -> None:
    for view in ("timeline", "instrument", "figures", "schedules", "changes", "actor&id=russia", "issue&id=talks"):
        page = await desk.open(f"?view={view}&asof=2021-12-26&since=2021-12-15")
        _, content = await exported(page, "Table, JSON")
        read = json.loads(content)
        assert read["knownAtOffset"] == "349", view
        (rows,) = (value for value in read.values() if isinstance(value, list))
        assert rows, view


async def test_the_menu_works_with_the_keyboard_and_closes_with_escape(desk: Desk) -> None:
    page = await desk.open("?card=russia~talks")
    await page.locator("#exports summary").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Print").wait_for()
    await page.keyboard.press("Escape")
    assert not await page.locator("#exports").get_attribute("open")
    assert await page.evaluate("document.activeElement.closest('#exports') !== null")
    assert "card=" in page.url  # it closed the menu, not the card


async def test_on_paper_the_page_is_its_sentence_and_its_view(desk: Desk) -> None:
    page = await desk.open("?asof=2021-12-21")
    await page.emulate_media(media="print")
    assert await page.locator("h1").is_visible()
    assert await page.locator(".matrix").is_visible()
    for gone in ("nav", "#live", "#exports", "#side"):
        assert not await page.locator(gone).is_visible(), gone
