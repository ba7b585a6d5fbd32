"""Owns what a request says of itself: what its idempotency key stands for, and which events and texts it names."""

from collections.abc import Iterator

from events.decide.command import AddAppearance, ChangeState, Command, Correct, Record, Request, Retract
from events.drafts import AppearanceDraft, Draft
from events.mentions import Named, mentions
from events.payload import request_hash


def digest(request: Request) -> bytes:
    """Return the SHA-256 under which a retry of the request is known, 32 bytes."""
    return request_hash(request.stands_for)


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
        yield from (mention.id for mention in mentions(content, of=Named.EVENT))


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
