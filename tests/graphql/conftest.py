"""What the tests of reading share: a small record of December 2021, and somebody to ask it."""

from collections.abc import AsyncIterator

import pytest
from asking import Asking, asking
from writing import DECEMBER_2021


@pytest.fixture
async def desk(database: str) -> AsyncIterator[Asking]:
    """Have what there is on record (``writing.DECEMBER_2021``), and nothing that happened."""
    async with asking(database) as opened:
        await opened.do(*DECEMBER_2021)
        yield opened
