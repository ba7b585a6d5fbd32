"""Owns the way from requests to the log: each decided on what the log holds then, all of a batch in one transaction.

Answer
├─ Recorded      the event, new or a retry's first one
├─ WouldRecord   what a dry run would append
└─ Refused       why not; its neighbours are not touched by that
"""

import datetime
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from uuid import UUID

from events.decide.aftermath import going_with
from events.decide.command import Request
from events.decide.decision import Decision
from events.decide.requests import digest
from events.decide.shape import unstorable
from events.errors import LogUnavailable, Refusal, RefusalCode, Refused
from events.event import EventToAppend, RecordedEvent
from events.log.appending import Appending, Log, utc_now
from events.log.batch import Batch
from events.log.connection import Connection, Pool, Source
from events.log.kept_registry import Fold, KeptRegistry
from events.log.outcome import Appended
from events.log.reader import LogReader
from events.log.uses import in_use
from events.vocabulary import EventId


@dataclass(frozen=True, slots=True)
class Recorded:
    """The event in the log; ``is_new`` is False where a retry found what its first try had written."""

    event: RecordedEvent
    is_new: bool


@dataclass(frozen=True, slots=True)
class WouldRecord:
    """The event that would be appended."""

    event: EventToAppend


Answer = Recorded | WouldRecord | Refused
Drawn = tuple[Request, EventId]
"""A request, and the id that its event is to have."""
_Slot = Refused | RecordedEvent | EventToAppend


def utc_today() -> datetime.date:
    """Return the day in UTC."""
    return utc_now().date()


def time_ordered_id(_: Request) -> UUID:
    """Return a UUID of version 7 (RFC 9562): milliseconds, then 74 unguessable bits."""
    milliseconds = time.time_ns() // 1_000_000
    return UUID(int=milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))


class Recorder:
    """Put requests on record. One a process is enough, for any number of coroutines; other processes have their own."""

    def __init__(
        self,
        log: Log,
        pool: Pool,
        *,
        today: Callable[[], datetime.date] = utc_today,
        draw_id: Callable[[Request], UUID] = time_ordered_id,
    ) -> None:
        """Record in ``log``; ``pool`` reads the same database.

        ``draw_id`` is called once for each request, in order, whatever becomes of it.
        """
        self._log, self._pool, self._today, self._draw_id = log, pool, today, draw_id
        self._kept = KeptRegistry()
        self._is_alone = True

    async def record(self, requests: Sequence[Request], *, dry_run: bool = False) -> list[Answer]:
        """Append the event of each request that may be, in order and all at once, and return one answer for each.

        A request may build on those before it. A dry run writes nothing.

        Raises:
            LogUnavailable: nothing is known to be written; ask again with the same idempotency keys.
        """
        return await self.record_drawn([self.drawn(request) for request in requests], dry_run=dry_run)

    def drawn(self, request: Request) -> Drawn:
        """Draw the id of a request's event, by which the request is known again whatever becomes of the first try."""
        return request, EventId(self._draw_id(request))

    async def record_drawn(self, drawn: Sequence[Drawn], *, dry_run: bool = False) -> list[Answer]:
        """Do as ``record`` does, with ids that are drawn already; one that is on record is found, not doubled."""
        await self._warm()
        if not dry_run and self._is_alone and (answers := await self._recorded_at_once(drawn)) is not None:
            return answers
        before = self._kept.log_offset
        async with self._log.appending() as appending:
            fold, slots = await self._decided(appending.connection, drawn)
            if dry_run:
                return _foreseen(slots)
            recorded = await _appended(appending, slots)
        self._is_alone = fold.log_offset == before
        self._kept.keep(recorded.values(), before=fold)
        return _answers(slots, recorded)

    @asynccontextmanager
    async def previewing(self, requests: Sequence[Request]) -> AsyncIterator[tuple[Connection, list[Answer]]]:
        """Enter a transaction in which the requests are recorded, to look at what follows; leaving takes it all back.

        Keep it short: everybody else who appends waits. Raises LogUnavailable as ``record`` does.
        """
        drawn = [self.drawn(request) for request in requests]
        await self._warm()
        with suppress(_TakenBack):
            async with self._log.appending() as appending:
                _, slots = await self._decided(appending.connection, drawn)
                recorded = await _appended(appending, slots)
                yield appending.connection, _answers(slots, recorded)
                raise _TakenBack

    async def _recorded_at_once(self, drawn: Sequence[Drawn]) -> list[Answer] | None:
        """Decide before the end of the log is held, on what it holds; None if it has grown meanwhile, by whomever.

        What was read is one state of the log if its head is the same at the beginning and at the end.
        """
        fold, slots = await self._decided(self._pool, drawn)
        events = [slot for slot in slots if isinstance(slot, EventToAppend)]
        if events:
            appended = await self._log.append_after(fold.log_offset, events)
        else:
            appended = [] if (await LogReader(self._pool).head()).log_offset == fold.log_offset else None
        if appended is None:
            self._is_alone = False
            return None
        recorded = {outcome.event.id: outcome.event for outcome in appended}
        self._kept.keep(recorded.values(), before=fold)
        return _answers(slots, recorded)

    async def _warm(self) -> None:
        """Read the registry before the first transaction, so that nobody waits for it."""
        if self._kept.is_empty:
            await self._kept.caught_up(self._pool)

    async def _decided(self, source: Source, drawn: Sequence[Drawn]) -> tuple[Fold, list[_Slot]]:
        fold = await self._kept.caught_up(source)
        storable = [(request, event_id) for request, event_id in drawn if not unstorable(request)]
        batch = await Batch.loaded(source, storable, fold=fold, today=self._today())
        return fold, [await _slot(request, event_id, batch=batch, source=source) for request, event_id in drawn]


class _TakenBack(Exception):
    """Leaves a transaction so that it is rolled back."""


async def _slot(request: Request, event_id: EventId, *, batch: Batch, source: Source) -> _Slot:
    """Decide one request: refused, there already, or an event that the requests after it can count on."""
    try:
        first = _first_try(request, event_id, batch)
        if first is not None:
            return first
        event = await _event(request, event_id, batch=batch, source=source)
    except Refused as refused:
        return Refused(refused.refusals)  # a value now: without the frames it was raised through
    batch.admit(event)
    return event


def _first_try(request: Request, event_id: EventId, batch: Batch) -> RecordedEvent | None:
    """Return the event of the same request: a retry is answered as its first try was, whatever has changed."""
    objections = unstorable(request)
    if objections:
        raise Refused(objections)
    holder = batch.holder(request, event_id)
    if holder is not None and holder.request_hash != digest(request):
        message = f"this key stands for another request, at {holder.event.log_offset} in the log; draw a new key"
        raise Refused([Refusal(RefusalCode.KEY_REUSED, ("idempotencyKey",), message)])
    return holder.event if holder else None


async def _event(request: Request, event_id: EventId, *, batch: Batch, source: Source) -> EventToAppend:
    knowledge = batch.knowledge(request.command)
    event = Decision(request, knowledge, event_id).event()
    going = going_with(event, knowledge)
    used = await in_use(going, batch=batch, source=source) if going else frozenset()
    return Decision(request, replace(knowledge, in_use=used), event_id).event() if used else event


async def _appended(appending: Appending, slots: Sequence[_Slot]) -> dict[EventId, RecordedEvent]:
    """Append the events that were decided; what was decided under the lock is not refused by the log."""
    events = [slot for slot in slots if isinstance(slot, EventToAppend)]
    outcomes = await appending.append(events)
    recorded = {outcome.event.id: outcome.event for outcome in outcomes if isinstance(outcome, Appended)}
    if len(recorded) != len(events):
        raise LogUnavailable("the log changed although its lock was held: somebody writes without it; ask again")
    return recorded


def _answers(slots: Sequence[_Slot], recorded: dict[EventId, RecordedEvent]) -> list[Answer]:
    answers: list[Answer] = []
    for slot in slots:
        match slot:
            case Refused():
                answers.append(slot)
            case RecordedEvent():
                answers.append(Recorded(recorded.get(slot.id, slot), is_new=False))
            case EventToAppend():
                answers.append(Recorded(recorded[slot.id], is_new=True))
    return answers


def _foreseen(slots: Sequence[_Slot]) -> list[Answer]:
    events = {slot.id: slot for slot in slots if isinstance(slot, EventToAppend)}
    answers: list[Answer] = []
    for slot in slots:
        match slot:
            case Refused():
                answers.append(slot)
            case RecordedEvent() if slot.id not in events:
                answers.append(Recorded(slot, is_new=False))
            case RecordedEvent() | EventToAppend():
                answers.append(WouldRecord(events[slot.id]))
    return answers
