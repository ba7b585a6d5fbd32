"""What tests share: one throw-away PostgreSQL per test process, a fresh database per test, and nothing left behind.

postgres_cluster   the throw-away cluster of this test process (each xdist worker has its own)
database           the DSN of a migrated database of this test's own: a clone of a template
empty_database     the DSN of an empty database of this test's own
december           the DSN of a database of this test's own that holds the first record
chromium           the path of Chromium; a test marked `browser` is skipped where there is none
page               an empty page of a headless browser, which fails the test if the page asks another machine

A test fails if it leaves a connection to its database or a task in its event loop behind.
"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest
from cluster import Cluster
from playwright.async_api import Page, async_playwright

from service.embedded.server import EmbeddedPostgres

_TEMPLATE = "migrated"
_DECEMBER = "december"
_CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]  # fmt: skip
_LISTENING = "DevTools listening on "
_ENOUGH_MEMORY = 2**30


def _in_memory_or(directory: Path) -> Path:
    """Choose a place for the cluster: in memory a clone takes 5 ms, on disk 40. Remove what killed runs left there."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < _ENOUGH_MEMORY:
        return directory
    for left in memory.glob("onrecord-tests-*"):
        if not psutil.pid_exists(int(left.name.rpartition("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    return memory / f"onrecord-tests-{os.getpid()}"


@pytest.fixture(scope="session")
def postgres_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start the throw-away cluster."""
    home = _in_memory_or(tmp_path_factory.mktemp("postgres"))
    with EmbeddedPostgres(home, throwaway=True) as server, asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(server.dsn()))
        yield Cluster(server, runner, connection)
        runner.run(connection.close())


@pytest.fixture(scope="session")
def migrated_template(postgres_cluster: Cluster) -> str:
    """Migrate one database, once, for the others to be cloned from."""
    import migrations  # noqa: PLC0415 - tests without a database do without

    dsn = postgres_cluster.create_database(_TEMPLATE)
    postgres_cluster.runner.run(migrations.upgrade(dsn))
    return _TEMPLATE


@pytest.fixture
def database(postgres_cluster: Cluster, migrated_template: str) -> Iterator[str]:
    """Clone the template for one test; yield the owner's DSN."""
    yield postgres_cluster.create_database("test", template=migrated_template)
    postgres_cluster.drop_database("test")


@pytest.fixture(scope="session")
def december_template(postgres_cluster: Cluster, migrated_template: str) -> str:
    """Import the first record, once."""
    from first_record import imported  # noqa: PLC0415 - tests without a database do without

    dsn = postgres_cluster.create_database(_DECEMBER, template=migrated_template)
    postgres_cluster.runner.run(imported(dsn))
    return _DECEMBER


@pytest.fixture
def december(postgres_cluster: Cluster, december_template: str) -> Iterator[str]:
    """Clone the database of the first record; yield the owner's DSN."""
    yield postgres_cluster.create_database("december_2021", template=december_template)
    postgres_cluster.drop_database("december_2021")


@pytest.fixture
def empty_database(postgres_cluster: Cluster) -> Iterator[str]:
    """Make an empty database for one test; yield the superuser's DSN."""
    yield postgres_cluster.create_database("empty")
    postgres_cluster.drop_database("empty")


@pytest.fixture
async def _no_task_left() -> AsyncIterator[None]:
    """Fail an asynchronous test that leaves a task running."""
    yield
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left, f"tasks left running: {left}"


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Find the browser, or skip."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed")
    return Path(path)


@pytest.fixture(scope="session")
def browser_address(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start one headless browser for the test process: starting it takes longer than most tests. Yield its address."""
    profile = tmp_path_factory.mktemp("chromium")
    arguments = [*_CHROMIUM, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen([chromium, *arguments], stderr=subprocess.PIPE, text=True) as browser:
        assert browser.stderr
        said = next((line for line in browser.stderr if _LISTENING in line), None)
        assert said, "Chromium did not start"
        Thread(target=browser.stderr.read, daemon=True).start()  # a full pipe would stop it
        yield said.partition(_LISTENING)[2].strip()
        browser.kill()


@pytest.fixture
async def page(browser_address: str) -> AsyncIterator[Page]:
    """Open an empty page, nothing kept from before; asking another machine fails the test: a desk may be offline."""
    asked: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(browser_address)
        context = await browser.new_context()
        page = await context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        yield page
        await context.close()
        await browser.close()
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts <= {"127.0.0.1", "localhost"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine lacks, and watch asynchronous tests for tasks left behind."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.fixturenames.insert(0, "chromium")
        if item.get_closest_marker("node") and shutil.which("node") is None:
            item.add_marker(pytest.mark.skip(reason="Node.js is not installed"))
        if item.get_closest_marker("asyncio"):
            item.fixturenames.insert(0, "_no_task_left")
