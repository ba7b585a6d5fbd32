"""The shape of the database, revision by revision; upgrading is safe from any number of processes at once.

steps     running alembic's steps over asyncpg
env       alembic's entry
versions  one pair of files a revision: NNNN_name.py and NNNN_name.sql with the sections ``up`` and ``down``
dump      the normalised dump that ``schema.sql`` keeps
"""

from pathlib import Path

import asyncpg

_DIRECTORY = Path(__file__).parent


class UnknownRevision(Exception):
    """The database is at a revision that this program does not have."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(f"the database is at revision {revision}, newer than this program; upgrade onrecord")


def revisions() -> list[str]:
    """Return the revisions of this program, oldest first; a revision is named as its file."""
    return sorted(path.stem for path in (_DIRECTORY / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def head_revision() -> str:
    """Return the newest revision of this program."""
    return revisions()[-1]


async def current(dsn: str) -> str | None:
    """Return the revision of the database, None if it has none.

    Raises:
        UnknownRevision: it is not one of this program's.
    """
    connection = await asyncpg.connect(dsn)
    try:
        return await _current(connection)
    finally:
        await connection.close()


async def upgrade(dsn: str) -> None:
    """Bring the database to the head revision as its owner; one query if it is there already.

    Whoever comes while another process upgrades waits for it. Each revision is one transaction. Not for two databases
    at once in one process: alembic's context is global.

    Raises:
        UnknownRevision: the database is newer than this program; it is unchanged.
    """
    await _move(dsn, head_revision(), is_upgrade=True)


async def downgrade(dsn: str, revision: str = "base") -> None:
    """Take the database back to a revision, ``base`` for an empty one. What the later ones held is lost."""
    await _move(dsn, revision, is_upgrade=False)


async def _move(dsn: str, revision: str, *, is_upgrade: bool) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        if await _current(connection) == revision:
            return
        from migrations import steps  # noqa: PLC0415 - importing alembic takes longer than a warm start may

        await steps.run(connection, revision, is_upgrade=is_upgrade)
    finally:
        await connection.close()


async def _current(connection: "asyncpg.Connection[asyncpg.Record]") -> str | None:
    try:
        revision: str | None = await connection.fetchval("select version_num from migrations.revision")
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        return None
    if revision is not None and revision not in revisions():
        raise UnknownRevision(revision)
    return revision
