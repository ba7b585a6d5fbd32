"""The query console on a closed service: it asks for a token, keeps it as long as the tab, and says who is refused."""

import asyncpg
import pytest
from live_service import serving
from playwright.async_api import Page, expect

from service.access.roles import AccessRole
from service.access.tokens import Tokens


@pytest.mark.browser
async def test_the_console_takes_a_token_and_keeps_it_for_the_tab_alone(database: str, page: Page) -> None:
    owner = await asyncpg.connect(database, server_settings={"role": "onrecord_owner"})
    _, secret = await Tokens(owner).create("alice", AccessRole.READER, expires_at=None, created_by="a test")
    await owner.close()
    async with serving(database, is_open=False) as service:
        console = service.url.replace("/graphql", "/console/")
        await page.goto(console)
        await page.get_by_label("Query").fill("{ caller { name role } }")
        await page.get_by_label("Variables").fill("")
        await page.get_by_role("button", name="Run").click()
        await expect(page.get_by_role("status")).to_have_text(
            "Not let in: this service is closed; send the header `Authorization: Bearer onrecord_…`"
        )
        await expect(page.get_by_label("Token")).to_be_focused()
        await page.keyboard.type(secret)
        await page.get_by_label("Query").press("Control+Enter")
        await expect(page.locator("#answer")).to_contain_text('"name": "alice"')
        await page.reload()
        await expect(page.get_by_label("Token")).to_have_value(secret)
        assert await page.evaluate("JSON.stringify(localStorage) + document.cookie") == "{}"
        await page.goto("about:blank")
