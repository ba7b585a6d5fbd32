"""Days in tension, told for all pairs at once, are those on which a position itself says so."""

import datetime
import itertools
from random import Random

from december.asking import asked
from live_service import Service
from writing import correction_of, relation, retraction_of, source

from events.contents import Move, Statement
from events.event import RecordedEvent
from events.vocabulary import Clock, EventKind

DAYS = [datetime.date(2021, 12, 1) + datetime.timedelta(days=number) for number in range(31)]
TENSIONS = """
query ($at: LogOffset, $clock: Clock, $actors: [ID!], $issues: [ID!]) {
  positionTensions(knownAtOffset: $at, clock: $clock, actors: $actors, issues: $issues) {
    actor { id } issue { id } from until relation { logOffset } } }
"""
POSITIONS = """
{ positions(first: 20000, asOf: "DAY", knownAtOffset: "OFFSET", clock: CLOCK) {
    edges { node { actor { id } issue { id } inTension { logOffset } } } } }
"""


async def told_at_once(service: Service, at: int, clock: Clock) -> dict[datetime.date, set]:
    rows = (await asked(service, TENSIONS, at=str(at), clock=clock))["positionTensions"]
    places = [(r["actor"]["id"], r["issue"]["id"], r["from"], int(r["relation"]["logOffset"])) for r in rows]
    assert places == sorted(places)
    assert all(r["until"] is None or r["from"] < r["until"] for r in rows)
    found: dict[datetime.date, set] = {day: set() for day in DAYS}
    for (actor, issue, start, offset), row in zip(places, rows, strict=True):
        for day in DAYS:
            if start <= day.isoformat() and (row["until"] is None or day.isoformat() < row["until"]):
                assert (actor, issue, offset) not in found[day], "runs of days overlap"
                found[day].add((actor, issue, offset))
    return found


async def told_by_positions(service: Service, at: int, clock: Clock) -> dict[datetime.date, set]:
    found: dict[datetime.date, set] = {day: set() for day in DAYS}
    for day in DAYS:
        query = POSITIONS.replace("DAY", str(day)).replace("OFFSET", str(at)).replace("CLOCK", clock)
        for edge in (await asked(service, query))["positions"]["edges"]:
            node = edge["node"]
            pair = node["actor"]["id"], node["issue"]["id"]
            found[day] |= {(*pair, int(tension["logOffset"])) for tension in node["inTension"]}
    return found


async def tensions_asserted(service: Service) -> list[RecordedEvent]:
    """Return the links of the first record."""
    events = [event for event in await service.log() if event.kind is EventKind.RELATION]
    return [event for event in events if event.content.type == "IN_TENSION"]


async def test_the_first_record_has_two_tensions_and_says_from_which_day(service: Service):
    denial, avoidance = [{"logOffset": str(event.log_offset)} for event in await tensions_asserted(service)]
    days = {"actor": {"id": "russia"}, "from": "2021-12-26", "until": None}
    assert (await asked(service, TENSIONS))["positionTensions"] == [
        days | {"issue": {"id": "armed-conflict-avoidance"}, "relation": avoidance},
        days | {"issue": {"id": "russian-attack-plans"}, "relation": denial},
    ]


async def test_on_every_day_they_are_what_the_positions_say(service: Service):
    first, second = await tensions_asserted(service)
    said = [event for event in await service.log() if isinstance(event.content, Statement | Move)]
    pairs = Random(2021).sample(list(itertools.combinations(said, 2)), 200)
    more = await service.record(*(relation("IN_TENSION", one, other) for one, other in pairs))
    redated = correction_of("doc-cameron", source("doc-cameron", published={"edtf": "2021-12-23"}))
    mended = await service.record(redated, *map(retraction_of, (first, *more[:20], *said[:20])))
    seen = 0
    for at, clock in itertools.product(
        (second.log_offset, more[60].log_offset, more[-1].log_offset, mended[-1].log_offset), Clock
    ):
        at_once = await told_at_once(service, at, clock)
        assert at_once == await told_by_positions(service, at, clock), (at, clock)
        seen += sum(map(len, at_once.values()))
    assert seen > 1000
