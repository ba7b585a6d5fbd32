"""The two transports of subscriptions, message by message: graphql-transport-ws and server-sent events."""

import asyncio
import datetime
import json
from contextlib import asynccontextmanager, suppress

import httpx
import pytest
from httpx_sse import aconnect_sse
from live_service import given, serving
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from writing import move, statement

from service.graphql.loaders import Loaders
from service.live import event_stream, outbox, websocket

SECOND = datetime.timedelta(seconds=1)
EVENTS = 'subscription { events(after: "0") { logOffset event { kind } } }'
INIT = {"type": "connection_init"}
SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": EVENTS}}


@pytest.fixture
async def service(database):
    async with serving(database, has_record=True) as service:
        yield service


# ---- graphql-transport-ws ----


@asynccontextmanager
async def connected(service, *, protocols=("graphql-transport-ws",), is_open=True, **options):
    """Open a websocket, past connection_init if ``is_open``."""
    async with connect(service.websocket_url, subprotocols=protocols, proxy=None, **options) as socket:
        if is_open:
            await socket.send(json.dumps(INIT))
            assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        yield socket


def subscribe(query, *, operation="1", **payload):
    return {"type": "subscribe", "id": operation, "payload": {"query": query, **payload}}


async def told(socket, *messages):
    for message in messages:
        await socket.send(message if isinstance(message, str | bytes) else json.dumps(message))


async def closed(socket, *, within=5):
    """Return the code with which the server closes, whatever else it sends before."""
    with suppress(ConnectionClosed):
        async with asyncio.timeout(within):
            while True:
                await socket.recv()
    return socket.close_code


async def received(socket, count, *, within=5):
    async with asyncio.timeout(within):
        return [json.loads(await socket.recv()) for _ in range(count)]


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (["{"], 4400),
        (["[]"], 4400),
        (['"ping"'], 4400),
        ([{"type": "nope"}], 4400),
        ([{"id": "1"}], 4400),
        ([{"type": ["ping"]}], 4400),
        ([{"type": "ping", "payload": 1}], 4400),
        ([b'{"type":"connection_init"}'], 4400),
        ([{"type": "connection_init", "payload": []}], 4400),
        ([INIT, {"type": "subscribe", "id": "1", "payload": {}}], 4400),
        ([INIT, {"type": "subscribe", "id": "1"}], 4400),
        ([INIT, {"type": "subscribe", "payload": {"query": EVENTS}}], 4400),
        ([INIT, {"type": "subscribe", "id": 1, "payload": {"query": EVENTS}}], 4400),
        ([INIT, {"type": "subscribe", "id": "1", "payload": {"query": EVENTS, "variables": []}}], 4400),
        ([INIT, {"type": "subscribe", "id": "1", "payload": {"query": EVENTS, "operationName": 1}}], 4400),
        ([INIT, {"type": "subscribe", "id": "1", "payload": {"query": EVENTS, "extensions": 1}}], 4400),
        ([INIT, {"type": "complete"}], 4400),
        ([SUBSCRIBE], 4401),
        ([INIT, INIT], 4429),
        ([INIT, SUBSCRIBE, SUBSCRIBE], 4409),
    ],
    ids=str,
)
async def test_a_connection_is_closed_with_the_code_of_the_protocol(service, messages, code):
    async with connected(service, is_open=False) as socket:
        await told(socket, *messages)
        assert await closed(socket) == code


@pytest.mark.parametrize("protocols", [None, ("graphql-ws",)])
async def test_another_protocol_is_not_spoken(service, protocols):
    async with connected(service, protocols=protocols, is_open=False) as socket:
        assert await closed(socket) == 4406


async def test_a_client_that_says_nothing_is_let_go(service, monkeypatch):
    monkeypatch.setattr(websocket, "INIT_WITHIN", SECOND / 5)
    async with connected(service, is_open=False) as socket:
        assert await closed(socket) == 4408
    async with connected(service) as socket:
        with pytest.raises(TimeoutError):
            await received(socket, 1, within=0.5)


async def test_a_page_of_another_site_gets_no_connection(service):
    with pytest.raises(InvalidStatus):
        async with connected(service, origin="https://elsewhere.example"):
            pass
    host = service.url.removesuffix("/graphql")
    async with connected(service, origin=host) as socket:
        await told(socket, {"type": "ping"})
        assert await received(socket, 1) == [{"type": "pong"}]


@pytest.mark.parametrize(
    "query",
    ["subscription {", "subscription { nope }", "{ events }", 'subscription { events(after: "x") { logOffset } }', ""],
)
async def test_what_is_wrong_with_a_query_is_an_error_and_the_connection_lives(service, query):
    async with connected(service) as socket:
        await told(socket, subscribe(query))
        (error,) = await received(socket, 1)
        assert (error["type"], error["id"]) == ("error", "1")
        assert error["payload"][0]["message"]
        await told(socket, {"type": "ping", "payload": {"still": "here"}})
        assert await received(socket, 1) == [{"type": "pong", "payload": {"still": "here"}}]


async def test_queries_and_mutations_are_answered_once(service):
    query = "mutation M($input: RecordMoveInput!) { recordMove(input: $input) { logOffset } } query Q { __typename }"
    head = await service.head()
    async with connected(service) as socket:
        await told(socket, subscribe(query, operationName="M", variables={"input": given(move())}))
        answer = {"data": {"recordMove": {"logOffset": str(head + 1)}}}
        expected = [{"id": "1", "type": "next", "payload": answer}, {"id": "1", "type": "complete"}]
        assert await received(socket, 2) == expected
        await told(socket, subscribe(query, operationName="Q"))
        assert [message["type"] for message in await received(socket, 2)] == ["next", "complete"]
        await told(socket, subscribe(query))
        assert [message["type"] for message in await received(socket, 1)] == ["error"]


async def test_a_subscription_ends_when_its_client_completes_it(service):
    async with connected(service) as socket:
        head = await service.head()
        await told(socket, subscribe(EVENTS), subscribe(EVENTS, operation="2"))
        first = await received(socket, 2 * head)
        assert {message["id"] for message in first} == {"1", "2"}
        await told(socket, {"type": "complete", "id": "1"}, {"type": "complete", "id": "never"}, {"type": "ping"})
        assert await received(socket, 1) == [{"type": "pong"}]
        await service.record(statement())
        assert [message["id"] for message in await received(socket, 1)] == ["2"]
        await told(socket, subscribe("{ __typename }"))
        assert [message["id"] for message in await received(socket, 2)] == ["1", "1"]


async def test_operations_under_way_are_bounded(service, monkeypatch):
    monkeypatch.setattr(websocket, "MOST_OPERATIONS", 1)
    async with connected(service) as socket:
        await told(
            socket, subscribe("subscription { events { logOffset } }"), subscribe("{ __typename }", operation="2")
        )
        (error,) = await received(socket, 1)
        assert (error["id"], error["type"]) == ("2", "error")


async def test_those_who_ask_the_same_share_one_execution(service, monkeypatch):
    asked = 0
    load = Loaders.event

    async def counted(*arguments):
        nonlocal asked
        asked += 1
        return await load(*arguments)

    monkeypatch.setattr(Loaders, "event", counted)
    query = "subscription { events { logOffset event { kind } } }"
    async with connected(service) as first, connected(service) as second:
        await told(first, subscribe(query), subscribe(query, operation="2"))
        await told(second, subscribe(query))
        await asyncio.sleep(0.3)
        (said,) = await service.record(statement())
        (one, two), (three,) = await received(first, 2), await received(second, 1)
        assert one["payload"] == two["payload"] == three["payload"]
        assert one["payload"]["data"]["events"]["logOffset"] == str(said.log_offset)
        assert asked == 1


# ---- slow clients ----

LONG = 'subscription { events(after: "0") { logOffset event { summary } } }'


@pytest.fixture
async def long_history(service, monkeypatch):
    """Put much on record, and be quick to lose patience."""
    monkeypatch.setattr(outbox, "PATIENCE", SECOND / 2)
    monkeypatch.setattr(outbox, "CHARACTERS", 50_000)
    drafts = [move(summary=f"{number} " + "x" * 19_000) for number in range(600)]
    for start in range(0, 600, 100):
        await service.record(*drafts[start : start + 100])


async def test_a_client_that_takes_nothing_is_cut_and_may_resume(service, long_history):
    async with connected(service, max_queue=1, compression=None, max_size=None) as slow, connected(service) as other:
        await told(slow, subscribe(LONG))
        await asyncio.sleep(1.5)
        await told(other, {"type": "ping"})
        assert await received(other, 1) == [{"type": "pong"}]
        offsets = []
        with suppress(ConnectionClosed):
            while True:
                offsets.append(json.loads(await slow.recv())["payload"]["data"]["events"]["logOffset"])
        assert (slow.close_code, slow.close_reason) == (
            1013,
            "too slow: subscribe again after the last logOffset you received",
        )
    last = int(offsets[-1])
    assert [int(offset) for offset in offsets] == list(range(1, last + 1))
    assert last < await service.head()


async def test_a_client_that_reads_slowly_is_not_cut(service, long_history, monkeypatch):
    async with connected(service, max_queue=1, compression=None, max_size=None) as slow:
        await told(slow, subscribe(LONG))
        for _ in range(40):
            await received(slow, 1)
            await asyncio.sleep(0.02)


# ---- server-sent events ----


@asynccontextmanager
async def streamed(service, query, *, method="POST", **headers):
    """Open an event stream and yield its events."""
    headers = {"accept": "text/event-stream", **headers}
    request = {"params": {"query": query}} if method == "GET" else {"json": {"query": query}}
    async with (
        httpx.AsyncClient(trust_env=False, timeout=5) as client,
        aconnect_sse(client, method, service.url, headers=headers, **request) as source,
    ):
        assert source.response.status_code == 200
        assert source.response.headers["content-type"].startswith("text/event-stream")
        yield source.aiter_sse()


async def test_an_event_stream_begins_before_the_first_event(service):
    async with streamed(service, "subscription { events { logOffset } }") as events:
        await asyncio.sleep(0.2)
        (said,) = await service.record(statement())
        event = await anext(events)
        assert (event.event, event.id) == ("next", str(said.log_offset))
        assert json.loads(event.data) == {"data": {"events": {"logOffset": str(said.log_offset)}}}


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_event_stream_resumes_after_the_last_event_id(service, method):
    head = await service.head()
    async with streamed(service, EVENTS, method=method, **{"last-event-id": str(head - 1)}) as events:
        assert (await anext(events)).id == str(head)


async def test_an_event_stream_tells_of_an_offset_that_is_ahead(service):
    ahead = await service.head() + 1
    async with streamed(service, EVENTS, **{"last-event-id": str(ahead)}) as events:
        refused, complete = [event async for event in events]
    (error,) = json.loads(refused.data)["errors"]
    assert (refused.event, error["extensions"]["code"], complete.event) == ("next", "OFFSET_AHEAD", "complete")


@pytest.mark.parametrize(
    ("query", "headers"),
    [("subscription {", {}), ("subscription { nope }", {}), (EVENTS, {"last-event-id": "yesterday"})],
    ids=str,
)
async def test_what_is_wrong_with_a_request_comes_as_an_event(service, query, headers):
    async with streamed(service, query, **headers) as events:
        refused, complete = [event async for event in events]
    assert (refused.event, complete.event) == ("next", "complete")
    assert json.loads(refused.data)["errors"][0]["message"]


async def test_a_query_over_an_event_stream_is_answered_once(service):
    async with streamed(service, "{ __typename }", method="GET") as events:
        answer, complete = [event async for event in events]
    assert (json.loads(answer.data), complete.event) == ({"data": {"__typename": "Query"}}, "complete")


async def test_a_client_that_takes_json_as_well_is_answered_once(service):
    headers = {"accept": "application/json, text/event-stream"}
    response = await service.client.post(service.url, json={"query": "{ __typename }"}, headers=headers)
    assert response.json() == {"data": {"__typename": "Query"}}


async def test_a_mutation_is_not_sent_by_get(service):
    mutation = 'mutation { retractEvent(id: "nato", reason: "It was wrong.") { logOffset } }'
    head = await service.head()
    async with streamed(service, mutation, method="GET") as events:
        refused, _ = [event async for event in events]
    assert "POST" in json.loads(refused.data)["errors"][0]["message"]
    assert await service.head() == head


async def test_an_idle_event_stream_says_that_it_lives(service, monkeypatch):
    monkeypatch.setattr(event_stream, "ALIVE_EVERY", SECOND / 10)
    headers = {"accept": "text/event-stream"}
    query = {"query": "subscription { events { logOffset } }"}
    async with service.client.stream("POST", service.url, json=query, headers=headers) as response:
        chunks = response.aiter_text()
        assert [await anext(chunks) for _ in range(3)] == [":\n\n"] * 3


async def test_an_event_stream_that_is_not_read_is_cut(service, long_history):
    headers = {"accept": "text/event-stream"}
    async with service.client.stream("POST", service.url, json={"query": LONG}, headers=headers) as response:
        await asyncio.sleep(1.5)
        text = (await response.aread()).decode()
    assert '"code":"TOO_SLOW"' in text
    assert text.endswith("event: complete\ndata:\n\n")
