"""Owns the normalised dump of a database's schema: what ``schema.sql`` keeps and reviews read."""

import subprocess
from pathlib import Path

_NOISE = ("--", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict")


def schema_dump(dsn: str, *, pg_dump: Path) -> str:
    """Return schemas, tables, functions, owners and privileges as SQL, without what differs from run to run.

    Raises:
        subprocess.CalledProcessError: pg_dump does not reach the database.
    """
    dump = subprocess.run([pg_dump, "--schema-only", dsn], check=True, capture_output=True, text=True).stdout
    lines = [line.rstrip() for line in dump.splitlines() if not line.startswith(_NOISE)]
    blocks = "\n".join(lines).split("\n\n")
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"
