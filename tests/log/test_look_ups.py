"""What a recorder looks up before it decides is found by index, however long the log is."""

import orjson
import pytest

from events.log.kept_registry import QUERIES

LOOK_UPS = {
    "holders": "'{}', '{}'",
    "is_overtaken": "1, null, '{}', '{}'",
    "streams_of_events": "'{}'",
    "source_texts": "'{}'",
}


def scans(plan):
    """Return the scans of events in a plan."""
    found = [plan] if plan.get("Relation Name") == "event" else []
    return found + [scan for part in plan.get("Plans", ()) for scan in scans(part)]


@pytest.mark.parametrize("name", LOOK_UPS)
async def test_the_plan_that_a_writer_keeps_reads_no_more_than_what_is_asked_for(writer_pool, name):
    async with writer_pool.acquire() as connection:
        await connection.execute(f"prepare look_up as {QUERIES[name]}")
        ((plan,),) = await connection.fetch(f"explain (format json) execute look_up({LOOK_UPS[name]})")
        await connection.execute("deallocate look_up")
    found = scans(orjson.loads(plan)[0]["Plan"])
    assert found
    assert all("Index Cond" in scan for scan in found)
