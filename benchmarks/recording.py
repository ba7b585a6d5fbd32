"""Owns measuring ``recordStatement`` over GraphQL: from the request to the projected answer, by 1 and by 16 callers.

A real service on a cluster on disk; the floor is the shortest query, asked the same way in the same run. Connections
are open before it begins, nothing else is warm. Milliseconds of a processor are those of the client and the service.
"""

import argparse
import asyncio
import datetime
import itertools
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.warm_connections import Connections

ONRECORD = Path(sys.executable).with_name("onrecord")
_START_SECONDS = 60
_QUERY = "{ log { head } }"
_MUTATION = """
mutation ($input: RecordStatementInput!) { recordStatement(input: $input) { isProjected errors { message } } }
"""
_ACTORS, _ISSUES = 20, 20
_CALLERS = 16
_FIRST_DAY, _DAYS = datetime.date(2012, 1, 2), 5_000
_REGISTER: dict[str, tuple[str, int, dict[str, Any]]] = {
    "registerActor": ("RegisterActorInput", _ACTORS, {"kind": "state", "names": [{"lang": "en", "text": "Atlantis"}]}),
    "defineIssue": (
        "DefineIssueInput",
        _ISSUES,
        {
            "kind": "NORMATIVE",
            "labels": [{"lang": "en", "text": "Tides"}],
            "propositions": [{"lang": "en", "text": "The tides should be lower."}],
        },
    ),
    "registerSource": ("RegisterSourceInput", 1, {"title": "Tide table", "published": {"edtf": "2021-12-22"}}),
}


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Serve a record on a free port, an empty one unless ``options`` say otherwise; give the address of its API."""
    with tempfile.TemporaryDirectory() as home, serving(Path(home), *options) as (url, _):
        yield url


@contextmanager
def serving(home: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Serve the record in a directory on a free port; give the address of its API, and the process that serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command: list[str | Path] = [ONRECORD, "serve", "--open", "--port", str(port), "--data-dir", home, *options]
    process = subprocess.Popen(command, env=without_database(), stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/ready")
        yield f"http://127.0.0.1:{port}/graphql", process.pid
    finally:
        process.terminate()
        process.wait()


def without_database() -> dict[str, str]:
    """Return the environment but for the database that it may name."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {url}")


def _statement(number: int) -> dict[str, Any]:
    actor = f"id-{number % _ACTORS}"
    return {
        "capacities": [{"speaker": actor, "onBehalfOf": [actor]}],
        "act": "ASSERT",
        "summary": f"Atlantis speaks of its tides, for the {number}th time.",
        "occurred": {"edtf": (_FIRST_DAY + datetime.timedelta(days=number % _DAYS)).isoformat()},
        "stances": [{"issue": f"id-{number // _ACTORS % _ISSUES}", "stance": "SUPPORT" if number % 3 else "OPPOSE"}],
        "appearances": [{"source": "id-0", "rendering": "PARAPHRASE"}],
    }


async def measured(ask: Callable[[], Awaitable[None]], *, callers: int, requests: int) -> list[float]:
    """Return the milliseconds of each of ``requests`` requests, asked by ``callers`` at once."""
    taken: list[float] = []

    async def call() -> None:
        for _ in range(requests // callers):
            began = time.perf_counter()
            await ask()
            taken.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(call() for _ in range(callers)))
    return taken


class Desk:
    """Asks one service; every statement is of the next actor, on the next day."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._numbers = itertools.count()

    async def post(self, query: str, **variables: Any) -> Any:
        """Return the data of an answer without errors."""
        answer = await self._connections.post({"query": query, "variables": variables})
        if "errors" in answer:
            raise RuntimeError(answer["errors"])
        return answer["data"]

    async def register(self) -> None:
        """Register what statements name."""
        for mutation, (input_type, count, fields) in _REGISTER.items():
            query = f"mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{ errors {{ message }} }} }}"
            for number in range(count):
                await self.post(query, input={"id": f"id-{number}"} | fields)

    async def read(self) -> None:
        """Ask the shortest query."""
        await self.post(_QUERY)

    async def record(self) -> None:
        """Record a statement and wait until it is projected."""
        payload = (await self.post(_MUTATION, input=_statement(next(self._numbers))))["recordStatement"]
        if payload["errors"] or not payload["isProjected"]:
            raise RuntimeError(payload)


async def measure(url: str, service: psutil.Process, requests: int) -> None:
    """Print p50, p99 and requests a second for the floor and for recording, at 1 and at 16 callers."""
    connections, client = Connections(url), psutil.Process()
    await connections.open(_CALLERS)
    desk = Desk(connections)
    await desk.register()
    for callers in (1, _CALLERS):
        for name, ask in (("shortest query", desk.read), ("recordStatement", desk.record)):
            before = _processor(client, service)
            times = await measured(ask, callers=callers, requests=requests)
            cuts = statistics.quantiles(times, n=100)
            spread = f"p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms"
            rate = callers * 1000 / statistics.fmean(times)
            ours, its = (
                (after - then) / len(times) for after, then in zip(_processor(client, service), before, strict=True)
            )
            busy = f"client {ours:.2f} ms, service {its:.2f} ms of a processor"
            print(f"{callers:2} callers, {name}: {spread}, {rate:,.0f} a second; {busy}")
    connections.close()


def _processor(*processes: psutil.Process) -> list[float]:
    """Return the milliseconds that each process ran."""
    return [1000 * sum(process.cpu_times()[:2]) for process in processes]


def main() -> None:
    """Read how many requests, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=960)
    requests = parser.parse_args().requests
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as (url, service):
        asyncio.run(measure(url, psutil.Process(service), requests))


if __name__ == "__main__":
    main()
