"""`GET /export/record.ndjson` answers with the file that the command line makes, to whoever may read."""

import httpx
import pytest
from exporting.copies import exported
from live_service import serving

from events.log.connection import open_reader_pool


@pytest.fixture
async def service(database):
    async with serving(database, has_record=True) as service:
        yield service


@pytest.fixture
def address(service):
    return service.url.replace("/graphql", "/export/record.ndjson")


async def test_the_whole_record_is_streamed_as_a_file_to_save(service, address):
    head = await service.head()
    async with service.client.stream("GET", address) as response:
        body = b"".join([part async for part in response.aiter_bytes()])
    assert response.status_code == 200
    assert {name: response.headers.get(name) for name in ("content-type", "content-disposition", "content-length")} == {
        "content-type": "application/x-ndjson",
        "content-disposition": f'attachment; filename="record-1-{head}.ndjson"',
        "content-length": None,
    }
    assert response.headers["x-content-type-options"] == "nosniff"
    assert body == await exported(service.services.reading.pool)
    assert len(body.splitlines()) == head + 2


async def test_a_part_is_asked_for_by_offsets(service, address):
    response = await service.client.get(address, params={"after": 2, "upTo": 5})
    assert response.headers["content-disposition"] == 'attachment; filename="record-3-5.ndjson"'
    assert response.content == await exported(service.services.reading.pool, after=2, up_to=5)


async def test_offsets_that_the_log_has_not_reached_are_refused(service, address):
    response = await service.client.get(address, params={"after": 10_000})
    message = f"The log ends at offset {await service.head()}; ask for events up to that."
    assert (response.status_code, response.json()) == (
        400,
        {"errors": [{"message": message, "extensions": {"code": "OUTSIDE_THE_LOG"}}]},
    )


@pytest.mark.parametrize("given", [{"after": "-1"}, {"upTo": "head"}])
async def test_what_is_no_offset_is_refused_by_its_name(service, address, given):
    response = await service.client.get(address, params=given)
    (name,) = given
    assert (response.status_code, response.json()["detail"][0]["loc"]) == (422, ["query", name])


async def test_nobody_takes_the_record_from_a_closed_service_without_a_token(database):
    async with serving(database, is_open=False) as service, httpx.AsyncClient(trust_env=False) as stranger:
        response = await stranger.get(service.url.replace("/graphql", "/export/record.ndjson"))
    assert response.status_code == 401
    assert b"onrecord-events" not in response.content


async def test_a_reader_of_the_database_is_enough(database, service):
    pool = await open_reader_pool(database, application_name="a test", size=1)
    try:
        assert await exported(pool) == await exported(service.services.reading.pool)
    finally:
        await pool.close()
