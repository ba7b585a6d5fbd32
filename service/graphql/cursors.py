"""Owns cursors: a place in an ordered list, opaque and versioned, refused by every other list."""

import base64
import binascii
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson

from events.vocabulary import ChangeKind, LogOffset
from projections.reading.changes import ChangeKey
from projections.reading.listing import ListingKey
from projections.reading.quantities import QuantityKey
from projections.reading.steps import StepKey
from projections.rule.claims import Pair
from projections.rule.tally import VotingKey
from service.graphql.errors import BadCursor

K = TypeVar("K")
_INTEGERS = range(-(2**31), 2**31)
_OFFSETS = range(1, 2**63)


@dataclass(frozen=True, slots=True)
class CursorKind(Generic[K]):
    """One list's cursors: its name, the version of its order, and how a key is read from its parts."""

    list: str
    version: int
    read: Callable[..., K]

    def write(self, *key: object) -> str:
        """Return the cursor of a key, given as its parts."""
        written = orjson.dumps([self.list, self.version, *key], default=str)
        return base64.urlsafe_b64encode(written).decode().rstrip("=")

    def parse(self, cursor: str | None, *, argument: str) -> K | None:
        """Return the key of a cursor, None for none.

        Raises:
            BadCursor: of another list or version, or broken; ``argument`` is where it was given.
        """
        if cursor is None:
            return None
        try:
            return self._key(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        except (ValueError, TypeError, binascii.Error) as error:
            raise BadCursor(argument=argument) from error

    def _key(self, written: bytes) -> K:
        parts: Any = orjson.loads(written)
        if not isinstance(parts, list) or parts[:2] != [self.list, self.version]:
            raise ValueError("a cursor of another list")
        return self.read(*parts[2:])


def _id(record_id: object) -> str:
    if not isinstance(record_id, str) or "\0" in record_id:
        raise TypeError("no id")
    return record_id


def _count(number: object, *, among: range = _INTEGERS) -> int:
    if not isinstance(number, int) or number not in among:
        raise TypeError("no number, or one that the database cannot hold")
    return number


def _offset(number: object) -> LogOffset:
    return LogOffset(_count(number, among=_OFFSETS))


def _pair(actor: object, issue: object) -> Pair:
    return _id(actor), _id(issue)


def _step(actor: object, issue: object, day: str) -> StepKey:
    return _id(actor), _id(issue), datetime.date.fromisoformat(day)


def _voting(day: str, ordinal: object) -> VotingKey:
    return datetime.date.fromisoformat(day), _count(ordinal)


def _change(actor: object, issue: object, kind: str) -> ChangeKey:
    return _id(actor), _id(issue), ChangeKind(kind)


def _listed(day: str, ordinal: object, event_id: str) -> ListingKey:
    return datetime.date.fromisoformat(day), _count(ordinal), UUID(event_id)


def _quantity(day: str, event_id: str, place: object) -> QuantityKey:
    return datetime.date.fromisoformat(day), UUID(event_id), _count(place)


ACTORS = CursorKind("actors", 1, _id)
ISSUES = CursorKind("issues", 1, _id)
SOURCES = CursorKind("sources", 1, _id)
POSITIONS = CursorKind("positions", 1, _pair)
TALLIES = CursorKind("tally", 1, _pair)
VOTINGS = CursorKind("votings", 1, _voting)
STEPS = CursorKind("positionSteps", 1, _step)
CHANGES = CursorKind("changes", 1, _change)
EVENTS = CursorKind("events", 1, _listed)
EVIDENCE = CursorKind("evidence", 1, _offset)
QUANTITIES = CursorKind("quantities", 1, _quantity)
CORRECTIONS = CursorKind("corrections", 1, _offset)
STATEMENTS = CursorKind("statementsWithoutRole", 1, _listed)
AUDIT = CursorKind("auditTrail", 1, _count)
