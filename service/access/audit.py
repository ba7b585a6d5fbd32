"""Owns the audit trail: what was refused, and what was done beyond recording and correcting, which the log keeps.

Entries are only ever added. What lets something happen is noted before it happens: no entry, no answer.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from events.log.connection import Source, translated
from events.log.sql import load
from service.access.caller import Caller

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("audit.sql"))


class AuditOutcome(StrEnum):
    """What became of what was asked."""

    ALLOWED = "ALLOWED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Audited:
    """One entry of the trail. ``asked`` is a root field, a route or a command."""

    id: int
    at: datetime.datetime
    who: str
    token_id: int | None
    asked: str
    outcome: AuditOutcome
    detail: str


class AuditTrail:
    """The trail of one database. Every method raises ``LogUnavailable`` if the database does not answer."""

    def __init__(self, source: Source) -> None:
        self._source = source

    async def add(self, caller: Caller, *, asked: str, outcome: AuditOutcome, detail: str) -> None:
        """Add an entry about a caller; it is on disk once this returns."""
        await self._add(caller.name, caller.token_id, asked, outcome.value, detail)

    async def add_command(self, who: str, *, command: str, detail: str) -> None:
        """Add an entry about a command that somebody gives at the terminal."""
        await self._add(who, None, command, AuditOutcome.ALLOWED.value, detail)

    async def page(self, *, before: int | None, limit: int) -> list[Audited]:
        """Return at most ``limit`` entries, newest first, those older than an entry."""
        with translated():
            rows = await self._source.fetch(QUERIES["page"], before, limit)
        return [Audited(**{**dict(row), "outcome": AuditOutcome(row["outcome"])}) for row in rows]

    async def _add(self, *entry: object) -> None:
        with translated():
            await self._source.execute(QUERIES["add"], *entry)
