"""Contested: overlapping ranges that could reverse the order and the answer, and those that could not."""

import pytest
from rule.asking import position, says, stands
from writing import source

EARLIER, LATER = (13, 16), (15, 18)
"""Two ranges that overlap: what was said in the first may have been the last word."""


def contested(desk, at=24):
    return position(desk, at).contested_by


def test_what_may_have_been_said_after_the_latest_word_contests_it(desk):
    one = says(desk, "SUPPORT", on=EARLIER)
    other = says(desk, "OPPOSE", on=LATER)
    assert position(desk, 16) == stands("SUPPORT", since=16, since_earliest=13, on=[one])
    assert position(desk, 18) == stands("OPPOSE", since=18, since_earliest=15, on=[other], contested_by=[one])


def test_the_same_stance_does_not(desk):
    says(desk, "OPPOSE", on=EARLIER)
    other = says(desk, "OPPOSE", on=LATER)
    assert position(desk, 24) == stands("OPPOSE", since=16, since_earliest=13, last_stated=18, on=[other])


def test_ranges_that_do_not_overlap_contest_nothing(desk):
    says(desk, "SUPPORT", on=(13, 15))
    says(desk, "OPPOSE", on=(16, 18))
    assert contested(desk) == set()


def test_ranges_that_meet_on_one_day_contest_nothing(desk):
    """Read so: had both been said on that day, they would tie; the order would not be reversed."""
    says(desk, "SUPPORT", on=(13, 15))
    says(desk, "OPPOSE", on=(15, 18))
    assert contested(desk) == set()


def test_days_that_are_exact_contest_nothing(desk):
    says(desk, "SUPPORT", on=15)
    says(desk, "OPPOSE", on=16)
    assert contested(desk) == set()


def test_a_day_within_the_range_of_the_latest_word_contests_it(desk):
    exact = says(desk, "SUPPORT", on=15)
    says(desk, "OPPOSE", on=(13, 18))
    assert contested(desk) == {exact.id}


@pytest.mark.parametrize("on", ["../2021-12-18", None])
def test_a_range_without_a_start_reaches_back_over_everything(desk, on):
    long_ago = says(desk, "SUPPORT", on="1991-12-26")
    says(desk, "OPPOSE", on=on)
    assert contested(desk) == {long_ago.id}


def test_all_that_may_have_come_last_contest(desk):
    both = [says(desk, "SUPPORT", on=EARLIER), says(desk, "NEUTRAL", on=15)]
    says(desk, "OPPOSE", on=(14, 18))
    assert contested(desk) == {event.id for event in both}


def test_a_later_exact_word_settles_it(desk):
    says(desk, "SUPPORT", on=EARLIER)
    says(desk, "OPPOSE", on=LATER)
    again = says(desk, "OPPOSE", on=20)
    assert position(desk, 24) == stands("OPPOSE", since=18, since_earliest=15, last_stated=20, on=[again])


def test_a_range_that_ends_later_settles_it_only_if_it_began_after_all_others_ended(desk):
    one = says(desk, "SUPPORT", on=EARLIER)
    says(desk, "OPPOSE", on=(14, 18))
    again = says(desk, "OPPOSE", on=LATER)
    assert contested(desk) == {one.id}
    desk.retract(again)
    says(desk, "OPPOSE", on=(17, 19))
    assert contested(desk) == set()


def test_of_equals_the_one_that_began_last_settles_it(desk):
    one = says(desk, "SUPPORT", on=EARLIER)
    says(desk, "OPPOSE", on=(14, 18))
    says(desk, "OPPOSE", on=(15, 18))
    assert contested(desk) == {one.id}
    says(desk, "OPPOSE", on=(16, 18))
    assert contested(desk) == set()


def test_what_is_implied_could_not_reverse_words(desk):
    says(desk, "SUPPORT", on=EARLIER, implied=True)
    says(desk, "OPPOSE", on=LATER)
    assert contested(desk) == set()


def test_words_that_stood_before_could_reverse_what_is_implied(desk):
    implied = says(desk, "SUPPORT", on=EARLIER, implied=True)
    other = says(desk, "OPPOSE", on=LATER, implied=True)
    expected = stands("OPPOSE", since=18, since_earliest=15, on=[other], basis="IMPLIED", contested_by=[implied])
    assert position(desk, 24) == expected


def test_the_ordinal_leaves_no_doubt_about_the_order_of_one_last_day(desk):
    says(desk, "SUPPORT", on=16, ordinal=1)
    other = says(desk, "OPPOSE", on=EARLIER, ordinal=2)
    assert position(desk, 24) == stands("OPPOSE", since=16, since_earliest=13, on=[other])


def test_silent_support_could_not_reverse_a_condition(desk):
    says(desk, "SUPPORT", on=EARLIER)
    says(desk, "CONDITIONAL", on=LATER, conditions=["they withdraw"])
    assert contested(desk) == set()


def test_a_condition_could_not_reverse_the_silent_support_that_carries_it(desk):
    says(desk, "CONDITIONAL", on=EARLIER, conditions=["they withdraw"])
    says(desk, "SUPPORT", on=LATER)
    assert contested(desk) == set()


def test_support_that_lifts_conditions_could_reverse_one(desk):
    lifting = says(desk, "SUPPORT", on=EARLIER, lifts=True)
    says(desk, "CONDITIONAL", on=LATER, conditions=["they withdraw"])
    assert contested(desk) == {lifting.id}


def test_a_condition_could_reverse_the_support_that_lifted_it(desk):
    condition = says(desk, "CONDITIONAL", on=EARLIER, conditions=["they withdraw"])
    says(desk, "SUPPORT", on=LATER, lifts=True)
    assert contested(desk) == {condition.id}


def test_the_contest_follows_the_dates(desk):
    one = says(desk, "SUPPORT", on=EARLIER)
    says(desk, "OPPOSE", on={"relative": "days-before(1)", "anchor": "doc-early"})
    assert contested(desk) == set()
    desk.correct(desk.of("doc-early"), source("doc-early", published={"edtf": "2021-12-16/2021-12-18"}))
    assert contested(desk) == {one.id}


# ---- the doubt lasts as long as what comes after depends on it ----


def test_an_implication_does_not_settle_which_words_came_last(desk):
    one = says(desk, "OPPOSE", on=EARLIER)
    other = says(desk, "SUPPORT", on=LATER)
    agreeing = says(desk, "SUPPORT", on=20, implied=True)
    expected = stands("SUPPORT", since=18, since_earliest=15, last_stated=20, on=[other, agreeing], contested_by=[one])
    assert position(desk, 24) == expected
    again = says(desk, "SUPPORT", on=21)
    assert position(desk, 24).contested_by == set()
    assert position(desk, 24).rests_on == {again.id}


def test_among_implications_the_next_settles_it(desk):
    for value, on in [("OPPOSE", EARLIER), ("SUPPORT", LATER), ("NEUTRAL", 20)]:
        says(desk, value, on=on, implied=True)
    assert contested(desk, 18) != set()
    assert contested(desk, 20) == set()


@pytest.mark.parametrize(("implied", "basis"), [(False, "EXPLICIT"), (True, "IMPLIED")])
def test_silent_support_does_not_settle_whether_a_condition_or_a_refusal_came_last(desk, implied, basis):
    condition = says(desk, "CONDITIONAL", on=EARLIER, conditions=["they withdraw"], implied=implied)
    says(desk, "OPPOSE", on=LATER, implied=implied)
    silent = says(desk, "SUPPORT", on=20, implied=implied)
    assert position(desk, 24) == stands("SUPPORT", since=20, on=[silent], basis=basis, contested_by=[condition])


def test_silent_support_does_not_settle_whether_a_refusal_or_a_condition_came_last(desk):
    refusal = says(desk, "OPPOSE", on=EARLIER)
    condition = says(desk, "CONDITIONAL", on=LATER, conditions=["they withdraw"])
    silent = says(desk, "SUPPORT", on=20)
    expected = stands(
        "CONDITIONAL",
        since=18,
        since_earliest=15,
        last_stated=20,
        on=[condition, silent],
        conditions={"they withdraw": [condition]},
        contested_by=[refusal],
    )
    assert position(desk, 24) == expected


@pytest.mark.parametrize("value", ["OPPOSE", "NEUTRAL", "CONDITIONAL"])
def test_words_that_say_the_same_after_either_settle_it(desk, value):
    says(desk, "CONDITIONAL", on=EARLIER, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=LATER)
    says(desk, "SUPPORT", on=20)
    says(desk, value, on=21, conditions=["they talk"] if value == "CONDITIONAL" else [])
    assert contested(desk) == set()


def test_support_that_lifts_conditions_settles_it(desk):
    says(desk, "CONDITIONAL", on=EARLIER, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=LATER)
    says(desk, "SUPPORT", on=20, lifts=True)
    assert contested(desk) == set()


def test_silent_support_settles_what_it_does_not_depend_on(desk):
    says(desk, "NEUTRAL", on=EARLIER)
    says(desk, "OPPOSE", on=LATER)
    says(desk, "SUPPORT", on=20)
    assert contested(desk) == set()


def test_equals_of_an_exact_day_leave_no_such_doubt(desk):
    says(desk, "CONDITIONAL", on=15, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=15)
    says(desk, "SUPPORT", on=16)
    assert contested(desk, 15) != set()
    assert contested(desk, 16) == set()
