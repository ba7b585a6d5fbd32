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
from events.decide.command import Record, Request
from events.decide.decision import Decision
from events.decide.requests import digest, named_events
from events.decide.shape import unstorable
from events.errors import LogUnavailable, Refusal, RefusalCode, Refused
from events.event import EventToAppend, RecordedEvent
from events.log.appending import Appending, Log, utc_now
from events.log.batch import Batch
from events.log.connection import Connection, Pool, Source, translated
from events.log.kept_registry import QUERIES, Fold, KeptRegistry
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
_Decided = tuple[Fold, list[_Slot]]
_Appended = dict[EventId, RecordedEvent]


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
        if dry_run:
            async with self._log.appending() as appending:
                _, slots = await self._decided(appending.connection, drawn)
                return _foreseen(slots)
        decided = await self._decided_before(drawn) if self._is_alone or _rest_on_registry(drawn) else None
        at_once = await self._appended_at_once(*decided) if self._is_alone and decided else None
        if decided and at_once is not None:
            (fold, slots), recorded = decided, at_once
        else:
            fold, slots, recorded = await self._appended_in_turn(drawn, decided)
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

    async def _appended_at_once(self, fold: Fold, slots: Sequence[_Slot]) -> _Appended | None:
        """Append what was decided if the log still ends where the fold does; None if it has grown, by whomever.

        What was read is one state of the log if its head is the same at the beginning and at the end.
        """
        events = [slot for slot in slots if isinstance(slot, EventToAppend)]
        if events:
            appended = await self._log.append_after(fold.log_offset, events)
        else:
            appended = [] if (await LogReader(self._pool).head()).log_offset == fold.log_offset else None
        self._is_alone = appended is not None
        return None if appended is None else {outcome.asked.id: outcome.event for outcome in appended}

    async def _appended_in_turn(
        self, drawn: Sequence[Drawn], decided: _Decided | None
    ) -> tuple[Fold, list[_Slot], _Appended]:
        """Append while nobody else does; what was decided before stays if it can, so that others wait for little."""
        async with self._log.appending() as appending:
            if decided is None or await self._is_overtaken(appending.connection, drawn, since=decided[0]):
                decided = await self._decided(appending.connection, drawn)
            fold, slots = decided
            recorded = await _appended(appending, slots)
        first = next(iter(recorded.values()), None)
        self._is_alone = first is None or first.log_offset == fold.log_offset + 1
        return fold, slots, recorded

    async def _is_overtaken(self, source: Source, drawn: Sequence[Drawn], *, since: Fold) -> bool:
        """Tell whether requests have to be decided anew after what was appended since.

        Those that rest on the registry only if that has grown, or if one of their ids or keys is there by now.
        """
        if not _rest_on_registry(drawn):
            return True
        keys = [request.idempotency_key for request, _ in drawn if request.idempotency_key is not None]
        with translated():
            found = await source.fetchrow(
                QUERIES["is_overtaken"], since.log_offset, since.log_id, [event_id for _, event_id in drawn], keys
            )
        return found is None or bool(found["is_overtaken"])

    async def _warm(self) -> None:
        """Read the registry before the first transaction, so that nobody waits for it."""
        if self._kept.is_empty:
            await self._kept.caught_up(self._pool)

    async def _decided_before(self, drawn: Sequence[Drawn]) -> _Decided:
        async with self._log.connection() as connection:
            return await self._decided(connection, drawn)

    async def _decided(self, source: Source, drawn: Sequence[Drawn]) -> _Decided:
        fold = await self._kept.caught_up(source)
        storable = [(request, event_id) for request, event_id in drawn if not unstorable(request)]
        batch = await Batch.loaded(source, storable, fold=fold, today=self._today())
        return fold, [await _slot(request, event_id, batch=batch, source=source) for request, event_id in drawn]


def _rest_on_registry(drawn: Sequence[Drawn]) -> bool:
    """Tell whether all record something new and name no events: then only the registry decides, and ids and keys."""
    return all(isinstance(request.command, Record) and not any(named_events(request.command)) for request, _ in drawn)


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
    recorded = {outcome.asked.id: outcome.event for outcome in outcomes if isinstance(outcome, Appended)}
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
