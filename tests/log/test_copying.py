"""What is copied is what would be inserted; where the copying fails, nothing of it is left."""

import json
from dataclasses import replace

import pytest

from events.event import ANY, Version
from events.log.appending import Log
from events.log.copying import COLUMNS
from events.log.prepared import prepared
from events.vocabulary import Change

SALT = bytes(range(16))
COUNT = 600


def written(event, outcome):
    """Return the row that the event would have if it were inserted, its payload read."""
    own = prepared(event, salt=lambda: SALT).row(outcome)
    values = dict(zip(COLUMNS, (outcome.log_offset, outcome.recorded_at, *own), strict=True))
    return values | {"payload": json.loads(values["payload"])}


@pytest.fixture
def various(event_of):
    """Give a large batch in which every column takes on whatever it can."""
    first = [event_of(key=f"ключ {number}" if number % 2 else None) for number in range(COUNT)]
    corrected = [
        replace(event_of(one.record.id, expected=ANY), recorded_by="Ĳ. Coder", body=replace(one.body, change=change))
        for one, change in zip(first, [Change.CORRECTION, Change.APPEARANCE], strict=False)
    ]
    return first + corrected


async def test_a_copied_event_has_the_row_of_an_inserted_one(writer_pool, superuser, various, retraction_of):
    log = Log(writer_pool, salt=lambda: SALT)
    events = list(various)
    outcomes = await log.append(events)
    gone = [retraction_of(outcome.event) for outcome in outcomes[:COUNT]]
    outcomes += await log.append(gone)
    rows = [dict(row) for row in await superuser.fetch("select * from log.event order by log_offset")]
    assert rows == [written(event, outcome) for event, outcome in zip(events + gone, outcomes, strict=True)]
    assert await superuser.fetchval("select count(*) from log.event e where e.leaf <> log.leaf_of(e)") == 0


async def test_events_that_are_ready_are_appended_with_what_was_made_of_them(log, superuser, event_of):
    ready = [prepared(event_of(), salt=lambda: SALT) for _ in range(COUNT)]
    for part in (ready[:1], ready[1:3], ready[3:]):
        await log.append(part)
    rows = await superuser.fetch("select salt, payload_hash from log.event order by log_offset")
    assert [tuple(row) for row in rows] == [(SALT, one.payload_hash) for one in ready]


async def test_an_event_that_cannot_be_written_takes_its_batch_back(log, superuser, event_of):
    await log.append([event_of()])
    bad = event_of()
    unwritable = bad.body.content.model_copy(update={"codes": (object(),)})
    events = [*(event_of() for _ in range(COUNT)), replace(bad, body=Version(Change.FIRST, unwritable))]
    with pytest.raises(Exception, match="not JSON serializable"):
        await log.append(events)
    assert await superuser.fetchval("select max(log_offset) from log.event") == 1
    await log.append(events[:-1])
    assert await superuser.fetchval("select max(log_offset) from log.event") == COUNT + 1
