"""`onrecord token`: made once and shown once, listed without secrets, revoked; and every step is in the trail."""

import asyncio
import datetime
import hashlib
import json
import re
from collections.abc import Iterator

import asyncpg
import pytest
import typer

from service.cli import tokens
from service.settings import settings

NOW = datetime.datetime(2021, 12, 16, 9, 30, tzinfo=datetime.UTC)


def stored(dsn: str, query: str) -> list[tuple[object, ...]]:
    async def asked() -> list[tuple[object, ...]]:
        connection = await asyncpg.connect(dsn)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    return asyncio.run(asked())


def test_a_token_is_printed_alone_and_only_its_digest_is_kept(onrecord, database):
    made = onrecord("token", "create", "alice", "--role", "coder")
    assert made.exit_code == 0, made.output
    secret = made.stdout.strip()
    assert re.fullmatch(r"onrecord_[\w-]{43}", secret)
    assert "Token 1 for alice, coder (READ, RECORD), never expires. It is not shown again:" in made.stderr
    assert secret not in made.stderr
    (row,) = stored(database, "select name, role, digest, expires_at, revoked_at from access.token")
    assert row == ("alice", "CODER", hashlib.sha256(secret.encode()).digest(), None, None)
    assert secret not in str(stored(database, "select t::text from access.token t")) + str(
        stored(database, "select a::text from access.audit a")
    )


def test_no_two_tokens_are_alike(onrecord):
    made = {onrecord("token", "create", "alice", "--role", "reader").stdout for _ in range(5)}
    assert len(made) == 5


def test_tokens_are_listed_newest_first_without_secrets(onrecord):
    secrets = [onrecord("token", "create", name, "--role", "reader").stdout.strip() for name in ("alice", "bob")]
    onrecord("token", "revoke", "1", "--reason", "left the desk")
    listed = onrecord("token", "list", "--json")
    assert [(t["id"], t["name"], t["role"], t["isLive"], t["revokedBecause"]) for t in json.loads(listed.stdout)] == [
        ("2", "bob", "READER", True, None),
        ("1", "alice", "READER", False, "left the desk"),
    ]
    table = onrecord("token", "list").stdout
    assert "never expires" in table
    assert re.search(r"revoked \d{4}-\d\d-\d\d by .*: left the desk", table)
    assert not any(secret in listed.stdout + table for secret in secrets)


def test_all_tokens_of_a_name_are_revoked_together_and_once(onrecord, database):
    for role in ("reader", "coder"):
        onrecord("token", "create", "alice", "--role", role)
    onrecord("token", "create", "bob", "--role", "reader")
    revoked = onrecord("token", "revoke", "alice")
    assert revoked.stdout.splitlines() == ["Token 1 of alice is revoked.", "Token 2 of alice is revoked."]
    again = onrecord("token", "revoke", "alice")
    assert again.exit_code == 1
    assert again.stderr.strip() == "No token 'alice' is left to revoke. `onrecord token list` shows what there is."
    live = stored(database, "select name from access.token where revoked_at is null")
    assert live == [("bob",)]


def test_making_and_revoking_and_rebuilding_are_in_the_trail(small, database):
    small("token", "create", "alice", "--role", "admin", "--expires", "2999-12-31")
    small("token", "revoke", "alice", "--reason", "lost")
    small("rebuild")
    assert stored(database, "select asked, outcome, detail from access.audit order by id") == [
        ("onrecord token create", "ALLOWED", "token 1 for alice, ADMIN, expires 3000-01-01 00:00 UTC"),
        ("onrecord token revoke", "ALLOWED", "token 1 of alice: lost"),
        ("onrecord rebuild", "ALLOWED", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "expiry"),
    [
        ("90d", NOW + datetime.timedelta(days=90)),
        ("1d", NOW + datetime.timedelta(days=1)),
        ("2021-12-16", datetime.datetime(2021, 12, 17, tzinfo=datetime.UTC)),
        ("2022-06-30", datetime.datetime(2022, 7, 1, tzinfo=datetime.UTC)),
    ],
)
def test_a_token_expires_after_days_or_with_a_day(typed, expiry):
    assert tokens.read_expiry(typed, NOW) == expiry


@pytest.mark.parametrize("typed", ["0d", "2021-12-15", "soon", "d", "-1d", "90", ""])
def test_an_expiry_that_is_past_or_unclear_is_refused(typed):
    with pytest.raises(typer.BadParameter):
        tokens.read_expiry(typed, NOW)


@pytest.mark.parametrize("name", ["", " alice", "a\nb", "12", "x" * 101, "a\x1b[2Jb"])
def test_a_name_that_readers_could_not_read_is_refused(name, onrecord, database):
    assert onrecord("token", "create", name, "--role", "reader").exit_code == 2
    assert stored(database, "select count(*) from access.token") == [(0,)]


def test_a_role_that_there_is_not_is_refused(onrecord):
    refused = onrecord("token", "create", "alice", "--role", "root")
    assert refused.exit_code == 2
    assert "a role is reader, coder, editor, admin" in refused.stderr


@pytest.fixture
def as_the_service(database: str) -> Iterator[str]:
    """Name the test's database as a login that is a member of the writer alone."""
    stored(database, "create role a_service login in role onrecord_writer")
    yield database.replace("postgres@", "a_service@")
    stored(database, "drop role a_service")


@pytest.mark.parametrize("arguments", [("create", "alice", "--role", "admin"), ("revoke", "bob"), ("list",)])
def test_the_service_s_own_login_makes_and_revokes_no_tokens(onrecord, as_the_service, environment, arguments):
    onrecord("token", "create", "bob", "--role", "reader")
    environment.setenv("ONRECORD_OWNER_URL", as_the_service)
    settings.cache_clear()
    refused = onrecord("token", *arguments)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith('The database does not allow this: permission denied to set role "onrecord_owner"')
