"""Owns measuring the end of the log against raw inserts, alternately in one run, on a cluster on disk.

The floor is a table with the same columns and indexes, where rows made ready beforehand take their place from a
sequence: no order of commits, no outcome, no trigger, no wake-up. What ours adds, hashes included, is in its time.
"""

import argparse
import asyncio
import datetime
import hashlib
import itertools
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import asyncpg
import orjson
import uvloop

import migrations
from benchmarks.alternately import Work, by_turns, told
from benchmarks.processor_time import ProcessorTime
from benchmarks.projections import ACTORS, ISSUES, generated
from events.decide.command import Record, Request
from events.drafts import StatementDraft
from events.event import EventToAppend
from events.log.appending import Log, random_salt, utc_now
from events.log.connection import Pool, open_writer_pool
from events.log.copying import COLUMNS
from events.log.outcome import Appended
from events.log.placing import believed
from events.log.prepared import Asked, Row, prepared
from events.log.recorder import Recorded, Recorder
from events.log.shared_recorder import SharedRecorder
from events.log.sql import load
from events.payload import payload_bytes
from events.vocabulary import EventId, LogOffset
from service.embedded.server import EmbeddedPostgres

Item = TypeVar("Item")
QUERIES = load(Path(__file__).with_name("appending.sql"))
_PATIENCE = datetime.timedelta(minutes=30)
_CALLERS, _BATCH, _CHUNK = 16, 1_000, 20_000
_PAYLOAD = 11
"""Where a row has its payload."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is measured: the floor and ours, each made ready anew for every round, outside the time."""

    name: str
    count: int
    ways: Mapping[str, Callable[[], Work]]


def events(count: int) -> Iterator[EventToAppend]:
    """Yield statements that nobody has recorded yet."""
    patterns = itertools.cycle(generated(1_000)[-1_000:])
    for pattern in itertools.islice(patterns, count):
        event_id = EventId(uuid4())
        record = replace(pattern.record, id=str(event_id))
        yield replace(pattern, id=event_id, record=record, request_hash=hashlib.sha256(event_id.bytes).digest())


def rows(count: int) -> list[tuple[Row, Row]]:
    """Return the values of new events, for inserting and for copying, with all that they are in the log."""
    ready = [prepared(event, salt=random_salt) for event in events(count)]
    places = [place for _, place in believed(ready, after=LogOffset(0), recorded_at=utc_now()) or []]
    made = [one.row(place) for one, place in zip(ready, places, strict=True)]
    return [(row, _copied(row, place)) for row, place in zip(made, places, strict=True)]


def _copied(row: Row, place: Appended) -> Row:
    """Return a row as the driver copies it; the connection speaks JSON."""
    payload = orjson.Fragment(str(row[_PAYLOAD]))
    return (place.log_offset, place.recorded_at, *row[:_PAYLOAD], payload, *row[_PAYLOAD + 1 :])


class Floor:
    """Inserts rows that are ready into the table of the floor."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def singly(self, count: int, *, callers: int) -> Work:
        """Insert each row in a transaction of its own, every caller over a connection of its own."""
        queue = iter([row for row, _ in rows(count)])

        async def call() -> None:
            async with self._pool.acquire() as connection:
                for row in queue:
                    await connection.execute(QUERIES["one"], *row)

        return lambda: _at_once(call, callers)

    def in_batches(self, count: int) -> Work:
        """Insert 1,000 rows at a time."""
        batches = [list(zip(*batch, strict=True)) for batch in _batched([row for row, _ in rows(count)], _BATCH)]

        async def work() -> None:
            for batch in batches:
                await self._pool.execute(QUERIES["many"], *batch)

        return work

    def by_copy(self, count: int) -> Work:
        """Copy all rows at once."""
        ready = [row[1:] for _, row in rows(count)]

        async def work() -> None:
            async with self._pool.acquire() as connection:
                await connection.copy_records_to_table(
                    "floor", schema_name="public", columns=COLUMNS[1:], records=ready
                )

        return work


class Ours:
    """Appends to the log, and records by the rules."""

    def __init__(self, log: Log, recorder: SharedRecorder) -> None:
        self._log, self._recorder = log, recorder
        self._numbers = itertools.count()

    def singly(self, count: int, *, callers: int, ready: bool = False) -> Work:
        """Append one event after the other, by some callers at once."""
        queue = iter([[event] for event in _asked(count, ready=ready)])
        return lambda: _at_once(lambda: self._append_all(queue), callers)

    def in_batches(self, count: int, *, size: int, ready: bool = False) -> Work:
        """Append so many events at a time, each with its outcome."""
        batches = list(_batched(_asked(count, ready=ready), size))
        return lambda: self._append_all(iter(batches))

    def in_chunks(self, count: int, *, size: int, ready: bool = False) -> Work:
        """Append large chunks, of which the next is handed in while one is written."""
        chunks = _batched(_asked(count, ready=ready), size)
        return lambda: _at_once(lambda: self._append_all(chunks), 2)

    def recording(self, count: int, *, callers: int) -> Work:
        """Record one statement after the other, decided by the rules, by some callers at once."""
        queue = iter([Request(Record(_draft(next(self._numbers))), "bench") for _ in range(count)])

        async def call() -> None:
            for request in queue:
                (answer,) = await self._recorder.record([request])
                if not isinstance(answer, Recorded):
                    raise TypeError(answer)

        return lambda: _at_once(call, callers)

    async def _append_all(self, batches: Iterator[Sequence[Asked]]) -> None:
        for batch in batches:
            outcomes = await self._log.append(batch)
            if not all(isinstance(outcome, Appended) for outcome in outcomes):
                raise TypeError(outcomes)


def _asked(count: int, *, ready: bool) -> list[Asked]:
    """Return new events, typed, or as a caller has them who made payload and hash of each before: so does the floor."""
    return [prepared(event, salt=random_salt) if ready else event for event in events(count)]


def _draft(number: int) -> StatementDraft:
    actor = f"actor-{number % ACTORS}"
    return StatementDraft.model_validate(
        {
            "capacities": [{"speaker": actor, "onBehalfOf": [actor]}],
            "act": "ASSERT",
            "summary": f"The {number}th statement.",
            "occurred": {"edtf": "2012-01-02"},
            "stances": [{"issue": f"issue-{number % ISSUES}", "stance": "SUPPORT"}],
            "appearances": [{"source": "source", "rendering": "PARAPHRASE"}],
        }
    )


def _batched(items: list[Item], size: int) -> Iterator[list[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


async def _at_once(call: Work, callers: int) -> None:
    await asyncio.gather(*(call() for _ in range(callers)))


def _microseconds_of_json() -> float:
    """Return the processor time of making the payload of one event from its typed content."""
    made = list(events(2_000))
    began = time.process_time()
    for event in made:
        payload_bytes(event.body)
    return (time.process_time() - began) / len(made) * 1e6


def matters(floor: Floor, ours: Ours, scale: float) -> list[Matter]:
    """Return what is measured, each with so many events a round."""
    one, sixteen, batches, chunks = (int(count * scale) for count in (600, 4_800, 20_000, 3 * _CHUNK))
    return [
        *(_by_callers(floor, ours, count, callers=callers) for count, callers in ((one, 1), (sixteen, _CALLERS))),
        Matter(
            "batches of 1,000 with outcomes",
            batches,
            _appending(lambda: floor.in_batches(batches), partial(ours.in_batches, batches, size=_BATCH)),
        ),
        Matter(
            "chunks of 20,000 against one COPY",
            chunks,
            _appending(lambda: floor.by_copy(chunks), partial(ours.in_chunks, chunks, size=_CHUNK)),
        ),
        *(_recorded(floor, ours, count, callers=callers) for count, callers in ((one, 1), (sixteen, _CALLERS))),
    ]


def _by_callers(floor: Floor, ours: Ours, count: int, *, callers: int) -> Matter:
    by = partial(ours.singly, count, callers=callers)
    return Matter(f"durable, callers: {callers}", count, _appending(lambda: floor.singly(count, callers=callers), by))


def _recorded(floor: Floor, ours: Ours, count: int, *, callers: int) -> Matter:
    ways = {
        "floor": lambda: floor.singly(count, callers=callers),
        "ours": lambda: ours.recording(count, callers=callers),
    }
    return Matter(f"recorder, callers: {callers}", count, ways)


def _appending(floor: Callable[[], Work], ours: Callable[..., Work]) -> dict[str, Callable[[], Work]]:
    return {"floor": floor, "ours": ours, "from events whose payload is ready": partial(ours, ready=True)}


@asynccontextmanager
async def opened(dsn: str) -> AsyncIterator[tuple[Floor, Ours]]:
    """Enter with the table of the floor, and a log that has a registry."""
    await migrations.upgrade(dsn)
    owner = await asyncpg.connect(dsn)
    for name in ("floor", "places", "for_writers"):
        await owner.execute(QUERIES[name])
    await owner.close()
    pool = await open_writer_pool(
        dsn, application_name="bench", size=_CALLERS, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    log = Log(pool)
    await log.append(generated(0))
    yield Floor(pool), Ours(log, SharedRecorder(Recorder(log, pool)))
    await pool.close()


async def measure(dsn: str, *, rounds: int, scale: float) -> None:
    """Print the medians of events a second and of their ratio, all ways alternately, and their processor time."""
    owner = await asyncpg.connect(dsn)
    async with opened(dsn) as (floor, ours):
        for matter in matters(floor, ours, scale):
            spent = ProcessorTime(owner, query=QUERIES["sessions"])
            ways = {name: spent.of(name, way) for name, way in matter.ways.items()}
            rates = await by_turns(ways, count=matter.count, rounds=rounds)
            print(told(matter.name, rates), spent.told(count=matter.count), sep="\n", flush=True)
    await owner.close()
    print(f"typed events to JSON, which the floor has ready: {_microseconds_of_json():.1f} µs an event", flush=True)


def main() -> None:
    """Read how long, and measure on a cluster of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        uvloop.run(measure(server.dsn(), rounds=given.rounds, scale=given.scale))


if __name__ == "__main__":
    main()
