"""What is read of any history equals what the rule in Python says of the whole of it."""

import datetime
import itertools

from hypothesis import given
from hypothesis import strategies as st
from positions.histories import History, histories
from positions.recording import WORLD, as_happened, drawing, in_a_new_database, recorded

from events.contents import Statement
from events.event import RecordedEvent
from events.log.connection import Pool
from events.vocabulary import Clock, EventStatus, LogOffset
from projections.projector import Projector
from projections.reading.changes import ChangeFilter, Span, causes, changes_page
from projections.reading.evidence import absences_of, evidence_of
from projections.reading.positions import PositionFilter, positions_of, positions_page
from projections.reading.registries import Registries
from projections.reading.steps import history as history_of
from projections.reading.view import View
from projections.rule import RULE
from projections.rule.changes import EMPTY, PairChange
from projections.rule.changes import changes as expected_changes
from projections.rule.evidence import absence, evidence
from projections.rule.known import Known
from projections.rule.timeline import Timeline, timelines

DAYS = [datetime.date(2021, 12, 4) + datetime.timedelta(days=days) for days in range(0, 14, 3)]
PAIRS = [(actor, issue) for actor in ("russia", "nato", "putin", "bulgaria") for issue in ("talks", "accession")]
ALL_KINDS = ChangeFilter()


def chosen(draw: st.DataObject, log: list[RecordedEvent]) -> LogOffset:
    return LogOffset(draw.draw(st.integers(WORLD, len(log)), label="log offset"))


async def reads_like_the_oracle(pool: Pool, history: History, draw: st.DataObject) -> None:
    log = await recorded(pool, as_happened(history))
    await Projector(pool).catch_up()
    clock = draw.draw(st.sampled_from(Clock), label="clock")
    for at in {chosen(draw, log), LogOffset(len(log))}:
        known = Known(log, at=at)
        for day in DAYS:
            await _positions(pool, known, View(day, at, clock, RULE))
            await _reasons(pool, known, View(day, at, clock, RULE))
        await _histories(pool, known, clock)
    await _changes(pool, log, clock, sorted([chosen(draw, log), chosen(draw, log)]))


async def _positions(pool: Pool, known: Known, view: View) -> None:
    found = await positions_of(pool, view, pairs=PAIRS)
    page = await positions_page(pool, view, wanted=PositionFilter(), after=None, limit=None)
    for pair, timeline in timelines(known, clock=view.clock).items():
        step = timeline.at(view.as_of)
        listed = [position for position in page.rows if position.pair == pair]
        assert bool(listed) == (step is not None)
        if step is not None:
            standing = step.standing
            assert (listed[0].stance, listed[0].basis, listed[0].since) == (standing.stance, standing.basis, step.since)
            assert set(listed[0].rests_on) == standing.rests_on
            assert set(listed[0].contested_by) == standing.contested_by
            assert {(c.text, c.then) for c in listed[0].conditions} == set(standing.conditions)
            assert found.get(pair, listed[0]) == listed[0]


async def _reasons(pool: Pool, known: Known, view: View) -> None:
    registry = await Registries(pool).at(view.known_at)
    found = await evidence_of(pool, view, pairs=PAIRS, registry=registry)
    reasons = await absences_of(pool, view, pairs=PAIRS)
    for pair in PAIRS:
        assert found[pair] == evidence(known, pair, as_of=view.as_of, clock=view.clock)
        mentioned = _is_mentioned(known, pair[0], view)
        assert reasons[pair] == absence(known, pair, as_of=view.as_of, clock=view.clock, is_mentioned=mentioned), (
            f"{pair} in {view}"
        )


def _is_mentioned(known: Known, actor: str, view: View) -> bool:
    return any(
        actor in _named(s.content)
        for s in known.statements
        if s.status is EventStatus.CURRENT and s.seen(view.clock).latest <= view.as_of
    )


def _named(content: Statement) -> set[str]:
    speakers = {name for one in content.capacities for name in (one.speaker, *one.on_behalf_of)}
    return speakers | {*content.about, *content.addressees, *content.relayed_principals}


async def _histories(pool: Pool, known: Known, clock: Clock) -> None:
    of_pairs = timelines(known, clock=clock)
    for pair in PAIRS:
        steps = of_pairs.get(pair, EMPTY).steps
        found = await history_of(pool, pair, known_at=known.at, clock=clock, start=None, end=None)
        assert [(p.from_day, p.stance, p.since) for p in found] == [
            (s.from_day, s.standing.stance, s.since) for s in steps
        ]


async def _changes(pool: Pool, log: list[RecordedEvent], clock: Clock, offsets: list[LogOffset]) -> None:
    known_from, known_at = offsets
    was, now = (timelines(Known(log, at=offset), clock=clock) for offset in offsets)
    for start, end in itertools.combinations_with_replacement(DAYS, 2):
        span = Span(start, end, known_from, known_at, clock, RULE)
        page = await changes_page(pool, span, wanted=ALL_KINDS, after=None, limit=100)
        assert list(page.rows) == sorted(
            expected_changes(was, now, start=start, end=end), key=lambda change: (change.pair, change.kind)
        )
    await _causes(pool, log, Span(DAYS[2], DAYS[-1], known_from, known_at, clock, RULE), page.rows)


async def _causes(pool: Pool, log: list[RecordedEvent], span: Span, changed: tuple[PairChange, ...]) -> None:
    pairs = sorted({change.pair for change in changed} | set(PAIRS))
    offsets = range(span.known_from, span.known_at + 1)
    lines = [timelines(Known(log, at=LogOffset(offset)), clock=span.clock) for offset in offsets]
    found = await causes(pool, span, pairs=pairs)
    for pair in pairs:
        answers = [line.get(pair, Timeline(())).answer_at(span.start) for line in lines]
        turns = [at for at, before, after in zip(offsets[1:], answers, answers[1:], strict=False) if before != after]
        assert found[pair] == tuple(turns), f"{pair} in {span}"


@drawing(histories=25)
@given(history=histories(), draw=st.data())
def test_positions_reasons_and_changes_equal_the_rule(postgres_cluster, migrated_template, history, draw) -> None:
    in_a_new_database(postgres_cluster, migrated_template, reads_like_the_oracle, history, draw)
