"""The embedded PostgreSQL keeps what was committed, whatever is killed, and says plainly what it cannot do."""

import asyncio
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from service.embedded import launch
from service.embedded.binaries import major_version, program
from service.embedded.errors import (
    DataDirectoryInUse,
    DataDirectoryOfOtherVersion,
    DataDirectoryUnusable,
    ServerFailed,
)
from service.embedded.server import EmbeddedPostgres

pytestmark = pytest.mark.durable

_ROOT = Path(__file__).parent.parent
_IS_ROOT_ON_LINUX = sys.platform == "linux" and os.geteuid() == 0
_SERVICE = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    from service.embedded.server import EmbeddedPostgres
    server = EmbeddedPostgres(Path(sys.argv[1]))
    try:
        print("dsn", server.start(), flush=True)
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdin.read()
    server.stop()
""")


def ask(dsn: str, query: str) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(run())


def wait_for(is_so: Callable[[], bool], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def is_free(home: Path) -> bool:
    """Tell whether no process works in the data directory any more."""
    data = str((home / "data").resolve())
    for process in psutil.process_iter():
        try:
            if process.cwd() == data:
                return False
        except psutil.Error:
            continue
    return True


class Service:
    """Another process that owns a cluster, as the service does."""

    def __init__(self, home: Path, **options: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVICE, str(home)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,  # type: ignore[call-overload]
        )

    def dsn(self) -> str:
        assert self.process.stdout
        word, _, dsn = self.process.stdout.readline().partition(" ")
        assert word == "dsn", self.end()
        return dsn.strip()

    def end(self) -> str:
        """Let it end and return what it complained about."""
        return self.process.communicate()[1].strip()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "cluster"


@pytest.fixture
def open_home() -> Iterator[Path]:
    """Name a home for the cluster in a directory that every user may enter."""
    outside = Path(tempfile.mkdtemp(prefix="onrecord-test-", dir="/tmp"))
    outside.chmod(0o755)
    yield outside / "cluster"
    shutil.rmtree(outside)


def test_what_was_committed_is_there_after_a_stop(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        ask(server.dsn(), "create table kept as select 1 as number")
    assert is_free(home)
    with EmbeddedPostgres(home) as server:
        assert ask(server.dsn(), "select number from kept") == 1


def test_it_writes_to_disk_unless_it_is_thrown_away(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "kept") as server:
        assert ask(server.dsn(), "select current_setting('fsync')") == "on"
    with EmbeddedPostgres(tmp_path / "thrown", throwaway=True) as server:
        assert ask(server.dsn(), "select current_setting('fsync')") == "off"
    assert (tmp_path / "kept").exists()
    assert not (tmp_path / "thrown").exists()


def test_settings_are_passed_to_the_server(home: Path) -> None:
    with EmbeddedPostgres(home, throwaway=True, settings={"work_mem": "5MB"}) as server:
        assert ask(server.dsn(), "select current_setting('work_mem')") == "5MB"


def test_a_role_is_acted_as_without_a_password(home: Path) -> None:
    with EmbeddedPostgres(home, throwaway=True) as server:
        ask(server.dsn(), "create role reader nologin")
        assert ask(server.dsn(role="reader"), "select current_user") == "reader"


def test_it_speaks_utf8_and_utc_and_listens_on_no_network(home: Path) -> None:
    with EmbeddedPostgres(home, throwaway=True) as server:
        shown = "select concat_ws(' ', current_setting('server_encoding'), current_setting('timezone'))"
        assert ask(server.dsn(), shown) == "UTF8 UTC"
        assert ask(server.dsn(), "select current_setting('listen_addresses')") == ""


def test_the_one_who_waits_is_told_that_a_database_is_made(home: Path) -> None:
    told: list[str] = []
    with EmbeddedPostgres(home, progress=told.append):
        pass
    with EmbeddedPostgres(home, progress=told.append):
        pass
    assert told == [f"Making a database in {home}"]


def test_a_killed_service_takes_its_server_along_and_loses_nothing(home: Path) -> None:
    service = Service(home)
    ask(service.dsn(), "create table kept as select 1 as number")
    service.process.kill()
    service.end()
    with EmbeddedPostgres(home) as server:
        assert ask(server.dsn(), "select number from kept") == 1


def test_no_server_is_left_when_nobody_starts_again(home: Path) -> None:
    service = Service(home)
    service.dsn()
    service.process.kill()
    service.end()
    wait_for(lambda: is_free(home))


def test_an_interrupt_from_the_keyboard_reaches_the_service_alone(home: Path) -> None:
    with EmbeddedPostgres(home, throwaway=True) as server:
        assert server.server_pid is not None
        assert os.getsid(server.server_pid) != os.getsid(0)


async def test_a_killed_server_is_started_again_and_loses_nothing(home: Path) -> None:
    restarted = asyncio.Event()
    with EmbeddedPostgres(home) as server:
        watching = asyncio.create_task(server.watch(on_restart=restarted.set))
        connection = await asyncpg.connect(server.dsn())
        await connection.execute("create table kept as select 1 as number")
        killed = server.server_pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await asyncio.wait_for(restarted.wait(), 20)
        assert server.server_pid != killed
        connection.terminate()
        connection = await asyncpg.connect(server.dsn())
        assert await connection.fetchval("select number from kept") == 1
        await connection.close()
        server.stop()
        await asyncio.wait_for(watching, 5)


async def test_a_killed_launcher_takes_the_server_along_and_both_come_back(home: Path) -> None:
    restarted = asyncio.Event()
    with EmbeddedPostgres(home, throwaway=True) as server:
        watching = asyncio.create_task(server.watch(on_restart=restarted.set))
        assert server.server_pid is not None
        launcher = psutil.Process(server.server_pid).parent()
        assert launcher is not None
        launcher.kill()
        await asyncio.wait_for(restarted.wait(), 20)
        server.stop()
        await asyncio.wait_for(watching, 5)


def test_what_does_not_stop_when_asked_is_made_to() -> None:
    deaf = "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
    launcher = [sys.executable, "-I", "-S", launch.__file__, "same", "INT", "0.2", sys.executable, "-c", deaf]
    with subprocess.Popen(launcher, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stdin
        assert running.stdout.readline() == b"deaf\n"
        running.stdin.close()
        assert running.wait(20) == 128 + signal.SIGQUIT


async def test_a_server_that_does_not_come_back_is_tried_until_it_does(home: Path) -> None:
    restarted = asyncio.Event()
    with EmbeddedPostgres(home, throwaway=True) as server:
        watching = asyncio.create_task(server.watch(on_restart=restarted.set))
        configuration = home / "data/postgresql.conf"
        good = configuration.read_text()
        configuration.write_text("no_such_setting = 1")
        assert server.server_pid is not None
        os.kill(server.server_pid, signal.SIGKILL)
        await asyncio.sleep(1)
        assert not restarted.is_set()
        assert not watching.done()
        configuration.write_text(good)
        await asyncio.wait_for(restarted.wait(), 20)
        server.stop()
        await asyncio.wait_for(watching, 5)


def test_the_server_does_not_depend_on_the_thread_that_started_it(home: Path) -> None:
    server = EmbeddedPostgres(home, throwaway=True)
    thread = threading.Thread(target=server.start)
    thread.start()
    thread.join()
    time.sleep(0.3)
    assert server.is_running
    assert ask(server.dsn(), "select 1") == 1
    server.stop()


def test_a_second_process_is_told_who_holds_the_directory_and_what_to_do(home: Path) -> None:
    with EmbeddedPostgres(home, throwaway=True):
        assert Service(home).end() == (
            f"DataDirectoryInUse: The data directory {home} is in use by process {os.getpid()}. "
            "Stop that process, or give another directory with --data-dir, "
            "or name a running PostgreSQL with DATABASE_URL."
        )


def test_who_does_not_hold_the_directory_does_not_remove_it(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        second = EmbeddedPostgres(home, throwaway=True)
        with pytest.raises(DataDirectoryInUse):
            second.start()
        second.stop()
        assert ask(server.dsn(), "select 1") == 1


def test_of_five_at_once_one_wins(home: Path) -> None:
    services = [Service(home) for _ in range(5)]
    complaints = sorted(service.end() for service in services)
    assert complaints.count("") >= 1
    assert all(complaint == "" or complaint.startswith("DataDirectoryInUse") for complaint in complaints)


def test_a_server_started_by_hand_is_respected(home: Path) -> None:
    with EmbeddedPostgres(home):
        pass
    with subprocess.Popen(["sleep", "60"], cwd=home / "data") as by_hand:
        (home / "data/postmaster.pid").write_text(f"{by_hand.pid}\n")
        with pytest.raises(DataDirectoryInUse, match=rf"by hand \(process {by_hand.pid}\)"):
            EmbeddedPostgres(home).start()
        by_hand.kill()


def test_a_pid_that_now_belongs_to_another_process_is_not_believed(home: Path) -> None:
    with EmbeddedPostgres(home):
        pass
    (home / "data/postmaster.pid").write_text(f"{os.getpid()}\n{home / 'data'}\n0\n5432\n{home}\n\n\nready   \n")
    with EmbeddedPostgres(home) as server:
        assert ask(server.dsn(), "select 1") == 1


def test_a_database_half_made_is_made_again(home: Path) -> None:
    (home / "data.new/base").mkdir(parents=True)
    (home / "data.new/PG_VERSION").write_text(major_version())
    with EmbeddedPostgres(home, throwaway=True) as server:
        assert ask(server.dsn(), "select 1") == 1


def test_data_of_another_major_version_are_left_alone(home: Path) -> None:
    with EmbeddedPostgres(home):
        pass
    (home / "data/PG_VERSION").write_text("17\n")
    with pytest.raises(DataDirectoryOfOtherVersion, match="written by PostgreSQL 17, and this is PostgreSQL 18"):
        EmbeddedPostgres(home).start()
    (home / "data/PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(home) as server:
        assert ask(server.dsn(), "select 1") == 1


def test_a_server_that_cannot_start_says_why_and_leaves_nothing_running(home: Path) -> None:
    with pytest.raises(ServerFailed, match="no_such_setting"):
        EmbeddedPostgres(home, settings={"no_such_setting": "1"}).start()
    assert is_free(home)
    with EmbeddedPostgres(home) as server:
        assert ask(server.dsn(), "select 1") == 1


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataDirectoryUnusable, match=r"file/cluster cannot be used: .* --data-dir"):
        EmbeddedPostgres(tmp_path / "file/cluster").start()


def test_a_long_path_gets_its_socket_elsewhere_and_leaves_nothing_there(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    with EmbeddedPostgres(home, throwaway=True) as server:
        sockets = Path(server.dsn().partition("?host=")[2])
        assert sockets != home
        assert ask(server.dsn(), "select 1") == 1
    assert not sockets.exists()


def test_a_path_with_blanks_and_signs_works(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "a desk & its 100% record?", throwaway=True) as server:
        assert ask(server.dsn(), "select 1") == 1


def test_a_large_log_is_put_aside(home: Path) -> None:
    home.mkdir()
    (home / "postgres.log").write_bytes(b"x" * 9_000_000)
    with EmbeddedPostgres(home):
        pass
    assert (home / "postgres.log").stat().st_size < 100_000
    assert (home / "postgres.log.old").stat().st_size == 9_000_000


def _reachable_for_all(path: Path) -> bool:
    return all(directory.stat().st_mode & 0o001 for directory in path.resolve().parents)


def _forbid_user_namespaces() -> None:
    """Enter, with all users known, a user namespace in which no further one can be made; runs between fork and exec."""
    ready, go = os.pipe(), os.pipe()
    me = os.getpid()
    if os.fork() == 0:
        os.read(ready[0], 1)
        Path(f"/proc/{me}/gid_map").write_text("0 0 65536")
        Path(f"/proc/{me}/uid_map").write_text("0 0 65536")
        os.write(go[1], b"x")
        os._exit(0)
    assert ctypes.CDLL(None).unshare(0x10000000) == 0
    os.write(ready[1], b"x")
    os.read(go[0], 1)
    os.wait()
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


def _become_ordinary() -> None:
    """Be called 1000 and have no rights of root, as an ordinary user; runs between fork and exec."""
    assert ctypes.CDLL(None).unshare(0x10000000) == 0
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text("1000 0 1")
    Path("/proc/self/uid_map").write_text("1000 0 1")


@pytest.mark.skipif(not _IS_ROOT_ON_LINUX, reason="needs root on Linux")
class TestAsRoot:
    def test_without_user_namespaces_an_ordinary_account_serves(self, open_home: Path) -> None:
        if not _reachable_for_all(program("postgres")):
            pytest.skip("the virtual environment is in a directory closed to other users")
        service = Service(open_home, preexec_fn=_forbid_user_namespaces)
        ask(service.dsn(), "create table kept as select 1 as number")
        assert (open_home / "data").owner() in ("postgres", "nobody")
        assert service.end() == ""
        with EmbeddedPostgres(open_home) as server:
            assert ask(server.dsn(), "select number from kept") == 1

    def test_without_user_namespaces_a_closed_directory_is_named(self, home: Path) -> None:
        complaint = Service(home, preexec_fn=_forbid_user_namespaces).end()
        assert complaint.startswith("RootRefused: PostgreSQL does not run as root")
        assert "cannot enter" in complaint
        assert "--data-dir" in complaint

    def test_without_user_namespaces_the_data_of_root_are_left_alone(self, open_home: Path) -> None:
        with EmbeddedPostgres(open_home):
            pass
        complaint = Service(open_home, preexec_fn=_forbid_user_namespaces).end()
        assert complaint.startswith("RootRefused")
        assert f"chown -R nobody {open_home}" in complaint

    def test_an_ordinary_user_needs_none_of_this(self, home: Path) -> None:
        service = Service(home, preexec_fn=_become_ordinary)
        ask(service.dsn(), "create table kept as select 1 as number")
        service.process.kill()
        service.end()
        with EmbeddedPostgres(home) as server:
            assert ask(server.dsn(), "select number from kept") == 1
