"""Places that are believed are those that the table of outcomes gives where every writer is right."""

import datetime

import pytest

from events.event import ANY, ExpectedVersion
from events.log.outcome import Known, outcomes
from events.log.placing import believed
from events.vocabulary import LogOffset, StreamVersion

MOMENT = datetime.datetime(2021, 12, 17, 12, 0, 0, 1_000, tzinfo=datetime.UTC)
AFTER = LogOffset(7)


@pytest.fixture
def batches(event_of):
    """Give batches by what two of their events have in common, and whether all of them can be appended."""
    twice, nato = event_of(), event_of("nato")
    return {
        "nothing, and all are first": ([event_of(), event_of("nato"), event_of(key="a")], True),
        "nothing": ([event_of(), event_of(expected=ExpectedVersion.exactly(4)), event_of(key="a")], True),
        "a stream, in order": ([nato, event_of("nato", expected=ExpectedVersion.exactly(1))], True),
        "a stream, out of order": ([event_of("nato", expected=ExpectedVersion.exactly(1)), nato], False),
        "an id": ([twice, twice, event_of(expected=ExpectedVersion.exactly(4))], False),
        "one of them expects anything": ([event_of(), event_of(expected=ANY)], False),
    }


@pytest.mark.parametrize(
    "common",
    [
        "nothing, and all are first",
        "nothing",
        "a stream, in order",
        "a stream, out of order",
        "an id",
        "one of them expects anything",
    ],
)
def test_what_is_believed_is_what_would_be_decided(batches, common):
    events, are_all_appended = batches[common]
    places = believed(events, after=AFTER, recorded_at=MOMENT)
    versions = {event.record: StreamVersion(event.expected.version or 0) for event in reversed(events)}
    decided = outcomes(events, known=Known(AFTER, {}, {}, versions), recorded_at=MOMENT)
    assert places == (list(zip(events, decided, strict=True)) if are_all_appended else None)
