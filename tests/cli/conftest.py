"""What the tests of the command line share: commands run in this process, on this test's own database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from importing.small_record import small_record, write
from rich.console import Console
from typer.testing import CliRunner, Result

from service.cli import looks
from service.cli.main import app
from service.settings import settings

Onrecord = Callable[..., Result]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let a test set the environment; settings are read anew, and forgotten after it."""
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


@pytest.fixture
def onrecord(database: str, environment: pytest.MonkeyPatch) -> Onrecord:
    """Run a command on the test's database; its output is 140 columns of plain text."""
    environment.setenv("DATABASE_URL", database)
    environment.setattr(looks, "terminal", Console(width=140, highlight=False, no_color=True))
    environment.setattr(looks, "aside", Console(width=140, highlight=False, no_color=True, stderr=True))

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def small(onrecord: Onrecord, tmp_path: Path) -> Onrecord:
    """Have a small record imported."""
    result = onrecord("import", "record", write(small_record(), tmp_path / "record"))
    assert result.exit_code == 0, result.output
    return onrecord


@pytest.fixture
def first(onrecord: Onrecord) -> Onrecord:
    """Have the first record imported."""
    result = onrecord("import", "record", "first")
    assert result.exit_code == 0, result.output
    return onrecord
