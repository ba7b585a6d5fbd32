"""Owns measuring the desk in Chromium: the first view, and a move of the slider on a full matrix.

    python -m benchmarks.desk

The service is a real one on a cluster on disk. The first view is that of the first record; the matrices are filled by
statements, so that every actor has a position on every issue that changes on two days of each three. The floor of a
move is a frame in which nothing changes, measured alike in the same run.
"""

import asyncio
import datetime
import shutil
import statistics
from collections.abc import Iterator
from typing import Any

import httpx
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from benchmarks.recording import served

_SIZES = ((61, 59), (200, 100))
_MOVES = 10
_VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
_LAST = datetime.date(2021, 12, 26)
_STANCES = ("SUPPORT", "OPPOSE", "NEUTRAL", "AMBIGUOUS", "SUPPORT")
_BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
_RECORD = """
mutation ($input: RecordStatementInput!) { recordStatement(input: $input) { errors { message } } }
"""
_MOVE = """
async (day) => {
  const slider = document.getElementById("slider");
  await new Promise((idle) => setTimeout(idle, 300));
  const start = performance.now();
  slider.value = day;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - start;
}
"""
_FRAME = """
async () => {
  await new Promise((idle) => setTimeout(idle, 300));
  const start = performance.now();
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - start;
}
"""
_TRANSFERRED = """
() => {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return [entries.length, entries.reduce((sum, one) => sum + one.transferSize, 0)];
}
"""


async def main() -> None:
    """Measure and print, in milliseconds and bytes."""
    async with async_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=path, args=_BROWSER_ARGUMENTS)
        with served("--demo") as address:
            await _first_view(browser, address)
        for actors, issues in _SIZES:
            with served() as address:
                await asyncio.to_thread(_fill, address, actors, issues)
                page = await browser.new_page(viewport=_VIEWPORT)
                await _moves(page, address, f"{actors} x {issues}")
        await browser.close()


async def _first_view(browser: Browser, address: str) -> None:
    times = []
    for _ in range(_MOVES):
        context = await browser.new_context(viewport=_VIEWPORT)  # nothing is kept from the time before
        fresh = await context.new_page()
        await fresh.goto(_page_of(address))
        times.append(await _shown(fresh))
        requests, transferred = await fresh.evaluate(_TRANSFERRED)
        await context.close()
    print(f"first view: {statistics.median(times):.0f} ms, {requests} requests, {transferred:,} bytes")


async def _moves(page: Page, address: str, name: str) -> None:
    await page.goto(f"{_page_of(address)}?actors=all&asof={_LAST - datetime.timedelta(days=15)}")
    await _shown(page)
    last = int(await page.get_attribute("#slider", "max") or 0)
    moves = [await page.evaluate(_MOVE, last - 20 + n) for n in range(_MOVES)]
    frames = [await page.evaluate(_FRAME) for _ in range(_MOVES)]
    print(
        f"{name}: a move of the slider {statistics.median(moves):.0f} ms to the painted frame, worst {max(moves):.0f} "
        f"(a frame without a move {statistics.median(frames):.0f} ms)"
    )


async def _shown(page: Page) -> float:
    """Wait until the page shows something; return how long that took since it was asked for."""
    await page.wait_for_selector("body[data-shown]", state="attached")
    return float(await page.evaluate("performance.getEntriesByName('shown')[0]?.startTime ?? performance.now()"))


def _page_of(address: str) -> str:
    return address.removesuffix("graphql")


def _fill(address: str, actors: int, issues: int) -> None:
    with httpx.Client(trust_env=False, timeout=60) as client:
        for query, variables in _writes(actors, issues):
            answer = client.post(address, json={"query": query, "variables": variables}).json()
            (payload,) = answer["data"].values()
            if payload["errors"]:
                raise ValueError(payload["errors"])


def _writes(actors: int, issues: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield _register("registerSource", "RegisterSourceInput", {"id": "wire", "title": "Wire", "published": _on(_LAST)})
    for actor in range(actors):
        names = [{"lang": "en", "text": f"State {actor}"}]
        yield _register("registerActor", "RegisterActorInput", {"id": f"a{actor}", "kind": "state", "names": names})
    for issue in range(issues):
        labels = [{"lang": "en", "text": f"Proposition number {issue} should be agreed to."}]
        parent = {"parent": f"i{issue - issue % 10}"} if issue % 10 else {}
        fields = {"id": f"i{issue}", "kind": "NORMATIVE", "labels": labels, "propositions": labels}
        yield _register("defineIssue", "DefineIssueInput", fields | parent)
    for actor in range(actors):
        for say in range(10):
            yield _RECORD, {"input": _statement(actor, say, issues)}


def _register(name: str, kind: str, fields: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ errors {{ message }} }} }}"
    return query, {"input": fields}


def _on(day: datetime.date) -> dict[str, str]:
    return {"edtf": day.isoformat()}


def _statement(actor: int, say: int, issues: int) -> dict[str, Any]:
    """Every actor speaks on ten days of the last twenty, on a third of the issues each time."""
    return {
        "capacities": [{"speaker": f"a{actor}", "onBehalfOf": [f"a{actor}"]}],
        "act": "ASSERT",
        "summary": "It speaks.",
        "occurred": _on(_LAST - datetime.timedelta(days=19 - 2 * say + actor % 2)),
        "stances": [
            {"issue": f"i{issue}", "stance": _STANCES[(actor + issue + say) % len(_STANCES)]}
            for issue in range(issues)
            if say == 0 or (issue + say) % 3 == 0
        ],
        "appearances": [{"source": "wire", "rendering": "PARAPHRASE"}],
    }


if __name__ == "__main__":
    asyncio.run(main())
