"""What a mutation answered is there after kill -9 of the whole service, sent the moment that the answer arrives."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest
from graphql_mutations import mutation
from live_service import given
from writing import actor

pytestmark = pytest.mark.durable
_SERVE = "from service.cli.main import app; app()"
_ROUNDS = 3


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


def ask(url, query, **variables):
    response = httpx.post(url, json={"query": query, "variables": variables}, trust_env=False, timeout=30)
    answer = response.json()
    assert "errors" not in answer, answer
    return answer["data"]


def test_kill_9_right_after_the_answer_loses_nothing(tmp_path):
    answered = {}
    for number in range(_ROUNDS):
        with served(tmp_path / "record") as (process, url):
            slug = f"actor-{number}"
            payload = ask(url, mutation("registerActor"), input=given(actor(slug)))["registerActor"]
            process.send_signal(signal.SIGKILL)
            answered[slug] = payload["event"]["id"]
    with served(tmp_path / "record") as (_, url):
        found = ask(url, "{ log { head } actors { edges { node { id } } } }")
        assert found["log"]["head"] == str(_ROUNDS)
        assert [edge["node"]["id"] for edge in found["actors"]["edges"]] == sorted(answered)
        events = "query($id: ID!) { event(id: $id) { id status } }"
        for event_id in answered.values():
            assert ask(url, events, id=event_id)["event"] == {"id": event_id, "status": "CURRENT"}
