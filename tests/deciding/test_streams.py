"""What of a stream is in force: the last content version not withdrawn, if the first event is not."""

import dataclasses
from uuid import UUID

import pytest
from writing import appearance_of, source, statement

from events.event import Erased
from events.streams import Stream, streams_of


@pytest.fixture
def said(desk):
    return desk.record(statement(summary="As first read."))


@pytest.fixture
def stream(desk, said):
    """Give a function that reads the stream as it stands by now."""
    return lambda: desk.knowledge().stream_of(said.record)


def without(stream, *erased):
    """Return the stream after the payloads of these events were erased."""
    return Stream(
        tuple(
            dataclasses.replace(event, body=Erased(UUID(int=1))) if event in erased else event
            for event in stream.events
        )
    )


def corrected(desk, said, summary):
    return desk.correct(said, statement(summary=summary))


def test_a_first_version_is_in_force(stream, said):
    assert stream().in_force == said
    assert (stream().last_version, stream().is_withdrawn) == (1, False)


def test_the_last_version_is_in_force(desk, stream, said):
    second, third = corrected(desk, said, "Second."), corrected(desk, said, "Third.")
    assert stream().in_force == third
    assert stream().superseded_by(said) == second
    assert stream().superseded_by(second) == third
    assert stream().superseded_by(third) is None


def test_a_retracted_correction_puts_the_version_before_in_force_again(desk, stream, said):
    second, third = corrected(desk, said, "Second."), corrected(desk, said, "Third.")
    desk.retract(third)
    assert stream().in_force == second
    desk.retract(second)
    assert stream().in_force == said
    assert stream().superseded_by(said) is None


def test_a_version_between_may_be_retracted(desk, stream, said):
    second, third = corrected(desk, said, "Second."), corrected(desk, said, "Third.")
    desk.retract(second)
    assert stream().in_force == third
    assert stream().superseded_by(said) == third
    desk.retract(third)
    assert stream().in_force == said


def test_a_retracted_first_event_takes_its_record_with_it(desk, stream, said):
    corrected(desk, said, "Second.")
    desk.retract(said)
    assert (stream().in_force, stream().is_withdrawn, stream().last_version) == (None, True, 3)


def test_a_retracted_retraction_is_undone(desk, stream, said):
    second = corrected(desk, said, "Second.")
    desk.retract(desk.retract(said))
    assert stream().in_force == second
    desk.retract(desk.retract(second))
    assert stream().in_force == second
    assert stream().withdrawn == {event.body.retracts for event in stream().events[2:] if event.version in {4, 6}}


def test_a_retraction_undone_twice_holds_again(desk, stream, said):
    undoing = desk.retract(desk.retract(said))
    desk.retract(undoing)
    assert stream().in_force is None


def test_a_further_appearance_is_a_version_like_any_other(desk, stream, said):
    added = desk.do(appearance_of(said, source_id="doc-with-text"))
    assert stream().in_force == added
    desk.retract(added)
    assert stream().in_force == said


def test_a_correction_replaced_the_last_version_that_stood_before_it(desk, stream, said):
    second = corrected(desk, said, "Second.")
    third = corrected(desk, said, "Third.")
    assert stream().corrected_by(third) == second
    desk.retract(second)
    assert stream().corrected_by(third) == said
    assert stream().corrected_by(said) is None


def test_what_is_no_correction_replaced_nothing(desk, stream, said):
    added, retraction = desk.do(appearance_of(said)), desk.retract(said)
    assert [stream().corrected_by(event) for event in (added, retraction)] == [None, None]


def test_an_erased_version_is_never_in_force(desk, stream, said):
    second = corrected(desk, said, "Second.")
    assert without(stream(), second).in_force == said
    assert without(stream(), said).in_force == second
    assert without(stream(), said, second).in_force is None
    assert without(stream(), said, second).last_version == 2


def test_an_erased_first_event_may_be_retracted_with_its_record(desk, stream, said):
    corrected(desk, said, "Second.")
    desk.retract(said)
    assert without(stream(), said).in_force is None


def test_a_withdrawn_source_anchors_by_its_last_standing_version(desk):
    first = desk.of("doc-cameron")
    second = desk.correct(first, source("doc-cameron", published={"edtf": "2021-12-23"}))
    desk.retract(first)
    registry = desk.knowledge().registry
    assert not registry.is_live("doc-cameron")
    assert registry.source("doc-cameron") == second.content


def test_a_stream_is_read_as_it_was_known(desk, stream, said):
    second = corrected(desk, said, "Second.")
    desk.retract(second)
    assert stream().as_known_at(second.log_offset).in_force == second
    assert stream().as_known_at(said.log_offset).in_force == said
    assert stream().as_known_at(said.log_offset - 1) == Stream(())


def test_no_events_are_no_record():
    assert (Stream(()).in_force, Stream(()).is_withdrawn, Stream(()).last_version) == (None, False, 0)


def test_events_are_grouped_by_record_in_the_order_of_versions(desk, said):
    second = corrected(desk, said, "Second.")
    other = desk.record(statement())
    assert streams_of([second, other, said]) == {said.record: Stream((said, second)), other.record: Stream((other,))}
