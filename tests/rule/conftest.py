"""A desk that knows who speaks for Russia and for NATO, and has read four sources."""

import pytest
from rule.reasons import furnished
from writing import Desk


@pytest.fixture
def desk() -> Desk:
    """Give a desk of 24 December whose sources were published on the 22nd, 23rd and 18th, and on no known day."""
    return furnished()
