"""Explicit and implied: words stand against what is only implied; the contest lasts until words end it."""

import pytest
from rule.asking import position, says, stands


@pytest.fixture
def said(desk):
    """Put words on record that others may imply something against."""
    return says(desk, "SUPPORT", on=15)


def implied(desk, value, *, on, **fields):
    return says(desk, value, on=on, implied=True, **fields)


def test_an_implication_alone_is_a_position(desk):
    alone = implied(desk, "OPPOSE", on=15)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[alone], basis="IMPLIED")


def test_an_implication_displaces_an_implication(desk):
    implied(desk, "OPPOSE", on=15)
    later = implied(desk, "SUPPORT", on=16)
    assert position(desk, 20) == stands("SUPPORT", since=16, on=[later], basis="IMPLIED")


@pytest.mark.parametrize("value", ["OPPOSE", "NEUTRAL", "AMBIGUOUS"])
def test_a_later_implication_of_another_stance_contests_and_leaves_the_words_in_force(desk, said, value):
    contesting = implied(desk, value, on=16)
    assert position(desk, 15) == stands("SUPPORT", since=15, on=[said])
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said], contested_by=[contesting])


def test_an_implied_condition_contests_unconditional_words(desk, said):
    contesting = implied(desk, "CONDITIONAL", on=16, conditions=["they withdraw"])
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said], contested_by=[contesting])


def test_an_implication_that_agrees_moves_last_stated(desk, said):
    agreeing = implied(desk, "SUPPORT", on=16)
    assert position(desk, 20) == stands("SUPPORT", since=15, last_stated=16, on=[said, agreeing])


def test_words_after_an_implication_of_another_stance_are_not_contested(desk):
    implied(desk, "OPPOSE", on=14)
    said = says(desk, "SUPPORT", on=15)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said])


def test_words_that_confirm_an_implication_make_the_position_explicit(desk):
    implied(desk, "SUPPORT", on=14)
    said = says(desk, "SUPPORT", on=15)
    assert position(desk, 14).basis == "IMPLIED"
    assert position(desk, 15) == stands("SUPPORT", since=14, last_stated=15, on=[said])


def test_the_basis_stays_explicit_while_implications_restate_it(desk, said):
    first, second = implied(desk, "SUPPORT", on=16), implied(desk, "SUPPORT", on=17)
    assert position(desk, 16).rests_on == {said.id, first.id}
    assert position(desk, 20) == stands("SUPPORT", since=15, last_stated=17, on=[said, second])


def test_once_somebody_spoke_in_words_no_implication_is_the_position(desk):
    says(desk, "SUPPORT", on=13)
    said = says(desk, "OPPOSE", on=14)
    contesting = implied(desk, "SUPPORT", on=15)
    assert position(desk, 20) == stands("OPPOSE", since=14, on=[said], contested_by=[contesting])


# ---- how a contest ends ----


def test_words_that_restate_the_position_end_the_contest(desk, said):
    implied(desk, "OPPOSE", on=16)
    again = says(desk, "SUPPORT", on=17)
    assert position(desk, 20) == stands("SUPPORT", since=15, last_stated=17, on=[again])


def test_words_that_change_the_position_end_the_contest(desk, said):
    implied(desk, "OPPOSE", on=16)
    changed = says(desk, "OPPOSE", on=17)
    assert position(desk, 20) == stands("OPPOSE", since=17, on=[changed])


def test_an_implication_that_restates_the_position_does_not_end_the_contest(desk, said):
    contesting = implied(desk, "OPPOSE", on=16)
    agreeing = implied(desk, "SUPPORT", on=17)
    expected = stands("SUPPORT", since=15, last_stated=17, on=[said, agreeing], contested_by=[contesting])
    assert position(desk, 20) == expected


def test_contests_add_up(desk, said):
    both = [implied(desk, "OPPOSE", on=16), implied(desk, "NEUTRAL", on=17)]
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said], contested_by=both)


def test_words_before_the_implication_do_not_end_the_contest_however_late_they_arrive(desk, said):
    contesting = implied(desk, "OPPOSE", on=17)
    late_news = says(desk, "SUPPORT", on=16)
    expected = stands("SUPPORT", since=15, last_stated=16, on=[late_news], contested_by=[contesting])
    assert position(desk, 20) == expected


@pytest.mark.parametrize(("ordinal", "contested"), [(1, True), (3, False)])
def test_on_one_day_only_words_later_in_the_order_end_the_contest(desk, said, ordinal, contested):
    contesting = implied(desk, "OPPOSE", on=16, ordinal=2)
    again = says(desk, "SUPPORT", on=16, ordinal=ordinal)
    expected = stands("SUPPORT", since=15, last_stated=16, on=[again], contested_by=[contesting] if contested else [])
    assert position(desk, 20) == expected


def test_words_among_equals_end_the_earlier_contest_and_not_that_of_their_equal(desk, said):
    implied(desk, "OPPOSE", on=16)
    again = says(desk, "SUPPORT", on=17)
    equal = implied(desk, "NEUTRAL", on=17)
    expected = stands("SUPPORT", since=15, last_stated=17, on=[again], contested_by=[equal])
    assert position(desk, 20) == expected


def test_a_retracted_implication_contests_no_longer(desk, said):
    desk.retract(implied(desk, "OPPOSE", on=16))
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said])


def test_what_was_contested_comes_into_force_when_the_words_are_retracted(desk, said):
    contesting = implied(desk, "OPPOSE", on=16)
    desk.retract(said)
    assert position(desk, 20) == stands("OPPOSE", since=16, on=[contesting], basis="IMPLIED")


def test_that_others_disagree_contests_nothing(desk, said):
    says(desk, "OPPOSE", on=16, capacities=[{"speaker": "north-atlantic-council", "onBehalfOf": ["nato"]}])
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said])
