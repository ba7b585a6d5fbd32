"""The desk on the first record, a real service and Chromium. A complaint in its console fails the test.

desk           the page, not yet opened, on an open service; `await desk.open("?asof=2021-12-21")`
"""

from collections.abc import AsyncIterator

import pytest
from live_service import serving
from playwright.async_api import Page
from visiting import Desk, listen


@pytest.fixture
async def desk(december: str, page: Page) -> AsyncIterator[Desk]:
    """Serve the first record and hand out the page."""
    async with serving(december) as service:
        desk = Desk(page, service)
        listen(page, desk.complaints)
        yield desk
        await page.close()
    assert not desk.complaints
