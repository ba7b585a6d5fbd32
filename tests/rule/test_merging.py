"""Merging: what was recorded twice counts once, for as long as the judgement that it is one statement is in force."""

import pytest
from rule.asking import ISSUE, OTHER_ISSUE, PUBLIC, SOURCE, known, position, says, stands, words
from writing import relation


def same(desk, first, second):
    return desk.record(relation("SAME_STATEMENT", first, second))


@pytest.fixture
def one(desk):
    return says(desk, "OPPOSE", on=15)


@pytest.fixture
def other(desk, one):
    """Put the same words on record a second time, from another source."""
    return says(desk, "OPPOSE", on=15, sources=["doc-early"])


def statuses(desk, *events):
    found = {statement.event.id: statement.status.value for statement in known(desk).statements}
    return [found[event.id] for event in events]


def test_without_a_judgement_both_count(desk, one, other):
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one, other])


@pytest.mark.parametrize("turned", [False, True], ids=["forward", "backward"])
def test_the_one_with_the_lowest_offset_stands_and_the_other_is_merged(desk, one, other, turned):
    same(desk, *((other, one) if turned else (one, other)))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one])
    assert statuses(desk, one, other) == ["CURRENT", "MERGED"]


def test_what_the_merged_one_says_otherwise_does_not_count(desk, one):
    other = says(desk, "SUPPORT", on=15, sources=["doc-early"], ordinal=1)
    aside = says(desk, "NEUTRAL", on=15, sources=["doc-early"], issue=OTHER_ISSUE)
    same(desk, one, other)
    same(desk, one, aside)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one])
    assert position(desk, 20, issue=OTHER_ISSUE) is None


def test_parted_again_both_count(desk, one, other):
    judgement = same(desk, one, other)
    retraction = desk.retract(judgement)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one, other])
    desk.retract(retraction)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one])
    assert position(desk, 20, known_at=other) == stands("OPPOSE", since=15, on=[one, other])


def test_a_judgement_corrected_to_its_contrary_parts_them(desk, one, other):
    judgement = same(desk, one, other)
    desk.correct(judgement, relation("NOT_SAME_STATEMENT", one, other))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one, other])


def test_other_relations_merge_nothing(desk, one, other):
    for kind in ("REAFFIRMS", "REPORTS", "NOT_SAME_STATEMENT"):
        desk.record(relation(kind, one, other))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one, other])


def test_equal_words_on_another_day_are_another_statement(desk, one):
    again = says(desk, "OPPOSE", on=16, summary=one.content.summary)
    assert position(desk, 20) == stands("OPPOSE", since=15, last_stated=16, on=[again])
    assert statuses(desk, one, again) == ["CURRENT", "CURRENT"]


# ---- appearances move to the one that stands ----


def test_the_merged_ones_live_source_keeps_the_standing_one_alive(desk, one, other):
    judgement = same(desk, one, other)
    desk.retract(desk.of(SOURCE))
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[one])
    desk.retract(judgement)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[other])


def test_without_any_live_source_of_the_two_nothing_counts(desk, one, other):
    same(desk, one, other)
    desk.retract(desk.of(SOURCE))
    desk.retract(desk.of("doc-early"))
    assert position(desk, 20) is None


def test_the_merged_ones_source_bounds_the_standing_ones_date(desk):
    one = says(desk, "OPPOSE", on=None)
    other = says(desk, "OPPOSE", on=16, sources=["doc-early"])
    assert position(desk, 24) == stands("OPPOSE", since=16, last_stated=22, on=[one])
    judgement = same(desk, one, other)
    assert position(desk, 24) == stands("OPPOSE", since=18, on=[one])
    desk.retract(desk.of("doc-early"))
    assert position(desk, 24) == stands("OPPOSE", since=22, on=[one])
    desk.retract(judgement)
    assert position(desk, 24) == stands("OPPOSE", since=22, on=[one])


def test_it_bounds_the_day_it_was_public_too(desk):
    one = says(desk, "OPPOSE", on=15, public=None)
    other = says(desk, "OPPOSE", on=15, sources=["doc-early"])
    same(desk, one, other)
    assert position(desk, 24, clock=PUBLIC) == stands("OPPOSE", since=18, last_stated=15, on=[one])


# ---- withdrawn, corrected, three ----


def test_a_withdrawn_statement_leaves_the_other_standing(desk, one, other):
    same(desk, one, other)
    retraction = desk.retract(one)
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[other])
    assert statuses(desk, other) == ["CURRENT"]
    desk.retract(retraction)
    assert statuses(desk, one, other) == ["CURRENT", "MERGED"]


def test_a_withdrawn_statements_appearances_do_not_move(desk, one, other):
    same(desk, one, other)
    desk.retract(other)
    desk.retract(desk.of(SOURCE))
    assert position(desk, 20) is None


def test_a_correction_does_not_change_which_stands(desk, one, other):
    same(desk, one, other)
    corrected = desk.correct(one, words("SUPPORT", on=15))
    assert position(desk, 20) == stands("SUPPORT", since=15, on=[corrected])
    assert statuses(desk, corrected, other) == ["CURRENT", "MERGED"]


def test_judgements_join_in_several_steps(desk, one, other):
    third = says(desk, "OPPOSE", on=15, sources=["doc-with-text"])
    first_judgement = same(desk, third, other)
    assert statuses(desk, one, other, third) == ["CURRENT", "CURRENT", "MERGED"]
    same(desk, other, one)
    assert statuses(desk, one, other, third) == ["CURRENT", "MERGED", "MERGED"]
    desk.retract(first_judgement)
    assert statuses(desk, one, other, third) == ["CURRENT", "MERGED", "CURRENT"]
    assert position(desk, 20, issue=ISSUE) == stands("OPPOSE", since=15, on=[one, third])


def test_two_judgements_on_the_same_two_hold_until_both_are_withdrawn(desk, one, other):
    first, second = same(desk, one, other), same(desk, other, one)
    desk.retract(first)
    assert statuses(desk, one, other) == ["CURRENT", "MERGED"]
    desk.retract(second)
    assert statuses(desk, one, other) == ["CURRENT", "CURRENT"]
