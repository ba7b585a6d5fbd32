"""Which fields hold ids: every text field of a draft is listed or plain text, so that a new one is decided on."""

import types
import typing

import pytest
from writing import appearance, capacity, instrument, move, relation, stance, statement

from events import contents, drafts
from events.drafts import Draft
from events.mentions import MENTIONS, Mention, Named, mentions, public_name

PLAIN_TEXT = {
    drafts.PeriodDraft: {"edtf", "relative", "surface", "note"},
    drafts.ConditionDraft: {"text"},
    drafts.StanceDraft: {"implied_by"},
    drafts.AppearanceDraft: {"quote", "language"},
    drafts.QuantityDraft: {"qualifier", "counts", "unit"},
    drafts.CapacityDraft: {"without_role_because"},
    drafts.StatementDraft: {"quote", "summary"},
    drafts.MoveCodingDraft: {"cameo", "plover"},
    drafts.MoveDraft: {"place", "summary"},
    drafts.AssessmentDraft: {"summary"},
    drafts.ScheduleDraft: {"id", "what", "where"},  # its id is that of the schedule itself
    drafts.RelationDraft: {"reason"},
    drafts.CodingDraft: {"coded_by"},
    drafts.NameDraft: {"lang", "text"},
    drafts.ActorDraft: {"id", "kind", "codes"},
    drafts.RoleDraft: {"type"},
    drafts.IssueDraft: {"id"},
    drafts.SourceDraft: {"id", "title", "publisher", "byline", "language", "sha256", "text"},
    drafts.ProvisionDraft: {"id", "label", "summary"},
    drafts.InstrumentDraft: {"id", "title"},
    drafts.CorrectionDraft: {"reason", "adopts"},  # what it adopts is looked for by the decision
    contents.CodedStance: {"coded_by"},
    contents.CodedResponse: {"coded_by"},
    contents.MoveCoding: {"coded_by"},
}


def all_drafts(base=Draft):
    for draft_type in base.__subclasses__():
        yield draft_type
        yield from all_drafts(draft_type)


def is_text(annotation):
    if typing.get_origin(annotation) in {tuple, typing.Union, types.UnionType, typing.Annotated}:
        return any(is_text(argument) for argument in typing.get_args(annotation))
    return annotation is str


def text_fields(draft_type):
    """Return the fields of text that the class does not have from another draft."""
    inherited = {name for base in draft_type.__mro__[1:] if issubclass(base, Draft) for name in base.model_fields}
    own = {name: field for name, field in draft_type.model_fields.items() if name not in inherited}
    return {name for name, field in own.items() if is_text(field.annotation)}


@pytest.mark.parametrize("draft_type", [*all_drafts()], ids=lambda draft_type: draft_type.__name__)
def test_every_field_of_text_holds_an_id_or_plain_text(draft_type):
    listed, plain = set(MENTIONS.get(draft_type, {})), PLAIN_TEXT.get(draft_type, set())
    assert listed | plain == text_fields(draft_type)
    assert not listed & plain


def test_every_listed_field_is_named_once_with_what_it_names():
    kinds = {named for fields in MENTIONS.values() for named in fields.values()}
    assert kinds == set(Named)


def test_every_id_is_found_with_the_public_path_that_leads_to_it():
    draft = statement(
        capacities=[capacity("putin", "russia", "csto")],
        attributesTo=["biden"],
        occasion="call",
        occurred={"relative": "week-before", "anchor": "doc-a"},
        stances=[stance("closed"), stance("open")],
        responses=[{"instrument": "treaty", "provision": "treaty-art1", "response": "REJECT", "basis": "EXPLICIT"}],
        quantities=[{"counts": "tanks", "value": 1, "asOf": {"anchor": "doc-b"}, "estimatedBy": "nato"}],
        appearances=[appearance("doc-c", reportedBy="nbc")],
    )
    assert [(".".join(m.field), m.named.name, m.id) for m in mentions(draft, path=("input",))] == [
        ("input.capacities.0.speaker", "ACTOR", "putin"),
        ("input.capacities.0.onBehalfOf.0", "ACTOR", "russia"),
        ("input.capacities.0.onBehalfOf.1", "ACTOR", "csto"),
        ("input.attributesTo.0", "ACTOR", "biden"),
        ("input.occurred.anchor", "SOURCE", "doc-a"),
        ("input.occasion", "EVENT", "call"),
        ("input.stances.0.issue", "ISSUE", "closed"),
        ("input.stances.1.issue", "ISSUE", "open"),
        ("input.responses.0.instrument", "INSTRUMENT", "treaty"),
        ("input.responses.0.provision", "PROVISION", "treaty-art1"),
        ("input.quantities.0.asOf.anchor", "SOURCE", "doc-b"),
        ("input.quantities.0.estimatedBy", "ACTOR", "nato"),
        ("input.appearances.0.source", "SOURCE", "doc-c"),
        ("input.appearances.0.reportedBy", "ACTOR", "nbc"),
    ]


def test_a_content_mentions_all_that_its_draft_does_and_what_was_completed(desk):
    draft = statement(attributesTo=["sergei-ryabkov"], capacities=[capacity("vladimir-putin", "president-of-russia")])
    ids = {(m.named, m.id) for m in mentions(draft)}
    stored = {(m.named, m.id) for m in mentions(desk.record(draft).content)}
    assert ids < stored
    assert {m for _, m in stored - ids} == {
        "deputy-foreign-minister-of-russia", "russian-foreign-ministry", "russia",
    }  # fmt: skip


def test_the_ends_of_a_relation_bear_their_public_names(desk):
    draft = relation("REPORTS", desk.record(statement()), desk.record(move()))
    assert [m.field for m in mentions(draft)] == [("from",), ("to",)]
    assert public_name(drafts.RelationDraft, "from_event") == "from"


def test_ids_within_provisions_are_found():
    assert [*mentions(instrument("treaty", "treaty-art1"))][-1] == Mention(
        ("provisions", "0", "binds", "0"), Named.ACTOR, "nato"
    )
