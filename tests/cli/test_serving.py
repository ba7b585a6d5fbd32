"""`onrecord serve` as a process of its own: it starts and answers, says why it cannot, survives, and stops soon."""

import asyncio
import datetime
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import httpx
import psutil
import pytest
from importing.small_record import small_record, write
from websockets.sync.client import connect

import migrations
from events.log.appending import Log
from events.log.connection import open_writer_pool
from service.importing.importer import Entry, RefusedEntry
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.running import importing_recorder, run

_PROGRAM = [sys.executable, "-m", "service.cli"]
_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 3  # half a second on an idle machine; other tests keep this one busy
_NATO = '{ position(actor: "nato", issue: "nrc-meeting", asOf: "2021-12-16") { stance } }'


def _environment(data_dir: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "DATABASE_URL"))}
    return ours | {"ONRECORD_DATA_DIR": str(data_dir), "NO_COLOR": "1", "COLUMNS": "140"}


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Serving:
    """A service that runs, and the commands of somebody who sits beside it."""

    process: "subprocess.Popen[str]"
    data_dir: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    def ask(self, query: str) -> object:
        """Ask until there is an answer; fail if the service ends instead."""
        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline
            try:
                answer = httpx.post(self.url, json={"query": query}, timeout=5).json()
            except (httpx.TransportError, ValueError):
                time.sleep(0.02)
                continue
            if "errors" not in answer:
                return answer["data"]

    def post(self, body: object, **headers: str) -> httpx.Response:
        """Ask once the service listens."""
        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                return httpx.post(self.url, json=body, headers=headers, timeout=5)
            except httpx.TransportError:
                assert self.process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)

    def onrecord(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return command(self.data_dir, *arguments)

    def stop(self, by: signal.Signals = signal.SIGINT) -> float:
        """Send a signal, and return the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(by)
        self.process.wait(20)
        return time.monotonic() - began


def command(data_dir: Path, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*_PROGRAM, *map(str, arguments)], env=_environment(data_dir), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data directory with the first record, once; tests work on copies."""
    data_dir = tmp_path_factory.mktemp("made") / "data"
    assert command(data_dir, "import", "record", "first").returncode == 0
    return data_dir


@pytest.fixture
def data_dir(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture
def serving(data_dir: Path) -> Iterator["ServingFactory"]:
    with ExitStack() as stack:
        yield ServingFactory(data_dir, stack)


class ServingFactory:
    """Starts services, and ends them with the test."""

    def __init__(self, data_dir: Path, stack: ExitStack) -> None:
        self.data_dir, self._stack = data_dir, stack

    def __call__(self, *options: str, is_open: bool = True, **environment: str) -> Serving:
        port = free_port()
        process = subprocess.Popen(
            [*_PROGRAM, "serve", "--port", str(port), *(["--open"] if is_open else []), *options],
            env=_environment(self.data_dir) | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._stack.callback(_end, process)
        return Serving(process, self.data_dir, port)


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def postgres_of(data_dir: Path) -> psutil.Process:
    return psutil.Process(int((data_dir / "data" / "postmaster.pid").read_text().split()[0]))


# ---- it starts and answers ----


def test_an_empty_directory_is_served_with_the_first_record(tmp_path: Path) -> None:
    with ExitStack() as stack:
        service = ServingFactory(tmp_path / "new", stack)("--demo")
        assert service.ask(_NATO) == {"position": {"stance": "SUPPORT"}}
        assert service.stop() < _SECONDS_TO_STOP
        assert service.process.returncode == 0
        printed, asides = service.process.communicate()
    assert "Loaded the first record" in asides
    assert f"http://127.0.0.1:{service.port}/graphql" in printed
    assert "It is open: whoever sits at this machine can read and write." in printed


def test_a_log_with_events_is_left_as_it_is(serving: ServingFactory) -> None:
    service = serving("--demo")
    before = service.ask("{ log { head } }")
    service.stop()
    assert "holds" in service.process.communicate()[1]
    assert serving("--demo").ask("{ log { head } }") == before


class BeginningOfTheFirstRecord(RecordDirectory):
    def entries(self) -> Iterator[Entry | RefusedEntry]:
        return islice(super().entries(), 100)


async def half_loaded(dsn: str) -> None:
    await migrations.upgrade(dsn)
    patience = datetime.timedelta(seconds=30)
    pool = await open_writer_pool(
        dsn, application_name="a test", size=1, lock_timeout=patience, transaction_timeout=patience
    )
    recorder = importing_recorder(Log(pool), pool)
    await run(BeginningOfTheFirstRecord(FIRST_RECORD), recorder, recorded_by="desk")
    await pool.close()


def test_a_first_record_whose_loading_was_killed_is_loaded_to_its_end(
    serving: ServingFactory, empty_database: str
) -> None:
    asyncio.run(half_loaded(empty_database))
    service = serving("--demo", DATABASE_URL=empty_database)
    assert service.ask("{ log { head } }") == {"log": {"head": str(RecordDirectory(FIRST_RECORD).extent)}}
    service.stop()
    service.process.communicate()


def test_a_database_that_is_named_is_migrated_and_served(serving: ServingFactory, empty_database: str) -> None:
    service = serving("--demo", DATABASE_URL=empty_database)
    assert service.ask(_NATO) == {"position": {"stance": "SUPPORT"}}
    service.stop()
    assert "ONRECORD_OWNER_URL is not set" in service.process.communicate()[1]


def test_without_open_it_is_closed_to_all_but_those_with_a_token(serving: ServingFactory) -> None:
    service = serving(is_open=False)
    asked = {"query": "{ caller { name role scopes isOpen } }"}
    refused = service.post(asked)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
    made = service.onrecord("token", "create", "alice", "--role", "reader")
    assert made.returncode == 0, made.stderr
    assert re.fullmatch(r"onrecord_[\w-]{43}\n", made.stdout)
    known = {"authorization": f"Bearer {made.stdout.strip()}"}
    caller = {"name": "alice", "role": "READER", "scopes": ["READ"], "isOpen": False}
    assert service.post(asked, **known).json() == {"data": {"caller": caller}}
    assert service.onrecord("token", "revoke", "alice").returncode == 0
    deadline = time.monotonic() + 5
    while service.post(asked, **known).status_code != 401:
        assert time.monotonic() < deadline, "a revoked token still opens"
        time.sleep(0.1)
    service.stop()
    assert "It is closed: whoever asks needs a token." in service.process.communicate()[0]


# ---- it says why it cannot ----


def refused(service: Serving) -> str:
    """Return the one sentence with which a service ends that cannot start."""
    printed, asides = service.process.communicate(timeout=20)
    assert (service.process.returncode, printed) == (1, "")
    assert "Traceback" not in asides
    return asides.strip()


def test_an_open_service_listens_on_this_machine_only(serving: ServingFactory) -> None:
    assert refused(serving("--host", "0.0.0.0")).startswith("With --open anybody who reaches 0.0.0.0 could write.")


def test_a_data_directory_has_one_service(serving: ServingFactory) -> None:
    first = serving()
    first.ask("{ __typename }")
    sentence = refused(serving())
    assert sentence.startswith(f"The data directory {first.data_dir} is in use by process {first.process.pid}.")
    assert first.ask("{ __typename }") == {"__typename": "Query"}


def test_a_port_has_one_service(serving: ServingFactory) -> None:
    first = serving()
    first.ask("{ __typename }")
    sentence = refused(serving("--port", str(first.port)))
    assert sentence.startswith(f"Cannot listen on 127.0.0.1, port {first.port}:")


def test_a_wrong_setting_is_named(serving: ServingFactory) -> None:
    assert refused(serving(DATABASE_URL="mysql://here")).startswith("DATABASE_URL is 'mysql://here':")


def test_a_database_that_is_not_there_is_named(serving: ServingFactory, tmp_path: Path) -> None:
    sentence = refused(serving(DATABASE_URL=f"postgresql://x@/y?host={tmp_path}", ONRECORD_OWNER_URL="postgresql://x"))
    assert sentence.startswith("The database does not answer:")
    assert sentence.endswith("Check that it runs, and DATABASE_URL.")


# ---- it stops ----


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_although_clients_are_connected(serving: ServingFactory, by: signal.Signals) -> None:
    service = serving()
    service.ask("{ __typename }")
    subscription = {"query": 'subscription { events(after: "0") { logOffset } }'}
    with ExitStack() as clients:
        clients.enter_context(socket.create_connection(("127.0.0.1", service.port)))
        websocket = clients.enter_context(
            connect(service.url.replace("http", "ws"), subprotocols=["graphql-transport-ws"], close_timeout=0.1)
        )
        websocket.send(json.dumps({"type": "connection_init"}))
        websocket.recv()
        websocket.send(json.dumps({"type": "subscribe", "id": "1", "payload": subscription}))
        stream = clients.enter_context(
            httpx.stream("POST", service.url, json=subscription, headers={"accept": "text/event-stream"})
        )
        next(stream.iter_raw())
        assert service.stop(by) < _SECONDS_TO_STOP
    assert service.process.returncode == 0
    assert service.process.communicate()[1].strip().splitlines()[-1] == "Stopped."


# ---- it survives ----


@pytest.mark.durable
def test_what_was_recorded_outlives_a_killed_service(serving: ServingFactory, tmp_path: Path) -> None:
    service = serving()
    service.ask("{ __typename }")
    imported = service.onrecord("import", "record", _small_beside_the_first(tmp_path))
    assert imported.returncode == 0, imported.stdout
    service.stop(signal.SIGKILL)
    assert serving().ask('{ position(actor: "small-state", issue: "small-talks") { stance } }') == {
        "position": {"stance": "CONDITIONAL"}
    }


@pytest.mark.durable
def test_a_killed_postgres_comes_back(serving: ServingFactory) -> None:
    service = serving()
    before = service.ask("{ log { head } }")
    killed = postgres_of(service.data_dir)
    killed.kill()
    psutil.wait_procs([killed], timeout=10)
    assert service.ask("{ log { head } }") == before
    assert service.stop() < _SECONDS_TO_STOP


@pytest.mark.durable
def test_no_postgres_outlives_its_service(serving: ServingFactory) -> None:
    service = serving()
    service.ask("{ __typename }")
    postgres = postgres_of(service.data_dir)
    service.stop(signal.SIGKILL)
    _, alive = psutil.wait_procs([postgres], timeout=10)
    assert not alive


# ---- the other commands find it ----


def test_commands_ask_the_service_that_runs(serving: ServingFactory) -> None:
    serving().ask("{ __typename }")
    asked = command(serving.data_dir, "positions", "--actor", "nato", "--as-of", "2021-12-16", "--json")
    assert {position["actor"]["id"] for position in json.loads(asked.stdout)} == {"nato"}


def test_commands_start_the_database_for_the_moment(data_dir: Path) -> None:
    assert command(data_dir, "replay", "--as-of", "2021-12-22").returncode == 0
    assert not (data_dir / "data" / "postmaster.pid").exists()


def test_where_nothing_was_recorded_commands_say_so(tmp_path: Path) -> None:
    asked = command(tmp_path / "nothing", "positions")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr.strip().endswith("Start one with `onrecord serve --demo`.")
    assert not (tmp_path / "nothing").exists()


def test_watch_needs_a_service(data_dir: Path) -> None:
    asked = command(data_dir, "watch")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "Start `onrecord serve`, then watch." in asked.stderr


def test_watch_shows_what_is_recorded_and_what_it_changed(serving: ServingFactory, tmp_path: Path) -> None:
    service = serving()
    service.ask("{ __typename }")
    watching = subprocess.Popen(
        [*_PROGRAM, "watch", "--json", "--after", "0"],
        env=_environment(service.data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert watching.stdout
    first = json.loads(watching.stdout.readline())
    assert (first["logOffset"], first["changes"]) == ("1", [])
    service.onrecord("import", "record", _small_beside_the_first(tmp_path))
    for line in watching.stdout:
        told = json.loads(line)
        if told["event"]["summary"] == "He offers talks." and told["changes"]:
            break
    assert [(c["actor"]["id"], c["before"], c["after"]["stance"]) for c in told["changes"]] == [
        ("small-state", None, "CONDITIONAL")
    ]
    watching.send_signal(signal.SIGINT)
    assert watching.wait(10) == 0
    assert "Traceback" not in watching.communicate()[1]


def _small_beside_the_first(tmp_path: Path) -> Path:
    """Write the small record under names that the first one does not use."""
    text = json.dumps(small_record())
    names = ("report", "draft-art1", "draft", "talks", "attack-plans", "nato", "russia", "vladimir-putin", "an-analyst")
    for name in names:
        text = text.replace(f'"{name}"', f'"small-{name}"')
    text = text.replace('"small-russia"', '"small-state"')
    return write(json.loads(text), tmp_path / "small")
