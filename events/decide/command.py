"""Owns what a writer can ask of the record."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from events.drafts import AppearanceDraft, CodingDraft, CorrectionDraft, Draft, RecordDraft, ScheduleDraft
from events.event import ANY, ExpectedVersion


@dataclass(frozen=True, slots=True)
class Record:
    """Put something new on record."""

    draft: RecordDraft | CodingDraft


@dataclass(frozen=True, slots=True)
class Correct:
    """Replace the whole content of a record; ``id`` is any event of it, its record id, or its slug."""

    id: str
    correction: CorrectionDraft
    expected: ExpectedVersion = field(default=ANY)


@dataclass(frozen=True, slots=True)
class Retract:
    """Withdraw one event, by its id, or a slug's first event."""

    id: str
    reason: str
    expected: ExpectedVersion = field(default=ANY)


@dataclass(frozen=True, slots=True)
class AddAppearance:
    """Say where else a recorded statement, move, assessment or schedule appears."""

    id: str
    appearance: AppearanceDraft
    expected: ExpectedVersion = field(default=ANY)


@dataclass(frozen=True, slots=True)
class ChangeState:
    """Give a schedule a new state: news, not a correction; ``draft.id`` names it."""

    draft: ScheduleDraft
    expected: ExpectedVersion = field(default=ANY)


Command = Record | Correct | Retract | AddAppearance | ChangeState


@dataclass(frozen=True)
class Request:
    """A command with who gave it and the key under which a retry is known."""

    command: Command
    recorded_by: str
    idempotency_key: str | None = None

    @cached_property
    def stands_for(self) -> dict[str, Any]:
        """What its idempotency key stands for: the command as the writer gave it, without its expected version."""
        match self.command:
            case Record(draft) | ChangeState(draft):
                return {"command": type(self.command).__name__, "draft": _dumped(draft)}
            case Correct(record_id, correction):
                return {"command": "Correct", "id": record_id, "correction": _dumped(correction)}
            case Retract(event_id, reason):
                return {"command": "Retract", "id": event_id, "reason": reason}
            case AddAppearance(event_id, appearance):
                return {"command": "AddAppearance", "id": event_id, "appearance": _dumped(appearance)}


def _dumped(draft: Draft) -> dict[str, Any]:
    kind = type(draft).__name__
    return {"kind": kind} | draft.model_dump(mode="json", by_alias=True, exclude_none=True)
