"""Order: by the last day, then by rank on that day, then by the ordinal; never by arrival."""

import itertools

import pytest
from rule.asking import (
    HEAD,
    ISSUE,
    MINISTER,
    OFFICIAL,
    OTHER_ISSUE,
    RUSSIA,
    card,
    position,
    says,
    stances,
    stands,
    words,
)
from writing import Desk, capacity, move


def test_the_latest_word_counts(desk):
    says(desk, "SUPPORT", on=15)
    said = says(desk, "OPPOSE", on=16)
    assert position(desk, 20) == stands("OPPOSE", since=16, on=[said])


def test_a_lower_rank_on_a_later_day_wins(desk):
    says(desk, "SUPPORT", on=15, by=HEAD)
    said = says(desk, "OPPOSE", on=16, by=OFFICIAL)
    assert position(desk, 20) == stands("OPPOSE", since=16, on=[said])


@pytest.mark.parametrize(("higher", "lower"), [(HEAD, MINISTER), (HEAD, OFFICIAL), (MINISTER, OFFICIAL)])
@pytest.mark.parametrize("ordinals", [(None, None), (1, 2)])
def test_on_one_day_only_the_highest_rank_takes_part(desk, higher, lower, ordinals):
    said = says(desk, "SUPPORT", on=15, by=higher, ordinal=ordinals[0])
    says(desk, "OPPOSE", on=15, by=lower, ordinal=ordinals[1])
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said])


def test_of_three_ranks_on_one_day_the_highest_takes_part(desk):
    said = {by: says(desk, value, on=15, by=by) for by, value in
            [(OFFICIAL, "OPPOSE"), (HEAD, "NEUTRAL"), (MINISTER, "SUPPORT")]}  # fmt: skip
    assert position(desk, 20) == stands("NEUTRAL", since=15, on=[said[HEAD]])


def test_an_implication_from_above_outranks_words_from_below(desk):
    implied = says(desk, "OPPOSE", on=15, by=HEAD, implied=True)
    says(desk, "SUPPORT", on=15, by=OFFICIAL)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[implied], basis="IMPLIED")


def test_who_is_silent_on_the_issue_outranks_nobody(desk):
    says(desk, "SUPPORT", on=15, by=HEAD, issue=OTHER_ISSUE)
    said = says(desk, "OPPOSE", on=15, by=OFFICIAL)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])


def test_who_no_longer_counts_outranks_nobody(desk):
    above = says(desk, "SUPPORT", on=15, by=HEAD, sources=["doc-early"])
    said = says(desk, "OPPOSE", on=15, by=OFFICIAL)
    assert stances(desk, 20) == ["SUPPORT"]
    desk.retract(desk.of("doc-early"))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])
    assert card(desk, 20)[above.id] == ("EXCLUDED", "NO_LIVE_SOURCE", None)


# ---- the outranked neither carry, lift, contest nor break a run ----


def test_the_outranked_carry_no_condition(desk):
    says(desk, "CONDITIONAL", on=15, by=OFFICIAL, conditions=["they withdraw"])
    says(desk, "SUPPORT", on=15, by=HEAD)
    said = says(desk, "SUPPORT", on=16, by=OFFICIAL)
    assert position(desk, 20) == stands("SUPPORT", since=15, last_stated=16, on=[said])


def test_the_outranked_lift_no_condition(desk):
    first = says(desk, "CONDITIONAL", on=14, conditions=["they withdraw"])
    says(desk, "SUPPORT", on=15, by=OFFICIAL, lifts=True)
    said = says(desk, "SUPPORT", on=15)
    carried = {"they withdraw": [first]}
    expected = stands("CONDITIONAL", since=14, last_stated=15, on=[first, said], conditions=carried)
    assert position(desk, 20) == expected


@pytest.mark.parametrize("implied", [False, True])
def test_the_outranked_contest_nothing(desk, implied):
    said = says(desk, "SUPPORT", on=15)
    says(desk, "OPPOSE", on=15, by=OFFICIAL, implied=implied)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[said])


def test_the_outranked_contest_nothing_by_a_range_either(desk):
    said = says(desk, "SUPPORT", on=(13, 15))
    says(desk, "OPPOSE", on=15, by=OFFICIAL)
    assert position(desk, 20) == stands("SUPPORT", since=15, since_earliest=13, on=[said])


def test_the_outranked_break_no_run(desk):
    says(desk, "SUPPORT", on=14)
    says(desk, "OPPOSE", on=15, by=OFFICIAL)
    said = says(desk, "SUPPORT", on=15)
    assert position(desk, 20) == stands("SUPPORT", since=14, last_stated=15, on=[said])


def test_a_condition_is_carried_across_an_outranked_refusal_on_the_same_day(desk):
    first = says(desk, "CONDITIONAL", on=14, conditions=["they withdraw"])
    says(desk, "OPPOSE", on=15, by=OFFICIAL, ordinal=1)
    said = says(desk, "SUPPORT", on=15, by=HEAD, ordinal=2)
    carried = {"they withdraw": [first]}
    expected = stands("CONDITIONAL", since=14, last_stated=15, on=[first, said], conditions=carried)
    assert position(desk, 20) == expected


def test_the_outranked_end_no_contest(desk):
    said = says(desk, "SUPPORT", on=13)
    implied = says(desk, "OPPOSE", on=14, implied=True)
    again = says(desk, "OPPOSE", on=15, by=HEAD, implied=True)
    says(desk, "SUPPORT", on=15, by=OFFICIAL)
    assert position(desk, 20) == stands("SUPPORT", since=13, on=[said], contested_by=[implied, again])


# ---- ordinals ----


def test_within_the_rank_the_ordinal_orders(desk):
    said = says(desk, "OPPOSE", on=15, ordinal=2)
    says(desk, "SUPPORT", on=15, ordinal=1)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])


@pytest.mark.parametrize(("ordinal", "latest"), [(1, "SUPPORT"), (-1, "OPPOSE")])
def test_a_missing_ordinal_is_nought(desk, ordinal, latest):
    says(desk, "SUPPORT", on=15, ordinal=ordinal)
    says(desk, "OPPOSE", on=15)
    assert stances(desk, 20) == [latest]


def test_a_missing_ordinal_ties_with_nought(desk):
    together = [says(desk, "SUPPORT", on=15, ordinal=0), says(desk, "OPPOSE", on=15)]
    assert position(desk, 20) == stands("AMBIGUOUS", since=15, on=together, contested_by=together)


def test_an_ordinal_orders_within_its_day_only(desk):
    says(desk, "SUPPORT", on=15, ordinal=9)
    said = says(desk, "OPPOSE", on=16, ordinal=1)
    assert position(desk, 20) == stands("OPPOSE", since=16, on=[said])


# ---- readouts of one call ----


def call(desk):
    return str(desk.record(move(actors=[RUSSIA, "united-states"], occurred={"edtf": "2021-12-15"})).id)


def test_of_two_readouts_of_one_call_by_offices_of_different_rank_the_higher_counts(desk):
    occasion = call(desk)
    ministry = says(desk, "OPPOSE", on=15, by=MINISTER, occasion=occasion)
    kremlin = says(desk, "SUPPORT", on=15, by="kremlin", occasion=occasion)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[kremlin])
    assert card(desk, 20)[ministry.id] == ("OUTRANKED", "LOWER_RANK", None)


def test_two_readouts_of_one_call_by_offices_of_one_rank_tie(desk):
    occasion = call(desk)
    both = [says(desk, value, on=15, by=by, occasion=occasion) for by, value in
            [("kremlin", "SUPPORT"), ("president-of-russia", "OPPOSE")]]  # fmt: skip
    assert position(desk, 20) == stands("AMBIGUOUS", since=15, on=both, contested_by=both)


def test_two_readouts_that_agree_are_both_rested_on(desk):
    occasion = call(desk)
    both = [says(desk, "SUPPORT", on=15, by=by, occasion=occasion) for by in ("kremlin", "president-of-russia")]
    assert position(desk, 20) == stands("SUPPORT", since=15, on=both)


def test_two_readouts_for_the_two_sides_of_a_call_are_two_positions(desk):
    occasion = call(desk)
    ours = says(desk, "SUPPORT", on=15, by="kremlin", occasion=occasion)
    theirs = says(desk, "OPPOSE", on=15, occasion=occasion, capacities=[capacity("united-states", "united-states")])
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[ours])
    assert position(desk, 20, actor="united-states") == stands("OPPOSE", since=15, on=[theirs])


# ---- arrival ----

SAID = (
    words("CONDITIONAL", on=13, conditions=["they withdraw"]),
    words("OPPOSE", on=14, implied=True),
    words("SUPPORT", on=15, ordinal=2),
    words("OPPOSE", on=15, by=OFFICIAL, ordinal=3),
)


@pytest.mark.parametrize("arrival", list(itertools.permutations(range(4))), ids=str)
def test_the_order_of_arrival_never_matters(desk, arrival):
    came = {number: desk.record(SAID[number]) for number in arrival}
    carried = {"they withdraw": [came[0]]}
    expected = stands("CONDITIONAL", since=13, last_stated=15, on=[came[0], came[2]], conditions=carried)
    assert position(desk, 20, issue=ISSUE) == expected


def test_a_correction_keeps_the_order_of_its_content(desk: Desk):
    first = says(desk, "SUPPORT", on=13)
    said = says(desk, "OPPOSE", on=15)
    desk.correct(first, words("NEUTRAL", on=13))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])
