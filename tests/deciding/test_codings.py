"""Codings of the same words: proposed beside each other, never counted until a correction adopts one."""

import pytest
from writing import coding, correction_of, move, stance, statement

from events.contents import CodedStance
from events.vocabulary import Change, EventKind, Stance

WITHOUT_CODING = statement(stances=[])


@pytest.fixture
def said(desk):
    return desk.record(statement())


@pytest.fixture
def proposed(desk, said):
    return desk.record(coding(said))


def test_a_coding_names_the_record_of_its_statement_and_its_coder(desk, said):
    corrected = desk.correct(said, statement())
    proposed = desk.record(coding(corrected))
    assert (proposed.kind, proposed.content.of) == (EventKind.CODING, said.record.id)
    assert proposed.content.stances == (
        CodedStance(issue="ukraine-joins-nato", stance=Stance.NEUTRAL, coded_by="a-second-coder"),
    )


def test_a_coding_leaves_its_statement_as_it_is(desk, said, proposed):
    assert desk.knowledge().stream_of(said.record).in_force == said
    assert proposed.record != said.record


def test_only_the_words_of_a_statement_are_coded(desk):
    assert desk.refusals(coding(desk.record(move()))) == [("INVALID", "input.of")]


def test_a_coding_is_held_to_the_rules_of_stances(desk, said):
    draft = coding(said, stances=[stance(value="CONDITIONAL"), stance(basis="IMPLIED")])
    assert desk.refusals(draft) == [
        ("CONDITION_MISSING", "input.stances.0.conditions"),
        ("IMPLIED_REASON_MISSING", "input.stances.1.impliedBy"),
        ("INVALID", "input.stances.1.issue"),
    ]


def test_a_correction_adopts_the_stances_of_a_coding_with_their_coder(desk, said, proposed):
    adopted = desk.correct(said, WITHOUT_CODING, adopts=str(proposed.id))
    assert (adopted.body.change, adopted.body.adopts) == (Change.CORRECTION, proposed.id)
    assert adopted.content.stances == proposed.content.stances
    assert adopted.content.capacities == said.content.capacities


@pytest.mark.parametrize(
    "given",
    [
        {"stances": [stance()]},
        {"stances": [], "responses": [{"instrument": "draft-treaty", "response": "REJECT", "basis": "EXPLICIT"}]},
    ],
    ids=["stances", "responses"],
)
def test_what_is_adopted_is_not_given_as_well(desk, said, proposed, given):
    command = correction_of(said, statement(**given), adopts=str(proposed.id))
    assert desk.refusals(command) == [("INVALID", "input.statement.stances")]


@pytest.mark.parametrize("adopts", ["nothing", "00000000-0000-0000-0000-000000000000"])
def test_a_coding_that_is_not_on_record_is_not_adopted(desk, said, adopts):
    command = correction_of(said, WITHOUT_CODING, adopts=adopts)
    assert desk.refusals(command) == [("UNKNOWN_ID", "input.adopts")]


def test_a_coding_of_other_words_is_not_adopted(desk, proposed):
    other = desk.record(statement())
    command = correction_of(other, WITHOUT_CODING, adopts=str(proposed.id))
    assert desk.refusals(command) == [("UNKNOWN_ID", "input.adopts")]


def test_what_is_no_coding_is_not_adopted(desk, said):
    command = correction_of(said, WITHOUT_CODING, adopts=str(said.id))
    assert desk.refusals(command) == [("UNKNOWN_ID", "input.adopts")]


def test_a_withdrawn_coding_is_not_adopted(desk, said, proposed):
    desk.retract(proposed)
    command = correction_of(said, WITHOUT_CODING, adopts=str(proposed.id))
    assert desk.refusals(command) == [("ALREADY_RETRACTED", "input.adopts")]


def test_the_words_of_an_adopting_correction_are_checked(desk, said, proposed):
    command = correction_of(said, statement(stances=[], about=["nobody"]), adopts=str(proposed.id))
    assert desk.refusals(command) == [("UNKNOWN_ID", "input.statement.about.0")]
