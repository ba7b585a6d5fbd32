"""Every reason that evidence can have is read as the rule gives it."""

import datetime

from positions.recording import opened
from rule.asking import HEAD, ISSUE, OTHER_ISSUE, RUSSIA
from rule.reasons import furnished, world_of_reasons

from events.event import ANY, EventToAppend, RecordedEvent
from events.log.appending import Log
from events.log.reader import LogReader
from events.vocabulary import Clock, EvidenceReason, LogOffset
from projections.projector import Projector
from projections.reading.evidence import absences_of, evidence_of
from projections.reading.registries import Registries
from projections.reading.view import View
from projections.rule import RULE
from projections.rule.evidence import absence, evidence
from projections.rule.known import Known

DAYS = [datetime.date(2021, 12, day) for day in (9, 10, 13, 14, 15, 20, 23)]
PAIRS = [(actor, issue) for actor in (RUSSIA, "nato", HEAD, "bulgaria", "kremlin") for issue in (ISSUE, OTHER_ISSUE)]


def to_append(event: RecordedEvent) -> EventToAppend:
    return EventToAppend(event.id, event.record, event.kind, ANY, event.body, event.recorded_by, bytes(32))


async def test_every_reason_is_told_as_the_rule_tells_it(database):
    desk = furnished()
    before = LogOffset(len(desk.events))
    world_of_reasons(desk)
    pool = await opened(database)
    async with Log(pool).appending() as appending:
        await appending.append([to_append(event) for event in desk.events])
    await Projector(pool).catch_up()
    log = await LogReader(pool).read(LogOffset(0), limit=1000)
    codes = set()
    for at in (before, LogOffset(len(log) - 8), LogOffset(len(log))):
        known, registry = Known(log, at=at), await Registries(pool).at(at)
        for view in (View(day, at, clock, RULE) for day in DAYS for clock in Clock):
            found = await evidence_of(pool, view, pairs=PAIRS, registry=registry)
            assert found == {p: evidence(known, p, as_of=view.as_of, clock=view.clock) for p in PAIRS}
            codes |= {item.code for of_pair in found.values() for item in of_pair}
            absent = await absences_of(pool, view, pairs=PAIRS)
            assert {pair for pair in PAIRS if absent[pair] is None} == {
                pair
                for pair in PAIRS
                if absence(known, pair, as_of=view.as_of, clock=view.clock, is_mentioned=False) is None
            }
    assert codes == set(EvidenceReason)
    await pool.close()
