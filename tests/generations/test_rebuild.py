"""A rebuild derives every row anew beside the live tables, which serve and catch up until it is done."""

import asyncio
import datetime
import re
from pathlib import Path

import asyncpg
import pytest
from cluster import Cluster
from generations.told import Rows, executed, meanwhile, read_rows, rows_of, said, story, told
from hypothesis import given
from positions.histories import History, histories
from positions.recording import as_happened, drawing, in_a_new_database, opened, recorded
from positions.stories import STORIES

import migrations
import projections.rebuilding
from events.decide.command import Request
from events.errors import LogUnavailable
from events.log.appending import Log
from events.log.connection import Pool
from events.log.recorder import Recorder
from events.log.sql import load
from events.vocabulary import LogOffset
from migrations.dump import schema_dump
from projections.at_once import PARTS, derive_at_once
from projections.generations import Generation, NothingToGoBackTo, RebuildUnderWay, drop, generations
from projections.projector import Projector
from service.embedded.binaries import program

_CATCH_UP = Path(projections.rebuilding.__file__).parent / "catch_up"
_TERMINATE = """
select pg_terminate_backend(pid) from pg_locks
  where locktype = 'advisory' and objid = 7310
    and database = (select oid from pg_database where datname = current_database())
"""

BOUND = """
select distinct d.objid::regprocedure::text as function
  from pg_depend d join pg_class c on c.oid = d.refobjid and d.refclassid = 'pg_class'::regclass
  where d.classid = 'pg_proc'::regclass and c.relkind in ('r', 'v') and c.relnamespace = 'projection'::regnamespace
"""


class Stopped(Exception):
    """What a test stops a rebuild with."""


def dump(dsn: str) -> str:
    return schema_dump(dsn, pg_dump=Path(program("pg_dump")))


# ---- the same rows ----


async def rebuilds_row_for_row(pool: Pool, history: History) -> None:
    await recorded(pool, as_happened(history))
    await Projector(pool, batch=3).catch_up()
    async with pool.acquire() as connection:
        caught_up = await read_rows(connection)
        await Projector(pool).rebuild()
        assert await read_rows(connection) == caught_up
        assert await read_rows(connection, "projection_previous") == caught_up


@pytest.mark.parametrize("story", STORIES)
def test_a_rebuilt_story_is_the_one_caught_up_row_for_row(
    postgres_cluster: Cluster, migrated_template: str, small_slices: None, story: str
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, rebuilds_row_for_row, STORIES[story]())


@drawing(histories=10)
@given(history=histories())
def test_any_rebuilt_history_is_the_one_caught_up_row_for_row(
    postgres_cluster: Cluster, migrated_template: str, history: History
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, rebuilds_row_for_row, history)


async def test_one_session_derives_both_parts_of_the_pairs_one_after_the_other(pool: Pool) -> None:
    """What the first part listed would be folded once more with the second."""
    history = story(statements=0)
    for stance in ("SUPPORT", "OPPOSE"):
        history.add(said(10, stance, issues=("talks", "accession")))
    log = await recorded(pool, as_happened(history))
    await Projector(pool).catch_up()
    async with pool.acquire() as connection:
        parts = await connection.fetch("select distinct (actor + issue) % 2 from projection.claim")
        assert len(parts) == PARTS
        await derive_at_once([connection], LogOffset(len(log)), progress=lambda _reached, _head: None)
        assert await read_rows(connection, "projection_next") == await read_rows(connection)


async def test_after_a_rebuild_the_database_is_as_the_migrations_made_it(database: str, pool: Pool) -> None:
    before = dump(database)
    await told(pool, statements=2)
    await Projector(pool).rebuild()
    async with pool.acquire() as connection:
        await drop(connection, Generation.PREVIOUS)
    assert dump(database) == before


async def test_a_database_with_several_generations_goes_down_and_up(empty_database: str) -> None:
    await migrations.upgrade(empty_database)
    whole = dump(empty_database)
    pool = await opened(empty_database)
    await Projector(pool).rebuild()
    await pool.execute("select projection.begin_generation('{}')")
    assert [one.generation for one in await generations(pool)] == list(Generation)
    await pool.close()
    await migrations.downgrade(empty_database, "0005_catch_up")
    await migrations.upgrade(empty_database)
    assert dump(empty_database) == whole


@pytest.mark.parametrize("path", sorted(_CATCH_UP.glob("*.sql")), ids=lambda path: path.stem)
async def test_no_query_hides_a_table_behind_a_name_of_its_own(database: str, path: Path) -> None:
    """Tables are named without a schema, so that a query fills the generation that its session is for."""
    tables = {*await rows_of(database)}
    for name, query in load(path).items():
        own = set(re.findall(r"^(?:with )?(?:recursive )?(\w+)(?: \([\w, ]+\))? as (?:materialized )?\($", query, re.M))
        assert not own & tables, name
        assert not set(re.findall(r"\bprojection\.(\w+)", query)) & tables, name


async def test_no_function_is_bound_to_the_tables_of_one_generation(database: str) -> None:
    """A body without quotes would follow its tables into the previous generation."""
    connection = await asyncpg.connect(database)
    bound = await connection.fetch(BOUND)
    await connection.close()
    assert [row["function"] for row in bound] == []


# ---- beside what is served ----


async def test_what_is_served_goes_on_and_catches_up_while_it_is_rebuilt(
    database: str, pool: Pool, small_slices: None
) -> None:
    log = await told(pool, statements=6)
    await Projector(pool).catch_up()
    seen: list[tuple[int, Rows]] = []

    async def say_more() -> None:
        others = await opened(database)
        day = 20 + len(seen)
        await Recorder(Log(others), others).record([Request(said(day, "OPPOSE"), "desk")])
        reached = await Projector(others).catch_up()
        await others.close()
        seen.append((reached, await rows_of(database)))

    reached = await Projector(pool).rebuild(progress=lambda *_: meanwhile(say_more) if len(seen) < 3 else None)
    live, previous = await rows_of(database), await rows_of(database, "projection_previous")
    assert [offset for offset, _ in seen] == [len(log) + 1, len(log) + 2, len(log) + 3]
    assert reached == len(log) + 3
    assert live == previous == seen[-1][1]


async def test_a_rebuild_mends_what_was_spoilt_and_an_open_connection_sees_it(database: str, pool: Pool) -> None:
    """The connections keep their prepared queries, which find the tables by name again."""
    await told(pool, statements=3)
    await Projector(pool).catch_up()
    right = await rows_of(database)
    await executed(database, "update projection.position_open set since = '2000-01-01'")
    reader = await asyncpg.connect(database)
    earliest = "select min(p.since)::text from projection.position p"
    same = "select count(*) from projection.class_of('x', 1)"
    assert [await reader.fetchval(q) for q in (earliest, same)] == ["2000-01-01", 1]
    await Projector(pool).rebuild()
    assert [await reader.fetchval(q) for q in (earliest, same)] == ["2021-12-01", 1]
    await reader.close()
    assert await rows_of(database) == right


async def test_what_comes_after_a_switch_is_derived_into_the_new_tables_alone(database: str, pool: Pool) -> None:
    log = await told(pool, statements=2)
    projector = Projector(pool)
    await projector.rebuild()
    previous = await rows_of(database, "projection_previous")
    await Recorder(Log(pool), pool).record([Request(said(20, "OPPOSE"), "desk")])
    assert await projector.catch_up() == len(log) + 1
    assert len((await rows_of(database))["claim"]) == 3
    assert await rows_of(database, "projection_previous") == previous


# ---- stopped, killed, two at once ----


async def test_a_rebuild_that_stops_leaves_what_is_served_and_the_next_begins_cleanly(
    database: str, pool: Pool, small_slices: None
) -> None:
    log = await told(pool, statements=6)
    await Projector(pool).catch_up()
    served = await rows_of(database)

    def stop(reached: LogOffset, _head: LogOffset) -> None:
        if reached >= 10:
            raise Stopped

    with pytest.raises(Stopped):
        await Projector(pool).rebuild(progress=stop)
    found = {one.generation: one.log_offset for one in await generations(pool)}
    assert found == {Generation.LIVE: len(log), Generation.NEXT: 0}
    assert await rows_of(database) == served
    await Projector(pool).rebuild()
    assert await rows_of(database) == served


async def test_a_killed_rebuild_does_no_harm(database: str, pool: Pool, small_slices: None) -> None:
    await told(pool, statements=6)
    await Projector(pool).catch_up()
    served = await rows_of(database)
    with pytest.raises(LogUnavailable):
        await Projector(pool).rebuild(progress=lambda *_: meanwhile(lambda: executed(database, _TERMINATE)))
    assert await rows_of(database) == served
    await Projector(pool).rebuild()
    assert await rows_of(database) == served


async def test_of_two_rebuilds_the_second_is_refused(database: str, pool: Pool, small_slices: None) -> None:
    log = await told(pool, statements=2)
    refused: list[str] = []

    async def rebuild_too() -> None:
        others = await opened(database)
        with pytest.raises(RebuildUnderWay) as refusal:
            await Projector(others).rebuild()
        await others.close()
        refused.append(str(refusal.value))

    reached = await Projector(pool).rebuild(progress=lambda *_: None if refused else meanwhile(rebuild_too))
    assert reached == len(log)
    assert refused == ["another process rebuilds the projections; wait until it is done, or stop it, and try again"]


# ---- there and back ----


async def test_the_previous_generation_is_served_again_with_what_came_since(database: str, pool: Pool) -> None:
    log = await told(pool, statements=3)
    projector = Projector(pool)
    await projector.catch_up()
    await projector.rebuild()
    await Recorder(Log(pool), pool).record([Request(said(20, "OPPOSE"), "desk")])
    await projector.catch_up()
    right = await rows_of(database)
    await executed(database, "delete from projection.position_open")
    assert await projector.go_back() == len(log) + 1
    assert await rows_of(database) == right
    assert (await rows_of(database, "projection_previous"))["position_open"] == []
    await projector.go_back()
    assert (await rows_of(database))["position_open"] == []


async def test_without_a_previous_generation_there_is_no_way_back(database: str, pool: Pool) -> None:
    projector = Projector(pool)
    with pytest.raises(NothingToGoBackTo):
        await projector.go_back()
    await projector.rebuild()
    async with pool.acquire() as connection:
        await drop(connection, Generation.PREVIOUS)
    with pytest.raises(NothingToGoBackTo):
        await projector.go_back()


async def test_a_second_rebuild_replaces_the_previous_generation(database: str, pool: Pool) -> None:
    log = await told(pool, statements=1)
    await Projector(pool).rebuild()
    await Projector(pool).rebuild()
    found = {one.generation: one.log_offset for one in await generations(pool)}
    assert found == {Generation.LIVE: len(log), Generation.PREVIOUS: len(log)}


async def test_a_rebuild_is_waited_for_as_catching_up_is(database: str, pool: Pool) -> None:
    log = await told(pool, statements=1)
    projector = Projector(pool)
    waiting = asyncio.create_task(projector.wait_for(LogOffset(len(log)), within=datetime.timedelta(seconds=30)))
    await projector.rebuild()
    assert await waiting
