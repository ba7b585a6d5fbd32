"""What the tests of rebuilding share."""

from collections.abc import AsyncIterator

import pytest
from positions.recording import opened

import projections.rebuilding
from events.log.connection import Pool


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    """Open a pool that may write."""
    pool = await opened(database)
    yield pool
    await pool.close()


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a rebuild take few events at a time, so that much can happen between them."""
    monkeypatch.setattr(projections.rebuilding, "SLICE", 5)
    monkeypatch.setattr(projections.rebuilding, "_CLOSE", 0)
