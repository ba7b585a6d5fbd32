"""Owns what waits to be sent over one connection: bounded, so that a slow client costs no memory."""

import asyncio
import datetime
from collections import deque

CHARACTERS = 1_000_000
"""How many may wait; a single text may be longer."""
PATIENCE = datetime.timedelta(seconds=10)
"""How long a full outbox waits for its client to take something."""


class ClientTooSlow(Exception):
    """The client took nothing for too long while its outbox was full."""

    def __init__(self) -> None:
        super().__init__("too slow: subscribe again after the last logOffset you received")


class Outbox:
    """A bounded queue of texts, for one connection."""

    def __init__(self) -> None:
        self._texts: deque[str] = deque()
        self._characters = 0
        self._changed = asyncio.Condition()

    async def put(self, text: str) -> None:
        """Add a text as soon as there is room.

        Raises:
            ClientTooSlow: there was none for as long as ``PATIENCE`` lasts.
        """
        async with self._changed:
            try:
                async with asyncio.timeout(PATIENCE.total_seconds()):
                    await self._changed.wait_for(lambda: self._has_room_for(text))
            except TimeoutError:
                raise ClientTooSlow from None
            self._texts.append(text)
            self._characters += len(text)
            self._changed.notify_all()

    async def take(self) -> str:
        """Remove and return the oldest text, waiting for one."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._texts)
            text = self._texts.popleft()
            self._characters -= len(text)
            self._changed.notify_all()
            return text

    def _has_room_for(self, text: str) -> bool:
        return not self._texts or self._characters + len(text) <= CHARACTERS
