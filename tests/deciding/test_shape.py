"""INVALID: what does not fit its draft is told field by field, by public names; and what no log can hold."""

import pytest
from pydantic import ValidationError
from writing import appearance_of, correction_of, move, retraction_of, stance, statement

from events import drafts
from events.decide.command import Record, Request
from events.decide.shape import LONGEST_KEY, refusals_of, unstorable
from events.drafts import (
    ActorDraft,
    AppearanceDraft,
    CorrectionDraft,
    IssueDraft,
    MoveDraft,
    RoleDraft,
    SourceDraft,
    StatementDraft,
)

NAME = [{"lang": "en", "text": "A name"}]
SOME = {"occurred": {}, "summary": "Words.", "appearances": []}
SAID = SOME | {"capacities": [{"speaker": "nato"}], "act": "ASSERT"}


def refusals(draft_type, given):
    with pytest.raises(ValidationError) as caught:
        draft_type.model_validate(given)
    return [(r.code.value, ".".join(r.field), r.message) for r in refusals_of(caught.value, ("input",))]


@pytest.mark.parametrize(
    ("draft_type", "given", "field", "message"),
    [
        (StatementDraft, {**SAID, "act": None}, "act", "this is no value of the list; use 'ASSERT'"),
        (StatementDraft, {**SAID, "capacities": []}, "capacities", "give at least 1 of these"),
        (StatementDraft, {**SAID, "summary": ""}, "summary", "this text is empty; write it out"),
        (StatementDraft, {**SAID, "moment": 1}, "moment", "there is no such field here; leave it out"),
        (StatementDraft, SOME | {"act": "ASSERT"}, "capacities", "this field is required; give it"),
        (
            StatementDraft,
            {**SAID, "stances": [stance(value="FOR")]},
            "stances.0.stance",
            "this is no value of the list; use 'SUPPORT', 'OPPOSE', 'CONDITIONAL', 'NEUTRAL' or 'AMBIGUOUS'",
        ),
        (
            StatementDraft,
            {**SAID, "ordinal": 2**31},
            "ordinal",
            "this number is too large; give 2147483647 or less",
        ),
        (
            AppearanceDraft,
            {"source": "doc", "rendering": "DIRECT", "spanStart": -1},
            "spanStart",
            "this number is too small; give 0 or more",
        ),
        (
            MoveDraft,
            {**SOME, "actors": ["nato"], "quantities": [{"counts": "tanks", "value": float("nan")}]},
            "quantities.0.value",
            "this is no finite number; give one",
        ),
        (
            MoveDraft,
            {**SOME, "actors": ["nato"], "codings": [{"goldstein": 11}]},
            "codings.0.goldstein",
            "this number is too large; give 10.0 or less",
        ),
        (
            ActorDraft,
            {"id": "The West", "kind": "group", "names": NAME},
            "id",
            "an id is lower-case letters and digits, joined by single hyphens, dots or underscores; write it so",
        ),
        (
            ActorDraft,
            {"id": "a" * 201, "kind": "group", "names": NAME},
            "id",
            "this text is longer than 200 characters; shorten it",
        ),
        (
            IssueDraft,
            {"id": "a", "kind": "NORMATIVE", "labels": [], "propositions": NAME},
            "labels",
            "give at least 1 of these",
        ),
        (
            SourceDraft,
            {"id": "doc", "title": "T", "sha256": "ABC"},
            "sha256",
            "a SHA-256 is 64 lower-case hexadecimal digits; copy it whole",
        ),
        (CorrectionDraft, {"reason": "Wrong."}, "", "give exactly one kind of content, whole: the record's own kind"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(draft_type, given, field, message):
    code, path, sentence = refusals(draft_type, given)[0]
    assert (code, path) == ("INVALID", f"input.{field}" if field else "input")
    assert sentence.startswith(message)


def test_a_malformed_calendar_date_is_a_bad_date():
    given = {"holder": "a", "principal": "b", "type": "represents", "from": "2021-02-30"}
    assert refusals(RoleDraft, given) == [
        ("BAD_DATE", "input.from", "this is no calendar date; write it as 2021-12-31")
    ]


def test_everything_that_does_not_fit_is_told_at_once():
    found = refusals(StatementDraft, {"capacities": [], "act": "SING", "occurred": {}, "appearances": []})
    assert [field for _, field, _ in found] == ["input.capacities", "input.act", "input.summary"]


def test_two_kinds_of_content_are_no_correction():
    given = {"reason": "Wrong.", "statement": SAID, "move": SOME | {"actors": ["nato"]}}
    assert [field for _, field, _ in refusals(CorrectionDraft, given)] == ["input"]


def test_snake_case_is_told_in_public_names():
    found = refusals(AppearanceDraft, {"source": "doc", "rendering": "DIRECT", "span_start": "x"})
    assert [field for _, field, _ in found] == ["input.spanStart"]


def objections(command, key=None):
    return [(r.code.value, ".".join(r.field)) for r in unstorable(Request(command, "desk", key))]


WITH_A_TEXT = {
    "input.summary": lambda text: Record(statement(summary=text)),
    "input.reason": lambda text: correction_of("nato", move(), reason=text),
    "input.stances.0.impliedBy": lambda text: Record(statement(stances=[stance(impliedBy=text)])),
    "input.move.place": lambda text: correction_of("nato", move(place=text)),
    "reason": lambda text: retraction_of("nato", reason=text),
    "id": retraction_of,
    "input.quote": lambda text: appearance_of("nato", quote=text),
    "event": appearance_of,
}


@pytest.mark.parametrize("field", WITH_A_TEXT)
def test_a_text_that_postgresql_cannot_hold_is_refused(field):
    assert objections(WITH_A_TEXT[field]("nothing\0")) == [("INVALID", field)]


@pytest.mark.parametrize("field", [field for field in WITH_A_TEXT if field not in {"input.summary", "input.reason"}])
@pytest.mark.parametrize("text", ["\ud83d", "ends in half \udc00"])
def test_half_a_surrogate_pair_is_refused(field, text):
    assert objections(WITH_A_TEXT[field](text)) == [("INVALID", field)]


def test_half_a_surrogate_pair_does_not_fit_a_text_of_limited_length():
    message = "a text holds no half of a surrogate pair; remove it"
    assert refusals(StatementDraft, {**SAID, "summary": "\ud83d"}) == [("INVALID", "input.summary", message)]


def test_any_other_text_is_accepted():
    assert objections(Record(statement(summary="𝕏 \\u0000 \n\t\x7f ”"))) == []


@pytest.mark.parametrize("key", ["", "a\nb", "\0", "k" * (LONGEST_KEY + 1), "\ud800"])
def test_an_impossible_idempotency_key_is_refused(key):
    assert objections(Record(statement()), key) == [("INVALID", "idempotencyKey")]


@pytest.mark.parametrize("key", [None, "k", "k" * LONGEST_KEY, "import:doc-cameron:17"])
def test_an_idempotency_key_is_short_and_printable(key):
    assert objections(Record(statement()), key) == []


def test_every_draft_refuses_numbers_that_json_cannot_hold():
    assert drafts.Draft.model_config["allow_inf_nan"] is False
