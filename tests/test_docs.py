"""What the README and the pages in docs/ show is run, in the order in which a reader meets it.

One real service, started as `make run` starts it (`onrecord serve --demo --open`) on an empty directory and a free
port, answers everything, so what a mutation writes is seen by what comes after it in the same document.

- A block ```graphql directly followed by a block ```json is sent to the service, and the answer must be that JSON. A
  value "…" in the JSON stands for any value. Between the two, a block ```json variables may give variables. A
  ```graphql block without an answer must answer without errors; a subscription is validated against
  `service/graphql/schema.graphql` and not run.
- A block ```bash run is run by bash in the project's folder with its virtual environment; where a block ```text
  directly follows, it must print that. `127.0.0.1:8000` and `localhost:8000` mean the service under test.
- In every other ```bash block, each `make NAME` and `onrecord NAME` must exist.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from documents import Block, Example, blocks, examples
from graphql import build_schema, parse, validate

_ROOT = Path(__file__).parent.parent
_README = _ROOT / "README.md"
_ONRECORD = Path(sys.executable).with_name("onrecord")
_DOCUMENTS = [path for path in (_README, *sorted((_ROOT / "docs").glob("*.md"))) if path.exists()]
_SECONDS_TO_START = 60
_ANYTHING = "…"

ALL = [block for path in _DOCUMENTS for block in blocks(path, root=_ROOT)]
QUERIES = examples(ALL, language="graphql", answered_in="json")
COMMANDS = [example for example in examples(ALL, language="bash", answered_in="text") if "run" in example.block.tags]
SHOWN_COMMANDS = [block for block in ALL if block.language == "bash" and "run" not in block.tags]

needs_service = pytest.mark.skipif(
    not (_ROOT / "service/app.py").exists() or not _ONRECORD.exists(), reason="there is no service yet"
)


def _place(example: Example | Block) -> str:
    return example.place if isinstance(example, Block) else example.block.place


@pytest.fixture(scope="module")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service of these tests keeps its data."""
    return tmp_path_factory.mktemp("documents") / "data"


@pytest.fixture(scope="module")
def address(data_directory: Path) -> Iterator[str]:
    """Serve the first record; yield host and port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log_file = data_directory.with_name("service.log")
    log = log_file.open("w+")
    command = [_ONRECORD, "serve", "--demo", "--open", "--port", str(port), "--data-dir", str(data_directory)]
    with log, subprocess.Popen(command, stdout=log, stderr=log, env=_environment()) as service:
        _wait_for_answer(f"127.0.0.1:{port}", service, log_file)
        yield f"127.0.0.1:{port}"
        service.terminate()
        service.wait(20)


def _environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "DATABASE_URL"))}
    path = f"{_ONRECORD.parent}{os.pathsep}{os.environ['PATH']}"
    return ours | {"PATH": path, "COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb"}


def _wait_for_answer(address: str, service: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        assert service.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            if httpx.post(f"http://{address}/graphql", json={"query": "{ __typename }"}).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)


def _is_subscription(query: str) -> bool:
    return any(
        getattr(each, "operation", None) and each.operation.value == "subscription" for each in parse(query).definitions
    )


def _agrees(answer: Any, shown: Any) -> bool:
    """Compare an answer with the one shown, in which "…" stands for anything."""
    if shown == _ANYTHING:
        return True
    if isinstance(shown, dict) and isinstance(answer, dict):
        return list(shown) == list(answer) and all(_agrees(answer[name], value) for name, value in shown.items())
    if isinstance(shown, list) and isinstance(answer, list):
        return len(shown) == len(answer) and all(map(_agrees, answer, shown))
    return bool(answer == shown)


@needs_service
@pytest.mark.skipif(not _README.exists(), reason="there is no README yet")
def test_the_readme_shows_queries_with_their_answers() -> None:
    assert any(example.answer and example.block.document == "README.md" for example in QUERIES)


@needs_service
@pytest.mark.parametrize("example", QUERIES, ids=_place)
def test_a_query_gets_the_answer_shown(example: Example, address: str) -> None:
    if _is_subscription(example.block.text):
        schema = build_schema((_ROOT / "service/graphql/schema.graphql").read_text(encoding="utf-8"))
        assert validate(schema, parse(example.block.text)) == []
        return
    variables = json.loads(example.variables.text) if example.variables else {}
    request = {"query": example.block.text, "variables": variables}
    answer = httpx.post(f"http://{address}/graphql", json=request, timeout=30).json()
    if example.answer is None:
        assert "errors" not in answer
    else:
        shown = json.loads(example.answer.text)
        assert _agrees(answer, shown), f"the service answers\n{json.dumps(answer, indent=2, ensure_ascii=False)}"


@needs_service
@pytest.mark.parametrize("example", COMMANDS, ids=_place)
def test_a_command_prints_what_is_shown(example: Example, address: str, data_directory: Path) -> None:
    host, _, port = address.partition(":")
    script = re.sub(r"\b(127\.0\.0\.1|localhost):8000\b", address, example.block.text)
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=_ROOT,
        env=_environment() | {"ONRECORD_HOST": host, "ONRECORD_PORT": port, "ONRECORD_DATA_DIR": str(data_directory)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    if example.answer:
        printed, shown = (
            [line.rstrip() for line in text.strip().splitlines()] for text in (ran.stdout, example.answer.text)
        )
        assert printed == shown


@needs_service
@pytest.mark.parametrize("block", SHOWN_COMMANDS, ids=_place)
def test_a_command_shown_exists(block: Block) -> None:
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?m)^\s*make ([a-z]+)", block.text):
        assert re.search(rf"(?m)^{target}:", makefile), f"make {target}"
    offered = subprocess.run(
        [_ONRECORD, "--help"], env=_environment(), capture_output=True, text=True, check=True
    ).stdout
    for command in re.findall(r"(?m)^\s*onrecord ([a-z]+)", block.text):
        assert re.search(rf"\b{command}\b", offered), f"onrecord {command}"
