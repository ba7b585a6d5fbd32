"""Owns what every import format is: something with a name that yields entries, each a command with a key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID, uuid5

from events.decide.command import Command
from events.errors import Refusal
from events.vocabulary import EventId

_IDS_OF_IMPORTS = UUID("0d6a1c1e-5f0b-5c53-9d2f-6f6e72656364")
"""Never to be changed: under another one, everything ever imported would be imported once more."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the import something stands: a file, and the key or line in it; empty where it is the whole file."""

    file: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command of an import.

    ``key`` is its idempotency key, unique and the same at every import; the event's id follows from it.
    ``names`` says how the file calls the event ids in the command, for messages that a reader of the file understands.
    """

    place: Place
    key: str
    command: Command
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """What was not recorded, and why; the fields of the refusals are paths in the file's entry."""

    place: Place
    refusals: tuple[Refusal, ...]


class Importer(Protocol):
    """A format. Its entries come in an order in which each may build on those before it."""

    @property
    def name(self) -> str:
        """What is imported; the first part of every key."""

    @property
    def length(self) -> int:
        """How many entries there will be, for the progress bar."""

    def entries(self) -> Iterator[Entry | RefusedEntry]:
        """Yield what is to be recorded, and what cannot be read."""


def event_id_of(key: str) -> EventId:
    """Return the id of the event that an import records under a key: the same whenever and wherever it is imported."""
    return EventId(uuid5(_IDS_OF_IMPORTS, key))
