"""Owns tokens: API keys that are shown once, when they are made, and of which only the digest is kept.

A token is 256 random bits, so there is nothing to guess: a slow hash (argon2) protects what people think up, and would
buy nothing here but cost every request. SHA-256 it is; who reads the table still cannot make a token from it.
"""

import datetime
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from events.log.connection import Source, translated
from events.log.sql import load
from service.access.roles import AccessRole

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("tokens.sql"))
PREFIX = "onrecord_"
"""So that a token that slipped into a log or a repository is recognised."""
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the token itself is known to its holder alone."""

    id: int
    name: str
    role: AccessRole
    created_at: datetime.datetime
    created_by: str
    expires_at: datetime.datetime | None
    revoked_at: datetime.datetime | None
    revoked_by: str | None
    revoked_because: str | None

    def is_live(self, now: datetime.datetime) -> bool:
        """Tell whether it opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def new_secret() -> str:
    """Draw a token."""
    return PREFIX + secrets.token_urlsafe(_BYTES)


def digest_of(secret: str) -> bytes:
    """Return what is kept of a token; 32 bytes."""
    return hashlib.sha256(secret.encode()).digest()


class Tokens:
    """The tokens of one database. Looking up is the writer's right, making and revoking its owner's.

    Every method raises ``LogUnavailable`` if the database does not answer.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    async def create(
        self, name: str, role: AccessRole, *, expires_at: datetime.datetime | None, created_by: str
    ) -> tuple[Token, str]:
        """Make a token; return it with its secret, which is kept nowhere."""
        secret = new_secret()
        with translated():
            (row,) = await self._source.fetch(
                QUERIES["create"], name, role.value, digest_of(secret), created_by, expires_at
            )
        return _token(row), secret

    async def of_secret(self, secret: str) -> Token | None:
        """Return the token that somebody shows, live or not; None if it was never made."""
        with translated():
            row = await self._source.fetchrow(QUERIES["of_digest"], digest_of(secret))
        return None if row is None else _token(row)

    async def all(self) -> list[Token]:
        """Return every token ever made, newest first."""
        with translated():
            return [_token(row) for row in await self._source.fetch(QUERIES["all"])]

    async def revoke(self, id_or_name: str, *, revoked_by: str, because: str | None) -> list[Token]:
        """Revoke one token by id, or all of a name; return those revoked now, none where there was nothing to."""
        with translated():
            rows = await self._source.fetch(QUERIES["revoke"], id_or_name, revoked_by, because)
        return [_token(row) for row in rows]


def _token(row: asyncpg.Record) -> Token:
    return Token(**{**dict(row), "role": AccessRole(row["role"])})
