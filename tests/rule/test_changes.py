"""Change: what differs between two days as the world went, and between two states of the record of one day."""

from rule.asking import ISSUE, OTHER_ISSUE, PUBLIC, RUSSIA, between, says, words
from writing import capacity

WORLD, RECORD = "WORLD_CHANGED", "RECORD_CHANGED"


def world(on, *, actor=RUSSIA, issue=ISSUE):
    return (actor, issue, on, WORLD)


def record(on, *, actor=RUSSIA, issue=ISSUE):
    return (actor, issue, on, RECORD)


def test_a_first_position_is_a_change_of_the_world(desk):
    says(desk, "OPPOSE", on=15)
    assert between(desk, 14, 20) == [world(15)]


def test_another_stance_is_a_change_of_the_world(desk):
    says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15)
    assert between(desk, 14, 20) == [world(15)]


def test_the_day_of_arrival_is_within_and_that_of_departure_is_not(desk):
    says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15)
    assert between(desk, 13, 15) == [world(15)]
    assert between(desk, 15, 20) == []
    assert between(desk, 13, 14) == []


def test_a_restatement_is_no_change(desk):
    says(desk, "OPPOSE", on=13)
    says(desk, "OPPOSE", on=15)
    assert between(desk, 14, 20) == []


def test_a_contest_is_no_change(desk):
    says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15, implied=True)
    assert between(desk, 14, 20) == []


def test_further_conditions_are_a_change(desk):
    says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    says(desk, "CONDITIONAL", on=15, conditions=["they talk"])
    assert between(desk, 14, 20) == [world(15)]


def test_conditions_that_are_carried_are_no_change(desk):
    says(desk, "CONDITIONAL", on=13, conditions=["they withdraw"])
    says(desk, "SUPPORT", on=15)
    assert between(desk, 14, 20) == []


def test_another_basis_is_a_change(desk):
    says(desk, "OPPOSE", on=13, implied=True)
    says(desk, "OPPOSE", on=15)
    assert between(desk, 14, 20) == [world(15)]


def test_what_changed_and_changed_back_is_no_net_difference(desk):
    says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15)
    says(desk, "OPPOSE", on=17)
    assert between(desk, 14, 20) == []


def test_it_is_shown_on_the_first_day_of_the_final_unbroken_equality(desk):
    for value, on in [("SUPPORT", 13), ("OPPOSE", 15), ("NEUTRAL", 16), ("OPPOSE", 17), ("OPPOSE", 19)]:
        says(desk, value, on=on)
    assert between(desk, 14, 20) == [world(17)]


def test_a_difference_of_conditions_between_breaks_the_equality(desk):
    says(desk, "SUPPORT", on=13)
    says(desk, "CONDITIONAL", on=15, conditions=["they talk"])
    says(desk, "CONDITIONAL", on=17, conditions=["they withdraw"])
    assert between(desk, 14, 20) == [world(17)]
    assert between(desk, 14, 16) == [world(15)]


def test_what_is_known_otherwise_of_the_first_day_is_a_change_of_the_record(desk):
    said = says(desk, "OPPOSE", on=13)
    desk.correct(said, words("SUPPORT", on=13))
    assert between(desk, 14, 20, known_from=said) == [record(14)]


def test_without_an_earlier_state_of_the_record_only_the_world_changes(desk):
    desk.correct(says(desk, "OPPOSE", on=13), words("SUPPORT", on=13))
    assert between(desk, 14, 20) == []


def test_what_was_recorded_since_and_said_after_the_first_day_is_a_change_of_the_world(desk):
    said = says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15)
    assert between(desk, 14, 20, known_from=said) == [world(15)]


def test_late_news_of_the_first_day_is_a_change_of_the_record(desk):
    says(desk, "OPPOSE", on=11)
    late = says(desk, "SUPPORT", on=13)
    assert between(desk, 14, 20, known_from=desk.events[late.log_offset - 2]) == [record(14)]


def test_both_may_have_changed(desk):
    said = says(desk, "OPPOSE", on=13)
    desk.correct(said, words("SUPPORT", on=13))
    says(desk, "NEUTRAL", on=15)
    assert between(desk, 14, 20, known_from=said) == [record(14), world(15)]


def test_a_change_of_the_record_of_days_between_alone_is_none(desk):
    says(desk, "OPPOSE", on=13)
    said = says(desk, "SUPPORT", on=15)
    says(desk, "SUPPORT", on=17)
    desk.retract(said)
    assert between(desk, 14, 20, known_from=said) == [world(17)]
    assert between(desk, 14, 14, known_from=said) == []


def test_a_position_withdrawn_is_a_change_of_the_record(desk):
    said = says(desk, "OPPOSE", on=13)
    desk.retract(said)
    assert between(desk, 14, 20, known_from=said) == [record(14)]


def test_a_position_withdrawn_and_taken_again_later_is_both(desk):
    said = says(desk, "OPPOSE", on=13)
    desk.retract(said)
    says(desk, "OPPOSE", on=15)
    assert between(desk, 14, 20, known_from=said) == [record(14), world(15)]


def test_under_the_public_clock_a_change_comes_when_it_is_public(desk):
    says(desk, "OPPOSE", on=13, public=16)
    assert between(desk, 15, 20) == []
    assert between(desk, 15, 20, clock=PUBLIC) == [world(16)]


def test_all_pairs_are_compared_in_their_order(desk):
    says(desk, "OPPOSE", on=15, issue=OTHER_ISSUE)
    says(desk, "OPPOSE", on=16)
    says(desk, "SUPPORT", on=17, capacities=[capacity("bulgaria", "bulgaria")])
    assert between(desk, 14, 20) == [
        world(17, actor="bulgaria"), world(15, issue=OTHER_ISSUE), world(16)]  # fmt: skip
