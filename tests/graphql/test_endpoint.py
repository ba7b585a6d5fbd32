"""The application over HTTP: media types, methods, what is refused before anything is executed, health, pages."""

import asyncio
import datetime
from collections.abc import AsyncIterator

import httpx
import orjson
import pytest
from asking import asking
from writing import DECEMBER_2021, statement

from service.app import create_app
from service.graphql import endpoint
from service.graphql.endpoint import GRAPHQL_RESPONSE, JSON, media_type_of
from service.settings import Settings

HEAD = "{ log { head } }"
SOON = datetime.timedelta(minutes=10)


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(projection_wait=5), writer_url=database, reader_url=database, is_open=True)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as opened,
    ):
        yield opened


async def post(client: httpx.AsyncClient, body: object, **headers: str) -> httpx.Response:
    return await client.post(
        "/graphql",
        content=body if isinstance(body, bytes) else orjson.dumps(body),
        headers={"content-type": JSON} | headers,
    )


async def test_a_query_is_answered_by_post_and_by_get(client):
    expected = {"data": {"log": {"head": "0"}}}
    assert (await post(client, {"query": HEAD})).json() == expected
    assert (await client.get("/graphql", params={"query": HEAD})).json() == expected


async def test_variables_and_the_operation_are_named_in_either(client):
    query = "query A($n: Int) { actors(first: $n) { edges { cursor } } } query B { log { head } }"
    given = {"query": query, "operationName": "A", "variables": {"n": 1}}
    expected = {"data": {"actors": {"edges": []}}}
    assert (await post(client, given)).json() == expected
    parameters = given | {"variables": orjson.dumps(given["variables"]).decode()}
    assert (await client.get("/graphql", params=parameters)).json() == expected


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/graphql-response+json", GRAPHQL_RESPONSE),
        ("application/graphql-response+json; charset=utf-8, application/json", GRAPHQL_RESPONSE),
        ("application/graphql-response+json;q=0.5, application/json", JSON),
        ("application/graphql-response+json;q=nonsense", JSON),
        ("text/html", JSON),
    ],
)
def test_the_newer_media_type_is_for_who_asks_for_it(accept, media_type):
    assert media_type_of(accept) == media_type


async def test_the_newer_media_type_tells_a_request_error_by_its_status_and_without_data(client):
    wrong = {"query": "{ nothing }"}
    newer = await post(client, wrong, accept=GRAPHQL_RESPONSE)
    assert (newer.status_code, newer.headers["content-type"], list(newer.json())) == (400, GRAPHQL_RESPONSE, ["errors"])
    older = await post(client, wrong, accept=JSON)
    assert (older.status_code, older.headers["content-type"]) == (200, JSON)


async def test_what_was_executed_is_200_even_if_every_field_failed(client):
    answer = await post(client, {"query": '{ positions(actors: ["x"]) { edges { cursor } } }'}, accept=GRAPHQL_RESPONSE)
    assert (answer.status_code, answer.json()["data"]) == (200, None)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"{}", 400),
        (b'{"query": 1}', 400),
        (b'{"query": "{ log { head } }", "variables": []}', 400),
        (b'{"query": "{ log { head } }", "variables": [1]}', 400),
        (b'{"query": "{ log { head } }", "operationName": 1}', 400),
        (b'{"query": "{ log { head } }", "operationName": "Other"}', 400),
        (b'{"query": "query A { log { head } } query B { log { head } }"}', 400),
        (b'{"query": "subscription { events { logOffset } }"}', 400),
    ],
)
async def test_malformed_requests_are_refused_with_an_error(client, body, status):
    answer = await post(client, body)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]


async def test_a_mutation_by_get_is_refused_and_nothing_is_written(client):
    mutation = 'mutation { retractEvent(id: "x", reason: "y") { logOffset } }'
    answer = await client.get("/graphql", params={"query": mutation})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_other_methods_and_media_types_are_refused(client):
    assert (await client.put("/graphql", content=b"{}")).status_code == 405
    assert (
        await client.post("/graphql", content=HEAD, headers={"content-type": "application/graphql"})
    ).status_code == 415
    assert (await client.post("/graphql", data={"query": HEAD})).status_code == 415


async def test_a_body_is_bounded(client, monkeypatch):
    monkeypatch.setattr(endpoint, "LARGEST_BODY", 100)
    assert (await post(client, {"query": HEAD + " " * 100})).status_code == 413


async def test_a_service_is_ready_once_everything_is_projected(client, database):
    assert (await client.get("/health/live")).json() == {"status": "live"}
    async with asking(database) as desk:
        desk.now = datetime.datetime.now(datetime.UTC)
        await desk.do(*DECEMBER_2021, projected=False)
        (said,) = await desk.do(statement(), projected=False)
    async with asyncio.timeout(10):
        while (ready := await client.get("/health/ready")).status_code != 200:
            assert ready.json()["status"] == "catching up"
            await asyncio.sleep(0.05)
    assert ready.json() == {"status": "ready", "head": str(said.log_offset), "projectedTo": str(said.log_offset)}


async def test_how_far_the_answers_lag_behind_the_log_is_an_answer(database):
    query = "{ log { head projectedTo lag projectedAt } }"
    async with asking(database) as desk:
        await desk.do(*DECEMBER_2021)
        caught_up = (await desk.ask(query))["log"]
        await desk.do(statement(), statement(), projected=False)
        behind = (await desk.ask(query))["log"]
    head = int(caught_up["head"])
    at_head = {"head": str(head), "projectedTo": str(head), "lag": 0, "projectedAt": caught_up["projectedAt"]}
    assert caught_up == at_head
    assert behind == caught_up | {"head": str(head + 2), "lag": 2}
    assert datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(behind["projectedAt"]) < SOON


async def test_what_is_recorded_by_mutation_is_read_at_once(client):
    mutation = """mutation { registerActor(
      input: {id: "nato", kind: "organisation", names: [{lang: "en", text: "NATO"}]}) {
      logOffset isProjected event { id kind } errors { message } } }"""
    payload = (await post(client, {"query": mutation})).json()["data"]["registerActor"]
    assert (payload["logOffset"], payload["isProjected"], payload["errors"]) == ("1", True, [])
    assert (await post(client, {"query": '{ actor(id: "nato") { name } }'})).json() == {
        "data": {"actor": {"name": "NATO"}}
    }


@pytest.mark.parametrize(
    "path", ["/", "/desk/modules/desk.js", "/console/", "/console/console.js", "/console/examples.js"]
)
async def test_pages_need_nothing_from_elsewhere(client, path):
    page = await client.get(path)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "http://" not in page.text
    assert "https://" not in page.text


async def test_the_schema_is_shown_as_printed(client):
    assert "type Position {" in (await client.get("/schema.graphql")).text
