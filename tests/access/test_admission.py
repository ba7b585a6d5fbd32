"""Who is let in at all: hosts of an open service, tokens of a closed one, and what ends when a token does."""

import asyncio
import datetime
import json
from collections.abc import AsyncIterator

import asyncpg
import pytest
from httpx_sse import aconnect_sse
from live_service import Service, given, serving
from starlette.routing import Mount, Route
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from writing import move, statement

from service.access.admission import is_loopback
from service.access.roles import AccessRole
from service.access.tokens import Tokens
from service.app import PUBLIC, create_app
from service.graphql.loaders import Loaders
from service.settings import Settings

HEAD = {"query": "{ log { head } }"}
EVENTS = {"query": 'subscription { events(after: "0") { logOffset } }'}
SOON = 5
"""Seconds within which what is revoked opens nothing, as docs/access.md promises."""


class Owner:
    """Whoever may make tokens."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._tokens = Tokens(connection)

    async def bearer(self, role: AccessRole, name: str = "alice", *, for_seconds: float | None = None) -> str:
        now = datetime.datetime.now(datetime.UTC)
        expiry = None if for_seconds is None else now + datetime.timedelta(seconds=for_seconds)
        _, secret = await self._tokens.create(name, role, expires_at=expiry, created_by="a test")
        return f"Bearer {secret}"

    async def revoke(self, name: str) -> None:
        assert await self._tokens.revoke(name, revoked_by="a test", because=None)


@pytest.fixture
async def owner(database: str) -> AsyncIterator[Owner]:
    connection = await asyncpg.connect(database, server_settings={"role": "onrecord_owner"})
    yield Owner(connection)
    await connection.close()


@pytest.fixture
async def closed(database: str) -> AsyncIterator[Service]:
    async with serving(database, has_record=True, is_open=False, projection_wait=5) as service:
        yield service


@pytest.fixture
async def opened(database: str) -> AsyncIterator[Service]:
    async with serving(database, projection_wait=5) as service:
        yield service


# ---- an open service ----


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "desk.localhost", "127.0.0.1:8000", "127.9.9.9", "[::1]", "[::1]:8000", "localhost."])  # fmt: skip  # noqa: E501
def test_a_name_of_this_machine_is_one(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "example.org", "localhost.example.org", "127.0.0.1.example.org", "192.168.1.2", "[::1]x", "[::2]", "::1", "0.0.0.0", "localhost:x", "a@localhost"])  # fmt: skip  # noqa: E501
def test_another_name_is_none(host):
    assert not is_loopback(host)


@pytest.mark.parametrize("path", ["/graphql", "/", "/health/live", "/export/record.ndjson"])
async def test_an_open_service_does_not_answer_under_another_name(opened, path):
    answer = await opened.client.get(opened.url.replace("/graphql", path), headers={"host": "evil.example:8000"})
    assert answer.status_code == 421
    assert answer.json()["errors"] == [
        {
            "message": "an open service answers on this machine alone: ask it as http://localhost or http://127.0.0.1",
            "extensions": {"code": "MISDIRECTED"},
        }
    ]


async def test_a_websocket_under_another_name_is_not_opened(opened):
    with pytest.raises(InvalidStatus) as refusal:
        await connect(opened.websocket_url, additional_headers={"host": "evil.example"}, proxy=None)
    assert refusal.value.response.status_code == 421


async def test_a_closed_service_answers_under_any_name_to_those_with_a_token(closed, owner):
    headers = {"host": "record.example.org", "authorization": await owner.bearer(AccessRole.READER)}
    assert (await closed.client.post(closed.url, json=HEAD, headers=headers)).status_code == 200


async def test_an_open_service_has_one_caller_who_reads_records_and_corrects(opened):
    assert await opened.data("{ caller { name role scopes isOpen expiresAt } }") == {
        "name": "desk",
        "role": "EDITOR",
        "scopes": ["READ", "RECORD", "CORRECT"],
        "isOpen": True,
        "expiresAt": None,
    }


# ---- a closed service ----


@pytest.mark.parametrize(
    ("authorization", "says"),
    [
        (None, "this service is closed; send the header `Authorization: Bearer onrecord_…`"),
        ("Basic YTpi", "this service is closed; send the header `Authorization: Bearer onrecord_…`"),
        ("Bearer", "this service is closed; send the header `Authorization: Bearer onrecord_…`"),
        ("Bearer sesame", "a token of this service begins with onrecord_; send one as it was given to you"),
        ("Bearer onrecord_x", "this token is not known here; ask for a new one"),
    ],
)
async def test_who_is_not_known_is_told_why(closed, authorization, says):
    headers = {"authorization": authorization} if authorization else {}
    answer = await closed.client.post(closed.url, json=HEAD, headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json() == {"errors": [{"message": says, "extensions": {"code": "UNAUTHENTICATED"}}]}


async def test_the_schema_is_not_even_described_to_those_not_known(closed):
    answer = await closed.client.post(closed.url, json={"query": "{ __schema { types { name } } }"})
    assert answer.status_code == 401


async def test_any_caller_may_ask_for_the_schema(closed, owner):
    headers = {"authorization": await owner.bearer(AccessRole.READER)}
    answer = await closed.client.post(
        closed.url, json={"query": '{ __typename __type(name: "Token") { name } }'}, headers=headers
    )
    assert answer.json() == {"data": {"__typename": "Query", "__type": {"name": "Token"}}}


async def test_what_somebody_records_is_recorded_by_their_name(closed, owner):
    headers = {"authorization": await owner.bearer(AccessRole.CODER, "Alice of the desk")}
    mutation = (
        "mutation($input: RecordMoveInput!) { recordMove(input: $input) { event { recordedBy } errors { code } } }"
    )
    body = {"query": mutation, "variables": {"input": given(move())}}
    answer = await closed.client.post(closed.url, json=body, headers=headers)
    assert answer.json()["data"]["recordMove"] == {"event": {"recordedBy": "Alice of the desk"}, "errors": []}


async def test_a_reader_is_told_which_scope_lacks(closed, owner):
    headers = {"authorization": await owner.bearer(AccessRole.READER)}
    mutation = (
        "mutation($input: RecordStatementInput!)"
        "{ recordStatement(input: $input) { event { id } errors { code field message } } }"
    )
    body = {"query": mutation, "variables": {"input": given(statement())}}
    answer = await closed.client.post(closed.url, json=body, headers=headers)
    message = "this needs the scope RECORD, which READER lacks; ask for a token of a higher role"
    refusal = {"code": "FORBIDDEN", "field": [], "message": message}
    assert answer.json() == {"data": {"recordStatement": {"event": None, "errors": [refusal]}}}
    tokens = await closed.client.post(closed.url, json={"query": "{ tokens { id } }"}, headers=headers)
    (error,) = tokens.json()["errors"]
    assert error["message"] == "this needs the scope ADMINISTER, which READER lacks; ask for a token of a higher role"
    assert error["extensions"] == {"code": "FORBIDDEN", "scope": "ADMINISTER"}


async def test_an_admin_sees_tokens_without_secrets_and_the_trail_page_by_page(closed, owner):
    headers = {"authorization": await owner.bearer(AccessRole.ADMIN, "root of the desk")}
    listed = "{ tokens { name role isLive createdBy expiresAt revokedAt } }"
    answer = await closed.client.post(closed.url, json={"query": listed}, headers=headers)
    only = {"name": "root of the desk", "role": "ADMIN", "isLive": True, "createdBy": "a test"}
    assert answer.json()["data"]["tokens"] == [only | {"expiresAt": None, "revokedAt": None}]
    trail = "query($after: String) { auditTrail(first: 1, after: $after) { edges { cursor node { who asked outcome } } pageInfo { hasNextPage } } }"  # noqa: E501
    first = await closed.client.post(closed.url, json={"query": trail}, headers=headers)
    (edge,) = first.json()["data"]["auditTrail"]["edges"]
    assert edge["node"] == {"who": "root of the desk", "asked": "Query.auditTrail", "outcome": "ALLOWED"}
    body = {"query": trail, "variables": {"after": edge["cursor"]}}
    page = (await closed.client.post(closed.url, json=body, headers=headers)).json()["data"]["auditTrail"]
    assert [one["node"]["asked"] for one in page["edges"]] == ["Query.tokens"]
    assert page["pageInfo"] == {"hasNextPage": False}


def test_every_route_is_public_or_asks_who_is_there(database):
    app = create_app(Settings(), writer_url=database, reader_url=database, is_open=False)
    paths = {route.path for route in app.routes if isinstance(route, Route | Mount)}
    public = {path.rstrip("/") for path in PUBLIC}
    assert {path for path in paths if path.rstrip("/") not in public} == {"/graphql", "/export/record.ndjson"}


@pytest.mark.parametrize("path", ["/export/record.ndjson", "/graphql", "/no/such/page", "//", "/consoles"])
async def test_what_is_not_public_is_closed(closed, owner, path):
    url = closed.url.replace("/graphql", path)
    assert (await closed.client.get(url)).status_code == 401
    headers = {"authorization": await owner.bearer(AccessRole.READER)}
    assert (await closed.client.get(url, headers=headers)).status_code in {200, 400, 404}


@pytest.mark.parametrize("path", ["/", "/console/", "/schema.graphql", "/health/live", "/health/ready"])
async def test_pages_and_signs_of_life_are_public(closed, path):
    assert (await closed.client.get(closed.url.replace("/graphql", path))).status_code == 200


# ---- what ends with a token ----


async def _websocket(service: Service, **opening: object):
    return await connect(service.websocket_url, subprotocols=["graphql-transport-ws"], proxy=None, **opening)


async def _drained(socket) -> None:
    while True:
        await socket.recv()


async def _closed_with(socket) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed) as closed:
        await asyncio.wait_for(_drained(socket), SOON)
    return closed.value.rcvd.code, closed.value.rcvd.reason


async def test_a_websocket_anywhere_else_is_not_opened_without_a_token(closed):
    with pytest.raises(InvalidStatus) as refusal:
        await connect(closed.websocket_url.replace("/graphql", "/elsewhere"), proxy=None)
    assert refusal.value.response.status_code == 401


async def test_a_websocket_without_a_token_is_closed(closed):
    socket = await _websocket(closed)
    await socket.send(json.dumps({"type": "connection_init"}))
    code, reason = await _closed_with(socket)
    assert (code, reason.startswith("Forbidden: this service is closed;")) == (4403, True)


@pytest.mark.parametrize("authorization", [1, ["Bearer x"], {}])
async def test_an_authorization_that_is_no_text_is_malformed(closed, authorization):
    socket = await _websocket(closed)
    await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": authorization}}))
    assert await _closed_with(socket) == (4400, "authorization is a string")


async def test_a_websocket_is_known_by_its_header_too(closed, owner):
    socket = await _websocket(closed, additional_headers={"authorization": await owner.bearer(AccessRole.READER)})
    await socket.send(json.dumps({"type": "connection_init"}))
    assert json.loads(await socket.recv()) == {"type": "connection_ack"}
    await socket.close()


async def _followed(service: Service, bearer: str):
    """Open a websocket that has received its first delivery."""
    socket = await _websocket(service)
    await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": bearer}}))
    await socket.recv()
    await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": EVENTS}))
    assert json.loads(await socket.recv())["type"] == "next"
    return socket


async def test_a_websocket_ends_when_its_token_is_revoked(closed, owner):
    socket = await _followed(closed, await owner.bearer(AccessRole.READER))
    await owner.revoke("alice")
    async with asyncio.timeout(SOON):
        assert await _closed_with(socket) == (4403, "Forbidden: this token was revoked; ask for a new one")


async def test_a_websocket_ends_when_its_token_expires(closed, owner):
    socket = await _followed(closed, await owner.bearer(AccessRole.READER, for_seconds=0.5))
    async with asyncio.timeout(2):
        assert await _closed_with(socket) == (4403, "Forbidden: this token has expired; ask for a new one")


@pytest.mark.parametrize("end", ["revoked", "expired"])
async def test_an_event_stream_ends_with_its_token(closed, owner, end):
    bearer = await owner.bearer(AccessRole.READER, for_seconds=0.7 if end == "expired" else None)
    async with (
        asyncio.timeout(SOON),
        aconnect_sse(closed.client, "POST", closed.url, json=EVENTS, headers={"authorization": bearer}) as source,
    ):
        events = source.aiter_sse()
        assert "data" in json.loads((await anext(events)).data)
        if end == "revoked":
            await owner.revoke("alice")
        told = [event async for event in events]
    last, complete = told[-2:]
    assert json.loads(last.data)["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert (complete.event, complete.data) == ("complete", "")


async def test_a_database_that_is_away_recognises_nobody_and_says_so(closed, owner):
    bearer = await owner.bearer(AccessRole.READER)
    await closed.services.access.tokens._source.close()
    answer = await closed.client.post(closed.url, json=HEAD, headers={"authorization": bearer})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]) == (503, {"code": "UNAVAILABLE"})


async def test_a_page_of_another_site_still_opens_no_websocket(closed):
    with pytest.raises(InvalidStatus):
        await _websocket(closed, additional_headers={"origin": "https://evil.example"})


async def test_only_callers_of_one_role_share_the_execution_of_a_subscription(closed, owner, monkeypatch):
    executed, load = [], Loaders.event

    async def counted(*arguments):
        executed.append(arguments)
        return await load(*arguments)

    query = "subscription { events { logOffset event { kind } } }"
    sockets = []
    for role, name in ((AccessRole.READER, "one"), (AccessRole.READER, "two"), (AccessRole.CODER, "three")):
        socket = await _websocket(closed)
        bearer = await owner.bearer(role, name)
        await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": bearer}}))
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": query}}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        sockets.append(socket)
    await asyncio.sleep(0.3)
    monkeypatch.setattr(Loaders, "event", counted)
    (said,) = await closed.record(statement())
    told = [json.loads(await socket.recv())["payload"]["data"]["events"] for socket in sockets]
    assert told == [{"logOffset": str(said.log_offset), "event": {"kind": "STATEMENT"}}] * 3
    assert len(executed) == 2
    for socket in sockets:
        await socket.close()
