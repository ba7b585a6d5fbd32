"""CONTRADICTS_JUDGEMENT: two statements are the same or not the same, and the chain of judgements says why."""

import pytest
from writing import capacity, correction_of, move, relation, retraction_of, source, statement

from events.judgements import Judgement, Judgements
from events.vocabulary import LogOffset


@pytest.fixture
def said(desk):
    """Give four records of what may be one statement."""
    return [desk.record(statement(summary=f"Report {number}.")) for number in range(4)]


def judged(desk, kind, first, second):
    return desk.record(relation(kind, first, second))


def chain_of(*events):
    return " = ".join(event.record.id for event in events)


def test_what_is_the_same_in_two_steps_is_not_kept_apart(desk, said):
    one, two, three, _ = said
    judged(desk, "SAME_STATEMENT", one, two)
    judged(desk, "SAME_STATEMENT", three, two)
    (refusal,) = desk.refusals_in_full(relation("NOT_SAME_STATEMENT", three, one))
    assert (refusal.code, refusal.field) == ("CONTRADICTS_JUDGEMENT", ("input",))
    assert refusal.message == (
        f"an earlier judgement says otherwise ({chain_of(three, two, one)}); retract that one first"
    )


def test_what_is_kept_apart_is_not_joined_in_several_steps(desk, said):
    one, two, three, four = said
    judged(desk, "NOT_SAME_STATEMENT", one, four)
    judged(desk, "SAME_STATEMENT", one, two)
    judged(desk, "SAME_STATEMENT", three, four)
    (refusal,) = desk.refusals_in_full(relation("SAME_STATEMENT", two, three))
    assert (refusal.code, refusal.field) == ("CONTRADICTS_JUDGEMENT", ("input",))
    assert refusal.message == (
        f"an earlier judgement says otherwise ({chain_of(one, two, three, four)}); retract that one first"
    )


def test_what_agrees_with_earlier_judgements_is_accepted(desk, said):
    one, two, three, four = said
    judged(desk, "SAME_STATEMENT", one, two)
    judged(desk, "NOT_SAME_STATEMENT", two, three)
    assert desk.refusals(relation("SAME_STATEMENT", two, one)) == []
    assert desk.refusals(relation("NOT_SAME_STATEMENT", three, one)) == []
    assert desk.refusals(relation("SAME_STATEMENT", three, four)) == []


def test_a_judgement_withdrawn_contradicts_nothing(desk, said):
    one, two, *_ = said
    desk.retract(judged(desk, "SAME_STATEMENT", one, two))
    assert desk.refusals(relation("NOT_SAME_STATEMENT", one, two)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("SAME_STATEMENT", "NOT_SAME_STATEMENT"), ("NOT_SAME_STATEMENT", "SAME_STATEMENT")],
)
def test_undoing_a_retraction_would_bring_back_a_contradiction(desk, said, first, second):
    one, two, *_ = said
    retraction = desk.retract(judged(desk, first, one, two))
    judged(desk, second, two, one)
    assert desk.refusals(retraction_of(retraction)) == [("CONTRADICTS_JUDGEMENT", "id")]


def test_a_correction_that_makes_a_contradicting_judgement_of_a_relation_is_refused(desk, said):
    one, two, *_ = said
    judged(desk, "SAME_STATEMENT", one, two)
    tension = judged(desk, "IN_TENSION", one, two)
    command = correction_of(tension, relation("NOT_SAME_STATEMENT", one, two))
    assert desk.refusals(command) == [("CONTRADICTS_JUDGEMENT", "input.relation")]


def test_retracting_the_correction_of_a_judgement_would_bring_back_a_contradiction(desk, said):
    one, two, *_ = said
    same = judged(desk, "SAME_STATEMENT", one, two)
    corrected = desk.correct(same, relation("REAFFIRMS", one, two))
    judged(desk, "NOT_SAME_STATEMENT", one, two)
    assert desk.refusals(retraction_of(corrected)) == [("CONTRADICTS_JUDGEMENT", "id")]


def test_a_judgement_may_be_corrected_to_its_contrary(desk, said):
    one, two, *_ = said
    same = judged(desk, "SAME_STATEMENT", one, two)
    assert desk.refusals(correction_of(same, relation("NOT_SAME_STATEMENT", one, two))) == []


def test_other_relations_contradict_no_judgement(desk, said):
    one, two, *_ = said
    judged(desk, "SAME_STATEMENT", one, two)
    assert desk.refusals(relation("CONTRADICTS", one, two)) == []


def test_a_relation_joins_two_records(desk, said):
    corrected = desk.correct(said[0], statement())
    assert desk.refusals(relation("QUALIFIES", said[0], corrected)) == [("INVALID", "input.to")]


@pytest.mark.parametrize("kind", ["SAME_STATEMENT", "NOT_SAME_STATEMENT"])
def test_only_statements_are_judged_to_be_the_same(desk, said, kind):
    handover = desk.record(move())
    assert desk.refusals(relation(kind, said[0], handover)) == [("INVALID", "input.type")]
    assert desk.refusals(relation("RESPONDS_TO", said[0], handover)) == []


def test_one_statement_has_one_speaker(desk, said):
    other = desk.record(statement(capacities=[capacity("sergei-ryabkov", "russia")]))
    assert desk.refusals(relation("SAME_STATEMENT", said[0], other)) == [("INVALID", "input.to")]
    assert desk.refusals(relation("NOT_SAME_STATEMENT", said[0], other)) == []


@pytest.mark.parametrize("day", ["2021-12-20", "2021-12-22", "2021-11", "2021-12-22/.."])
def test_one_statement_was_not_made_on_two_days(desk, said, day):
    other = desk.record(statement(occurred={"edtf": day}))
    assert desk.refusals(relation("SAME_STATEMENT", said[0], other)) == [("INVALID", "input.to")]
    assert desk.refusals(relation("SAME_STATEMENT", other, said[0])) == [("INVALID", "input.to")]


@pytest.mark.parametrize("day", ["2021-12-21", "2021-12", "2021-12-10/2021-12-21", "../2021-12-31", ""])
def test_dates_that_overlap_are_compatible(desk, said, day):
    other = desk.record(statement(occurred={"edtf": day}))
    assert desk.refusals(relation("SAME_STATEMENT", said[0], other)) == []
    assert desk.refusals(relation("SAME_STATEMENT", other, said[0])) == []


def test_relative_dates_are_resolved_before_they_are_compared(desk, said):
    desk.record(source("doc-later", published={"edtf": "2021-12-23"}))
    other = desk.record(statement(occurred={"relative": "days-before(1)", "anchor": "doc-later"}))
    assert desk.refusals(relation("SAME_STATEMENT", said[0], other)) == [("INVALID", "input.to")]


def test_the_versions_in_force_are_compared(desk, said):
    other = desk.record(statement(occurred={"edtf": "2021-12-23"}))
    desk.correct(other, statement())
    assert desk.refusals(relation("SAME_STATEMENT", said[0], other)) == []


def test_a_withdrawn_statement_is_not_merged(desk, said):
    desk.retract(said[1])
    assert desk.refusals(relation("SAME_STATEMENT", said[0], said[1])) == [("INVALID", "input")]


def test_a_relation_is_stored_with_the_records_of_its_events(desk, said):
    corrected = desk.correct(said[1], statement())
    stored = judged(desk, "SAME_STATEMENT", said[0], corrected).content
    assert (stored.from_event, stored.to_event) == (str(said[0].id), str(corrected.id))
    assert (stored.from_record, stored.to_record) == (said[0].record.id, said[1].record.id)


def judgements(*pairs):
    return Judgements(
        [Judgement(first, second, is_same, LogOffset(n)) for n, (first, second, is_same) in enumerate(pairs)]
    )


def test_a_class_holds_all_that_is_joined_in_any_number_of_steps():
    known = judgements(("a", "b", True), ("c", "b", True), ("d", "e", True), ("a", "e", False))
    assert known.class_of("c") == {"a", "b", "c"}
    assert known.class_of("x") == {"x"}
    assert known.merged_records == {"a", "b", "c", "d", "e"}


def test_a_chain_is_as_short_as_can_be():
    known = judgements(("a", "b", True), ("b", "c", True), ("a", "c", True))
    assert known.chain("a", "c") == ["a", "c"]
    assert known.chain("a", "x") is None
