"""Owns what the callers of one process share: while one transaction commits, whoever comes waits and goes in the next.

    callers ──► room ──► nobody else: at once
                     └─► queue ──► one transaction of them all ──► each its own answers

A caller who goes away while it waits is left out; one who goes away later may find its events on record.
"""

import asyncio
import datetime
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from events.errors import LogUnavailable

Item = TypeVar("Item")
Answer = TypeVar("Answer")
_PATIENCE = datetime.timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class _Caller(Generic[Item, Answer]):
    """What somebody asks for, and where it waits for the answers."""

    items: Sequence[Item]
    answers: "asyncio.Future[list[Answer]]"

    def tell(self, answers: list[Answer]) -> None:
        """Answer the caller, if it is still there."""
        if not self.answers.done():
            self.answers.set_result(answers)

    def fail(self, error: Exception) -> None:
        """Raise an error where the caller waits, if it is still there."""
        if not self.answers.done():
            self.answers.set_exception(error)


class Sharing(Generic[Item, Answer]):
    """Do at once what many coroutines ask for, one transaction after the other."""

    def __init__(
        self,
        act: Callable[[Sequence[Item]], Awaitable[list[Answer]]],
        *,
        room: int = 1_000,
        largest: int = 100,
        patience: datetime.timedelta = _PATIENCE,
    ) -> None:
        """``act`` is one transaction: it gives an answer for each item, in order, and may be tried again.

        ``room`` callers are let in at once; whoever finds no room waits for it no longer than ``patience``.
        A transaction takes in callers until their items are ``largest``, and always one.
        """
        self._act, self._largest, self._patience = act, largest, patience
        self._room = asyncio.Semaphore(room)
        self._waiting: deque[_Caller[Item, Answer]] = deque()
        self._is_at_work = False
        self._work: asyncio.Task[None] | None = None

    async def ask(self, items: Sequence[Item]) -> list[Answer]:
        """Return the answers to one caller's items, which are all in one transaction, with those of others.

        Raises:
            LogUnavailable: nothing is known to be written.
        """
        await self._let_in()
        try:
            return await (self._queued(items).answers if self._is_at_work else self._begun(items))
        finally:
            self._room.release()

    async def _let_in(self) -> None:
        if not self._room.locked():
            await self._room.acquire()
            return
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await self._room.acquire()
        except TimeoutError as error:
            raise LogUnavailable("too many wait to be recorded; ask again with the same idempotency key") from error

    async def _begun(self, items: Sequence[Item]) -> list[Answer]:
        """Act alone, unless others come in the same moment: they are not to depend on this caller's staying."""
        self._is_at_work = True
        try:
            await asyncio.sleep(0)
            if not self._waiting:
                return await self._act(items)
            caller = self._queued(items)
            self._waiting.rotate(1)
        finally:
            self._go_on()
        return await caller.answers

    def _queued(self, items: Sequence[Item]) -> _Caller[Item, Answer]:
        caller: _Caller[Item, Answer] = _Caller(items, asyncio.get_running_loop().create_future())
        self._waiting.append(caller)
        return caller

    def _go_on(self) -> None:
        """Leave the work to those who came meanwhile."""
        if self._waiting:
            self._work = asyncio.create_task(self._act_for_all(), name="shared transactions")
        else:
            self._is_at_work = False

    async def _act_for_all(self) -> None:
        try:
            while callers := self._next():
                await self._act_for(callers)
                await asyncio.sleep(0)  # whoever was answered and asks again at once goes along
        finally:
            self._is_at_work = False

    def _next(self) -> list[_Caller[Item, Answer]]:
        callers: list[_Caller[Item, Answer]] = []
        left = self._largest
        while self._waiting and (not callers or len(self._waiting[0].items) <= left):
            caller = self._waiting.popleft()
            if not caller.answers.done():
                callers.append(caller)
                left -= len(caller.items)
        return callers

    async def _act_for(self, callers: Sequence[_Caller[Item, Answer]]) -> None:
        """Act for one batch; a fault of the program is the fault of one caller, so each is then tried alone."""
        try:
            answers = iter(await self._act([item for caller in callers for item in caller.items]))
        except LogUnavailable as error:
            for caller in callers:
                caller.fail(LogUnavailable(str(error)))
        except Exception as error:  # noqa: BLE001 - the rim: the other callers live on
            if len(callers) == 1:
                callers[0].fail(error)
            else:
                for caller in callers:
                    await self._act_for([caller])
        else:
            for caller in callers:
                caller.tell(list(islice(answers, len(caller.items))))
