"""The desk as somebody uses it: a page of a real browser on a real service."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

from live_service import Service
from playwright.async_api import Page

_PATIENCE_SECONDS = 15.0
_SHOWN = "document.body.dataset.shown === (location.search || '?')"


@dataclass
class Desk:
    """The page and the service behind it."""

    page: Page
    service: Service
    complaints: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.service.url.removesuffix("/graphql")

    async def open(self, query: str = "", *, width: int = 1440, height: int = 900) -> Page:
        """Open the page at an address, as a link would; return once it shows what was asked for."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.goto(f"{self.address}/{query}")
        await self.shown()
        return self.page

    async def shown(self) -> None:
        """Wait until the page shows what its address says."""
        await self.until(_SHOWN)

    async def until(self, claim: str) -> None:
        """Wait until an expression of JavaScript holds in the page; its policy forbids to have the page wait itself."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not await self.page.evaluate(claim):
            assert time.monotonic() < deadline, f"in vain: {claim}"
            await asyncio.sleep(0.02)

    async def text(self, selector: str) -> str:
        """Return the text of an element as somebody reads it, white space made one."""
        return re.sub(r"\s+", " ", await self.page.locator(selector).first.inner_text()).strip()

    async def run(self, script: str, argument: Any = None) -> Any:
        """Run a script in the page."""
        return await self.page.evaluate(script, argument)


def listen(page: Page, complaints: list[str]) -> None:
    """Gather what the page complains of."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
