"""Corrections: the last version not withdrawn is in force, if its first event is not and a source of it is live."""

import pytest
from rule.asking import ISSUE, OTHER_ISSUE, SOURCE, position, says, stances, stands, words
from writing import appearance_of, stance


@pytest.fixture
def said(desk):
    return says(desk, "OPPOSE", on=15)


def test_a_correction_takes_the_place_of_what_it_corrects(desk, said):
    corrected = desk.correct(said, words("SUPPORT", on=15))
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[corrected])
    assert position(desk, 20, known_at=said) == stands("OPPOSE", since=15, on=[said])


def test_a_stance_corrected_away_is_no_position(desk, said):
    desk.correct(said, words("OPPOSE", on=15, issue=OTHER_ISSUE))
    assert [position(desk, 20, issue=slug) is None for slug in (ISSUE, OTHER_ISSUE)] == [True, False]


def test_a_speaker_corrected_away_has_no_position(desk, said):
    desk.correct(said, words("OPPOSE", on=15, capacities=[{"speaker": "bulgaria", "onBehalfOf": []}]))
    assert [position(desk, 20, actor=slug) is None for slug in ("russia", "bulgaria")] == [True, False]


def test_a_correction_of_the_date_alone_moves_the_position(desk, said):
    corrected = desk.correct(said, words("OPPOSE", on=18))
    assert stances(desk, 15, 17, 18) == [None, None, "OPPOSE"]
    assert position(desk, 20) == stands("OPPOSE", since=18, on=[corrected])


def test_a_correction_of_the_date_can_change_the_order(desk, said):
    later = says(desk, "SUPPORT", on=17)
    assert position(desk, 20) == stands("SUPPORT", since=17, on=[later])
    corrected = desk.correct(said, words("OPPOSE", on=18))
    assert position(desk, 20) == stands("OPPOSE", since=18, on=[corrected])


def test_the_last_of_several_corrections_is_in_force(desk, said):
    desk.correct(said, words("SUPPORT", on=15))
    last = desk.correct(said, words("NEUTRAL", on=15))
    assert position(desk, 20) == stands("NEUTRAL", since=15, on=[last])


def test_retracting_a_correction_puts_the_version_before_in_force(desk, said):
    second = desk.correct(said, words("SUPPORT", on=15))
    desk.retract(desk.correct(said, words("NEUTRAL", on=15)))
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[second])
    desk.retract(second)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])


def test_retracting_an_earlier_correction_leaves_the_later_in_force(desk, said):
    second = desk.correct(said, words("SUPPORT", on=15))
    third = desk.correct(said, words("NEUTRAL", on=15))
    desk.retract(second)
    assert position(desk, 20) == stands("NEUTRAL", since=15, on=[third])


def test_retracting_the_first_event_withdraws_the_record_with_its_corrections(desk, said):
    desk.correct(said, words("SUPPORT", on=15))
    desk.retract(said)
    assert position(desk, 20) is None


def test_a_retraction_undone_puts_the_last_correction_in_force_again(desk, said):
    corrected = desk.correct(said, words("SUPPORT", on=15))
    retraction = desk.retract(said)
    desk.retract(retraction)
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[corrected])
    assert position(desk, 20, known_at=retraction) is None


def test_an_undoing_undone_withdraws_again(desk, said):
    desk.retract(desk.retract(desk.retract(said)))
    assert position(desk, 20) is None


def test_a_corrections_retraction_undone_puts_it_in_force_again(desk, said):
    corrected = desk.correct(said, words("SUPPORT", on=15))
    desk.retract(desk.retract(corrected))
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[corrected])


def test_each_offset_knows_its_own_version(desk, said):
    second = desk.correct(said, words("SUPPORT", on=15))
    retraction = desk.retract(second)
    undoing = desk.retract(retraction)
    third = desk.correct(said, words("NEUTRAL", on=15))
    events = (said, second, retraction, undoing, third)
    assert [stances(desk, 20, known_at=event)[0] for event in events] == [
        "OPPOSE", "SUPPORT", "OPPOSE", "SUPPORT", "NEUTRAL"]  # fmt: skip


def test_before_anything_was_said_there_is_no_position(desk, said):
    assert position(desk, 20, known_at=desk.events[said.log_offset - 2]) is None


def test_one_statement_on_two_issues_is_two_positions(desk):
    both = [stance(ISSUE, "OPPOSE"), stance(OTHER_ISSUE, "NEUTRAL")]
    said = says(desk, "OPPOSE", on=15, stances=both)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])
    assert position(desk, 20, issue=OTHER_ISSUE) == stands("NEUTRAL", since=15, on=[said])


# ---- sources ----


def test_a_statement_left_without_a_live_source_is_not_counted(desk, said):
    retraction = desk.retract(desk.of(SOURCE))
    assert position(desk, 20) is None
    desk.retract(retraction)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])


def test_one_live_source_is_enough(desk):
    said = says(desk, "OPPOSE", on=15, sources=[SOURCE, "doc-early"])
    desk.retract(desk.of("doc-early"))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])
    desk.retract(desk.of(SOURCE))
    assert position(desk, 20) is None


def test_a_further_appearance_keeps_a_statement_alive(desk, said):
    added = desk.do(appearance_of(said, source_id="doc-early"))
    desk.retract(desk.of(SOURCE))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[added])
    desk.retract(added)
    assert position(desk, 20) is None


def test_a_correction_may_take_a_source_away(desk):
    said = says(desk, "OPPOSE", on=15, sources=["doc-early", SOURCE])
    desk.retract(desk.of("doc-early"))
    corrected = desk.correct(said, words("OPPOSE", on=15, sources=["doc-early"]))
    assert position(desk, 20) is None
    desk.retract(corrected)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])


def test_the_answer_falls_back_to_what_still_counts(desk):
    earlier = says(desk, "SUPPORT", on=13, sources=["doc-early"])
    says(desk, "OPPOSE", on=15)
    desk.retract(desk.of(SOURCE))
    assert position(desk, 20) == stands("SUPPORT", since=13, on=[earlier])
