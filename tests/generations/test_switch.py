"""A switch is noticed by nobody: it gives way to readers, and neither reading, recording nor following fails."""

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
import pytest
from generations.told import executed, rows_of, said, told
from gql import GraphQLRequest
from graphql_mutations import mutation
from live_service import Service, given, serving
from writing import statement

import projections.generations
from events.decide.command import Request
from events.log.appending import Log
from events.log.connection import Pool, open_reader_pool
from events.log.recorder import Recorder
from projections.generations import SwitchHeldUp, stay
from projections.projector import Projector

QUERIES = (
    '{ position(actor: "russia", issue: "ukraine-joins-nato", asOf: "2021-12-24") { stance restsOn { id } } }',
    '{ positions(asOf: "2021-12-24") { edges { node { stance actor { id } conditions { text } } } } }',
    "{ events { edges { node { id status logOffset } } } }",
    '{ positionSteps(actors: ["russia"]) { edges { node { stance } } } }',
    '{ positionTensions(actors: ["russia"]) { __typename } }',
    '{ activity(from: "2021-12-01", to: "2021-12-24") { day statements } }',
    '{ absence(actor: "russia", issue: "nato-enlargement") { reason } }',
    '{ changes(from: "2021-12-01", to: "2021-12-24") { edges { node { kind } } } }',
    "{ log { head projectedTo lag projectedAt } }",
)
FOLLOW = 'subscription { positionChanges(after: "0") { logOffset changes { actor { id } } } }'
CHANGED = "select distinct log_offset from projection.position_change where clock <> 'PUBLIC' order by 1"
EVENTS = 'subscription { events(after: "0") { logOffset } }'


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a switch that gave way try again at once."""
    monkeypatch.setattr(projections.generations, "_LONGEST_PAUSE_SECONDS", 0.05)


@asynccontextmanager
async def reading_all_the_time(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Hold a reader's locks on the tables that it read, until leaving."""
    reader = await asyncpg.connect(dsn, server_settings={"role": "onrecord_reader"})
    transaction = reader.transaction(readonly=True)
    await transaction.start()
    await reader.fetch("select * from projection.claim, projection.position")
    try:
        yield reader
    finally:
        await transaction.rollback()
        await reader.close()


async def test_a_switch_gives_way_to_a_reader_while_others_read_and_catch_up(
    database: str, pool: Pool, eager: None
) -> None:
    log = await told(pool, statements=3)
    projector = Projector(pool)
    readers = await open_reader_pool(database, application_name="a test", size=2)
    async with reading_all_the_time(database) as reader:
        rebuild = asyncio.create_task(Projector(pool).rebuild())
        await reader.execute("select pg_sleep(0.5)")
        for day in range(20, 24):
            await Recorder(Log(pool), pool).record([Request(said(day, "OPPOSE"), "desk")])
            assert await projector.catch_up() == len(log) + day - 19
            assert await readers.fetchval("select count(*) from projection.claim") == 3 + day - 19
        assert not rebuild.done()
        assert await reader.fetchval("select count(*) from projection.claim") == 7
    assert await rebuild == len(log) + 4
    assert await readers.fetchval("select count(*) from projection.claim") == 7
    await readers.close()


async def test_a_switch_that_no_reader_lets_through_is_given_up(
    database: str, pool: Pool, eager: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projections.generations, "_GIVE_UP_SECONDS", 0.3)
    await told(pool, statements=1)
    await Projector(pool).catch_up()
    served = await rows_of(database)
    async with reading_all_the_time(database):
        with pytest.raises(SwitchHeldUp, match="end long transactions and try again"):
            await Projector(pool).rebuild()
    assert await rows_of(database) == served


async def test_a_reader_of_one_moment_never_sees_tables_of_a_later_one(database: str, pool: Pool, eager: None) -> None:
    """Seen from an earlier moment, tables that were filled since are empty; so a switch waits for who stays."""
    await told(pool, statements=3)
    await Projector(pool).catch_up()
    readers = await open_reader_pool(database, application_name="a test", size=1)
    async with readers.acquire() as reader, reader.transaction(isolation="repeatable_read", readonly=True):
        await stay(reader)
        assert await reader.fetchval("select count(*) from log.event") > 0
        rebuild = asyncio.create_task(Projector(pool).rebuild())
        await asyncio.wait({rebuild}, timeout=0.5)
        assert not rebuild.done()
        assert await reader.fetchval("select count(*) from projection.claim") == 3
    await rebuild
    await readers.close()


async def test_a_generation_that_is_behind_is_not_switched_to(database: str, pool: Pool) -> None:
    await told(pool, statements=1)
    await Projector(pool).catch_up()
    served = await rows_of(database)
    await pool.execute("select projection.begin_generation('{}')")
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="is at log offset 0, the live one at"):
        await pool.execute("select projection.switch_generation('NEXT', '1 s')")
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="two generations are there"):
        await pool.execute("select projection.switch_generation('PREVIOUS', '1 s')")
    assert await rows_of(database) == served


async def test_a_generation_that_lacks_an_index_or_a_column_is_not_switched_to(database: str, pool: Pool) -> None:
    await told(pool, statements=1)
    await pool.execute("select projection.begin_generation('{event_words_idx}')")
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="has not the tables and indexes"):
        await pool.execute("select projection.switch_generation('NEXT', '1 s')")
    await pool.execute("select projection.complete_table('event_words', '{}')")
    await executed(database, "alter table projection_next.claim add column more text")
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="has not the tables and indexes"):
        await pool.execute("select projection.switch_generation('NEXT', '1 s')")


@pytest.mark.parametrize("generation", ["LIVE", "log", "pg_catalog", "next"])
async def test_no_other_schema_is_switched_to_or_dropped(pool: Pool, generation: str) -> None:
    for query in ("select projection.switch_generation($1, '1 s')", "select projection.drop_generation($1)"):
        with pytest.raises((asyncpg.ObjectNotInPrerequisiteStateError, asyncpg.CaseNotFoundError)):
            await pool.execute(query, generation)
    assert await pool.fetchval("select count(*) from projection.checkpoint") == 1


# ---- under load, over the whole service ----


async def asked_all_the_time(service: Service, answered: list[int]) -> None:
    """Ask everything there is to ask, a hundred times a second."""
    while True:
        for query in QUERIES:
            answer = await service.ask(query)
            assert "errors" not in answer, answer
            answered.append(len(str(answer)))
            await asyncio.sleep(0.01)


async def recorded_all_the_time(service: Service, recorded: list[int]) -> None:
    """Record statements, each of which waits until it is projected."""
    day = datetime.date(2021, 12, 1)
    while True:
        draft = statement(occurred={"edtf": (day + datetime.timedelta(days=len(recorded) % 20)).isoformat()})
        payload = await service.data(mutation("recordStatement"), input=given(draft))
        assert (payload["isProjected"], payload["errors"]) == (True, []), payload
        recorded.append(int(payload["logOffset"]))


async def followed(service: Service, query: str, deliveries: list[int]) -> None:
    """Subscribe, without end."""
    async with service.subscriber() as session:
        async for answer in session.subscribe(GraphQLRequest(query)):
            (delivery,) = answer.values()
            if delivery.get("changes") != []:
                deliveries.append(int(delivery["logOffset"]))


@dataclass
class Load:
    """What goes on at a service all the time, and who failed of those that do it."""

    answered: list[int] = field(default_factory=list)
    recorded: list[int] = field(default_factory=list)
    delivered: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self, service: Service) -> None:
        work = (
            recorded_all_the_time(service, self.recorded),
            asked_all_the_time(service, self.answered),
            followed(service, EVENTS, self.delivered),
            followed(service, FOLLOW, self.changed),
        )
        self.tasks = [asyncio.create_task(one) for one in work]

    async def until(self, is_enough: Callable[[], bool]) -> None:
        """Go on until there is enough, nobody is left to do it, or somebody failed."""
        async with asyncio.timeout(60):
            while not is_enough() and not any(task.done() and not task.cancelled() for task in self.tasks):
                await asyncio.wait(self.tasks[1:], timeout=0.01)

    async def end(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        self.failed += [one for one in ended if one and not isinstance(one, asyncio.CancelledError)]

    async def between(self, answers: int, statements: int) -> None:
        """Let some be answered and recorded."""
        answers, statements = answers + len(self.answered), statements + len(self.recorded)
        await self.until(lambda: len(self.answered) >= answers and len(self.recorded) >= statements)


async def test_nobody_who_reads_records_or_follows_notices_a_rebuild(database: str, pool: Pool) -> None:
    load = Load()
    async with serving(database, has_record=True, projection_wait=30) as service:
        load.begin(service)
        await load.between(len(QUERIES), 3)
        for move in (Projector(pool).rebuild, Projector(pool).rebuild, Projector(pool).go_back):
            await move()
            await load.between(len(QUERIES), 3)
        await load.end(load.tasks[:1])
        head = await service.head()
        expected = [row["log_offset"] for row in await pool.fetch(CHANGED)]
        await load.until(lambda: len(load.delivered) >= head and len(load.changed) >= len(expected))
        await load.end(load.tasks[1:])
    assert load.failed == []
    assert load.delivered == list(range(1, head + 1))
    assert load.changed == expected
    served = await rows_of(database)
    await Projector(pool).rebuild()
    assert await rows_of(database) == served
