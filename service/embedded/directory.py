"""What lies in the home directory of an embedded cluster, and who may use it.

    data/         PostgreSQL's own; made as data.new and renamed, so that it is there whole or not at all
    owner.lock    held by the one process that owns the cluster, with its pid to be shown to others
    server.lock   inherited by the launcher and every PostgreSQL process: free means that none of them lives
    postgres.log  what PostgreSQL says

Locks, and not pids, say who is alive: a pid may be used again, a lock dies with its last holder.
"""

import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path
from typing import IO

import psutil

from service.embedded.binaries import major_version
from service.embedded.errors import DataDirectoryInUse, DataDirectoryOfOtherVersion, DataDirectoryUnusable
from service.embedded.identity import check_owner

_SOCKET = ".s.PGSQL.5432"
_STATUS_LINE = 7  # of postmaster.pid, from 0: LOCK_FILE_LINE_PM_STATUS of PostgreSQL less one
_LONGEST_SOCKET_PATH = 103  # macOS; Linux allows 107
_LARGEST_LOG = 8 * 1024 * 1024
_LINES_OF_LOG_TO_SHOW = 12
_PATIENCE_WITH_ENDING_SERVER = 60.0


class ClusterDirectory:
    """The home directory of one cluster."""

    def __init__(self, home: Path) -> None:
        self.home = home.expanduser().absolute()
        self.data = self.home / "data"
        self.unfinished_data = self.home / "data.new"
        self.log = self.home / "postgres.log"
        self._owner_lock: IO[str] | None = None
        self._log_opened_at = 0

    def claim(self) -> None:
        """Make the directory if need be and become its one owner.

        Raises DataDirectoryInUse or DataDirectoryUnusable.
        """
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            check_owner(self.home)
            lock = (self.home / "owner.lock").open("a+")
        except OSError as error:
            raise DataDirectoryUnusable(self.home, because=str(error)) from error
        if not _lock_at_once(lock):
            raise DataDirectoryInUse(self.home, holder=_written_holder(lock))
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._owner_lock = lock

    @property
    def is_ours(self) -> bool:
        """Whether this object claimed the directory and has not released it."""
        return self._owner_lock is not None

    def release(self) -> None:
        """Let another process own the directory."""
        if self._owner_lock:
            self._owner_lock.close()
            self._owner_lock = None

    def lock_for_server(self) -> IO[str]:
        """Lock out every other server; wait for one that is still ending. The lock is passed to the server's processes.

        Raises DataDirectoryInUse if an earlier server does not end.
        """
        lock = (self.home / "server.lock").open("a+")
        deadline = time.monotonic() + _PATIENCE_WITH_ENDING_SERVER
        while not _lock_at_once(lock):
            if time.monotonic() > deadline:
                lock.close()
                raise DataDirectoryInUse(self.home, holder="a PostgreSQL of an earlier run that does not end")
            time.sleep(0.01)
        return lock

    def has_data(self) -> bool:
        """Tell whether the cluster was ever made."""
        return (self.data / "PG_VERSION").exists()

    def check_version(self) -> None:
        """Raise DataDirectoryOfOtherVersion if this PostgreSQL cannot read the data."""
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != major_version():
            raise DataDirectoryOfOtherVersion(self.home, found=found, expected=major_version())

    def drop_stale_files(self) -> None:
        """Remove what a killed server left. To be called with the server's lock held.

        PostgreSQL itself would trust any living process with the pid in postmaster.pid. With the lock held none of ours
        lives; one that somebody started by hand works in the data directory, and is respected.
        """
        pid = self.server_pid()
        if pid is not None and _works_in(pid, self.data):
            raise DataDirectoryInUse(self.home, holder=f"a PostgreSQL started by hand (process {pid})")
        for path in (self.data / "postmaster.pid", self._socket, self._socket.with_name(f"{_SOCKET}.lock")):
            path.unlink(missing_ok=True)

    def server_pid(self) -> int | None:
        """Read the pid that the server wrote; None before it did."""
        lines = self._pid_file_lines()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def server_is_ready(self) -> bool:
        """Tell whether the server says that it takes connections, as `pg_ctl --wait` does."""
        lines = self._pid_file_lines()
        return [line.strip() for line in lines[_STATUS_LINE : _STATUS_LINE + 1]] == ["ready"]

    @property
    def socket_directory(self) -> Path:
        """The directory of the server's socket: this one, or a short one where the path would be too long."""
        if len(os.fsencode(self.home / _SOCKET)) <= _LONGEST_SOCKET_PATH:
            return self.home
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir(), f"onrecord-{name}")

    def make_socket_directory(self) -> None:
        """Make sure that nobody else can offer or open the socket."""
        path = self.socket_directory
        path.mkdir(mode=0o700, exist_ok=True)
        home, state = self.home.stat(), path.lstat()
        if os.geteuid() == 0 and path != self.home and state.st_uid == 0:
            os.chown(path, home.st_uid, home.st_gid)
        elif state.st_uid != home.st_uid or not stat.S_ISDIR(state.st_mode):
            raise DataDirectoryUnusable(self.home, because=f"{path} belongs to another user")
        path.chmod(0o700)

    def remove_socket_directory(self) -> None:
        """Leave nothing outside the home directory."""
        if self.socket_directory != self.home:
            shutil.rmtree(self.socket_directory, ignore_errors=True)

    def open_log(self) -> IO[bytes]:
        """Open the log for appending; one that grew large is put aside first, the one before it dropped."""
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.old"))
        output = self.log.open("ab")
        self._log_opened_at = output.tell()
        return output

    def end_of_log(self) -> str:
        """Read what was logged since the log was last opened, at most its last lines."""
        with self.log.open("rb") as written:
            written.seek(self._log_opened_at)
            return "\n".join(written.read().decode(errors="replace").splitlines()[-_LINES_OF_LOG_TO_SHOW:])

    @property
    def _socket(self) -> Path:
        return self.socket_directory / _SOCKET

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []


def _lock_at_once(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written_holder(lock: IO[str]) -> str:
    with lock:
        lock.seek(0)
        pid = lock.read().strip()
    return f"process {pid}" if pid else "another process"


def _works_in(pid: int, directory: Path) -> bool:
    try:
        return Path(psutil.Process(pid).cwd()) == directory.resolve()
    except psutil.Error:
        return False
