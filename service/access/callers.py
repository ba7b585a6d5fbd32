"""Owns the way from what a request brings along to its caller, and noticing when a caller is known no more.

A token is looked up in the database and kept in memory for ``KEPT``; who stays connected is looked at again every
``LOOKED_AT_AGAIN``. So what is revoked opens nothing after the two together: 5 seconds.
"""

import asyncio
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from events.errors import LogUnavailable
from service.access.audit import AuditTrail
from service.access.caller import Caller
from service.access.tokens import PREFIX, Token, Tokens, digest_of

KEPT = datetime.timedelta(seconds=3)
LOOKED_AT_AGAIN = datetime.timedelta(seconds=2)
_BEARER = "bearer"


class NotKnown(Exception):
    """Nobody is known by what was brought along; the text says what to do."""


class Callers(Protocol):
    """Who may ask."""

    async def known_by(self, authorization: str | None) -> Caller:
        """Return the caller by the value of the header Authorization.

        Raises:
            NotKnown: no token, or one that opens nothing.
            LogUnavailable: the database did not answer, so nobody can be recognised.
        """
        ...


@dataclass(frozen=True, slots=True)
class Access:
    """What a service process needs to let somebody in: who may ask, by which tokens, and where it is noted."""

    callers: Callers
    tokens: Tokens
    audit: AuditTrail


class Everybody:
    """An open service: whoever reaches it is the same caller."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def known_by(self, _authorization: str | None) -> Caller:
        """Return the one caller."""
        return self._caller


class TokenHolders:
    """A closed service: who shows a live token is its holder."""

    def __init__(self, tokens: Tokens, *, now: Callable[[], datetime.datetime]) -> None:
        self._tokens, self._now = tokens, now
        self._kept: dict[bytes, tuple[Token, datetime.datetime]] = {}

    async def known_by(self, authorization: str | None) -> Caller:
        """Return the holder of a token."""
        token = await self._token(_secret_in(authorization))
        if token.revoked_at is not None:
            raise NotKnown("this token was revoked; ask for a new one")
        if not token.is_live(self._now()):
            raise NotKnown("this token has expired; ask for a new one")
        return Caller(token.name, token.role, token.id, token.expires_at)

    async def _token(self, secret: str) -> Token:
        digest = digest_of(secret)
        token, until = self._kept.get(digest, (None, self._now()))
        if token is None or until <= self._now():
            self._kept.pop(digest, None)
            until = self._now() + KEPT
            token = await self._tokens.of_secret(secret)
            if token is None:
                raise NotKnown("this token is not known here; ask for a new one")
            self._kept[digest] = token, until
        return token


async def known_no_more(callers: Callers, authorization: str | None) -> NotKnown:
    """Wait until somebody who is known is so no more, and return why; a database that is away revokes nobody.

    The one caller of an open service is known for ever.
    """
    while True:
        try:
            caller = await callers.known_by(authorization)
        except NotKnown as why:
            return why
        except LogUnavailable:
            caller = None
        if caller is not None and caller.is_open:
            await asyncio.get_running_loop().create_future()  # for ever: thousands who follow need no waking
        pause = LOOKED_AT_AGAIN
        if caller is not None and caller.expires_at is not None:
            pause = min(pause, caller.expires_at - datetime.datetime.now(datetime.UTC))
        await asyncio.sleep(max(pause.total_seconds(), 0.01))


def _secret_in(authorization: str | None) -> str:
    kind, _, secret = (authorization or "").strip().partition(" ")
    if kind.lower() != _BEARER or not secret.strip():
        raise NotKnown(f"this service is closed; send the header `Authorization: Bearer {PREFIX}…`")
    if not secret.strip().startswith(PREFIX):
        raise NotKnown(f"a token of this service begins with {PREFIX}; send one as it was given to you")
    return secret.strip()
