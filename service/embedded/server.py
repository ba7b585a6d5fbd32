"""Own one PostgreSQL server: start it, notice when it dies, stop it.

stopped ──start──▶ running ──stop──▶ stopped
                     │  ▲
        server dies  ▼  │  watch starts it again
                     dead
"""

import asyncio
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Self
from urllib.parse import quote

import structlog

from service.embedded import launch
from service.embedded.binaries import program
from service.embedded.directory import ClusterDirectory
from service.embedded.errors import EmbeddedPostgresError, ServerFailed
from service.embedded.identity import give_to_ordinary_account, identity_for, refuse_root

_SUPERUSER = "postgres"
_ENCODING = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_ALWAYS = {"listen_addresses": "", "unix_socket_permissions": "0700", "timezone": "UTC", "log_timezone": "UTC"}
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_LOOK_FOR_READINESS_EVERY = 0.005
_LOOK_FOR_DEATH_EVERY = 0.1
_LONG_START = 2.0
_STOPS_WITHIN = "60"
"""Seconds for a fast shutdown, whose checkpoint may be large; then an immediate one follows."""
_LONGEST_PAUSE_BETWEEN_RESTARTS = 30.0

_log = structlog.get_logger(__name__)


class EmbeddedPostgres:
    """A PostgreSQL cluster of our own in one directory, reached over a unix socket that only this user can open.

    The server ends when this process ends, however it ends; the next start recovers what was committed.
    A throw-away cluster writes without fsync, and removes its directory when it stops.
    """

    def __init__(
        self,
        home: Path,
        *,
        throwaway: bool = False,
        settings: Mapping[str, str] = MappingProxyType({}),
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._directory = ClusterDirectory(home)
        self._is_throwaway = throwaway
        self._settings = settings
        self._progress = progress
        self._process: subprocess.Popen[bytes] | None = None
        self._changing = threading.Lock()

    def start(self) -> str:
        """Start the server, making the cluster first if there is none, and return a superuser's DSN.

        Blocks until the server takes connections: about 0.1 s, 1 s with a new cluster, longer after a crash with much
        to recover. Raises an EmbeddedPostgresError; then nothing is left running.
        """
        with self._changing:
            self._directory.claim()
            try:
                if not self._directory.has_data():
                    self._make_data()
                self._directory.check_version()
                self._start_server()
            except BaseException:
                self._end_server()
                self._directory.release()
                raise
        return self.dsn()

    def stop(self) -> None:
        """Stop the server and wait until it has ended; clients are cut off, what was committed is kept."""
        with self._changing:
            self._end_server()
            if self._is_throwaway and self._directory.is_ours:
                shutil.rmtree(self._directory.home, ignore_errors=True)
            self._directory.release()

    def dsn(self, *, database: str = "postgres", user: str = _SUPERUSER, role: str | None = None) -> str:
        """Name a database for asyncpg: as superuser, or as who may log in; acting as a role, which need not be."""
        acting = f"&role={quote(role)}" if role else ""
        socket_directory = quote(str(self._directory.socket_directory), safe="")
        return f"postgresql://{quote(user)}@/{quote(database)}?host={socket_directory}{acting}"

    @property
    def is_running(self) -> bool:
        """Whether the server was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def server_pid(self) -> int | None:
        """The pid of PostgreSQL's first process."""
        return self._directory.server_pid()

    async def watch(self, on_restart: Callable[[], None] = lambda: None) -> None:
        """Start the server again whenever it ends by itself, calling `on_restart` after each time.

        Returns once `stop` was called; may be cancelled. A server that does not come back is tried for ever, at
        growing intervals.
        """
        failures = 0
        while self._process is not None:
            pause = min(_LOOK_FOR_DEATH_EVERY * 2**failures, _LONGEST_PAUSE_BETWEEN_RESTARTS)
            await asyncio.sleep(pause)
            try:
                is_restarted = await asyncio.to_thread(self._restart_if_dead)
            except (EmbeddedPostgresError, OSError) as error:  # OSError: the disk is full
                failures += 1
                _log.error("postgres.restart_failed", error=str(error), failures=failures)
                continue
            failures = 0
            if is_restarted:
                on_restart()

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        self.stop()

    def _restart_if_dead(self) -> bool:
        if self._process is None or self._process.poll() is None:
            return False
        with self._changing:
            if self._process is None:
                return False
            self._process.communicate()
            _log.warning("postgres.died", exit_code=self._process.returncode, log=str(self._directory.log))
            self._start_server()
            return True

    def _make_data(self) -> None:
        self._progress(f"Making a database in {self._directory.home}")
        identity = identity_for(self._directory.home)
        if self._run_initdb(identity) == launch.IDENTITY_REFUSED:
            identity = give_to_ordinary_account(self._directory.home, program=program("initdb"))
            self._run_initdb(identity)
        self._directory.unfinished_data.rename(self._directory.data)

    def _run_initdb(self, identity: str) -> int:
        """Run initdb to its end; return 0 or IDENTITY_REFUSED."""
        unfinished = self._directory.unfinished_data
        with self._directory.lock_for_server() as lock:
            shutil.rmtree(unfinished, ignore_errors=True)
            sync = ["--no-sync"] if self._is_throwaway else []
            initdb = [f"--pgdata={unfinished}", f"--username={_SUPERUSER}", "--auth=trust", *_ENCODING, *sync]
            process = self._launch("initdb", initdb, identity=identity, lock=lock)
        code = process.wait()
        process.communicate()
        if code not in (0, launch.IDENTITY_REFUSED):
            raise ServerFailed(self._directory.log, tail=self._directory.end_of_log())
        return code

    def _start_server(self) -> None:
        options = _ALWAYS | {"unix_socket_directories": str(self._directory.socket_directory)}
        if self._is_throwaway:
            options |= _THROWAWAY
        options |= self._settings
        arguments = ["-D", str(self._directory.data), *(f"-c{name}={value}" for name, value in options.items())]
        with self._directory.lock_for_server() as lock:
            self._directory.drop_stale_files()
            self._directory.make_socket_directory()
            identity = identity_for(self._directory.data)
            self._process = self._launch("postgres", arguments, identity=identity, lock=lock)
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        long_start = time.monotonic() + _LONG_START
        while not self._directory.server_is_ready():
            if process.poll() == launch.IDENTITY_REFUSED:
                raise refuse_root(self._directory.home)
            if process.poll() is not None:
                raise ServerFailed(self._directory.log, tail=self._directory.end_of_log())
            if time.monotonic() > long_start:
                self._progress("PostgreSQL is recovering what a crash left; this can take minutes")
                long_start = float("inf")
            time.sleep(_LOOK_FOR_READINESS_EVERY)

    def _launch(self, name: str, arguments: list[str], *, identity: str, lock: IO[str]) -> subprocess.Popen[bytes]:
        """Start one of PostgreSQL's programs so that it ends with this process; its standard input is the tie."""
        how_to_stop = "QUIT" if self._is_throwaway else "INT"
        launcher = [sys.executable, "-I", "-S", launch.__file__, identity, how_to_stop, _STOPS_WITHIN]
        with self._directory.open_log() as output:
            return subprocess.Popen(
                [*launcher, str(program(name)), *arguments],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                pass_fds=[lock.fileno()],
                start_new_session=True,
                env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            )

    def _end_server(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.communicate()  # closes its standard input, which makes it end, and waits
            self._directory.remove_socket_directory()
