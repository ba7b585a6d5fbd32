"""Owns what every mutation answers: the event, or why there is none, or what there would be."""

from collections.abc import Callable, Sequence

import strawberry
import structlog
from graphql import GraphQLError
from pydantic import ValidationError

from events.decide.command import Command, Request
from events.decide.shape import refusals_of
from events.errors import LogUnavailable, Refusal, RefusalCode, Refused
from events.log.recorder import Answer, Recorded
from events.vocabulary import Clock, LogOffset
from projections.reading.changes import changes_by
from projections.reading.view import RULES, View
from service.graphql.changed import changed_by
from service.graphql.event import Event
from service.graphql.fields import field as resolved
from service.graphql.fields import output
from service.graphql.position import PositionChange
from service.graphql.service_context import ServiceContext, ServiceInfo
from service.graphql.writing import NotCaughtUp

_UNKNOWN_WITH_KEY = (
    "The log did not answer, so it is not known whether this was written. Send it again with the same idempotencyKey."
)
_UNKNOWN_WITHOUT_KEY = (
    "The log did not answer, so it is not known whether this was written. Look it up before you send it again; with an "
    "idempotencyKey you could have sent it again at once."
)
_log = structlog.get_logger()


@output
class RecordError:
    """One reason why nothing was written."""

    code: RefusalCode = strawberry.field(description="Which rule refuses it.")
    field: list[str] = strawberry.field(description="The path of the offending value among the arguments.")
    message: str = strawberry.field(description="A sentence that says what to do.")


@output
class RecordPayload:
    """On success `event` and `logOffset`; otherwise `errors`, and nothing was written.

    `isProjected` is false when the bounded wait ran out: the event is safe, reads may lag. `dryRun` validates and fills
    `wouldChange` (else empty); nothing is written.
    """

    view: strawberry.Private[View | None] = None
    log_offset: LogOffset | None = strawberry.field(default=None, description="The place of the event in the log.")
    is_projected: bool = strawberry.field(default=True, description="Whether reads see the event already.")
    would_change: list[PositionChange] = strawberry.field(
        default_factory=list, description="What a dry run would change, under the clock OCCURRED, by actor and issue."
    )
    errors: list[RecordError] = strawberry.field(default_factory=list, description="Why nothing was written.")

    @resolved
    async def event(self, info: ServiceInfo) -> Event | None:
        """The event on record; that of the first try where this is a retry under its key."""
        if self.view is None or self.log_offset is None:
            return None
        return await info.context.load.event(self.view, self.log_offset)

    @classmethod
    def refused(cls, refusals: Sequence[Refusal]) -> "RecordPayload":
        """Return the answer to what was refused."""
        errors = [RecordError(code=one.code, field=list(one.field), message=one.message) for one in refusals]
        return cls(errors=errors)


async def recorded(
    info: ServiceInfo, command: Callable[[], Command], *, key: str | None, dry_run: bool | None = False
) -> RecordPayload:
    """Put a command on record, or look at what would follow; answer once it is on disk and, if in time, projected.

    Raises:
        GraphQLError: the log did not answer, or nothing can be foreseen now; ``extensions.code`` tells.
    """
    context = info.context
    await context.close_preview()
    try:
        request = Request(command(), recorded_by=context.caller.name, idempotency_key=key)
    except ValidationError as error:
        return RecordPayload.refused(refusals_of(error, ("input",)))
    except Refused as refused:
        return RecordPayload.refused(refused.refusals)
    try:
        if dry_run:
            return await _foreseen(context, request)
        return await _answered(context, await context.writing.record(request))
    except LogUnavailable as error:
        _log.warning("the log did not answer a mutation", error=str(error))
        message = _UNKNOWN_WITHOUT_KEY if key is None else _UNKNOWN_WITH_KEY
        raise GraphQLError(message, extensions={"code": "UNAVAILABLE"}) from error
    except NotCaughtUp as error:
        raise GraphQLError(str(error), extensions={"code": "NOT_PROJECTED"}) from error


async def _answered(context: ServiceContext, answer: Answer) -> RecordPayload:
    if not isinstance(answer, Recorded):
        return RecordPayload.refused(answer.refusals if isinstance(answer, Refused) else ())
    log_offset = answer.event.log_offset
    try:
        seen = await context.writing.projected_to(log_offset)
    except LogUnavailable:
        seen = LogOffset(0)  # readers cannot be asked; the event is on disk all the same
    view = View(context.today, max(seen, log_offset), Clock.OCCURRED, RULES[-1])
    return RecordPayload(view=view, log_offset=log_offset, is_projected=seen >= log_offset)


async def _foreseen(context: ServiceContext, request: Request) -> RecordPayload:
    preview = await context.previewed(request)
    answer = preview.answer
    if not isinstance(answer, Recorded) or not answer.is_new:
        await context.close_preview()
        return await _answered(context, answer)
    log_offset = answer.event.log_offset
    changes = await changes_by(preview.source, log_offset, clock=Clock.OCCURRED)
    return RecordPayload(would_change=await changed_by(context.load, log_offset, changes, clock=Clock.OCCURRED))
