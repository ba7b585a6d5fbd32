"""IN_USE: nothing goes while a record in force names it, and nothing comes back that names what is gone."""

import pytest
from writing import (
    actor,
    assessment,
    capacity,
    coding,
    correction_of,
    instrument,
    issue,
    move,
    retraction_of,
    role,
    schedule,
    stance,
    statement,
)

RESPONSE = {"instrument": "treaty", "response": "REJECT", "basis": "EXPLICIT"}
PROVISION = {"id": "other-art1", "article": 1, "label": "Article 1", "binds": [], "issues": []}

OF_THE_ACTOR = {
    "speaks": statement(capacities=[capacity("ukraine")], stances=[]),
    "is spoken for": statement(capacities=[capacity("nato", "ukraine", withoutRoleBecause="It was asked to.")]),
    "is talked about": statement(about=["ukraine"]),
    "is moved upon": move(targets=["ukraine"]),
    "is assessed": assessment(about=["ukraine"]),
    "is to take part": schedule(participants=["ukraine"]),
    "is in office": role("ukraine", "ally-of", "united-states"),
    "has to answer": instrument("other", addressedTo=["ukraine"]),
}
OF_THE_ISSUE = {
    "has a stance": statement(stances=[stance("abandoned")]),
    "is borne upon": move(issues=["abandoned"]),
    "is assessed": assessment(issues=["abandoned"]),
    "has a child": issue("child", parent="abandoned"),
    "is replaced": issue("successor", replaces="abandoned"),
    "is provided for": instrument("other", provisions=[PROVISION | {"issues": ["abandoned"]}]),
}
OF_THE_INSTRUMENT = {
    "is answered as a whole": statement(responses=[RESPONSE]),
    "is answered": statement(responses=[RESPONSE | {"provision": "treaty-art1"}]),
    "is tabled": statement(provision="treaty-art1"),
}
CASES = [
    *((actor("ukraine"), user, name) for name, user in OF_THE_ACTOR.items()),
    *((issue("abandoned"), user, name) for name, user in OF_THE_ISSUE.items()),
    *((instrument("treaty", "treaty-art1"), user, name) for name, user in OF_THE_INSTRUMENT.items()),
]


@pytest.mark.parametrize(("named", "user"), [case[:2] for case in CASES], ids=[f"{c[0].id} {c[2]}" for c in CASES])
class TestWhatIsNamed:
    def test_is_not_withdrawn(self, desk, named, user):
        desk.record(named, user)
        assert ("IN_USE", "id") in desk.refusals(retraction_of(named.id))

    def test_is_withdrawn_once_its_user_is(self, desk, named, user):
        desk.retract(desk.record(named, user))
        assert desk.refusals(retraction_of(named.id)) == []

    def test_comes_back_before_its_user_does(self, desk, named, user):
        withdrawn = desk.retract(desk.record(named, user))
        gone = desk.do(retraction_of(named.id))
        assert ("UNKNOWN_ID", "id") in desk.refusals(retraction_of(withdrawn))
        desk.retract(gone)
        assert desk.refusals(retraction_of(withdrawn)) == []


def test_the_sentence_says_what_is_named(desk):
    desk.record(statement())
    (refusal,) = desk.refusals_in_full(retraction_of("ukraine-joins-nato"))
    assert refusal.message == "issue 'ukraine-joins-nato' is named by records in force; correct those first"


def test_a_proposed_coding_uses_the_issues_that_it_names(desk):
    desk.record(issue("abandoned"))
    desk.record(coding(desk.record(statement()), stances=[stance("abandoned")]))
    assert desk.refusals(retraction_of("abandoned")) == [("IN_USE", "id")]


def test_principals_that_were_completed_are_in_use(desk):
    desk.record(actor("commonwealth"))
    upward = desk.record(role("russia", "represents", "commonwealth"))
    said = desk.record(statement())
    assert "commonwealth" in said.content.capacities[0].on_behalf_of
    desk.retract(upward)
    assert desk.refusals(retraction_of("commonwealth")) == [("IN_USE", "id")]


def test_principals_of_relayed_words_are_in_use(desk):
    desk.record(actor("commonwealth"))
    upward = desk.record(role("united-states", "represents", "commonwealth"))
    desk.record(statement(attributesTo=["united-states"]))
    desk.retract(upward)
    assert desk.refusals(retraction_of("commonwealth")) == [("IN_USE", "id")]


def test_only_the_version_in_force_counts(desk):
    desk.record(issue("abandoned"))
    said = desk.record(statement(stances=[stance("abandoned")]))
    corrected = desk.correct(said, statement())
    assert desk.refusals(retraction_of("abandoned")) == []
    desk.retract(corrected)
    assert desk.refusals(retraction_of("abandoned")) == [("IN_USE", "id")]


def test_a_version_that_names_what_is_gone_does_not_come_back(desk):
    desk.record(issue("abandoned"))
    corrected = desk.correct(desk.record(statement(stances=[stance("abandoned")])), statement())
    desk.do(retraction_of("abandoned"))
    (refusal,) = desk.refusals_in_full(retraction_of(corrected))
    assert (refusal.code, refusal.field) == ("UNKNOWN_ID", ("id",))
    assert refusal.message == (
        "what would hold again names issue 'abandoned', withdrawn since; retract its retraction first"
    )


def test_a_correction_of_an_actor_in_use_may_be_withdrawn(desk):
    corrected = desk.correct(desk.of("nato"), actor("nato", kind="alliance"))
    assert desk.refusals(retraction_of(corrected)) == []


def test_a_source_in_use_may_be_withdrawn(desk):
    desk.record(statement())
    assert desk.refusals(retraction_of("doc-cameron")) == []


def test_a_role_in_use_may_be_withdrawn(desk):
    desk.record(statement())
    holding = next(event for event in desk.events if getattr(event.content, "type", "") == "holds-office")
    assert desk.refusals(retraction_of(holding)) == []


class TestAProvisionInUse:
    @pytest.fixture(autouse=True)
    def answered(self, desk):
        desk.record(instrument("treaty", "treaty-art1", "treaty-art2"))
        desk.record(statement(responses=[RESPONSE | {"provision": "treaty-art2"}]))

    def test_is_not_dropped_by_a_correction(self, desk):
        command = correction_of("treaty", instrument("treaty", "treaty-art1"))
        assert desk.refusals(command) == [("IN_USE", "input.instrument.provisions")]

    def test_is_kept_by_a_correction_that_drops_another(self, desk):
        assert desk.refusals(correction_of("treaty", instrument("treaty", "treaty-art2"))) == []

    def test_is_not_dropped_by_retracting_the_correction_that_added_it(self, desk):
        corrected = desk.correct(desk.of("treaty"), instrument("treaty", "treaty-art1", "treaty-art2", "treaty-art3"))
        desk.record(statement(responses=[RESPONSE | {"provision": "treaty-art3"}]))
        assert desk.refusals(retraction_of(corrected)) == [("IN_USE", "id")]
