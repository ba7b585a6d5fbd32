"""Owns putting requests on record for many callers of one process, in transactions that they share."""

import datetime
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from events.decide.command import Request
from events.log.connection import Connection
from events.log.recorder import Answer, Drawn, Recorder
from events.log.sharing import Sharing

_PATIENCE = datetime.timedelta(seconds=5)


class SharedRecorder:
    """Put requests on record, all that wait in one transaction. One a process, for any number of coroutines.

    The ids of the events are drawn before anything is tried, so that nothing is doubled where it is tried again.
    """

    def __init__(
        self, recorder: Recorder, *, room: int = 1_000, largest: int = 100, patience: datetime.timedelta = _PATIENCE
    ) -> None:
        """``room`` callers are let in at once, ``largest`` requests go into one transaction, as in ``Sharing``."""
        self._recorder = recorder
        self._sharing: Sharing[Drawn, Answer] = Sharing(
            recorder.record_drawn, room=room, largest=largest, patience=patience
        )

    async def record(self, requests: Sequence[Request]) -> list[Answer]:
        """Do as ``Recorder.record`` does: all of one caller's requests are in one transaction, with those of others.

        Raises:
            LogUnavailable: nothing is known to be written; ask again with the same idempotency keys.
        """
        return await self._sharing.ask([self._recorder.drawn(request) for request in requests])

    def previewing(self, requests: Sequence[Request]) -> AbstractAsyncContextManager[tuple[Connection, list[Answer]]]:
        """Enter a transaction of its own, as ``Recorder.previewing`` does."""
        return self._recorder.previewing(requests)
