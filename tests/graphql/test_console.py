"""The query console: its examples are answered, with the keyboard alone and without anything from elsewhere."""

import asyncio
import datetime
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from asking import SCHEMA
from graphql import parse, validate

from events.log.appending import Log
from events.log.connection import open_writer_pool
from service.app import create_app
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.running import importing_recorder, run
from service.settings import Settings

PATIENCE = datetime.timedelta(seconds=30)
EXAMPLES = re.findall(
    r"query: `(.*?)`",
    (Path(__file__).parents[2] / "service/console/examples.js").read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize("query", EXAMPLES, ids=lambda query: query.split("(")[0].split("{")[0].split()[-1])
def test_an_example_fits_the_schema(query: str) -> None:
    assert validate(SCHEMA.executable, parse(query)) == []


@pytest.fixture
async def address(database: str) -> AsyncIterator[str]:
    """Serve the first record on a free port."""
    pool = await open_writer_pool(
        database, application_name="a test", size=2, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )
    await run(RecordDirectory(FIRST_RECORD), importing_recorder(Log(pool), pool), recorded_by="desk")
    await pool.close()
    app = create_app(Settings(), writer_url=database, reader_url=database, is_open=True)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    serving = asyncio.create_task(server._serve())
    while not server.started:
        assert not serving.done(), serving.exception()
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.mark.browser
async def test_every_example_is_answered_at_the_press_of_two_keys(address: str, chromium: Path) -> None:
    from playwright.async_api import async_playwright  # noqa: PLC0415 - heavy, and only here

    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{address}/")
        await page.get_by_role("link", name="Query console").click()
        for number in range(len(EXAMPLES)):
            await page.get_by_label("Examples").select_option(str(number))
            await page.get_by_label("Query").press("Control+Enter")
            await page.get_by_role("status").filter(has_text=re.compile(r"^\d+ ms$")).wait_for()
            assert '"data"' in (await page.locator("#answer").text_content() or "")
        await page.get_by_label("Variables").fill("{")
        await page.get_by_label("Variables").press("Control+Enter")
        await page.get_by_role("status").filter(has_text="The variables are not JSON").wait_for()
        await browser.close()
    assert complaints == []
