"""Owns what a writer can ask of the record."""

from dataclasses import dataclass, field

from events.drafts import AppearanceDraft, CodingDraft, CorrectionDraft, RecordDraft, ScheduleDraft
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


@dataclass(frozen=True, slots=True)
class Request:
    """A command with who gave it and the key under which a retry is known."""

    command: Command
    recorded_by: str
    idempotency_key: str | None = None
