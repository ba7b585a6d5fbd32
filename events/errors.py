"""Owns what writing to the record can answer instead of success.

    Refused            one or more refusals; nothing was written
    └─ Refusal         code, field path, sentence that ends in what to do
    LogUnavailable     the database did not answer; nothing is known to be written

Faults of the program are not among them: they pass through as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class RefusalCode(StrEnum):
    """Public codes of a refusal (``RecordErrorCode`` in GraphQL)."""

    UNKNOWN_ID = "UNKNOWN_ID"
    NO_ROLE = "NO_ROLE"
    BAD_DATE = "BAD_DATE"
    FUTURE_DATE = "FUTURE_DATE"
    END_BEFORE_START = "END_BEFORE_START"
    CONDITION_MISSING = "CONDITION_MISSING"
    IMPLIED_REASON_MISSING = "IMPLIED_REASON_MISSING"
    QUOTE_NOT_FOUND = "QUOTE_NOT_FOUND"
    KEY_REUSED = "KEY_REUSED"
    STALE_VERSION = "STALE_VERSION"
    ALREADY_RETRACTED = "ALREADY_RETRACTED"
    ID_TAKEN = "ID_TAKEN"
    CYCLE = "CYCLE"
    IN_USE = "IN_USE"
    CONTRADICTS_JUDGEMENT = "CONTRADICTS_JUDGEMENT"
    INVALID = "INVALID"
    FORBIDDEN = "FORBIDDEN"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why nothing was written.

    ``field`` is the path of the offending value in the public input, list indices as decimal strings.
    """

    code: RefusalCode
    field: tuple[str, ...]
    message: str


class Refused(Exception):
    """Carry the refusals of one command; the log is unchanged."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(f"{'.'.join(r.field)}: {r.message}" for r in self.refusals))


class LogUnavailable(Exception):
    """The database did not answer in time; ask again with the same idempotency key."""
