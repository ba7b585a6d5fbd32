"""What an idempotency key stands for, and which events and sources a request names."""

import pytest
from writing import (
    actor,
    appearance,
    appearance_of,
    correction_of,
    move,
    retraction_of,
    schedule,
    state_of,
    statement,
)

from events.decide.command import Record, Request
from events.decide.requests import digest, named_events, quoted_sources
from events.drafts import RelationDraft
from events.event import ExpectedVersion

RELATION = RelationDraft.model_validate({"type": "REPORTS", "from": "event-1", "to": "event-2", "reason": "Read."})


def stood_for(command):
    return digest(Request(command, "desk"))


def test_a_retry_stands_for_the_same_request_whatever_it_expects_by_now():
    first = correction_of("a", statement(), expected=ExpectedVersion.exactly(1))
    assert stood_for(first) == stood_for(correction_of("a", statement(), expected=ExpectedVersion.exactly(2)))
    assert len(stood_for(first)) == 32


def test_what_is_left_out_is_what_is_given_by_default():
    assert stood_for(Record(statement())) == stood_for(Record(statement(ordinal=None, background=False)))


def test_no_two_of_these_requests_stand_for_each_other():
    commands = [
        Record(statement()),
        Record(statement(ordinal=0)),
        Record(actor("nato")),
        Record(schedule()),
        state_of("a"),
        state_of("b"),
        correction_of("a", statement()),
        correction_of("b", statement()),
        correction_of("a", statement(), reason="Another."),
        correction_of("a", statement(), adopts="b"),
        retraction_of("a"),
        retraction_of("a", reason="Another."),
        appearance_of("a"),
        appearance_of("a", quote="Words."),
    ]
    assert len({stood_for(command) for command in commands}) == len(commands)


@pytest.mark.parametrize(
    ("command", "events", "sources"),
    [
        (Record(actor("nato")), [], []),
        (Record(statement(occasion="call")), ["call"], ["doc-cameron"]),
        (Record(move(appearances=[appearance("a"), appearance("b")])), [], ["a", "b"]),
        (Record(RELATION), ["event-1", "event-2"], []),
        (correction_of("said", statement(occasion="call"), adopts="coded"), ["said", "coded", "call"], ["doc-cameron"]),
        (correction_of("linked", RELATION), ["linked", "event-1", "event-2"], []),
        (retraction_of("said"), ["said"], []),
        (appearance_of("said"), ["said"], ["doc-cameron"]),
        (state_of("planned"), ["planned"], ["doc-cameron"]),
    ],
    ids=["actor", "statement", "move", "relation", "correction", "of a relation", "retraction", "appearance", "state"],
)
def test_a_request_names(command, events, sources):
    assert [*named_events(command)] == events
    assert [*quoted_sources(command)] == sources
