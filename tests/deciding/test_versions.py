"""STALE_VERSION, ALREADY_RETRACTED, and what corrections, retractions, appearances and states append."""

from dataclasses import replace
from uuid import UUID

import pytest
from writing import (
    actor,
    appearance_of,
    correction_of,
    issue,
    move,
    retraction_of,
    schedule,
    source,
    state_of,
    statement,
)

from events.decide.command import ChangeState, Record, Request
from events.decide.decision import Decision
from events.event import NEW, Erasure, ExpectedVersion, RecordRef, Retraction, Version
from events.vocabulary import Change, EventId, EventKind, RecordKind

COMMANDS = {
    "correct": lambda record, **fields: correction_of(record, schedule(), **fields),
    "retract": retraction_of,
    "add an appearance": appearance_of,
    "change the state": lambda record, **fields: state_of(record, state="AGREED", **fields),
}


@pytest.fixture
def planned(desk):
    """Give a schedule at version 2."""
    first = desk.record(schedule())
    desk.do(appearance_of(first))
    return first


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("expected", [1, 3])
def test_a_writer_who_expects_another_version_is_refused(desk, planned, command, expected):
    stale = command(planned, expected=ExpectedVersion.exactly(expected))
    assert desk.refusals(stale) == [("STALE_VERSION", "expectedVersion")]


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_writer_who_expects_the_last_version_is_accepted(desk, planned, command):
    assert desk.do(command(planned, expected=ExpectedVersion.exactly(2))).version == 3


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_log_is_told_the_version_that_was_decided_on(desk, planned, command):
    assert desk.decided(command(planned)).expected == ExpectedVersion.exactly(2)


def test_the_last_version_is_that_of_any_event_a_retraction_too(desk):
    said = desk.record(statement())
    corrected = desk.correct(said, statement(summary="He was not for it."))
    desk.retract(corrected)
    assert desk.refusals(correction_of(said, statement(), expected=ExpectedVersion.exactly(3))) == []
    assert desk.refusals(correction_of(said, statement(), expected=ExpectedVersion.exactly(2))) == [
        ("STALE_VERSION", "expectedVersion")
    ]


def test_the_sentence_gives_the_version_that_holds(desk, planned):
    (refusal,) = desk.refusals_in_full(retraction_of(planned, expected=ExpectedVersion.exactly(1)))
    assert refusal.message == "the record is at version 2, not 1; read it again and decide anew"


@pytest.mark.parametrize("name", ["correct", "add an appearance", "change the state"])
def test_a_withdrawn_record_is_not_continued(desk, planned, name):
    field = {"correct": "id", "add an appearance": "event", "change the state": "input.id"}[name]
    desk.retract(planned)
    assert desk.refusals(COMMANDS[name](planned)) == [("ALREADY_RETRACTED", field)]


def test_what_is_withdrawn_is_not_withdrawn_again(desk):
    said = desk.record(statement())
    desk.retract(said)
    assert desk.refusals(retraction_of(said)) == [("ALREADY_RETRACTED", "id")]


def test_a_correction_withdrawn_is_not_withdrawn_again(desk):
    corrected = desk.correct(desk.record(statement()), statement(summary="He was not for it."))
    desk.retract(corrected)
    assert desk.refusals(retraction_of(corrected)) == [("ALREADY_RETRACTED", "id")]


def test_a_correction_of_a_withdrawn_record_is_withdrawn_with_it(desk):
    said = desk.record(statement())
    corrected = desk.correct(said, statement(summary="He was not for it."))
    desk.retract(said)
    assert desk.refusals(retraction_of(corrected)) == [("ALREADY_RETRACTED", "id")]


def test_an_undone_retraction_is_not_undone_again(desk):
    said = desk.record(statement())
    retraction = desk.retract(said)
    desk.retract(retraction)
    assert desk.refusals(retraction_of(retraction)) == [("ALREADY_RETRACTED", "id")]


def test_what_was_restored_can_be_withdrawn_again(desk):
    said = desk.record(statement())
    desk.retract(desk.retract(said))
    assert desk.refusals(retraction_of(said)) == []
    assert desk.refusals(correction_of(said, statement())) == []


def test_a_correction_is_the_next_version_with_the_whole_content_and_a_reason(desk):
    said = desk.record(statement(ordinal=4))
    corrected = desk.do(correction_of(said, statement(summary="He was not for it."), reason="Misread."))
    assert (corrected.record, corrected.version, corrected.kind) == (said.record, 2, EventKind.STATEMENT)
    assert corrected.body == Version(Change.CORRECTION, corrected.content, reason="Misread.")
    assert (corrected.content.summary, corrected.content.ordinal) == ("He was not for it.", None)


def test_a_record_is_named_by_any_event_of_it(desk):
    said = desk.record(statement())
    corrected = desk.correct(said, statement(summary="He was not for it."))
    retraction = desk.retract(corrected)
    assert [desk.decided(correction_of(event, statement())).record for event in (said, corrected, retraction)] == [
        said.record
    ] * 3


def test_a_record_is_named_by_its_slug(desk):
    assert desk.do(correction_of("nato", actor("nato", kind="alliance"))).version == 2


def test_a_retraction_is_appended_to_the_stream_of_the_record_it_touches(desk):
    said = desk.record(statement())
    retraction = desk.retract(said)
    assert (retraction.record, retraction.version, retraction.kind) == (said.record, 2, EventKind.RETRACTION)
    assert retraction.body == Retraction(said.id, "It was wrong.")


def test_a_slug_retracts_the_first_event_of_its_record(desk):
    desk.record(issue("abandoned"))
    assert desk.do(retraction_of("abandoned")).body.retracts == desk.of("abandoned").id


def test_a_slug_of_two_records_is_not_guessed_at(desk):
    desk.record(source("russia"))
    (refusal,) = desk.refusals_in_full(retraction_of("russia"))
    assert refusal.field == ("id",)
    assert refusal.message == "'russia' names several records (actor, source); give an event id"


def test_a_slug_of_two_records_is_corrected_by_the_kind_of_the_content(desk):
    desk.record(source("russia"))
    assert desk.decided(correction_of("russia", actor("russia"))).record == desk.of("russia").record


def test_an_erasure_cannot_be_undone(desk):
    said = desk.record(statement())
    erasure = replace(
        said,
        id=EventId(UUID(int=2**100)),
        record=RecordRef(RecordKind.ERASURE, str(UUID(int=2**100))),
        kind=EventKind.ERASURE,
        body=Erasure(said.id, "Asked for."),
    )
    desk.events.append(erasure)
    assert desk.refusals(retraction_of(erasure)) == [("INVALID", "id")]


@pytest.mark.parametrize("reason", [" ", "\n"])
def test_a_correction_and_a_retraction_give_a_reason(desk, reason):
    said = desk.record(statement())
    assert desk.refusals(correction_of(said, statement(), reason=reason)) == [("INVALID", "input.reason")]
    assert desk.refusals(retraction_of(said, reason=reason)) == [("INVALID", "reason")]


def test_a_correction_is_of_the_same_kind(desk):
    said = desk.record(statement())
    (refusal,) = desk.refusals_in_full(correction_of(said, move()))
    assert (refusal.code, refusal.field) == ("INVALID", ("id",))
    assert refusal.message == "this record is a statement, not a move; give content of its own kind"


def test_only_a_schedule_has_a_state(desk):
    assert desk.refusals(state_of(desk.record(move()))) == [("INVALID", "input.id")]


@pytest.mark.parametrize("draft", [actor("nato-2"), source("doc-3")])
def test_a_correction_keeps_the_slug(desk, draft):
    slug = "nato" if draft.id == "nato-2" else "doc-cameron"
    kind = "actor" if slug == "nato" else "source"
    assert desk.refusals(correction_of(slug, draft)) == [("INVALID", f"input.{kind}.id")]


@pytest.mark.parametrize(("slug", "kind"), [("vladimir-putin", "state"), ("nato", "person")])
def test_a_person_stays_a_person(desk, slug, kind):
    assert desk.refusals(correction_of(slug, actor(slug, kind=kind))) == [("INVALID", "input.actor.kind")]


def test_a_meaning_is_never_corrected(desk):
    draft = issue("ukraine-joins-nato", kind="FACTUAL")
    assert desk.refusals(correction_of("ukraine-joins-nato", draft)) == [("INVALID", "input.issue.kind")]


def test_a_further_appearance_leaves_words_and_coding_as_they_are(desk):
    said = desk.record(statement())
    added = desk.do(appearance_of(said, source_id="doc-with-text"))
    assert (added.version, added.kind, added.body.change, added.body.reason) == (
        2, EventKind.STATEMENT, Change.APPEARANCE, None,
    )  # fmt: skip
    assert added.content == said.content.model_copy(update={"appearances": added.content.appearances})
    assert [appearance.source for appearance in added.content.appearances] == ["doc-cameron", "doc-with-text"]


def test_an_appearance_is_added_to_the_version_in_force(desk):
    said = desk.record(statement())
    corrected = desk.correct(said, statement(summary="Wrongly corrected."))
    desk.retract(corrected)
    assert desk.do(appearance_of(said)).content.summary == said.content.summary


def test_an_actor_appears_in_no_source(desk):
    assert desk.refusals(appearance_of("nato")) == [("INVALID", "event")]


def test_a_new_state_is_of_a_schedule_that_it_names(desk):
    assert desk.refusals(ChangeState(schedule())) == [("UNKNOWN_ID", "input.id")]


def test_a_new_state_is_news_not_a_correction(desk):
    planned = desk.record(schedule())
    held = desk.do(state_of(planned, state="HELD"))
    assert (held.record, held.version, held.body) == (planned.record, 2, Version(Change.STATE, held.content))


def test_a_first_version_expects_no_stream_and_is_named_by_its_event(desk):
    event = desk.decided(Record(statement()))
    assert (event.record.id, event.expected) == (str(event.id), NEW)


def test_a_first_version_of_an_actor_is_named_by_its_slug(desk):
    assert desk.decided(Record(actor("ukraine"))).record.id == "ukraine"


def test_an_event_says_who_recorded_it_under_which_key(desk):
    request = Request(Record(statement()), "night desk", "key-1")
    event = Decision(request, desk.knowledge(), UUID(int=7)).event()
    assert (event.id, event.recorded_by, event.idempotency_key) == (UUID(int=7), "night desk", "key-1")
