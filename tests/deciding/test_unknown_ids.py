"""UNKNOWN_ID: whatever a draft names is on record, and the refusal leads to the field that names something else."""

import pytest
from writing import (
    appearance,
    appearance_of,
    assessment,
    capacity,
    coding,
    correction_of,
    instrument,
    issue,
    move,
    relation,
    retraction_of,
    role,
    schedule,
    source,
    stance,
    state_of,
    statement,
)

from events.drafts import CodingDraft, RelationDraft

NOBODY = "nobody"
RESPONSE = {"instrument": "draft-treaty", "response": "REJECT", "basis": "EXPLICIT"}
QUANTITY = {"counts": "soldiers", "value": 1.0}
HANGING = {"relative": "week-before", "anchor": NOBODY}
PROVISION = {"id": "other-art1", "article": 1, "label": "Article 1", "binds": [], "issues": []}

DRAFTS = {
    "capacities.0.speaker": statement(capacities=[capacity(NOBODY)]),
    "capacities.0.onBehalfOf.1": statement(capacities=[capacity("vladimir-putin", "russia", NOBODY)]),
    "addressees.0": statement(addressees=[NOBODY]),
    "about.0": statement(about=[NOBODY]),
    "attributesTo.0": statement(attributesTo=[NOBODY]),
    "occasion": statement(occasion=NOBODY),
    "provision": statement(provision=NOBODY),
    "stances.1.issue": statement(stances=[stance(), stance(NOBODY)]),
    "responses.0.instrument": statement(responses=[RESPONSE | {"instrument": NOBODY}]),
    "responses.0.provision": statement(responses=[RESPONSE | {"provision": NOBODY}]),
    "quantities.0.estimatedBy": statement(quantities=[QUANTITY | {"estimatedBy": NOBODY}]),
    "quantities.0.relayedBy": move(quantities=[QUANTITY | {"relayedBy": NOBODY}]),
    "quantities.0.asOf.anchor": move(quantities=[QUANTITY | {"asOf": HANGING}]),
    "appearances.0.source": statement(appearances=[appearance(NOBODY)]),
    "appearances.0.reportedBy": statement(appearances=[appearance(reportedBy=NOBODY)]),
    "occurred.anchor": statement(occurred=HANGING),
    "public.anchor": statement(public=HANGING),
    "actors.1": move(actors=["russia", NOBODY]),
    "targets.0": move(targets=[NOBODY]),
    "issues.0": move(issues=[NOBODY]),
    "author": assessment(author=NOBODY),
    "about.1": assessment(about=["nato", NOBODY]),
    "issues.1": assessment(issues=["nato-enlargement", NOBODY]),
    "participants.0": schedule(participants=[NOBODY]),
    "saidBy": schedule(saidBy=NOBODY),
    "when.anchor": schedule(when=HANGING),
    "holder": role(NOBODY, "represents", "russia"),
    "principal": role("russia", "represents", NOBODY),
    "office": role("russia", "represents", "nato", office=NOBODY),
    "parent": issue("another", parent=NOBODY),
    "replaces": issue("another", replaces=NOBODY),
    "published.anchor": source("another", published=HANGING),
    "tabledBy.0": instrument("other", tabledBy=[NOBODY]),
    "addressedTo.0": instrument("other", addressedTo=[NOBODY]),
    "tabled.anchor": instrument("other", tabled=HANGING),
    "provisions.0.binds.0": instrument("other", provisions=[PROVISION | {"binds": [NOBODY]}]),
    "provisions.0.issues.0": instrument("other", provisions=[PROVISION | {"issues": [NOBODY]}]),
    "from": RelationDraft.model_validate({"type": "REPORTS", "from": NOBODY, "to": NOBODY, "reason": "Read."}),
    "to": RelationDraft.model_validate({"type": "REPORTS", "from": NOBODY, "to": NOBODY, "reason": "Read."}),
    "of": CodingDraft.model_validate({"of": NOBODY, "codedBy": "another", "stances": []}),
}


@pytest.mark.parametrize(("field", "draft"), DRAFTS.items(), ids=DRAFTS)
def test_a_draft_that_names_what_is_not_on_record_is_refused_at_that_field(desk, field, draft):
    assert ("UNKNOWN_ID", f"input.{field}") in desk.refusals(draft)


def test_every_unknown_id_is_told_at_once(desk):
    draft = statement(addressees=[NOBODY], stances=[stance(NOBODY)])
    assert desk.refusals(draft) == [("UNKNOWN_ID", "input.addressees.0"), ("UNKNOWN_ID", "input.stances.0.issue")]


def test_the_sentence_names_the_id_and_says_what_to_do(desk):
    (refusal,) = desk.refusals_in_full(statement(addressees=[NOBODY]))
    assert refusal.message == "no actor 'nobody' is on record; register the actor first, or correct the id"


def test_an_asserting_actor_is_on_record(desk):
    first, second = desk.record(statement()), desk.record(statement(occurred={"edtf": "2021-12-23"}))
    draft = relation("REAFFIRMS", second, first, assertedBy=NOBODY)
    assert desk.refusals(draft) == [("UNKNOWN_ID", "input.assertedBy")]


def test_a_coding_names_known_issues(desk):
    draft = coding(desk.record(statement()), stances=[stance(NOBODY)])
    assert desk.refusals(draft) == [("UNKNOWN_ID", "input.stances.0.issue")]


def test_a_correction_leads_to_the_field_within_the_kind_of_its_content(desk):
    command = correction_of(desk.record(statement()), statement(about=[NOBODY]))
    assert desk.refusals(command) == [("UNKNOWN_ID", "input.statement.about.0")]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (correction_of(NOBODY, statement()), "id"),
        (retraction_of(NOBODY), "id"),
        (appearance_of(NOBODY), "event"),
        (state_of(NOBODY), "input.id"),
    ],
    ids=["correct", "retract", "add an appearance", "change a state"],
)
def test_a_command_on_what_is_not_on_record_is_refused(desk, command, field):
    assert desk.refusals(command) == [("UNKNOWN_ID", field)]


def test_a_further_appearance_names_a_known_source(desk):
    command = appearance_of(desk.record(statement()), source_id=NOBODY)
    assert desk.refusals(command) == [("UNKNOWN_ID", "input.source")]


def test_what_was_withdrawn_is_no_longer_known(desk):
    desk.retract(desk.record(issue("abandoned")))
    assert desk.refusals(statement(stances=[stance("abandoned")])) == [("UNKNOWN_ID", "input.stances.0.issue")]


def test_a_withdrawn_source_is_still_known_and_still_anchors(desk):
    desk.retract(desk.of("doc-cameron"))
    draft = statement(occurred={"relative": "days-before(1)", "anchor": "doc-cameron"})
    assert desk.refusals(draft) == []


def test_the_provisions_of_an_instrument_need_not_be_on_record_before_it(desk):
    assert desk.refusals(instrument("other", "other-art1")) == []


def test_an_instrument_is_no_actor(desk):
    assert desk.refusals(statement(about=["draft-treaty"])) == [("UNKNOWN_ID", "input.about.0")]
