"""A desk that knows who speaks for Russia and for NATO, and has read four sources."""

import functools

import pytest
from writing import DECEMBER_2021, Desk, actor, issue, role, source


@functools.cache
def _furnished() -> Desk:
    desk = Desk()
    desk.record(
        *DECEMBER_2021,
        actor("the-west", kind="rhetorical-collective"),
        role("united-states", "part-of", "the-west"),
        role("david-r-cameron", "represents", "united-states", rank="OFFICIAL"),
        issue("spheres-of-influence"),
        source("doc-early", published={"edtf": "2021-12-18"}),
        source("doc-undated"),
    )
    return desk


@pytest.fixture
def desk() -> Desk:
    """Give a desk of 24 December whose sources were published on the 22nd, 23rd and 18th, and on no known day."""
    furnished = _furnished()
    return Desk(events=list(furnished.events), numbers=furnished.numbers)
