"""Owns the dry run: entries decided as an import decides them, a chunk at a time, while nothing is written.

What a chunk builds on and an earlier one would have recorded is decided once more, right before it. For that the dry
run remembers what registers somebody or something, and the entries that may be named, but no other row.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

from events.decide.command import ChangeState, Command, Record, Request
from events.decide.requests import named_events
from events.drafts import Draft, InstrumentDraft, RelationDraft, RoleDraft
from events.log.recorder import Answer, Recorder, WouldRecord
from events.mentions import mentions
from events.vocabulary import SLUG_RECORDS
from service.importing.importer import Entry


class Foreseeing:
    """Answers for entries as if all those before had been recorded."""

    def __init__(self, recorder: Recorder) -> None:
        """Decide with an ``importing_recorder``."""
        self._recorder = recorder
        self._numbers = count()
        self._remembered: dict[str, dict[int, Request]] = defaultdict(dict)

    async def record(self, entries: Sequence[Entry], requests: Sequence[Request]) -> list[Answer]:
        """Return for each entry, with its request, what would become of it.

        Raises:
            LogUnavailable: the log did not answer.
        """
        before = self._built_on(requests)
        answers = (await self._recorder.record([*before, *requests], dry_run=True))[len(before) :]
        for entry, request, answer in zip(entries, requests, answers, strict=True):
            if isinstance(answer, WouldRecord):
                self._remember(entry, request, answer)
        return answers

    def _built_on(self, requests: Sequence[Request]) -> list[Request]:
        """Return what these requests name, and what that names in turn, in its order."""
        found: dict[int, Request] = {}
        waiting = {name for request in requests for name in _names(request.command)}
        looked_up: set[str] = set()
        while waiting:
            looked_up |= waiting
            new = {n: r for name in waiting for n, r in self._remembered.get(name, {}).items() if n not in found}
            found |= new
            waiting = {name for request in new.values() for name in _names(request.command)} - looked_up
        return [found[number] for number in sorted(found)]

    def _remember(self, entry: Entry, request: Request, answer: WouldRecord) -> None:
        number = next(self._numbers)
        for name in _known_by(entry, answer):
            self._remembered[name][number] = request


def _names(command: Command) -> Iterator[str]:
    yield from named_events(command)
    draft = _draft(command)
    if draft is not None:
        yield from (mention.id for mention in mentions(draft))


def _known_by(entry: Entry, answer: WouldRecord) -> Iterator[str]:
    """Yield the ids under which later entries build on it; a role or a relation is found by those it is between."""
    draft = _draft(entry.command)
    if entry.may_be_named:
        yield str(answer.event.id)
    if answer.event.record.kind in SLUG_RECORDS:
        yield answer.event.record.id
    match draft:
        case InstrumentDraft(provisions=provisions):
            yield from (provision.id for provision in provisions)
        case RoleDraft(holder=holder):
            yield holder
        case RelationDraft(from_event=first, to_event=second):
            yield from (first, second)
        case _ if isinstance(entry.command, ChangeState):
            yield from named_events(entry.command)


def _draft(command: Command) -> Draft | None:
    return command.draft if isinstance(command, Record | ChangeState) else None
