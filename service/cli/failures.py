"""Owns which errors are a user's to mend, and what is said about them; all others are faults of the program.

MendableError           this package's own: its text is the sentence
├── NoRecordYet         the data directory holds no database
├── ServiceNeeded       the command follows a running service, and none runs
├── DatabaseOutdated    the database is at another revision than this program
├── CannotListen        the address or the port is not to be had
├── NotOpenToOthers     open, and reachable from elsewhere
├── NoRecordToImport    the directory given holds no record
├── FileIsThere         a file would be written over
├── CannotRestore       the file of events is damaged, or the log holds something else
├── NothingToRevoke     no live token of that id or name
├── UnknownName         an actor or issue that was never on record
├── BeyondTheLog        an offset that the log, or its projections, have not reached
└── EndsBeforeItBegins  a span whose ends are the wrong way round
"""

import asyncpg
import pydantic
from pydantic_core import ErrorDetails

from events.errors import LogUnavailable
from migrations import UnknownRevision
from projections.generations import GenerationError
from service.embedded.errors import EmbeddedPostgresError


class MendableError(Exception):
    """Something that the user can mend; the text says how."""


class NoRecordYet(MendableError):
    """Nothing was ever recorded here."""


class ServiceNeeded(MendableError):
    """No service runs."""


class DatabaseOutdated(MendableError):
    """The database waits for its migration."""


class CannotListen(MendableError):
    """Somebody else listens there, or nobody can."""


class NotOpenToOthers(MendableError):
    """What is open listens on this machine only."""


class NoRecordToImport(MendableError):
    """These files are no record."""


class FileIsThere(MendableError):
    """Somebody's file."""


class CannotRestore(MendableError):
    """These events have no place in this log."""


class NothingToRevoke(MendableError):
    """There is no such token, or it is revoked already."""


class UnknownName(MendableError):
    """There is no such actor or issue."""


class BeyondTheLog(MendableError):
    """Nothing is known there yet."""


class EndsBeforeItBegins(MendableError):
    """Swapped ends."""


_IN_ITS_OWN_WORDS = (MendableError, EmbeddedPostgresError, GenerationError, LogUnavailable)
_ADVICE: tuple[tuple[type[Exception], str], ...] = (
    (UnknownRevision, "{error}."),
    (asyncpg.InvalidAuthorizationSpecificationError, "The database refuses us: {error}. Check DATABASE_URL."),
    (asyncpg.InvalidCatalogNameError, "The database refuses us: {error}. Check DATABASE_URL."),
    (
        asyncpg.InsufficientPrivilegeError,
        "The database does not allow this: {error}. Check the roles of DATABASE_URL and ONRECORD_OWNER_URL.",
    ),
    (OSError, "The database does not answer: {error}. Check that it runs, and DATABASE_URL."),
)


def sentence_about(error: Exception) -> str | None:
    """Return what to say about an error, None where it is a fault of the program."""
    if isinstance(error, _IN_ITS_OWN_WORDS):
        return str(error)
    if isinstance(error, pydantic.ValidationError) and error.title == "Settings":
        return "\n".join(_about_a_setting(found) for found in error.errors())
    if isinstance(error, OSError) and error.filename:
        return f"{error}."
    advice = next((advice for kind, advice in _ADVICE if isinstance(error, kind)), None)
    return advice.format(error=error) if advice else None


def _about_a_setting(found: ErrorDetails) -> str:
    name = str(found["loc"][0])
    variable = name if name.isupper() else f"ONRECORD_{name.upper()}"
    return f"{variable} is {found['input']!r}: {found['msg']}. See docs/settings.md."
