"""The command `onrecord token`: API keys made, listed and revoked, by whoever may act as the database's owner.

The service itself may only look tokens up: one that was taken over can make itself none.
"""

import asyncio
import datetime
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich import box
from rich.table import Table

from events.log.connection import Connection
from service.access.audit import AuditTrail
from service.access.roles import SCOPES, AccessRole, Scope
from service.access.tokens import Token, Tokens
from service.cli import looks
from service.cli.answers import show
from service.cli.asking import AsJson, DataDir, read_date
from service.cli.database import Databases, check_revision, open_owner, reached
from service.cli.failures import NothingToRevoke
from service.cli.terminal_user import terminal_user

app = typer.Typer(no_args_is_help=True, add_completion=False)
T = TypeVar("T")
_LONGEST_NAME = 100
_DAYS = re.compile(r"(\d{1,5})d")


def read_name(typed: str) -> str:
    """Read the name of a token's holder, which readers will see as recordedBy."""
    if typed != typed.strip() or not typed.isprintable() or not 1 <= len(typed) <= _LONGEST_NAME:
        raise typer.BadParameter(f"a name is 1 to {_LONGEST_NAME} characters on one line, without space around it")
    if typed.isdecimal():
        raise typer.BadParameter("a name of digits alone would be taken for a token's id; add a letter")
    return typed


def read_role(typed: str) -> AccessRole:
    """Read a role, in whatever case."""
    try:
        return AccessRole(typed.upper())
    except ValueError:
        raise typer.BadParameter(f"a role is {', '.join(role.lower() for role in AccessRole)}") from None


def read_expiry(typed: str, now: datetime.datetime | None = None) -> datetime.datetime:
    """Read when a token expires: days from now, or the end of a day in UTC."""
    now = now or datetime.datetime.now(datetime.UTC)
    days = _DAYS.fullmatch(typed)
    if days:
        expiry = now + datetime.timedelta(days=int(days[1]))
    else:
        day = read_date(typed)
        expiry = datetime.datetime.combine(day, datetime.time(), datetime.UTC) + datetime.timedelta(days=1)
    if expiry <= now:
        raise typer.BadParameter(f"{typed} is past; give a day to come, or a number of days as 90d")
    return expiry


Name = Annotated[
    str, typer.Argument(parser=read_name, metavar="NAME", help="Whose it is: recordedBy in all they record.")
]
RoleOption = Annotated[
    AccessRole, typer.Option("--role", parser=read_role, metavar="ROLE", help="reader, coder, editor or admin.")
]
Expires = Annotated[
    datetime.datetime | None,
    typer.Option(
        parser=read_expiry, metavar="90d|DATE", help="After so many days, or with that day; never if left out."
    ),
]
IdOrName = Annotated[str, typer.Argument(metavar="ID|NAME", help="One token by id, or all of a name.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why, for the list and the audit trail.")]


@app.callback()
def token() -> None:
    """Make, list and revoke the tokens that a closed service asks for."""


@app.command()
def create(name: Name, *, role: RoleOption, expires: Expires = None, data_dir: DataDir = None) -> None:
    """Make a token and print it, once: only its digest is kept."""

    async def job(connection: Connection) -> tuple[Token, str]:
        who, tokens = terminal_user(), Tokens(connection)
        made, secret = await tokens.create(name, role, expires_at=expires, created_by=who)
        detail = f"token {made.id} for {name}, {role}, {_expiry(made)}"
        await AuditTrail(connection).add_command(who, command="onrecord token create", detail=detail)
        return made, secret

    made, secret = _as_owner(job, data_dir, may_begin=True)
    may = ", ".join(scope for scope in Scope if scope in SCOPES[role])
    looks.aside.print(f"Token {made.id} for {name}, {role.lower()} ({may}), {_expiry(made)}. It is not shown again:")
    typer.echo(secret)
    looks.aside.print("Send it as the header `Authorization: Bearer …`.", style="dim")


@app.command("list")
def list_tokens(*, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List every token ever made, newest first; never the tokens themselves."""
    found = _as_owner(lambda connection: Tokens(connection).all(), data_dir)
    now = datetime.datetime.now(datetime.UTC)
    if as_json:
        show([_json(one, now) for one in found])
        return
    table = Table("id", "name", "role", "state", "made", "by", box=box.HORIZONTALS, header_style="bold")
    for one in found:
        table.add_row(
            str(one.id), one.name, one.role.lower(), _state(one, now), f"{one.created_at:%Y-%m-%d}", one.created_by
        )
    looks.terminal.print(table)


@app.command()
def revoke(id_or_name: IdOrName, *, reason: Reason = None, data_dir: DataDir = None) -> None:
    """Revoke a token, or all of a name; it opens nothing after 5 seconds."""

    async def job(connection: Connection) -> list[Token]:
        who = terminal_user()
        revoked = await Tokens(connection).revoke(id_or_name, revoked_by=who, because=reason)
        for one in revoked:
            detail = f"token {one.id} of {one.name}" + (f": {reason}" if reason else "")
            await AuditTrail(connection).add_command(who, command="onrecord token revoke", detail=detail)
        return revoked

    revoked = _as_owner(job, data_dir)
    if not revoked:
        raise NothingToRevoke(f"No token {id_or_name!r} is left to revoke. `onrecord token list` shows what there is.")
    for one in revoked:
        looks.say(f"Token {one.id} of {one.name} is revoked.")


def _as_owner(job: Callable[[Connection], Awaitable[T]], data_dir: Path | None, *, may_begin: bool = False) -> T:
    """Do a job in one transaction of the owner's."""
    with reached(data_dir, tell=looks.aside.print, may_begin=may_begin) as databases:
        return asyncio.run(_in_transaction(job, databases))


async def _in_transaction(job: Callable[[Connection], Awaitable[T]], databases: Databases) -> T:
    await check_revision(databases.owner)
    connection = await open_owner(databases)
    try:
        async with connection.transaction():
            return await job(connection)
    finally:
        await connection.close()


def _expiry(token: Token) -> str:
    return "never expires" if token.expires_at is None else f"expires {token.expires_at:%Y-%m-%d %H:%M} UTC"


def _state(token: Token, now: datetime.datetime) -> str:
    if token.revoked_at is not None:
        because = f": {token.revoked_because}" if token.revoked_because else ""
        return f"revoked {token.revoked_at:%Y-%m-%d} by {token.revoked_by}{because}"
    return _expiry(token) if token.is_live(now) else f"expired {token.expires_at:%Y-%m-%d}"


def _json(token: Token, now: datetime.datetime) -> dict[str, object]:
    return {
        "id": str(token.id),
        "name": token.name,
        "role": token.role,
        "isLive": token.is_live(now),
        "createdAt": token.created_at,
        "createdBy": token.created_by,
        "expiresAt": token.expires_at,
        "revokedAt": token.revoked_at,
        "revokedBy": token.revoked_by,
        "revokedBecause": token.revoked_because,
    }
