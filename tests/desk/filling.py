"""A statement as somebody records it on the desk, and what other desks record meanwhile."""

from typing import Any

from graphql_mutations import mutation
from playwright.async_api import Page
from visiting import Desk

WORDS = "No talks on <b>European</b> security. <img src=x onerror=alert(1)>"
STATEMENT: dict[str, Any] = {
    "capacities": [{"speaker": "karen-donfried", "onBehalfOf": ["united-states"]}],
    "act": "REJECT",
    "summary": "Donfried rules out talks.",
    "quote": WORDS,
    "occurred": {"edtf": "2021-12-23"},
    "stances": [{"issue": "talks", "stance": "OPPOSE"}],
    "appearances": [{"source": "doc-cameron", "rendering": "DIRECT", "quote": WORDS}],
}
STANCE = '{ position(actor: "united-states", issue: "talks", asOf: "2021-12-23") { stance } }'


async def put(desk: Desk, name: str, **variables: Any) -> dict[str, Any]:
    """Send a mutation past the page, as another desk would; return the event."""
    payload = await desk.service.data(mutation(name), **variables)
    assert payload["errors"] == []
    event: dict[str, Any] = payload["event"]
    return event


async def stance(desk: Desk) -> str:
    """Return where the United States stands on talks."""
    answer: dict[str, str] = await desk.service.data(STANCE)
    return answer["stance"]


async def fill(page: Page, *, speaker: str = "Karen Donfried", day: str = "2021-12-23") -> None:
    """Fill the statement rightly, by mouse."""

    async def pick(label: str, words: str) -> None:
        await page.get_by_role("combobox", name=label).fill(words)
        await page.locator(".options li").first.click()

    await pick("Who speaks", speaker)
    await pick("On behalf of", "United States")
    await page.get_by_label("What is done by saying it").select_option("REJECT")
    await page.get_by_label("Date", exact=True).first.fill(day)
    await page.get_by_label("Quote", exact=True).fill(WORDS)
    await pick("Source", "U.S. and NATO")
    await page.get_by_label("the words themselves").check()
    await page.get_by_label("In the desk’s words").fill("Donfried rules out talks.")
    await pick("Issue", "Talks on European")
    await page.get_by_label("opposes").check()
