"""Owns fetching peers into a folder of the run, through the ordinary clients of their registries."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

MESSAGE_DB = "@eventide/message-db@1.3.1"
EVENTSOURCING = "eventsourcing[postgres]==9.5.6"
_SECONDS = 180
_PART = re.compile(r"\$base/(\S+\.sql)")


class NotFetched(Exception):
    """A peer is not to be had here and now; the message says why."""


def message_db_sql(home: Path) -> list[str]:
    """Return the queries that install message-db into a database, in their order.

    pgcrypto is left out: all that it was needed for comes with PostgreSQL since 13.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetched("npm is not installed")
    _run([npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", "--ignore-scripts", MESSAGE_DB])
    base = home / "node_modules" / "@eventide" / "message-db" / "database"
    functions, indexes = ((base / f"install-{part}.sh").read_text() for part in ("functions", "indexes"))
    parts = ["schema/message-store.sql", "tables/messages.sql", *_PART.findall(functions), *_PART.findall(indexes)]
    return [(base / part).read_text() for part in parts]


def eventsourcing_python(home: Path) -> Path:
    """Return a Python that has eventsourcing and its driver."""
    _run([sys.executable, "-m", "venv", str(home)])
    python = home / "bin" / "python"
    _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", EVENTSOURCING])
    return python


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.CalledProcessError as error:
        raise NotFetched(error.stderr.strip().splitlines()[-1] if error.stderr.strip() else str(error)) from error
    except subprocess.TimeoutExpired as error:
        raise NotFetched(f"{command[0]} took longer than {_SECONDS} s") from error
