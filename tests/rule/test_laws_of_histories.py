"""What must hold of any record: a card accounts for all events, a reason for every gap, a row for every difference."""

import datetime
import functools

from hypothesis import given
from hypothesis import strategies as st
from positions.histories import History, histories, world
from positions.recording import TODAY, WORLD
from rule.drawing import drawing
from writing import Desk

from events.errors import Refused
from events.event import Version
from events.vocabulary import Change, ChangeKind, Clock, EvidenceRole, LogOffset, RecordKind
from projections.rule.changes import changed_by, changes
from projections.rule.claims import bears_on, claims
from projections.rule.evidence import absence, evidence
from projections.rule.known import Known
from projections.rule.timeline import Timeline, timelines

EMPTY = Timeline(())
PAIRS = [(actor, issue) for actor in ("russia", "ministry", "nato", "putin") for issue in ("talks", "accession")]


@functools.cache
def furnished() -> Desk:
    desk = Desk(today=TODAY)
    for command in world():
        desk.do(command)
    return desk


def log_of(history: History) -> list:
    """Return the events of a history, by a desk without a database."""
    desk = Desk(today=TODAY, events=list(furnished().events))
    desk.numbers = iter(range(WORLD + 1, len(history.requests) + 1))
    for request in history.requests[WORLD:]:
        try:
            desk.do(request.command)
        except Refused:
            continue
    return desk.events


def whole(history):
    log = log_of(history)
    return Known(log, at=LogOffset(len(log)))


clocks = st.sampled_from(Clock)
days = st.integers(1, 22).map(lambda number: datetime.date(2021, 12, number))


@drawing(25)
@given(histories(), clocks, days)
def test_a_card_accounts_for_the_answer(history, clock, day):
    known = whole(history)
    lines = timelines(known, clock=clock)
    for pair in PAIRS:
        card = evidence(known, pair, as_of=day, clock=clock)
        step = lines.get(pair, EMPTY).at(day)
        decisive = {item.log_offset for item in card if item.role is EvidenceRole.DECISIVE}
        assert decisive == (step.standing.rests_on if step else set())
        contesting = {item.log_offset for item in card if item.role is not EvidenceRole.OUTRANKED}
        assert not step or step.standing.contested_by <= contesting
        assert all((item.stance is not None) == item.is_counted for item in card)


@drawing(25)
@given(histories(), clocks, days)
def test_a_card_lists_every_statement_that_bears_on_it_once(history, clock, day):
    known = whole(history)
    for pair in PAIRS:
        card = [item.log_offset for item in evidence(known, pair, as_of=day, clock=clock)]
        versions = [v for s in known.streams.values() for v in s.versions if v.record.kind is RecordKind.STATEMENT]
        bearing = {version.log_offset for version in versions if bears_on(version.content, pair)}
        assert len(card) == len(set(card))
        assert bearing <= set(card)


@drawing(25)
@given(histories(), clocks, days)
def test_what_counts_on_a_card_is_what_had_happened_and_took_part(history, clock, day):
    known = whole(history)
    found = claims(known, clock=clock)
    for pair in PAIRS:
        card = evidence(known, pair, as_of=day, clock=clock)
        visible = {claim.event.log_offset for claim in found.get(pair, ()) if claim.visible <= day}
        counted = {item.log_offset for item in card if item.is_counted or item.role is EvidenceRole.OUTRANKED}
        contesting = {item.log_offset for item in card if item.code == "IMPLIED_AGAINST_EXPLICIT"}
        assert counted | contesting == visible


@drawing(25)
@given(histories(), clocks, days, st.booleans())
def test_there_is_a_reason_for_absence_if_and_only_if_there_is_no_position(history, clock, day, is_mentioned):
    known = whole(history)
    lines = timelines(known, clock=clock)
    for pair in PAIRS:
        reason = absence(known, pair, as_of=day, clock=clock, is_mentioned=is_mentioned)
        assert (reason is None) == (lines.get(pair, EMPTY).at(day) is not None)


@drawing(25)
@given(histories(), clocks)
def test_a_delivery_has_a_row_for_each_pair_that_differs_on_its_first_differing_day(history, clock):
    log = log_of(history)
    before = Known(log, at=LogOffset(WORLD))
    for event in log[WORLD:]:
        after = Known(log, at=event.log_offset)
        was, now = timelines(before, clock=clock), timelines(after, clock=clock)
        found = {row.pair: row.on for row in changed_by(event, before=before, after=after, clock=clock)}
        assert found == dict(differing(was, now, until=event.recorded_at.date()))
        before = after


def differing(was, now, *, until):
    for pair in was.keys() | now.keys():
        old, new = was.get(pair, EMPTY), now.get(pair, EMPTY)
        first = min(step.from_day for step in (*old.steps, *new.steps))
        every = [first + datetime.timedelta(days=n) for n in range((until - first).days + 1)]
        on = next((day for day in every if old.answer_at(day) != new.answer_at(day)), None)
        if on:
            yield pair, on


@drawing(25)
@given(histories(), clocks)
def test_the_world_changes_by_first_versions_of_statements_alone(history, clock):
    log = log_of(history)
    before = Known(log, at=LogOffset(WORLD))
    for event in log[WORLD:]:
        after = Known(log, at=event.log_offset)
        kinds = {row.kind for row in changed_by(event, before=before, after=after, clock=clock)}
        is_first = isinstance(event.body, Version) and event.body.change is Change.FIRST
        assert ChangeKind.WORLD_CHANGED not in kinds or (is_first and event.record.kind is RecordKind.STATEMENT)
        before = after


@drawing(25)
@given(histories(), clocks, days, days)
def test_net_changes_lead_from_the_earlier_view_to_the_later(history, clock, one, other):
    start, end = sorted((one, other))
    log = log_of(history)
    was = timelines(Known(log, at=LogOffset((WORLD + len(log)) // 2)), clock=clock)
    now = timelines(Known(log, at=LogOffset(len(log))), clock=clock)
    rows = [(row.pair, row.kind) for row in changes(was, now, start=start, end=end)]
    assert rows == sorted(set(rows))
    for pair in PAIRS:
        old, new = was.get(pair, EMPTY), now.get(pair, EMPTY)
        recorded = (pair, ChangeKind.RECORD_CHANGED) in rows
        assert recorded == (old.answer_at(start) != new.answer_at(start))
        assert ((pair, ChangeKind.WORLD_CHANGED) in rows) == (new.answer_at(start) != new.answer_at(end))


@drawing(25)
@given(histories(), clocks, days, days)
def test_a_change_of_the_world_is_shown_on_the_first_day_of_the_final_equality(history, clock, one, other):
    start, end = sorted((one, other))
    lines = timelines(whole(history), clock=clock)
    for row in changes(lines, lines, start=start, end=end):
        line, eve = lines[row.pair], row.on - datetime.timedelta(days=1)
        until_the_end = [datetime.date.fromordinal(n) for n in range(row.on.toordinal(), end.toordinal() + 1)]
        assert {line.answer_at(day) for day in until_the_end} == {line.answer_at(end)}
        assert line.answer_at(eve) != line.answer_at(end)
        assert start < row.on <= end
