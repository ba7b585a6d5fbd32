"""CONDITION_MISSING, IMPLIED_REASON_MISSING and what else is INVALID in a statement; and what it is stored as."""

import pytest
from writing import appearance, assessment, instrument, move, schedule, stance, statement

from events.contents import CodedStance
from events.vocabulary import Stance

CONDITION = {"text": "Russia takes concrete steps to reduce tensions"}
RESPONSE = {"instrument": "draft-treaty", "provision": "draft-treaty-art4", "response": "REJECT", "basis": "EXPLICIT"}


def refusals(desk, *stances):
    return desk.refusals(statement(stances=list(stances)))


def test_a_conditional_stance_without_a_condition_is_refused(desk):
    assert refusals(desk, stance(value="CONDITIONAL")) == [("CONDITION_MISSING", "input.stances.0.conditions")]


def test_a_conditional_stance_is_for_it_if_its_condition_is_met_unless_said_otherwise(desk):
    given = stance(value="CONDITIONAL", conditions=[CONDITION, CONDITION | {"then": "OPPOSE"}])
    (stored,) = desk.record(statement(stances=[given])).content.stances
    assert [condition.then for condition in stored.conditions] == [Stance.SUPPORT, Stance.OPPOSE]


@pytest.mark.parametrize("then", ["CONDITIONAL", "NEUTRAL", "AMBIGUOUS"])
def test_a_met_condition_leaves_a_plain_stance(desk, then):
    given = stance(value="CONDITIONAL", conditions=[CONDITION | {"then": then}])
    assert refusals(desk, given) == [("INVALID", "input.stances.0.conditions.0.then")]


@pytest.mark.parametrize("value", ["SUPPORT", "OPPOSE", "NEUTRAL", "AMBIGUOUS"])
def test_only_a_conditional_stance_has_conditions(desk, value):
    given = stance(value=value, conditions=[CONDITION])
    assert refusals(desk, given) == [("INVALID", "input.stances.0.conditions")]


@pytest.mark.parametrize("reason", [None, "", " "])
def test_an_implied_stance_without_its_reason_is_refused(desk, reason):
    given = stance(basis="IMPLIED", impliedBy=reason)
    assert refusals(desk, given) == [("IMPLIED_REASON_MISSING", "input.stances.0.impliedBy")]


def test_an_implied_stance_with_its_reason_is_accepted(desk):
    assert refusals(desk, stance(basis="IMPLIED", impliedBy="He listed it among the threats.")) == []


def test_a_statement_takes_one_stance_on_an_issue(desk):
    given = [stance(), stance("nato-enlargement"), stance(value="NEUTRAL")]
    assert refusals(desk, *given) == [("INVALID", "input.stances.2.issue")]


def test_every_objection_to_the_stances_is_told_at_once(desk):
    given = [stance(value="CONDITIONAL"), stance("nato-enlargement", basis="IMPLIED")]
    assert refusals(desk, *given) == [
        ("CONDITION_MISSING", "input.stances.0.conditions"),
        ("IMPLIED_REASON_MISSING", "input.stances.1.impliedBy"),
    ]


def test_words_without_a_stance_are_accepted(desk):
    assert refusals(desk) == []


def test_a_stance_is_stored_with_its_coder(desk):
    (stored,) = desk.record(statement()).content.stances
    assert stored == CodedStance(issue="ukraine-joins-nato", stance=Stance.OPPOSE, coded_by="desk")


@pytest.mark.parametrize("derived", ["SILENT", "NOT_ADDRESSED"])
def test_that_somebody_did_not_answer_is_derived_and_never_recorded(desk, derived):
    draft = statement(responses=[RESPONSE | {"response": derived}])
    assert desk.refusals(draft) == [("INVALID", "input.responses.0.response")]


def test_a_response_names_the_instrument_of_its_provision(desk):
    desk.record(instrument("draft-agreement", "draft-agreement-art1"))
    draft = statement(responses=[RESPONSE | {"instrument": "draft-agreement"}])
    assert desk.refusals(draft) == [("INVALID", "input.responses.0.provision")]


def test_a_response_to_the_whole_instrument_names_no_provision(desk):
    assert desk.refusals(statement(responses=[RESPONSE | {"provision": None}])) == []


def test_an_occasion_is_a_move_named_by_its_event_and_stored_as_its_record(desk):
    call = desk.record(move())
    corrected = desk.correct(call, move(summary="They were handed over in Moscow."))
    said = desk.record(statement(occasion=str(corrected.id)))
    assert said.content.occasion == call.record.id


def test_words_are_no_occasion(desk):
    said = desk.record(statement())
    assert desk.refusals(statement(occasion=str(said.id))) == [("INVALID", "input.occasion")]


@pytest.mark.parametrize("kind", [statement, move, assessment, schedule])
def test_what_appears_nowhere_is_refused(desk, kind):
    assert desk.refusals(kind(appearances=[])) == [("INVALID", "input.appearances")]


@pytest.mark.parametrize("kind", [statement, move, assessment])
@pytest.mark.parametrize(
    ("quantity", "field"),
    [({}, "value"), ({"min": 2, "max": 1}, "max")],
    ids=["neither a value nor a bound", "bounds reversed"],
)
def test_a_quantity_has_a_value_or_bounds_in_order(desk, kind, quantity, field):
    draft = kind(quantities=[{"counts": "soldiers"} | quantity])
    assert desk.refusals(draft) == [("INVALID", f"input.quantities.0.{field}")]


@pytest.mark.parametrize("quantity", [{"value": 0}, {"min": 1}, {"max": 2}, {"min": 1, "max": 1}])
def test_a_quantity_with_a_value_or_a_bound_is_accepted(desk, quantity):
    assert desk.refusals(move(quantities=[{"counts": "soldiers"} | quantity])) == []


def test_a_classification_is_stored_with_its_coder(desk):
    (stored,) = desk.record(move(codings=[{"cameo": "0256", "goldstein": -0.3}])).content.codings
    assert (stored.cameo, stored.goldstein, stored.coded_by) == ("0256", -0.3, "desk")


def test_a_statement_keeps_all_that_was_handed_in(desk):
    given = {
        "addressees": ["nato"],
        "about": ["united-states"],
        "attributesTo": ["united-states"],
        "quote": "We are not the ones who threaten.",
        "public": {"edtf": "2021-12-22"},
        "ordinal": 3,
        "provision": "draft-treaty-art4",
        "background": True,
        "responses": [RESPONSE],
        "quantities": [{"counts": "soldiers", "min": 1, "asOf": {"edtf": "2021-12"}, "estimatedBy": "nato"}],
        "appearances": [appearance(quote="words", language="en", spanStart=0, spanEnd=5, reportedBy="nato")],
    }
    handed_in = statement(**given).model_dump(mode="json", exclude_none=True)
    stored = desk.record(statement(**given)).content.model_dump(mode="json", exclude_none=True)
    added = {"relayed_principals", "occurred", "public", "capacities", "stances", "responses", "quantities"}
    assert {name: stored[name] for name in stored.keys() - added} == {
        name: handed_in[name] for name in handed_in.keys() - added
    }
    assert [{name: item[name] for name in handed_in["responses"][0]} for item in stored["responses"]] == handed_in[
        "responses"
    ]
    assert stored["quantities"][0]["as_of"] == {"edtf": "2021-12", "earliest": "2021-12-01", "latest": "2021-12-31"}
