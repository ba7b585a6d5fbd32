"""A history in which every reason that evidence can have is met at least once."""

import functools

from rule.asking import HEAD, ISSUE, OFFICIAL, RUSSIA, SOURCE, says, words
from writing import DECEMBER_2021, Desk, actor, appearance, assessment, capacity, issue, move, relation, role, source

COUNCIL = {"capacities": [capacity("north-atlantic-council", "nato")]}


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


def furnished() -> Desk:
    """Return a desk of its own of 24 December; its sources are of the 22nd, 23rd and 18th, and of no known day."""
    desk = _furnished()
    return Desk(events=list(desk.events), numbers=desk.numbers)


def about(value, event, **fields):
    """Put what an analyst says on record."""
    return event.record(assessment(about=[RUSSIA], issues=[ISSUE], occurred={"edtf": value}, **fields))


def world_of_reasons(desk):
    """Put on record, for Russia, NATO or a person, an event for every reason there is."""
    desk.record(role("kremlin", "represents", HEAD, rank="OFFICIAL"))
    says(desk, "CONDITIONAL", on=10, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=11)
    says(desk, "CONDITIONAL", on=12, conditions=["they withdraw"])
    says(desk, "SUPPORT", on=13)
    says(desk, "SUPPORT", on=14)
    says(desk, "OPPOSE", on=14, by=OFFICIAL)
    says(desk, "OPPOSE", on=15, implied=True)
    says(desk, "OPPOSE", on=15, public=23)
    says(desk, "OPPOSE", on=23)
    says(desk, "OPPOSE", on=15, sources=["doc-early"])
    desk.retract(desk.of("doc-early"))
    desk.correct(says(desk, "OPPOSE", on=15), words("SUPPORT", on=13))
    desk.retract(says(desk, "OPPOSE", on=15))
    one, other = says(desk, "SUPPORT", on=14), says(desk, "SUPPORT", on=14)
    desk.record(relation("SAME_STATEMENT", one, other))
    about("2021-12-15", desk)
    about("2021-12-15", desk, appearances=[appearance(SOURCE, quote=SOURCE)])
    desk.record(move(issues=[ISSUE]))
    says(desk, "OPPOSE", on=15, attributesTo=[RUSSIA], **COUNCIL)
    says(desk, "OPPOSE", on=15, capacities=[capacity("bulgaria", "bulgaria")])
    says(desk, "OPPOSE", on=15, implied=True, capacities=[capacity("kremlin", HEAD)])
