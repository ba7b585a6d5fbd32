"""Absence: why there is no position, by the first reason that holds."""

from rule.asking import HEAD, OTHER_ISSUE, PUBLIC, SOURCE, position, says, why_absent
from writing import capacity


def test_where_there_is_a_position_nothing_is_absent(desk):
    says(desk, "OPPOSE", on=15)
    assert why_absent(desk, 15, is_mentioned=True) is None


def test_who_never_spoke_and_is_nowhere_mentioned_never_spoke(desk):
    assert why_absent(desk, 20) == "NEVER_SPOKE"


def test_who_is_only_mentioned_is_only_mentioned(desk):
    assert why_absent(desk, 20, is_mentioned=True) == "MENTIONED_ONLY"


def test_who_spoke_on_something_else_spoke_not_on_this_though_mentioned_too(desk):
    says(desk, "OPPOSE", on=15, issue=OTHER_ISSUE)
    assert why_absent(desk, 15, is_mentioned=True) == "SPOKE_NOT_ON_THIS"
    assert why_absent(desk, 14, is_mentioned=True) == "MENTIONED_ONLY"


def test_what_counts_only_later_is_not_yet_there_whatever_else_was_said(desk):
    says(desk, "OPPOSE", on=13, issue=OTHER_ISSUE)
    says(desk, "OPPOSE", on=(15, 18))
    assert why_absent(desk, 17, is_mentioned=True) == "NOT_YET"
    assert why_absent(desk, 18, is_mentioned=True) is None


def test_what_is_not_yet_public_is_not_yet_there_under_the_public_clock(desk):
    says(desk, "OPPOSE", on=15, public=17)
    assert why_absent(desk, 16, clock=PUBLIC) == "NOT_YET"
    assert why_absent(desk, 16) is None


def test_what_was_said_of_something_else_is_not_heard_before_it_is_public(desk):
    says(desk, "OPPOSE", on=15, public=17, issue=OTHER_ISSUE)
    assert why_absent(desk, 16) == "SPOKE_NOT_ON_THIS"
    assert why_absent(desk, 16, clock=PUBLIC) == "NEVER_SPOKE"


def test_what_does_not_count_is_neither_yet_to_come_nor_spoken(desk):
    desk.retract(says(desk, "OPPOSE", on=17))
    says(desk, "OPPOSE", on=17, sources=["doc-early"])
    says(desk, "OPPOSE", on=13, issue=OTHER_ISSUE, sources=["doc-early"])
    desk.retract(desk.of("doc-early"))
    assert why_absent(desk, 16) == "NEVER_SPOKE"


def test_a_stance_implied_for_a_person_is_a_speech_and_no_stance(desk):
    says(desk, "OPPOSE", on=15, implied=True, capacities=[capacity(HEAD)])
    assert position(desk, 20, actor=HEAD) is None
    assert why_absent(desk, 20, actor=HEAD) == "SPOKE_NOT_ON_THIS"
    assert why_absent(desk, 14, actor=HEAD) == "NEVER_SPOKE"


def test_who_speaks_for_others_only_did_not_speak_himself(desk):
    says(desk, "OPPOSE", on=15, by=HEAD)
    assert why_absent(desk, 20, actor=HEAD, is_mentioned=True) == "MENTIONED_ONLY"


def test_absence_follows_the_record(desk):
    says(desk, "OPPOSE", on=15)
    retraction = desk.retract(desk.of(SOURCE))
    assert why_absent(desk, 20) == "NEVER_SPOKE"
    desk.retract(retraction)
    assert why_absent(desk, 20) is None
