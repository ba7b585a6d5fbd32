"""Owns the types Caller, Token and AuditEntry: who asks, who else may, and what was refused or administered."""

import datetime

import strawberry

from service.access import audit, tokens
from service.access import caller as access
from service.access.audit import AuditOutcome
from service.access.roles import AccessRole, Scope
from service.graphql.fields import output


@output
class Caller:
    """Who asks. An open service has one caller, whoever sits at its machine."""

    name: str = strawberry.field(description="What they record is recordedBy this name.")
    role: AccessRole = strawberry.field(description="What their token is for.")
    scopes: list[Scope] = strawberry.field(description="What the role allows.")
    is_open: bool = strawberry.field(description="Whether the service is open, and asks for no token.")
    expires_at: datetime.datetime | None = strawberry.field(description="When their token expires; null: never.")


@output
class Token:
    """A token, as far as anybody but its holder knows it."""

    id: strawberry.ID = strawberry.field(description="What revokes it.")
    name: str = strawberry.field(description="Whose it is: recordedBy in all they record.")
    role: AccessRole = strawberry.field(description="What it is for.")
    is_live: bool = strawberry.field(description="Whether it is neither revoked nor expired.")
    created_at: datetime.datetime = strawberry.field(description="When it was made.")
    created_by: str = strawberry.field(description="Who made it, as the operating system knew them.")
    expires_at: datetime.datetime | None = strawberry.field(description="When it expires; null: never.")
    revoked_at: datetime.datetime | None = strawberry.field(description="When it was revoked; null: it was not.")
    revoked_by: str | None = strawberry.field(description="Who revoked it.")
    revoked_because: str | None = strawberry.field(description="Why, where a reason was given.")


@output
class AuditEntry:
    """Something refused, or done beyond recording and correcting, which the log keeps by recordedBy."""

    id: strawberry.ID = strawberry.field(description="Its number; later entries have greater ones.")
    at: datetime.datetime = strawberry.field(description="When.")
    who: str = strawberry.field(description="The caller's name, or the user at the service's terminal.")
    token_id: strawberry.ID | None = strawberry.field(description="The token they showed; null where none was needed.")
    asked: str = strawberry.field(description="A root field, a path or a command.")
    outcome: AuditOutcome = strawberry.field(description="What became of it.")
    detail: str = strawberry.field(description="The scope that lacked, a dry run, the token concerned.")


def caller_from(caller: access.Caller) -> Caller:
    """Return what a caller is told of themselves."""
    return Caller(
        name=caller.name,
        role=caller.role,
        scopes=[scope for scope in Scope if caller.may(scope)],
        is_open=caller.is_open,
        expires_at=caller.expires_at,
    )


def token_from(token: tokens.Token, now: datetime.datetime) -> Token:
    """Return a token as it is now."""
    return Token(
        id=strawberry.ID(str(token.id)),
        name=token.name,
        role=token.role,
        is_live=token.is_live(now),
        created_at=token.created_at,
        created_by=token.created_by,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        revoked_by=token.revoked_by,
        revoked_because=token.revoked_because,
    )


def entry_from(entry: audit.Audited) -> AuditEntry:
    """Return an entry of the trail."""
    return AuditEntry(
        id=strawberry.ID(str(entry.id)),
        at=entry.at,
        who=entry.who,
        token_id=None if entry.token_id is None else strawberry.ID(str(entry.token_id)),
        asked=entry.asked,
        outcome=entry.outcome,
        detail=entry.detail,
    )
