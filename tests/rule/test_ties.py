"""Ties: what equals of one day, rank and ordinal say together."""

import itertools

import pytest
from rule.asking import position, says, stands

CONDITION = "they withdraw"
NO_CONTEST = {
    ("SUPPORT",): "SUPPORT",
    ("OPPOSE",): "OPPOSE",
    ("CONDITIONAL",): "CONDITIONAL",
    ("NEUTRAL",): "NEUTRAL",
    ("AMBIGUOUS",): "AMBIGUOUS",
    ("CONDITIONAL", "SUPPORT"): "CONDITIONAL",
}
"""What distinct stances of equals say together; anything else is AMBIGUOUS and contested."""
STANCES = ("AMBIGUOUS", "CONDITIONAL", "NEUTRAL", "OPPOSE", "SUPPORT")


def said_together(desk, *values, **fields):
    return [says(desk, v, on=15, **fields, conditions=[CONDITION] if v == "CONDITIONAL" else []) for v in values]


def conditions_of(stance):
    return {CONDITION: []} if stance == "CONDITIONAL" else {}


@pytest.mark.parametrize("implied", [False, True], ids=["in words", "implied"])
@pytest.mark.parametrize(
    "values",
    [values for size in (2, 3) for values in itertools.combinations_with_replacement(STANCES, size)],
    ids=" ".join,
)
def test_equals(desk, values, implied):
    together = said_together(desk, *values, implied=implied)
    united = NO_CONTEST.get(tuple(sorted(set(values))))
    assert position(desk, 20) == stands(
        united or "AMBIGUOUS",
        since=15,
        on=together,
        basis="IMPLIED" if implied else "EXPLICIT",
        conditions=conditions_of(united),
        contested_by=[] if united else together,
    )


def test_conditions_of_equals_are_united(desk):
    together = [
        says(desk, "CONDITIONAL", on=15, conditions=["they withdraw", "they talk"]),
        says(desk, "CONDITIONAL", on=15, conditions=["they talk", ("they talk", "OPPOSE")]),
    ]
    united = {"they withdraw": [], "they talk": [], ("they talk", "OPPOSE"): []}
    assert position(desk, 20) == stands("CONDITIONAL", since=15, on=together, conditions=united)


# ---- among equals, what is implied and differs from words takes no part and contests them ----


@pytest.mark.parametrize("implied", [value for value in STANCES if value != "SUPPORT"])
def test_an_implied_equal_that_differs_contests(desk, implied):
    (contesting,) = said_together(desk, implied, implied=True)
    (said,) = said_together(desk, "SUPPORT")
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said], contested_by=[contesting])


def test_an_implied_equal_that_agrees_is_rested_on(desk):
    together = [*said_together(desk, "OPPOSE"), *said_together(desk, "OPPOSE", implied=True)]
    assert position(desk, 20) == stands("OPPOSE", since=15, on=together)


def test_several_implied_equals_that_differ_all_contest(desk):
    said = said_together(desk, "OPPOSE")
    contesting = said_together(desk, "SUPPORT", "NEUTRAL", "CONDITIONAL", implied=True)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=said, contested_by=contesting)


def test_an_implied_equal_does_not_decide_between_words_that_disagree(desk):
    said = said_together(desk, "OPPOSE", "SUPPORT")
    implied = said_together(desk, "SUPPORT", implied=True)
    assert position(desk, 20) == stands("AMBIGUOUS", since=15, on=said, contested_by=[*said, *implied])


def test_an_implied_condition_does_not_qualify_words_without_one(desk):
    said = said_together(desk, "SUPPORT")
    implied = said_together(desk, "CONDITIONAL", implied=True)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=said, contested_by=implied)


# ---- carrying comes first ----


@pytest.fixture
def first(desk):
    """Put a condition on record that is in force before the equals speak."""
    return says(desk, "CONDITIONAL", on=13, conditions=["they talk"])


def test_silent_support_of_equals_agrees_with_the_condition_in_force(desk, first):
    together = said_together(desk, "SUPPORT", "SUPPORT")
    expected = stands("CONDITIONAL", since=13, last_stated=15, on=[first, *together], conditions={"they talk": [first]})
    assert position(desk, 20) == expected


def test_silent_support_ties_as_conditional(desk, first):
    together = said_together(desk, "SUPPORT", "CONDITIONAL")
    conditions = {"they talk": [first], CONDITION: []}
    expected = stands("CONDITIONAL", since=13, last_stated=15, on=[first, *together], conditions=conditions)
    assert position(desk, 20) == expected


def test_silent_support_against_opposition_ends_the_run(desk, first):
    together = said_together(desk, "SUPPORT", "OPPOSE")
    assert position(desk, 15) == stands("AMBIGUOUS", since=15, on=together, contested_by=together)
    after = says(desk, "SUPPORT", on=16)
    assert position(desk, 20) == stands("SUPPORT", since=16, on=[after])


def test_equals_that_all_lift_the_condition_lift_it(desk, first):
    together = said_together(desk, "SUPPORT", "SUPPORT", lifts=True)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=together)


def test_one_equal_that_lifts_and_one_that_is_silent_leave_the_condition(desk, first):
    lifting = said_together(desk, "SUPPORT", lifts=True)
    silent = said_together(desk, "SUPPORT")
    together = [first, *lifting, *silent]
    expected = stands("CONDITIONAL", since=13, last_stated=15, on=together, conditions={"they talk": [first]})
    assert position(desk, 20) == expected


def test_a_conditional_stance_is_never_without_its_condition(desk, first):
    for values in itertools.product(["SUPPORT", "CONDITIONAL"], repeat=2):
        for lifts in itertools.product([True, False], repeat=2):
            said = [said_together(desk, v, lifts=lift)[0] for v, lift in zip(values, lifts, strict=True)]
            answer = position(desk, 20)
            assert (answer.stance == "CONDITIONAL") == bool(answer.conditions), (values, lifts)
            for event in said:
                desk.retract(event)


def test_an_implied_silence_keeps_no_condition_that_words_lift(desk, first):
    lifting = said_together(desk, "CONDITIONAL", lifts=True)
    silent = said_together(desk, "SUPPORT", implied=True)
    expected = stands("CONDITIONAL", since=13, last_stated=15, on=[*lifting, *silent], conditions={CONDITION: []})
    assert position(desk, 20) == expected


def test_an_implied_silent_support_contests_words_that_lift_the_condition(desk, first):
    lifting = said_together(desk, "SUPPORT", lifts=True)
    silent = said_together(desk, "SUPPORT", implied=True)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=lifting, contested_by=silent)


# ---- what comes after a tie ----


def test_words_after_a_tie_settle_it(desk):
    said_together(desk, "SUPPORT", "OPPOSE")
    after = says(desk, "OPPOSE", on=16)
    assert position(desk, 20) == stands("OPPOSE", since=16, on=[after])


def test_an_implication_after_a_tie_of_words_settles_nothing(desk):
    together = said_together(desk, "SUPPORT", "OPPOSE")
    after = says(desk, "OPPOSE", on=16, implied=True)
    assert position(desk, 20) == stands("AMBIGUOUS", since=15, on=together, contested_by=[*together, after])


def test_implied_equals_that_disagree_contest_an_ambiguous_position_that_they_restate(desk):
    first = says(desk, "AMBIGUOUS", on=13)
    together = said_together(desk, "SUPPORT", "OPPOSE", implied=True)
    expected = stands("AMBIGUOUS", since=13, last_stated=15, on=[first, *together], contested_by=together)
    assert position(desk, 20) == expected


def test_implied_equals_that_disagree_contest_words(desk):
    first = says(desk, "SUPPORT", on=13)
    together = said_together(desk, "NEUTRAL", "OPPOSE", implied=True)
    assert position(desk, 20) == stands("SUPPORT", since=13, on=[first], contested_by=together)


def test_retracting_one_of_two_equals_ends_the_tie(desk):
    one, other = said_together(desk, "SUPPORT", "OPPOSE")
    desk.retract(one)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[other])
