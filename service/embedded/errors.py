"""What can go wrong with the embedded PostgreSQL.

EmbeddedPostgresError
├── DataDirectoryInUse              another process holds it
├── DataDirectoryUnusable           it cannot be made or entered
├── DataDirectoryOfOtherVersion     it was written by another major version of PostgreSQL
├── RootRefused                     started by root, and no other identity can be taken
└── ServerFailed                    PostgreSQL ended by itself; carries the end of its log
"""

from pathlib import Path

_ELSEWHERE = "give another directory with --data-dir, or name a running PostgreSQL with DATABASE_URL"


class EmbeddedPostgresError(Exception):
    """Any failure of the embedded PostgreSQL."""


class DataDirectoryInUse(EmbeddedPostgresError):
    """The data directory belongs to another live process."""

    def __init__(self, home: Path, *, holder: str) -> None:
        self.home = home
        self.holder = holder
        super().__init__(f"The data directory {home} is in use by {holder}. Stop that process, or {_ELSEWHERE}.")


class DataDirectoryUnusable(EmbeddedPostgresError):
    """The data directory cannot be made, entered or owned."""

    def __init__(self, home: Path, *, because: str) -> None:
        self.home = home
        super().__init__(f"The data directory {home} cannot be used: {because}. Mend that, or {_ELSEWHERE}.")


class DataDirectoryOfOtherVersion(EmbeddedPostgresError):
    """The data were written by another major version of PostgreSQL."""

    def __init__(self, home: Path, *, found: str, expected: str) -> None:
        self.home = home
        self.found = found
        self.expected = expected
        super().__init__(
            f"The data directory {home} was written by PostgreSQL {found}, and this is PostgreSQL {expected}. "
            f"Carry the data over with pg_dump of version {found} and a new directory, or {_ELSEWHERE}."
        )


class RootRefused(EmbeddedPostgresError):
    """PostgreSQL does not run as root, and no other identity can be taken."""

    def __init__(self, home: Path, *, because: str) -> None:
        self.home = home
        super().__init__(
            f"PostgreSQL does not run as root, and here it cannot be given another identity: {because}. "
            f"Start the service as an ordinary user, or {_ELSEWHERE}."
        )


class ServerFailed(EmbeddedPostgresError):
    """PostgreSQL or its set-up ended by itself."""

    def __init__(self, log: Path, *, tail: str) -> None:
        self.log = log
        self.tail = tail
        super().__init__(f"PostgreSQL did not start. The end of {log} says why:\n{tail}")
