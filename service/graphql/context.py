"""Owns what the resolvers of one request share: who asks, the services, the loaders, and one idea of now."""

import asyncio
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import strawberry
from strawberry.fastapi import BaseContext

from events.log.connection import Pool
from events.log.reader import LogReader
from events.vocabulary import Clock, LogOffset
from projections.reading.log import Progress, SharedProgress
from projections.reading.registries import Registries
from projections.reading.view import RULES, View
from service.access.audit import AuditTrail
from service.access.caller import Caller
from service.graphql.errors import NotProjected, OffsetAhead, UnknownRule

if TYPE_CHECKING:
    from service.graphql.loaders import Loaders

_POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading needs of the process: a pool in the reader's role, what is kept of it, a clock, and its patience."""

    pool: Pool
    reached: SharedProgress
    registries: Registries
    now: Callable[[], datetime.datetime]
    projection_wait: datetime.timedelta


class Context(BaseContext):
    """One request. Every field of it that names no moment sees the same head of the log."""

    def __init__(self, reading: Reading, load: "Loaders", *, caller: Caller, audit: AuditTrail) -> None:
        super().__init__()
        self.reading, self.load = reading, load
        self.caller, self.audit = caller, audit
        self.noted: set[tuple[str, str]] = set()
        self.today = reading.now().astimezone(datetime.UTC).date()
        self._progress: asyncio.Task[Progress] | None = None

    async def progress(self) -> Progress:
        """Return how far log and projections went when the request first asked."""
        if self._progress is None:
            self._progress = self.reading.reached.asked()
        return await asyncio.shield(self._progress)

    async def view(
        self,
        inherited: View | None = None,
        *,
        as_of: datetime.date | None = None,
        known_at: datetime.datetime | None = None,
        known_at_offset: LogOffset | None = None,
        clock: Clock | None = None,
        rule: str | None = None,
    ) -> View:
        """Return the view of a field: its own arguments before those it inherits, these before the defaults (R1).

        Raises:
            OffsetAhead, NotProjected, UnknownRule: see there.
        """
        if rule is not None and rule not in RULES:
            raise UnknownRule(rule)
        offset = await self.offset(known_at, known_at_offset)
        if inherited is None:
            known = offset if offset is not None else (await self.progress()).projected_to
            return View(as_of or self.today, known, clock or Clock.OCCURRED, rule or RULES[-1])
        return View(
            as_of or inherited.as_of,
            inherited.known_at if offset is None else offset,
            clock or inherited.clock,
            rule or inherited.rule,
        )

    async def offset(
        self, known_at: datetime.datetime | None, known_at_offset: LogOffset | None, *, named: str = "knownAt"
    ) -> LogOffset | None:
        """Return the offset that a moment or an offset asks for, the latter first; None where neither is given.

        Raises:
            OffsetAhead, NotProjected: see there; ``named`` is the name of the argument.
        """
        if known_at_offset is not None:
            argument = [f"{named}Offset"]
            head = (await self.progress()).log_offset
            if known_at_offset > head:
                head = (await self.reading.reached.read()).log_offset
            if known_at_offset > head:
                raise OffsetAhead(known_at_offset, head=head, argument=argument)
            return await self._projected(known_at_offset, argument)
        if known_at is not None:
            return await self._projected(await LogReader(self.reading.pool).offset_at(known_at), [named])
        return None

    async def _projected(self, log_offset: LogOffset, argument: list[str]) -> LogOffset:
        """Wait, not for long, until the projections have reached the offset."""
        reached = await self.progress()
        deadline = asyncio.get_running_loop().time() + self.reading.projection_wait.total_seconds()
        while reached.projected_to < log_offset:
            if asyncio.get_running_loop().time() > deadline:
                raise NotProjected(log_offset, projected_to=reached.projected_to, argument=argument)
            await asyncio.sleep(_POLL_SECONDS)
            reached = await self.reading.reached.read()
        return log_offset


Info: TypeAlias = strawberry.Info[Context, None]
