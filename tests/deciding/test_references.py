"""ID_TAKEN, and what roles, issues, sources and instruments are refused for."""

import pytest
from writing import actor, correction_of, instrument, issue, retraction_of, role, source

PROVISION = {"label": "Article 1", "binds": [], "issues": []}


@pytest.mark.parametrize(
    "draft",
    [actor("nato"), issue("nato-enlargement"), source("doc-cameron"), instrument("draft-treaty")],
    ids=["actor", "issue", "source", "instrument"],
)
def test_a_slug_is_taken_once(desk, draft):
    assert desk.refusals(draft) == [("ID_TAKEN", "input.id")]


def test_the_slug_of_a_withdrawn_record_stays_taken(desk):
    desk.retract(desk.record(issue("abandoned")))
    assert desk.refusals(issue("abandoned")) == [("ID_TAKEN", "input.id")]


def test_a_slug_may_name_a_record_of_another_kind(desk):
    assert desk.refusals(issue("nato")) == []


def test_a_provision_of_another_instrument_is_taken(desk):
    assert desk.refusals(instrument("other", "other-art1", "draft-treaty-art1")) == [
        ("ID_TAKEN", "input.provisions.1.id")
    ]


def test_a_provision_is_described_once(desk):
    assert desk.refusals(instrument("other", "other-art1", "other-art1")) == [("ID_TAKEN", "input.provisions.1.id")]


def test_a_corrected_instrument_keeps_its_provisions(desk):
    draft = instrument("draft-treaty", "draft-treaty-art1", "draft-treaty-art4", title="A better title")
    assert desk.refusals(correction_of("draft-treaty", draft)) == []


def test_a_withdrawn_instrument_does_not_come_back_with_provisions_that_another_has_taken(desk):
    retraction = desk.do(retraction_of("draft-treaty"))
    desk.record(instrument("other", "draft-treaty-art1"))
    (refusal,) = desk.refusals_in_full(retraction_of(retraction))
    assert (refusal.code, refusal.field) == ("ID_TAKEN", ("id",))
    assert refusal.message == "provision 'draft-treaty-art1' is now of 'other'; correct that instrument first"


def test_a_provision_is_of_an_article_that_there_is(desk):
    draft = instrument("other", provisions=[PROVISION | {"id": "other-art10", "article": 10}], articlesTotal=9)
    assert desk.refusals(draft) == [("INVALID", "input.provisions.0.article")]
    draft = instrument("other", provisions=[PROVISION | {"id": "other-art9", "article": 9}], articlesTotal=9)
    assert desk.refusals(draft) == []


def test_a_role_has_a_type_of_the_list(desk):
    assert desk.refusals(role("vladimir-putin", "friend-of", "russia")) == [("INVALID", "input.type")]


@pytest.mark.parametrize("kind", ["member-of", "held-office"])
def test_a_role_that_lets_nobody_speak_has_no_rank(desk, kind):
    assert desk.refusals(role("vladimir-putin", kind, "russia", rank="HEAD")) == [("INVALID", "input.rank")]


def test_an_issue_below_another_that_replaces_a_third_is_accepted(desk):
    draft = issue("ukraine-joins-nato-now", parent="nato-enlargement", replaces="ukraine-joins-nato")
    assert desk.record(draft).content.replaces == "ukraine-joins-nato"


def test_an_actor_and_a_source_are_stored_as_handed_in(empty_desk):
    draft = source("doc", publisher="A paper", byline="A name", language="en", sha256="0" * 64, text="Words.")
    given = draft.model_dump(mode="json")
    assert empty_desk.record(draft).content.model_dump(mode="json") == given
    assert empty_desk.record(actor("nato")).content.model_dump() == actor("nato").model_dump()
