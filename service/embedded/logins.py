"""As whom the service logs in to its own cluster: as roles that can append or read, and become nobody else."""

from collections.abc import Mapping
from pathlib import Path

import asyncpg

from events.log.sql import load

SERVICE, ASKER = "onrecord_service", "onrecord_asker"
QUERIES: Mapping[str, str] = load(Path(__file__).with_name("logins.sql"))


async def make_logins(dsn: str) -> None:
    """Make the roles, as superuser, where they are missing; one query where they are there."""
    connection = await asyncpg.connect(dsn)
    try:
        if not await connection.fetchval(QUERIES["are_made"]):
            async with connection.transaction():
                await connection.execute(QUERIES["make"])
    finally:
        await connection.close()
