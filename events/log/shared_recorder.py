"""Owns what the callers of one process share: while one transaction commits, whoever comes waits and goes in the next.

    callers ──► room ──► queue ──► one transaction of them all ──► each its own answer

A caller who goes away while it waits is left out; one who goes away later may find its event on record.
"""

import asyncio
import datetime
from collections import deque
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import islice

from events.decide.command import Request
from events.errors import LogUnavailable
from events.log.connection import Connection
from events.log.recorder import Answer, Drawn, Recorder

_PATIENCE = datetime.timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class _Caller:
    """What somebody asks for, and where it waits for the answers."""

    drawn: Sequence[Drawn]
    answers: "asyncio.Future[list[Answer]]"

    def tell(self, answers: list[Answer]) -> None:
        """Answer the caller, if it is still there."""
        if not self.answers.done():
            self.answers.set_result(answers)

    def fail(self, error: Exception) -> None:
        """Raise an error where the caller waits, if it is still there."""
        if not self.answers.done():
            self.answers.set_exception(error)


class SharedRecorder:
    """Put requests on record, all that wait in one transaction. One a process, for any number of coroutines."""

    def __init__(
        self, recorder: Recorder, *, room: int = 1_000, largest: int = 100, patience: datetime.timedelta = _PATIENCE
    ) -> None:
        """``room`` callers are let in at once; whoever finds no room waits for it no longer than ``patience``.

        A transaction takes in callers until their requests are ``largest``, and always one.
        """
        self._recorder, self._largest, self._patience = recorder, largest, patience
        self._room = asyncio.Semaphore(room)
        self._waiting: deque[_Caller] = deque()
        self._work: asyncio.Task[None] | None = None

    async def record(self, requests: Sequence[Request]) -> list[Answer]:
        """Do as ``Recorder.record`` does: all of one caller's requests are in one transaction, with those of others.

        Raises:
            LogUnavailable: nothing is known to be written; ask again with the same idempotency keys.
        """
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await self._room.acquire()
        except TimeoutError as error:
            raise LogUnavailable("too many wait to be recorded; ask again with the same idempotency keys") from error
        try:
            return await self._answers(requests)
        finally:
            self._room.release()

    def previewing(self, requests: Sequence[Request]) -> AbstractAsyncContextManager[tuple[Connection, list[Answer]]]:
        """Enter a transaction of its own, as ``Recorder.previewing`` does."""
        return self._recorder.previewing(requests)

    async def _answers(self, requests: Sequence[Request]) -> list[Answer]:
        drawn = [self._recorder.drawn(request) for request in requests]
        caller = _Caller(drawn, asyncio.get_running_loop().create_future())
        self._waiting.append(caller)
        if self._work is None:
            self._work = asyncio.create_task(self._record_all(), name="shared recorder")
        return await caller.answers

    async def _record_all(self) -> None:
        try:
            while callers := self._next():
                await self._record(callers)
        finally:
            self._work = None

    def _next(self) -> list[_Caller]:
        callers: list[_Caller] = []
        left = self._largest
        while self._waiting and (not callers or len(self._waiting[0].drawn) <= left):
            caller = self._waiting.popleft()
            if not caller.answers.done():
                callers.append(caller)
                left -= len(caller.drawn)
        return callers

    async def _record(self, callers: Sequence[_Caller]) -> None:
        """Record one batch; a fault of the program is the fault of one caller, so each is then tried alone.

        Trying again doubles nothing: the ids of the events are drawn already, and are found if they were written.
        """
        try:
            answers = iter(await self._recorder.record_drawn([one for caller in callers for one in caller.drawn]))
        except LogUnavailable as error:
            for caller in callers:
                caller.fail(LogUnavailable(str(error)))
        except Exception as error:  # noqa: BLE001 - the rim: the other callers live on
            if len(callers) == 1:
                callers[0].fail(error)
            else:
                for caller in callers:
                    await self._record([caller])
        else:
            for caller in callers:
                caller.tell(list(islice(answers, len(caller.drawn))))
