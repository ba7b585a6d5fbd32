"""The throw-away PostgreSQL cluster of a test process, and the databases made in it."""

import asyncio
import time
from dataclasses import dataclass

import asyncpg

from service.embedded.server import EmbeddedPostgres

_PATIENCE_WITH_CLOSING_CONNECTIONS = 2.0


@dataclass(frozen=True)
class Cluster:
    """The throw-away cluster, with one connection that makes and drops databases."""

    server: EmbeddedPostgres
    runner: asyncio.Runner
    connection: "asyncpg.Connection[asyncpg.Record]"

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Make a database and return its DSN."""
        self.execute(f'create database "{name}" template "{template}" strategy file_copy')
        return self.server.dsn(database=name)

    def drop_database(self, name: str) -> None:
        """Drop a database; raise AssertionError if somebody is still connected to it."""
        left = self._connections_left(name)
        self.execute(f'drop database "{name}" with (force)')
        assert not left, f"connections left open, last used for: {left}"

    def execute(self, query: str) -> None:
        """Run one query of administration."""
        self.runner.run(self.connection.execute(query))

    def _connections_left(self, name: str) -> list[str]:
        deadline = time.monotonic() + _PATIENCE_WITH_CLOSING_CONNECTIONS
        while True:
            open_now = "select query from pg_stat_activity where datname = $1 and backend_type = 'client backend'"
            left = [row["query"] for row in self.runner.run(self.connection.fetch(open_now, name))]
            if not left or time.monotonic() > deadline:
                return left
            time.sleep(0.01)
