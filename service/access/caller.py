"""Owns who asks: a name, a role, and what follows from it."""

import datetime
from dataclasses import dataclass

from service.access.roles import SCOPES, AccessRole, Scope


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody known. ``name`` is recordedBy in what they write; ``token_id`` is None where no token was asked for."""

    name: str
    role: AccessRole
    token_id: int | None = None
    expires_at: datetime.datetime | None = None
    is_open: bool = False

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the role allows."""
        return SCOPES[self.role]

    def may(self, scope: Scope) -> bool:
        """Tell whether the role allows it."""
        return scope in self.scopes


def open_caller(desk: str) -> Caller:
    """Return the one caller of an open service: whoever sits at the machine reads, records and corrects."""
    return Caller(desk, AccessRole.EDITOR, is_open=True)
