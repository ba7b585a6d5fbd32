"""Conditions stay until lifted: what a later statement is silent on is carried from the event that stated it."""

import pytest
from rule.asking import OFFICIAL, position, says, stances, stands


@pytest.fixture
def first(desk):
    """Put a condition on record."""
    return says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])


def conditional(*, on, since=13, last_stated, **conditions):
    """Return the CONDITIONAL position expected."""
    return stands("CONDITIONAL", since=since, last_stated=last_stated, on=on, **conditions)


def test_a_condition_is_in_force_and_carried_from_nowhere(desk, first):
    assert position(desk, 20) == stands("CONDITIONAL", since=13, on=[first], conditions={"they withdraw": []})


def test_support_silent_on_it_leaves_it_and_the_position_rests_on_both(desk, first):
    silent = says(desk, "SUPPORT", on=15)
    expected = conditional(on=[first, silent], last_stated=15, conditions={"they withdraw": [first]})
    assert position(desk, 20) == expected


def test_it_is_carried_from_the_event_that_stated_it_however_often_support_is_silent(desk, first):
    says(desk, "SUPPORT", on=15)
    silent = says(desk, "SUPPORT", on=16)
    expected = conditional(on=[first, silent], last_stated=16, conditions={"they withdraw": [first]})
    assert position(desk, 20) == expected


def test_silent_support_agrees_though_it_is_only_implied(desk, first):
    silent = says(desk, "SUPPORT", on=15, implied=True)
    expected = conditional(on=[first, silent], last_stated=15, conditions={"they withdraw": [first]})
    assert position(desk, 20) == expected


def test_silent_support_in_words_makes_an_implied_condition_explicit(desk):
    first = says(desk, "CONDITIONAL", on=13, implied=True, conditions=["they withdraw"])
    silent = says(desk, "SUPPORT", on=15)
    expected = conditional(on=[first, silent], last_stated=15, conditions={"they withdraw": [first]})
    assert position(desk, 20) == expected


def test_a_later_conditional_adds_its_own(desk, first):
    second = says(desk, "CONDITIONAL", on=15, conditions=["they talk"])
    carried = {"they withdraw": [first], "they talk": []}
    assert position(desk, 20) == conditional(on=[first, second], last_stated=15, conditions=carried)


def test_all_conditions_are_carried_from_where_each_was_stated(desk, first):
    second = says(desk, "CONDITIONAL", on=15, conditions=["they talk"])
    silent = says(desk, "SUPPORT", on=16)
    carried = {"they withdraw": [first], "they talk": [second]}
    assert position(desk, 20) == conditional(on=[first, second, silent], last_stated=16, conditions=carried)


def test_a_condition_stated_again_is_not_carried(desk, first):
    again = says(desk, "CONDITIONAL", on=15, conditions=["they withdraw"])
    assert position(desk, 20) == conditional(on=[again], last_stated=15, conditions={"they withdraw": []})
    silent = says(desk, "SUPPORT", on=16)
    assert position(desk, 20) == conditional(on=[again, silent], last_stated=16, conditions={"they withdraw": [again]})


def test_a_condition_that_turns_into_the_contrary_is_another(desk, first):
    second = says(desk, "CONDITIONAL", on=15, conditions=[("they withdraw", "OPPOSE")])
    carried = {"they withdraw": [first], ("they withdraw", "OPPOSE"): []}
    assert position(desk, 20) == conditional(on=[first, second], last_stated=15, conditions=carried)


def test_a_condition_stated_by_two_equals_is_carried_from_both(desk, first):
    second = says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    silent = says(desk, "SUPPORT", on=15)
    carried = {"they withdraw": [first, second]}
    assert position(desk, 20) == conditional(on=[first, second, silent], last_stated=15, conditions=carried)


def test_an_implication_that_agrees_adds_its_condition(desk, first):
    second = says(desk, "CONDITIONAL", on=15, implied=True, conditions=["they talk"])
    carried = {"they withdraw": [first], "they talk": []}
    assert position(desk, 20) == conditional(on=[first, second], last_stated=15, conditions=carried)


# ---- lifting ----


def test_support_that_lifts_them_is_support(desk, first):
    lifting = says(desk, "SUPPORT", on=15, lifts=True)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[lifting])


def test_what_was_lifted_stays_lifted(desk, first):
    says(desk, "SUPPORT", on=15, lifts=True)
    silent = says(desk, "SUPPORT", on=16)
    assert position(desk, 20) == stands("SUPPORT", since=15, last_stated=16, on=[silent])


def test_a_conditional_that_lifts_the_others_leaves_its_own(desk, first):
    lifting = says(desk, "CONDITIONAL", on=15, lifts=True, conditions=["they talk"])
    assert position(desk, 20) == conditional(on=[lifting], last_stated=15, conditions={"they talk": []})


def test_lifting_where_nothing_is_in_force_is_plain_support(desk):
    lifting = says(desk, "SUPPORT", on=15, lifts=True)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[lifting])


def test_an_implied_lifting_contests_the_condition(desk, first):
    lifting = says(desk, "SUPPORT", on=15, implied=True, lifts=True)
    expected = stands("CONDITIONAL", since=13, on=[first], conditions={"they withdraw": []}, contested_by=[lifting])
    assert position(desk, 20) == expected


# ---- what ends the run ----


@pytest.mark.parametrize("value", ["OPPOSE", "NEUTRAL", "AMBIGUOUS"])
def test_support_after_another_stance_starts_without_conditions(desk, first, value):
    says(desk, value, on=15)
    after = says(desk, "SUPPORT", on=16)
    assert position(desk, 20) == stands("SUPPORT", since=16, on=[after])


@pytest.mark.parametrize("value", ["OPPOSE", "NEUTRAL", "AMBIGUOUS"])
def test_a_conditional_after_another_stance_has_its_own_condition_only(desk, first, value):
    says(desk, value, on=15)
    after = says(desk, "CONDITIONAL", on=16, conditions=["they talk"])
    assert position(desk, 20) == stands("CONDITIONAL", since=16, on=[after], conditions={"they talk": []})


@pytest.mark.parametrize("value", ["OPPOSE", "NEUTRAL", "AMBIGUOUS"])
def test_another_stance_that_is_only_implied_ends_no_run(desk, first, value):
    contesting = says(desk, value, on=15, implied=True)
    silent = says(desk, "SUPPORT", on=16)
    assert position(desk, 15).contested_by == {contesting.id}
    expected = conditional(on=[first, silent], last_stated=16, conditions={"they withdraw": [first]})
    assert position(desk, 20) == expected


def test_another_stance_that_is_outranked_ends_no_run(desk, first):
    says(desk, "NEUTRAL", on=15)
    says(desk, "OPPOSE", on=16, by=OFFICIAL)
    assert stances(desk, 13, 15, 16) == ["CONDITIONAL", "NEUTRAL", "OPPOSE"]
    says(desk, "NEUTRAL", on=16)
    assert stances(desk, 13, 15, 16) == ["CONDITIONAL", "NEUTRAL", "NEUTRAL"]


def test_conditions_said_after_support_hold_from_then_on(desk):
    says(desk, "SUPPORT", on=12)
    first = says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    assert stances(desk, 12, 13) == ["SUPPORT", "CONDITIONAL"]
    assert position(desk, 20) == stands("CONDITIONAL", since=13, on=[first], conditions={"they withdraw": []})


def test_retracting_the_event_that_stated_it_takes_the_condition_away(desk, first):
    silent = says(desk, "SUPPORT", on=15)
    desk.retract(first)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[silent])


def test_what_ends_the_run_may_be_found_out_later(desk, first):
    silent = says(desk, "SUPPORT", on=16)
    says(desk, "OPPOSE", on=15)
    assert position(desk, 20) == stands("SUPPORT", since=16, on=[silent])
    assert stances(desk, 20, known_at=silent) == ["CONDITIONAL"]
