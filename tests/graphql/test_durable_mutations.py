"""A whole service on a database that writes to disk: killed with kill -9, it loses nothing that it answered."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import httpx
import psutil
import pytest
from graphql_mutations import mutation
from live_service import given
from websockets.asyncio.client import connect
from writing import actor

pytestmark = pytest.mark.durable
_SERVE = "from service.cli.main import app; app()"
_ROUNDS = 3
EVENTS = 'subscription { events(after: "0") { logOffset event { ... on ReferenceChange { subject } } } }'


@contextmanager
def served(data_dir):
    """Serve from a data directory as a user does; kill the service at the end, however that comes."""
    arguments = [sys.executable, "-c", _SERVE, "serve", "--open", "--port", "0", "--data-dir", str(data_dir)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "DATABASE_"))}
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = ""
        while not (address := re.search(r"http://\S+/graphql", said)):
            line = process.stdout.readline()
            assert line, f"the service ended: {said}"
            said += line
        yield process, address[0]
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()


def answered(url, query, **variables):
    """Ask once and return the whole response."""
    return httpx.post(url, json={"query": query, "variables": variables}, trust_env=False, timeout=30).json()


def registered(url, slug):
    """Register an actor, asking again with the same key until there is an answer."""
    while True:
        arguments = {"input": given(actor(slug)), "idempotencyKey": slug}
        response = answered(url, mutation("registerActor"), **arguments)
        if response.get("data"):
            return response["data"]["registerActor"]


def test_kill_9_right_after_the_answer_loses_nothing(tmp_path):
    recorded = {}
    for number in range(_ROUNDS):
        with served(tmp_path / "record") as (process, url):
            payload = registered(url, f"actor-{number}")
            process.send_signal(signal.SIGKILL)
            recorded[f"actor-{number}"] = payload["event"]["id"]
    with served(tmp_path / "record") as (_, url):
        found = answered(url, "{ log { head } actors { edges { node { id } } } }")["data"]
        assert found["log"]["head"] == str(_ROUNDS)
        assert [edge["node"]["id"] for edge in found["actors"]["edges"]] == sorted(recorded)
        for event_id in recorded.values():
            event = answered(url, "query($id: ID!) { event(id: $id) { id status } }", id=event_id)["data"]["event"]
            assert event == {"id": event_id, "status": "CURRENT"}


async def test_a_subscription_goes_on_after_kill_9_of_the_database(tmp_path):
    with served(tmp_path / "record") as (process, url):
        websocket_url = url.replace("http", "ws", 1)
        async with connect(websocket_url, subprotocols=["graphql-transport-ws"], proxy=None) as socket:
            await socket.send(json.dumps({"type": "connection_init"}))
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": EVENTS}}))
            await asyncio.to_thread(registered, url, "before")
            started = psutil.Process(process.pid).children(recursive=True)
            next(child for child in started if child.name() == "postgres" and "-D" in child.cmdline()).kill()
            await asyncio.to_thread(registered, url, "after")
            async with asyncio.timeout(20):
                messages = [json.loads(await socket.recv()) for _ in range(3)]
    assert [message["payload"]["data"]["events"] for message in messages[1:]] == [
        {"logOffset": "1", "event": {"subject": "before"}},
        {"logOffset": "2", "event": {"subject": "after"}},
    ]
