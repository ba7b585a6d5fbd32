"""Owns what every import format is: something with a name that yields what is to be recorded, what not, and why.

Yielded
├─ Entry         one command with its key
├─ RefusedEntry  cannot be read, with every reason
└─ SetAside      read well, and nothing to record: an absent vote
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID, uuid5

from events.decide.command import Command
from events.errors import Refusal
from events.vocabulary import EventId

_IDS_OF_IMPORTS = UUID("0d6a1c1e-5f0b-5c53-9d2f-6f6e72656364")
"""Never to be changed: under another one, everything ever imported would be imported once more."""


class NotThisFormat(ValueError):
    """What is to be imported is not in the format asked for; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the import something stands: a file, and the key or the line in it; neither where it is the whole."""

    file: str
    key: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One command of an import.

    ``key`` is its idempotency key, unique and the same at every import; the event's id follows from it.
    ``names`` says how the file calls the event ids in the command, for messages that a reader of the file understands.
    ``registers``: no row of the file, but an actor, issue or source that rows name; if its slug is taken, that will do.
    ``may_be_named``: a later entry may name its event.
    ``recorded_by`` names who coded it, where that is not the desk: the log keeps one name for both.
    """

    place: Place
    key: str
    command: Command
    names: Mapping[str, str] = field(default_factory=dict)
    registers: bool = False
    may_be_named: bool = False
    recorded_by: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """What was not recorded, and why; the fields of the refusals are paths in the file's entry."""

    place: Place
    refusals: tuple[Refusal, ...]
    registers: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """What is nothing to record, though well made; ``reason`` is one of a few, for they are counted."""

    place: Place
    reason: str


Yielded = Entry | RefusedEntry | SetAside


class Importer(Protocol):
    """A format. Its entries come in an order in which each may build on those before it."""

    @property
    def name(self) -> str:
        """What is imported; the first part of every key."""

    @property
    def extent(self) -> int:
        """How much there is to read, in a unit of the format's own: entries, bytes."""

    @property
    def reached(self) -> int:
        """How much of it is read."""

    def entries(self) -> Iterator[Yielded]:
        """Yield what is to be recorded, what cannot be read, and what is nothing to record."""


def event_id_of(key: str) -> EventId:
    """Return the id of the event that an import records under a key: the same whenever and wherever it is imported."""
    return EventId(uuid5(_IDS_OF_IMPORTS, key))
