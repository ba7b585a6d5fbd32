"""Takes pictures of the desk on the first record, at a desk's and a phone's width, light and dark: `make screenshots`.

    python tests/screenshots.py [DIRECTORY] [VIEW ...]

DIRECTORY is screenshots if not given. The picture in the README is docs/desk.png, a copy of matrix-1440-light.png.
"""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from first_record import imported
from live_service import serving
from playwright.async_api import async_playwright
from visiting import Desk, listen

import migrations
from service.embedded.server import EmbeddedPostgres

VIEWS = {
    "matrix": "?asof=2021-12-21",
    "matrix-all": "?asof=2021-12-22&actors=all",
    "card": "?asof=2021-12-22&card=united-states~talks",
    "card-absent": "?asof=2021-12-22&card=ukraine~talks",
    "past": "?asof=2021-12-22&known=@200",
    "timeline": "?view=timeline&asof=2021-12-21",
    "instrument": "?view=instrument&asof=2021-12-23&id=russia-nato-draft-agreement",
    "figures": "?view=figures&asof=2021-12-26",
    "schedules": "?view=schedules&asof=2021-12-26",
    "compare": "?view=changes&since=2021-12-15&asof=2021-12-22",
    "actor": "?view=actor&id=nato&asof=2021-12-22",
    "issue": "?view=issue&id=ukraine-nato-accession&asof=2021-12-22",
    "record": "?view=record",
}
"""What is pictured: a name, and its address."""
SIZES = {1440: 900, 390: 844}
_CHROMIUM = ["--no-sandbox", "--disable-gpu"]


async def take(directory: Path, names: list[str]) -> None:
    """Take every picture, and say of each what the page complained of."""
    with EmbeddedPostgres(Path(tempfile.mkdtemp(prefix="onrecord-screenshots-")), throwaway=True) as server:
        await migrations.upgrade(server.dsn())
        await imported(server.dsn())
        async with serving(server.dsn()) as service, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=_CHROMIUM
            )
            for width, height in SIZES.items():
                for scheme in ("light", "dark"):
                    page = await browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
                    desk = Desk(page, service)
                    listen(page, desk.complaints)
                    for name in names:
                        await desk.open(VIEWS[name], width=width, height=height)
                        await asyncio.sleep(0.4)
                        await page.screenshot(path=directory / f"{name}-{width}-{scheme}.png")
                        sys.stdout.write(f"{name}-{width}-{scheme}.png {desk.complaints or ''}\n")
                        desk.complaints.clear()
                    await page.close()
            await browser.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(take(Path(given[0] if given else "screenshots"), given[1:] or list(VIEWS)))
