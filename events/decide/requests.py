"""Owns what a request says of itself: what its idempotency key stands for, and which events and texts it names."""

from collections.abc import Iterator
from typing import Any

from events.decide.command import AddAppearance, ChangeState, Command, Correct, Record, Retract
from events.drafts import AppearanceDraft, Draft
from events.mentions import Named, mentions
from events.payload import request_hash


def request_json(command: Command) -> dict[str, Any]:
    """Return what an idempotency key stands for: the command as the writer gave it, without its expected version."""
    match command:
        case Record(draft) | ChangeState(draft):
            return {"command": type(command).__name__, "draft": _dumped(draft)}
        case Correct(record_id, correction):
            return {"command": "Correct", "id": record_id, "correction": _dumped(correction)}
        case Retract(event_id, reason):
            return {"command": "Retract", "id": event_id, "reason": reason}
        case AddAppearance(event_id, appearance):
            return {"command": "AddAppearance", "id": event_id, "appearance": _dumped(appearance)}


def digest(command: Command) -> bytes:
    """Return the SHA-256 under which a retry of the command is known, 32 bytes."""
    return request_hash(request_json(command))


def named_events(command: Command) -> Iterator[str]:
    """Yield every id in the command that can be an event's: of what it changes, and of what its content names."""
    match command:
        case Correct(record_id, correction):
            yield record_id
            if correction.adopts is not None:
                yield correction.adopts
        case Retract(event_id, _) | AddAppearance(event_id, _):
            yield event_id
        case ChangeState(draft):
            yield draft.id or ""
    content = _content(command)
    if content is not None:
        yield from (mention.id for mention in mentions(content) if mention.named is Named.EVENT)


def quoted_sources(command: Command) -> Iterator[str]:
    """Yield the source of every appearance in the command; its text, where it is held, decides over quote and span."""
    content = _content(command)
    if isinstance(content, AppearanceDraft):
        yield content.source
    else:
        yield from (appearance.source for appearance in getattr(content, "appearances", ()))


def _content(command: Command) -> Draft | None:
    match command:
        case Record(draft) | ChangeState(draft):
            return draft
        case Correct(_, correction):
            return correction.draft
        case AddAppearance(_, appearance):
            return appearance
        case Retract():
            return None


def _dumped(draft: Draft) -> dict[str, Any]:
    kind = type(draft).__name__
    return {"kind": kind} | draft.model_dump(mode="json", by_alias=True, exclude_none=True)
