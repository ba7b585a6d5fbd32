"""Catching up with a few events reads no more of what was derived before, however long the log is."""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from uuid import UUID

import asyncpg
import orjson
from positions.recording import opened

from benchmarks.long_history import QUERIES as HISTORY
from events import contents
from events.event import ANY, EventToAppend, RecordRef, Retraction, Version
from events.log.appending import Log
from events.log.connection import Connection, Pool
from events.vocabulary import Change, EventId, EventKind, RecordKind
from projections.catch_up.layers import CHECKPOINT, CONTENTS, DATES, LAYERS, RECORDS, SOURCES, catch_up
from projections.catch_up.positions import CLAIMS, POSITIONS
from projections.projector import Projector

NAMES = [{"lang": "en", "text": "name"}]
SMALL, LARGE = 60, 3_000
LONG, ACTORS, ISSUES = 320_000, 190, 7
FEW = 800
"""More blocks than any query touches for a few events; were all claims gone through, it would be many times that."""
ANSWERS = 420
"""As many different days as ``said`` knows."""
DOUBLINGS = 9
"""How often a stretch of answers is doubled, from one, until it holds all of them."""
SORTS = {RecordKind.STATEMENT: EventKind.STATEMENT, RecordKind.RELATION: EventKind.RELATION}
NAMES_OF_QUERIES = {query: name for part in (RECORDS, SOURCES, CONTENTS, DATES) for name, query in part.items()}
QUERIES = {NAMES_OF_QUERIES[query]: query for query, _ in LAYERS} | {"claims": CLAIMS["claims"]}
numbers = itertools.count(1)


def event(kind: RecordKind, record_id: str, body: Version | Retraction) -> EventToAppend:
    sort = EventKind.RETRACTION if isinstance(body, Retraction) else SORTS.get(kind, EventKind.REFERENCE)
    event_id = EventId(UUID(int=next(numbers)))
    return EventToAppend(event_id, RecordRef(kind, record_id), sort, ANY, body, "desk", bytes(32))


def first(kind: RecordKind, record_id: str, content: contents.Content) -> EventToAppend:
    return event(kind, record_id, Version(Change.FIRST, content))


def corrected(known: EventToAppend, content: contents.Content) -> EventToAppend:
    return event(known.record.kind, known.record.id, Version(Change.CORRECTION, content, reason="a slip"))


def retracted(known: EventToAppend) -> EventToAppend:
    return event(known.record.kind, known.record.id, Retraction(known.id, "a slip"))


def source(name: str, day: int) -> contents.Source:
    on = f"2021-12-{day:02}"
    published = {"edtf": on, "earliest": on, "latest": on}
    return contents.Source.model_validate({"id": name, "title": name, "published": published})


def said(number: int, *, issue: str, in_source: str = "often-read") -> contents.Statement:
    on = f"{1990 + number % 30}-12-{1 + number % 28:02}"
    return contents.Statement.model_validate(
        {
            "capacities": [{"speaker": "russia", "on_behalf_of": ["russia"], "rank": "HEAD"}],
            "act": "ASSERT",
            "summary": "said",
            "occurred": {"edtf": on, "earliest": on, "latest": on},
            "stances": [{"issue": issue, "stance": "SUPPORT", "coded_by": "desk"}],
            "appearances": [{"source": in_source, "rendering": "PARAPHRASE"}],
        }
    )


def same(number: int, one: EventToAppend, other: EventToAppend) -> EventToAppend:
    content = contents.Relation.model_validate(
        {
            "type": "SAME_STATEMENT",
            "from": str(one.id),
            "to": str(other.id),
            "reason": "the same words",
            "from_record": one.record.id,
            "to_record": other.record.id,
        }
    )
    return first(RecordKind.RELATION, f"same-{number}", content)


def world() -> Iterator[EventToAppend]:
    """Yield an actor, two issues and two sources."""
    actor = {"id": "russia", "kind": "state", "names": NAMES}
    yield first(RecordKind.ACTOR, "russia", contents.Actor.model_validate(actor))
    for name in ("talks", "accession"):
        issue = {"id": name, "kind": "NORMATIVE", "labels": NAMES, "propositions": NAMES}
        yield first(RecordKind.ISSUE, name, contents.Issue.model_validate(issue))
    for name in ("often-read", "rarely-read"):
        yield first(RecordKind.SOURCE, name, source(name, 10))


def ten_statements(start: int) -> Iterator[EventToAppend]:
    """Yield ten statements, of which four pairs are judged the same, one is corrected and one withdrawn."""
    places = range(start, start + 10)
    ten = [first(RecordKind.STATEMENT, f"statement-{n}", said(n, issue="accession")) for n in places]
    yield from ten
    yield from (same(start + n, ten[n], ten[n + 1]) for n in (0, 4, 6, 8))
    yield corrected(ten[2], said(start + 3, issue="accession"))
    yield retracted(ten[3])


def a_few_things(number: int) -> tuple[list[EventToAppend], list[EventToAppend]]:
    """Return five statements of which two are judged the same, and one event of each kind that changes any of that."""
    five = [
        first(RecordKind.STATEMENT, f"few-{number}-{n}", said(n, issue="talks", in_source="rarely-read"))
        for n in range(5)
    ]
    judged = same(-number, five[0], five[1])
    new = first(RecordKind.STATEMENT, f"new-{number}", said(6, issue="talks", in_source="rarely-read"))
    changing = [corrected(five[2], said(7, issue="talks")), retracted(five[3]), retracted(judged), new]
    re_dated = corrected(first(RecordKind.SOURCE, "rarely-read", source("rarely-read", 10)), source("rarely-read", 12))
    return [*five, judged], [*changing, same(-number - 1, five[0], five[4]), re_dated]


async def append(pool: Pool, events: Iterable[EventToAppend]) -> None:
    async with Log(pool).appending() as appending:
        await appending.append(list(events))


async def blocks_touched(pool: Pool) -> dict[str, int]:
    """Catch up with what is new in the log, and return the blocks that each query touches; all is undone."""
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        held = await connection.fetchrow(CHECKPOINT["hold"], 1000)
        found = {name: await touched(connection, name, held["start"], held["end"]) for name in QUERIES}
        await transaction.rollback()
    return found


async def touched(connection: Connection, name: str, *arguments: int) -> int:
    given = ", ".join(map(str, [*arguments, 0, 1, False] if name == "claims" else arguments))
    await connection.execute(f"prepare {name} as {QUERIES[name]}")
    plan = await connection.fetchval(f"explain (analyze, buffers, timing off, format json) execute {name}({given})")
    await connection.execute(f"deallocate {name}")
    top = orjson.loads(plan)[0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


async def remember(pool: Pool) -> None:
    """Leave what many statements of long ago left, none of them ever corrected, before the log begins."""
    before = -LONG - 1
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(HISTORY["keys"], ACTORS, ISSUES)
        await connection.execute(HISTORY["statements"], LONG, ACTORS, ISSUES, before)
        await connection.execute(CLAIMS["claims"], before, -1, 0, 1, False)
        await connection.execute(CLAIMS["unlist"])


async def analyze(database: str) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("vacuum analyze")
    await owner.close()


async def test_a_few_events_touch_few_blocks_where_the_planner_knows_of_320_000_others(database: str) -> None:
    pool = await opened(database)
    await remember(pool)
    await analyze(database)
    before, after = a_few_things(5)
    await append(pool, [*world(), *before])
    await Projector(pool).catch_up()
    await append(pool, after)
    found = {name: blocks for name, blocks in (await blocks_touched(pool)).items() if blocks > FEW}
    await pool.close()
    assert found == {}


async def test_a_late_statement_that_begins_a_long_stance_takes_few_rounds(database: str) -> None:
    pool = await opened(database)
    first_said, *later = (first(RecordKind.STATEMENT, f"said-{n}", said(n, issue="talks")) for n in range(ANSWERS))
    await append(pool, [*world(), *later])
    await Projector(pool).catch_up()
    await append(pool, [first_said])
    asked: list[str] = []
    async with pool.acquire() as connection:
        connection.add_query_logger(lambda record: asked.append(record.query))
        async with connection.transaction():
            await catch_up(connection, limit=1)
        beginnings = [row["since"] for row in await connection.fetch("select distinct since from position_open")]
    await pool.close()
    assert beginnings == [datetime.date(1990, 12, 1)]
    assert 1 < asked.count(POSITIONS["fold_round"]) <= 1 + DOUBLINGS


async def test_a_few_events_touch_about_the_same_blocks_after_a_short_and_a_long_log(database: str) -> None:
    pool = await opened(database)
    before, after = a_few_things(1)
    await append(pool, [*world(), *itertools.chain.from_iterable(ten_statements(n) for n in range(0, SMALL, 10))])
    await append(pool, before)
    await Projector(pool).catch_up()
    await append(pool, after)
    small = await blocks_touched(pool)
    await Projector(pool).catch_up()
    before, after = a_few_things(3)
    await append(pool, itertools.chain.from_iterable(ten_statements(n) for n in range(SMALL, LARGE, 10)))
    await append(pool, before)
    await Projector(pool).catch_up()
    await append(pool, after)
    large = await blocks_touched(pool)
    await pool.close()
    found = {name: (small[name], large[name]) for name in small if large[name] > 1.5 * small[name] + 15}
    assert found == {}, "blocks after a short and a long log"
