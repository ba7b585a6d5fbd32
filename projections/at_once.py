"""Owns deriving the whole log at once into an empty generation, in several sessions side by side.

    records ──► what they look up ──► contents, days ──► what changed later ──► positions of plain pairs ──► of others
    sliced      one session           sliced             one session            by parts                     by parts

Indexes are made when they are first needed; those that only readers use, when all is there.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from events.log.connection import Connection
from events.vocabulary import LogOffset
from projections.catch_up.layers import CHECKPOINT, STEPS, Step
from projections.catch_up.positions import CLAIMS, derive_plain_pairs, derive_rounds, listed_rounds
from projections.generations import QUERIES

SLICE = 2_000
"""Events of one task: larger ones spill to disk."""
_TO_LOOK_UP_RECORDS = ("record_pkey",)
_TO_DERIVE_POSITIONS = (
    "source_use_pkey",
    "dated_event_pkey",
    "dated_event_known_from_idx",
    "dated_event_known_to_idx",
    "stance_pkey",
)
_TO_READ = (
    "quantity_pkey",
    "event_actor_pkey",
    "event_issue_pkey",
    "event_words_idx",
    "dated_event_history_idx",
    "response_instrument_idx",
    "response_log_offset_idx",
)
_TO_FOLD = ("claim_pkey", "claim_said_idx", "claim_apart_idx", "position_open_pkey", "position_change_pkey")
_TO_READ_POSITIONS = (
    "claim_vote_idx",
    "position_open_days_idx",
    "position_open_last_idx",
    "position_closed_actor_idx",
    "position_closed_known_idx",
)
_OF_POSITIONS = (*_TO_FOLD, *_TO_READ_POSITIONS)
PARTS = 2
"""Of all pairs: each is derived by one session, in one transaction."""
_POSITIONS_SHARE = 0.5
"""How much of the time positions take, as far as progress is told."""

Progress = Callable[[LogOffset, LogOffset], None]
"""Told how far a long run is: offset reached, offset to reach."""
Task = TypeVar("Task")


async def derive_at_once(connections: Sequence[Connection], head: LogOffset, *, progress: Progress) -> None:
    """Begin the next generation and fill it up to ``head``; its checkpoint last.

    What of it is there when something fails is of no use.
    """
    filling = Filling(connections, head, progress)
    await filling.layers()
    await filling.positions()
    await filling.finished()


@dataclass(frozen=True, slots=True)
class Filling:
    """One generation that is filled, by all of some connections."""

    connections: Sequence[Connection]
    head: LogOffset
    progress: Progress

    async def layers(self) -> None:
        """Begin the next generation, and derive every layer below the positions, with its indexes."""
        records, looked_up, contents, changed = STEPS
        later = (*_TO_DERIVE_POSITIONS, *_TO_READ, *_OF_POSITIONS)
        await self.connections[0].execute(QUERIES["begin"], [*_TO_LOOK_UP_RECORDS, *later])
        await self._sliced(records, share=(0, 0.1))
        await self._complete(later)
        await self._whole(looked_up)
        await self._sliced(contents, share=(0.1, 1 - _POSITIONS_SHARE))
        await self._complete((*_TO_READ, *_OF_POSITIONS))
        await self._whole(changed)
        await self._complete(_OF_POSITIONS)

    async def positions(self) -> None:
        """Derive all positions from the layers below them, with their indexes."""
        await self._in_parts(self._plain_pairs)
        await self._complete(_TO_READ_POSITIONS)
        await self._in_parts(self._other_pairs)
        await self._complete(())

    async def finished(self) -> None:
        """Say that all of it is there."""
        connection = self.connections[0]
        async with connection.transaction():
            await connection.execute(QUERIES["fill_all"])
            await connection.execute(CHECKPOINT["advance"], self.head)
        self._tell(1)

    async def _complete(self, later: Sequence[str]) -> None:
        """Make the indexes that are not there, but for ``later`` ones, a table on each connection."""
        tables = await self.connections[0].fetch(QUERIES["tables"])

        async def complete(connection: Connection, table: str) -> None:
            await connection.execute(QUERIES["complete"], table, later)

        await _on_whichever_is_free(self.connections, [table for (table,) in tables], complete)

    async def _sliced(self, step: Step, *, share: tuple[float, float]) -> None:
        """Derive a step slice by slice, on whichever connection is free."""
        done = 0

        async def derive(connection: Connection, start: int) -> None:
            nonlocal done
            end = min(start + SLICE, self.head)
            async with connection.transaction():
                await connection.execute(QUERIES["fill_slices"])
                for query in step.queries:
                    await connection.execute(query, start, end)
            done += end - start
            self._tell(share[0] + (share[1] - share[0]) * done / self.head)

        await self._forget_plans()
        await _on_whichever_is_free(self.connections, range(0, self.head, SLICE), derive)
        await self._forget_plans()

    async def _forget_plans(self) -> None:
        for connection in self.connections:
            await connection.execute(QUERIES["forget_plans"])

    async def _whole(self, step: Step) -> None:
        """Derive a step from all of the log."""
        connection = self.connections[0]
        async with connection.transaction():
            await connection.execute(QUERIES["fill_all"])
            for query in step.queries:
                await connection.execute(query, 0, self.head)

    async def _in_parts(self, derive_part: Callable[[Connection, int], Awaitable[None]]) -> None:
        async def derive(connection: Connection, part: int) -> None:
            async with connection.transaction():
                await connection.execute(QUERIES["fill_joined"])
                await derive_part(connection, part)

        await _on_whichever_is_free(self.connections, range(PARTS), derive)

    async def _plain_pairs(self, connection: Connection, part: int) -> None:
        await derive_plain_pairs(connection, self.head, part=part, parts=PARTS)

    async def _other_pairs(self, connection: Connection, part: int) -> None:
        rounds = await listed_rounds(connection, LogOffset(0), self.head, part=part, parts=PARTS, only_new=True)
        await connection.execute(QUERIES["fill_all"])
        await derive_rounds(connection, rounds)
        await connection.execute(CLAIMS["unlist"])  # once committed, it would be on the other's list

    def _tell(self, share: float) -> None:
        self.progress(LogOffset(int(self.head * share)), self.head)


async def _on_whichever_is_free(
    connections: Sequence[Connection], tasks: Iterable[Task], do: Callable[[Connection, Task], Awaitable[None]]
) -> None:
    """Do all tasks; where one fails, those under way are ended and no other is begun."""
    left = deque(tasks)

    async def work(connection: Connection) -> None:
        try:
            while left:
                await do(connection, left.popleft())
        except BaseException:
            left.clear()
            raise

    for ended in await asyncio.gather(*map(work, connections), return_exceptions=True):
        if isinstance(ended, BaseException):
            raise ended
