"""What becomes of each event of a batch: the table of cases."""

import datetime
from uuid import UUID

import pytest

from events.event import ANY, NEW, ExpectedVersion
from events.log.outcome import AlreadyAppended, Appended, Holder, KeyReused, Known, VersionConflict, outcomes
from events.vocabulary import EventId, LogOffset, StreamVersion

MOMENT = datetime.datetime(2021, 12, 17, 12, 0, 0, 1_000, tzinfo=datetime.UTC)
OTHER = EventId(UUID(int=2))
NOTHING = Known(LogOffset(0), {}, {}, {})


def known(event, *, last=0, id_holder=None, key_holder=None):
    return Known(
        LogOffset(7),
        {event.id: id_holder} if id_holder else {},
        {event.idempotency_key: key_holder} if key_holder else {},
        {event.record: StreamVersion(last)},
    )


@pytest.mark.parametrize(
    ("last", "expected", "is_appended"),
    [
        (0, NEW, True),
        (0, ANY, True),
        (0, ExpectedVersion.exactly(1), False),
        (1, NEW, False),
        (1, ANY, True),
        (1, ExpectedVersion.exactly(1), True),
        (2, ExpectedVersion.exactly(1), False),
        (1, ExpectedVersion.exactly(2), False),
    ],
)
def test_an_event_is_appended_if_its_stream_is_where_the_writer_believes(event_of, last, expected, is_appended):
    event = event_of(expected=expected)
    (outcome,) = outcomes([event], known=known(event, last=last), recorded_at=MOMENT)
    if is_appended:
        assert isinstance(outcome, Appended)
        assert (outcome.event.log_offset, outcome.event.version) == (8, last + 1)
    else:
        assert outcome == VersionConflict(StreamVersion(last))


@pytest.mark.parametrize("held", ["id", "key", "both"])
@pytest.mark.parametrize("expected", [NEW, ANY, ExpectedVersion.exactly(4)])
def test_a_retry_is_already_appended_whatever_the_version_now_is(event_of, held, expected):
    event = event_of(key="key", expected=expected)
    holder = Holder(OTHER, event.request_hash, LogOffset(3))
    facts = known(
        event, last=9, id_holder=holder if held != "key" else None, key_holder=holder if held != "id" else None
    )
    assert outcomes([event], known=facts, recorded_at=MOMENT) == [AlreadyAppended(OTHER, LogOffset(3))]


@pytest.mark.parametrize("held", ["id", "key"])
@pytest.mark.parametrize("other_hash", [b"another request, thirty-two bytes", None])
def test_an_id_or_key_of_another_or_an_erased_request_is_reused(event_of, held, other_hash):
    event = event_of(key="key")
    holder = Holder(OTHER, other_hash, LogOffset(3))
    facts = known(event, id_holder=holder if held == "id" else None, key_holder=holder if held == "key" else None)
    assert outcomes([event], known=facts, recorded_at=MOMENT) == [KeyReused(LogOffset(3))]


def test_an_event_whose_key_and_id_are_held_by_two_others_is_judged_by_both(event_of):
    event = event_of(key="key")
    same, other = Holder(OTHER, event.request_hash, LogOffset(3)), Holder(event.id, b"", LogOffset(5))
    facts = known(event, id_holder=other, key_holder=same)
    assert outcomes([event], known=facts, recorded_at=MOMENT) == [KeyReused(LogOffset(5))]


def test_events_of_a_batch_see_their_neighbours_before_them(event_of):
    first = event_of("nato", key="a")
    batch = [
        first,
        event_of("nato"),
        event_of("nato", expected=ExpectedVersion.exactly(1)),
        first,
        event_of("russia", key="a"),
        event_of("russia"),
    ]
    one, two, three, four, five, six = outcomes(batch, known=NOTHING, recorded_at=MOMENT)
    assert isinstance(one, Appended)
    assert isinstance(three, Appended)
    assert isinstance(six, Appended)
    assert [(e.event.log_offset, e.event.version) for e in (one, three, six)] == [(1, 1), (2, 2), (3, 1)]
    assert (two, four, five) == (
        VersionConflict(StreamVersion(1)), AlreadyAppended(first.id, LogOffset(1)), KeyReused(LogOffset(1)),
    )  # fmt: skip


def test_what_is_appended_is_the_event_with_its_place(event_of):
    event = event_of()
    (outcome,) = outcomes([event], known=NOTHING, recorded_at=MOMENT)
    assert isinstance(outcome, Appended)
    recorded = outcome.event
    assert (recorded.id, recorded.record, recorded.kind, recorded.body) == (
        event.id,
        event.record,
        event.kind,
        event.body,
    )
    assert (recorded.recorded_by, recorded.recorded_at, recorded.schema_version) == ("desk", MOMENT, 1)
