"""Owns the type Subscription: events and changes of positions, from any offset on and then as they happen."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from typing import Annotated
from uuid import UUID

import strawberry

from events.vocabulary import ChangeKind, Clock, EventKind, LogOffset
from projections.reading.view import RULES, View
from projections.rule.changes import PairChange
from service.graphql.arguments import ActorIds, AskedClock, IssueIds
from service.graphql.changed import changed_by
from service.graphql.context import Info
from service.graphql.errors import AskedWrongly, BadRange, OffsetAhead
from service.graphql.event import Event
from service.graphql.fields import description_of, field, output
from service.graphql.known_ids import Named, require_known
from service.graphql.position import PositionChange
from service.graphql.service_context import ServiceContext, ServiceInfo
from service.live.delivery import ChangesWanted, EventsWanted
from service.live.hub import LogReplaced, Step
from service.live.operation import Subscriber

Resumed = Annotated[
    LogOffset | None,
    strawberry.argument(description="Only what follows this offset; left out: only what is recorded from now on."),
]
LogId = Annotated[
    strawberry.ID | None, strawberry.argument(description="The log that `after` is of: another one is an error.")
]
EventKinds = Annotated[list[EventKind] | None, strawberry.argument(description="Only these kinds.")]
ChangeKinds = Annotated[
    list[ChangeKind] | None, strawberry.argument(description="Only these kinds; newsrooms are alerted to the first.")
]
MaxAge = Annotated[
    int | None,
    strawberry.argument(description="Leaves out changes of days that were further back when they were recorded."),
]
WORLD_CHANGED = [ChangeKind.WORLD_CHANGED]


class OtherLog(AskedWrongly):
    """The offset is of another log, with which this one cannot be compared."""

    code = "OTHER_LOG"

    def __init__(self, log_id: UUID) -> None:
        message = f"this is log {log_id}, and the offset is of another; read the record anew and subscribe from there"
        super().__init__(message, argument=["log"], log=str(log_id))


@output
class EventDelivery:
    """An event; `event: null` is a checkpoint: nothing for this filter up to `logOffset`, resume from there."""

    is_checkpoint: strawberry.Private[bool]
    log_offset: LogOffset = strawberry.field(description="The place in the log after which to resume.")

    @field
    async def event(self, info: Info) -> Event | None:
        """The event as known at its own offset; null in a checkpoint."""
        if self.is_checkpoint:
            return None
        view = View(info.context.today, self.log_offset, Clock.OCCURRED, RULES[-1])
        return await info.context.load.event(view, self.log_offset)


@output
class PositionChangeDelivery:
    """What one event changed; without changes it is a checkpoint: nothing for this filter up to `logOffset`."""

    is_checkpoint: strawberry.Private[bool]
    clock: strawberry.Private[Clock]
    changed: strawberry.Private[tuple[PairChange, ...]]
    log_offset: LogOffset = strawberry.field(description="The place in the log after which to resume.")

    @field
    async def changes(self, info: Info) -> list[PositionChange]:
        """Every change in the filter: the answers known just before the event, and with it."""
        return await changed_by(info.context.load, self.log_offset, self.changed, clock=self.clock)


async def subscribe_to_events(
    root: strawberry.Parent[Subscriber | None],
    info: ServiceInfo,
    *,
    after: Resumed = None,
    log: LogId = None,
    actors: ActorIds = None,
    issues: IssueIds = None,
    kinds: EventKinds = None,
) -> AsyncGenerator[EventDelivery, None]:
    """Every event that passes the filter, and every correction, retraction, merge or appearance of one that passed it.

    It passes if it does so before or after the change. Sometimes, while nothing passes, there is a checkpoint.
    """
    start = await _start(info.context, root, after, log)
    await _require_known(info.context, actors, issues)
    wanted = EventsWanted(actors, issues, kinds)
    return _events(info.context.hub.follow(start, wanted.picked_from))


async def subscribe_to_changes(  # noqa: PLR0913 - the arguments of the contract
    root: strawberry.Parent[Subscriber | None],
    info: ServiceInfo,
    *,
    after: Resumed = None,
    log: LogId = None,
    actors: ActorIds = None,
    issues: IssueIds = None,
    kinds: ChangeKinds = WORLD_CHANGED,
    clock: AskedClock = Clock.OCCURRED,
    max_age_days: MaxAge = None,
) -> AsyncGenerator[PositionChangeDelivery, None]:
    """One delivery for each event that changed any position in the filter, with all of them; checkpoints as well."""
    if max_age_days is not None and max_age_days < 0:
        raise BadRange("an age in days is 0 or more", argument=["maxAgeDays"])
    start = await _start(info.context, root, after, log)
    await _require_known(info.context, actors, issues)
    wanted = ChangesWanted(clock or Clock.OCCURRED, actors, issues, kinds, max_age_days)
    return _changes(info.context.hub.follow(start, wanted.picked_from), wanted.clock)


@output
class Subscription:
    """History after an offset, then what is recorded, as it is: in log order, none missed, none twice."""

    events: AsyncGenerator[EventDelivery, None] = strawberry.subscription(
        resolver=subscribe_to_events, description=description_of(subscribe_to_events)
    )
    position_changes: AsyncGenerator[PositionChangeDelivery, None] = strawberry.subscription(
        resolver=subscribe_to_changes, description=description_of(subscribe_to_changes)
    )


async def _start(
    context: ServiceContext, subscriber: Subscriber | None, after: LogOffset | None, log: str | None
) -> LogOffset:
    """Return where a subscriber begins: nothing of its request lives on in what it follows from there.

    What it last received, as its transport knows, goes before its argument.
    """
    progress = await context.progress()
    if log is not None and log.lower() != str(progress.log_id):
        raise OtherLog(progress.log_id)
    if subscriber is not None and subscriber.resume_after is not None:
        after = subscriber.resume_after
    if after is not None and after > progress.log_offset:
        raise OffsetAhead(after, head=progress.log_offset, argument=["after"])
    return progress.log_offset if after is None else after


async def _require_known(
    context: ServiceContext, actors: list[strawberry.ID] | None, issues: list[strawberry.ID] | None
) -> None:
    await require_known(context.reading.pool, Named.ACTOR, actors, argument="actors")
    await require_known(context.reading.pool, Named.ISSUE, issues, argument="issues")


async def _events(steps: AsyncGenerator[Step[LogOffset], None]) -> AsyncGenerator[EventDelivery, None]:
    with _one_log():
        async with aclosing(steps):
            async for step in steps:
                yield EventDelivery(is_checkpoint=step.picked is None, log_offset=step.log_offset)


async def _changes(
    steps: AsyncGenerator[Step[tuple[PairChange, ...]], None], clock: Clock
) -> AsyncGenerator[PositionChangeDelivery, None]:
    with _one_log():
        async with aclosing(steps):
            async for step in steps:
                is_checkpoint, changed = step.picked is None, step.picked or ()
                yield PositionChangeDelivery(
                    is_checkpoint=is_checkpoint, clock=clock, changed=changed, log_offset=step.log_offset
                )


@contextmanager
def _one_log() -> Iterator[None]:
    try:
        yield
    except LogReplaced as replaced:
        raise OtherLog(replaced.log_id) from replaced
