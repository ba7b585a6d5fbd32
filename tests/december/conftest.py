"""The first record, served over GraphQL."""

from collections.abc import AsyncIterator

import pytest
from live_service import Service, serving


@pytest.fixture
async def service(december: str) -> AsyncIterator[Service]:
    """Serve the first record."""
    async with serving(december) as service:
        yield service
