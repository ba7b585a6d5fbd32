"""The page as a whole: nothing from elsewhere, light to load, open to everybody's eyes and hands."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from live_service import serving
from visiting import Desk

DESK = Path(__file__).parents[2] / "service/desk"
MOST_BYTES = 200_000
VIEWS = {
    "matrix": "?asof=2021-12-21",
    "everybody": "?asof=2021-12-21&actors=all",
    "card": "?asof=2021-12-21&card=united-states~talks",
    "empty cell": "?asof=2021-12-21&card=ukraine~talks",
    "past": "?asof=2021-12-21&known=@200",
    "timeline": "?view=timeline&asof=2021-12-21",
    "instrument": "?view=instrument&asof=2021-12-23&id=russia-nato-draft-agreement",
    "figures": "?view=figures",
    "schedules": "?view=schedules",
    "compare": "?view=changes&since=2021-12-15&asof=2021-12-22",
    "record": "?view=record",
    "correction": "?view=record&kind=correction",
    "actor": "?view=actor&id=nato&asof=2021-12-22",
    "issue": "?view=issue&id=ukraine-nato-accession&asof=2021-12-22",
}
SIZES = {"a desk's width": (1440, 900), "a tablet's width": (900, 1100), "a phone's width": (390, 844)}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS.values(), ids=list(VIEWS))
async def test_axe_finds_no_serious_violation_and_nothing_is_wider_than_the_screen(
    desk: Desk, view: str, scheme: Any
) -> None:
    await desk.page.emulate_media(color_scheme=scheme)
    found = []
    for width, height in SIZES.values():
        await desk.open(view, width=width, height=height)
        if await desk.run("document.documentElement.scrollWidth") > width:
            found.append((width, "wider than the screen", "", []))
        report = await Axe().run(desk.page)
        found += [
            (width, violation["id"], violation["impact"], [node["html"][:200] for node in violation["nodes"][:3]])
            for violation in report.response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
    assert found == []


@pytest.mark.browser
async def test_the_first_view_is_light(desk: Desk) -> None:
    await desk.open()
    transferred = await desk.run(
        """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
             .reduce((sum, one) => sum + one.transferSize, 0)"""
    )
    assert 10_000 < transferred <= MOST_BYTES


@pytest.mark.browser
async def test_a_forbidden_thing_is_not_run_and_nothing_is_asked_of_another_host(desk: Desk) -> None:
    await desk.open()
    policy = (await desk.page.request.get(desk.address)).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    answer = await desk.run(
        """() => new Promise((told) => {
             document.addEventListener("securitypolicyviolation", (event) => told(event.violatedDirective));
             const script = document.createElement("script");
             script.textContent = "document.title = 'taken'";
             document.body.append(script);
           })"""
    )
    desk.complaints.clear()
    assert answer.startswith("script-src")
    assert await desk.page.title() != "taken"


def test_every_module_and_style_is_reached_from_the_page() -> None:
    styles = set(re.findall(r'href="/desk/(styles/[\w.]+)"', (DESK / "index.html").read_text(encoding="utf-8")))
    assert styles == {f"styles/{one.name}" for one in (DESK / "styles").iterdir()}
    modules = {one.name: one.read_text(encoding="utf-8") for one in (DESK / "modules").iterdir()}
    reached, left = set(), ["desk.js"]
    while left:
        name = left.pop()
        if name not in reached:
            reached.add(name)
            left += re.findall(r'(?:from|import)\s*\(?"\./([\w.]+)"', modules[name])
    assert reached == set(modules)


def test_what_the_first_view_needs_is_asked_for_at_once() -> None:
    page = (DESK / "index.html").read_text(encoding="utf-8")
    asked_for = re.findall(r'<link rel="modulepreload" href="/desk/modules/([\w.]+)">', page)
    assert sorted(asked_for) == sorted(_needed_by("desk.js", "matrix.js") - {"desk.js"})


def _needed_by(*names: str) -> set[str]:
    """Return the modules that these import, and they, at once."""
    needed: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in needed:
            needed.add(name)
            source = (DESK / "modules" / name).read_text(encoding="utf-8")
            left += re.findall(r'^(?:import|export) [^(]*?"\./([\w.]+)";$', source, re.MULTILINE | re.DOTALL)
    return needed


def test_no_module_and_no_style_outgrows_a_screenful_of_screens() -> None:
    long = [str(one) for kind in ("modules", "styles") for one in (DESK / kind).iterdir() if _lines(one) > 400]
    assert long == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


async def test_the_page_and_what_it_loads_are_guarded(database: str) -> None:
    async with serving(database) as service:
        address = service.url.removesuffix("/graphql")
        for path in ("/", "/desk/modules/desk.js", "/desk/styles/tokens.css", "/console/"):
            headers = (await service.client.get(address + path)).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff"
