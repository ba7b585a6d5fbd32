"""A desk with a small record of December 2021, and an empty one."""

import functools

import pytest
from writing import DECEMBER_2021, Desk


@functools.cache
def _furnished() -> Desk:
    desk = Desk()
    desk.record(*DECEMBER_2021)
    return desk


@pytest.fixture
def desk() -> Desk:
    """Give a desk that knows who is who, what is at issue, and two sources."""
    furnished = _furnished()
    return Desk(events=list(furnished.events), numbers=furnished.numbers)


@pytest.fixture
def empty_desk() -> Desk:
    return Desk()
