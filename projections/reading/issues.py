"""Owns reading the tree of issues; nothing is inherited along it."""

from collections.abc import Collection, Mapping
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("issues.sql"))


async def children_of(source: Source, issues: Collection[str], *, known_at: LogOffset) -> dict[str, list[str]]:
    """Return the issues in force right below each issue, by id."""
    found: dict[str, list[str]] = {issue: [] for issue in issues}
    with translated():
        rows = await source.fetch(QUERIES["children"], known_at, list(issues))
    for row in rows:
        found[row["parent"]].append(row["record_id"])
    return found


async def issues_below(source: Source, issues: Collection[str], *, known_at: LogOffset) -> list[str]:
    """Return the issues and all that stand below them in the tree, by id."""
    with translated():
        rows = await source.fetch(QUERIES["subtree"], known_at, list(issues))
    return sorted(row["issue"] for row in rows)
