"""Owns measuring the derivation: generated statements, caught up by 1,000, then rebuilt, on a cluster on disk.

The floor is reading the same events out of the log with COPY, in the same run.
"""

import argparse
import asyncio
import datetime
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import migrations
from events import contents
from events.event import NEW, EventToAppend, RecordRef, Version
from events.log.appending import Log
from events.log.connection import Pool, open_writer_pool
from events.vocabulary import Change, EventId, EventKind, Rank, RecordKind, Rendering, SpeechAct, Stance
from projections.projector import Projector
from service.embedded.server import EmbeddedPostgres

ACTORS, ISSUES, YEARS = 500, 50, 10
LATE_SHARE = 0.1
_STANCES = [Stance.SUPPORT, Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL, Stance.CONDITIONAL]
_NAMES: list[Any] = [{"lang": "en", "text": "name"}]
_PATIENCE = datetime.timedelta(minutes=30)
_START = datetime.date(2012, 1, 2)


def generated(count: int) -> list[EventToAppend]:
    """Return a registry and ``count`` statements, mostly in order of their days, a tenth of them late."""
    return list(streamed(count, actors=ACTORS, issues=ISSUES))


def streamed(count: int, *, actors: int, issues: int, are_ordered: bool = False) -> Iterator[EventToAppend]:
    """Yield the same for any number of pairs, without holding all of it; within a day in order, if asked."""
    draw = random.Random(1)
    for number in range(actors):
        actor: dict[str, Any] = {"id": f"actor-{number}", "kind": "state", "names": _NAMES}
        yield _event(RecordKind.ACTOR, actor["id"], contents.Actor.model_validate(actor))
    for number in range(issues):
        issue = {"id": f"issue-{number}", "kind": "NORMATIVE", "labels": _NAMES, "propositions": _NAMES}
        yield _event(RecordKind.ISSUE, str(issue["id"]), contents.Issue.model_validate(issue))
    yield _event(RecordKind.SOURCE, "source", contents.Source.model_validate({"id": "source", "title": "source"}))
    for number in range(count):
        yield _statement(number, count, draw, actors=actors, issues=issues, is_ordered=are_ordered)


def _statement(
    number: int, count: int, draw: random.Random, *, actors: int, issues: int, is_ordered: bool
) -> EventToAppend:
    day = _START + datetime.timedelta(days=number * 365 * YEARS // count)
    if draw.random() < LATE_SHARE:
        day -= datetime.timedelta(days=draw.randrange(400))
    actor, stance = f"actor-{draw.randrange(actors)}", draw.choice(_STANCES)
    conditions = [{"text": f"condition {draw.randrange(3)}"}] if stance is Stance.CONDITIONAL else []
    content = contents.Statement.model_validate(
        {
            "capacities": [{"speaker": actor, "on_behalf_of": [actor], "rank": Rank.HEAD}],
            "act": SpeechAct.ASSERT,
            "summary": "a generated statement",
            "occurred": {"edtf": day.isoformat(), "earliest": day, "latest": day},
            "ordinal": number if is_ordered else None,
            "stances": [
                {
                    "issue": f"issue-{draw.randrange(issues)}",
                    "stance": stance,
                    "conditions": conditions,
                    "coded_by": "b",
                }
            ],
            "appearances": [{"source": "source", "rendering": Rendering.PARAPHRASE}],
        }
    )
    return _event(RecordKind.STATEMENT, f"statement-{number}", content)


def _event(kind: RecordKind, record_id: str, content: contents.Content) -> EventToAppend:
    return EventToAppend(
        id=EventId(UUID(int=hash((kind.value, record_id)) & (2**128 - 1))),
        record=RecordRef(kind, record_id),
        kind=EventKind.STATEMENT if kind is RecordKind.STATEMENT else EventKind.REFERENCE,
        expected=NEW,
        body=Version(Change.FIRST, content),
        recorded_by="bench",
        request_hash=bytes(32),
    )


async def measure(dsn: str, count: int) -> None:
    """Append, catch up, rebuild; print events and derived rows a second."""
    await migrations.upgrade(dsn)
    writers = await open_writer_pool(
        dsn, application_name="bench", size=2, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    events = generated(count)
    for start in range(0, len(events), 1000):
        async with Log(writers).appending() as appending:
            await appending.append(events[start : start + 1000])
    floor = await _copied_out(writers, len(events))
    print(f"reading the log with COPY: {floor:,.0f} events/s (the floor)")
    projector = Projector(writers)
    for name, run in (("catch-up by 1,000", projector.catch_up), ("rebuild", projector.rebuild)):
        began = time.perf_counter()
        await run()
        seconds = time.perf_counter() - began
        rows = await writers.fetchval("select count(*) from projection.position")
        rate = len(events) / seconds
        print(f"{name}: {rate:,.0f} events/s, {rows / seconds:,.0f} position rows/s, {rate / floor:.3f} of the floor")
    await writers.close()


async def _copied_out(pool: Pool, count: int) -> float:
    async def once() -> float:
        began = time.perf_counter()
        with tempfile.TemporaryFile() as sink:
            async with pool.acquire() as connection:
                await connection.copy_from_query("select * from log.event", output=sink, format="binary")
        return count / (time.perf_counter() - began)

    return statistics.median([await once() for _ in range(3)])


def main() -> None:
    """Read how many statements, and measure on a cluster of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=20_000)
    count = parser.parse_args().statements
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        asyncio.run(measure(server.dsn(), count))


if __name__ == "__main__":
    main()
