"""Owns measuring ``recordStatement`` over GraphQL: from the request to the projected answer, by 1 and by 16 callers.

A real service on a cluster on disk; the floor is the shortest query, asked the same way in the same run.
"""

import argparse
import asyncio
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

_ONRECORD = Path(sys.executable).with_name("onrecord")
_START_SECONDS = 60
_QUERY = "{ log { head } }"
_MUTATION = """
mutation ($input: RecordStatementInput!) { recordStatement(input: $input) { isProjected errors { message } } }
"""
_REGISTER = """
mutation {
  registerActor(input: {id: "atlantis", kind: "state", names: [{lang: "en", text: "Atlantis"}]}) { errors { message } }
  defineIssue(input: {id: "tides", kind: NORMATIVE, labels: [{lang: "en", text: "Tides"}],
    propositions: [{lang: "en", text: "The tides should be lower."}]}) { errors { message } }
  registerSource(input: {id: "tide-table", title: "Tide table", published: {edtf: "2021-12-22"}}) { errors { message } }
}
"""


@contextmanager
def served() -> Iterator[str]:
    """Serve an empty record on a free port; give the address of its API."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as home:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [_ONRECORD, "serve", "--open", "--port", str(port), "--data-dir", home]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait_for(f"http://127.0.0.1:{port}/health/ready")
            yield f"http://127.0.0.1:{port}/graphql"
        finally:
            process.terminate()
            process.wait()


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
    return {
        "capacities": [{"speaker": "atlantis", "onBehalfOf": ["atlantis"]}],
        "act": "ASSERT",
        "summary": f"Atlantis speaks of its tides, for the {number}th time.",
        "occurred": {"edtf": f"2021-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"},
        "stances": [{"issue": "tides", "stance": "SUPPORT" if number % 3 else "OPPOSE"}],
        "appearances": [{"source": "tide-table", "rendering": "PARAPHRASE"}],
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


async def measure(url: str, requests: int) -> None:
    """Print p50, p99 and requests a second for the floor and for recording, at 1 and at 16 callers."""
    numbers = itertools.count()
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:

        async def post(query: str, **variables: Any) -> Any:
            answer = (await client.post(url, json={"query": query, "variables": variables})).json()
            if "errors" in answer:
                raise RuntimeError(answer["errors"])
            return answer["data"]

        async def read() -> None:
            await post(_QUERY)

        async def record() -> None:
            payload = (await post(_MUTATION, input=_statement(next(numbers))))["recordStatement"]
            if payload["errors"] or not payload["isProjected"]:
                raise RuntimeError(payload)

        await post(_REGISTER)
        for callers in (1, 16):
            floor = await measured(read, callers=callers, requests=requests)
            taken = await measured(record, callers=callers, requests=requests)
            for name, times in (("shortest query", floor), ("recordStatement", taken)):
                cuts = statistics.quantiles(times, n=100)
                rate = callers * 1000 / statistics.fmean(times)
                print(f"{callers:2} callers, {name}: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, {rate:,.0f} a second")


def main() -> None:
    """Read how many requests, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=960)
    requests = parser.parse_args().requests
    with served() as url:
        asyncio.run(measure(url, requests))


if __name__ == "__main__":
    main()
