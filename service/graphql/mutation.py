"""Owns the type Mutation: one field for each thing that a desk puts on record.

Who records is the caller, by the token's name or as the desk of an open service, and never an argument.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

import strawberry

from events import drafts
from events.decide.command import AddAppearance, ChangeState, Command, Correct, Record, Retract
from events.errors import Refusal, RefusalCode, Refused
from events.event import ANY, ExpectedVersion
from service.graphql import inputs
from service.graphql.fields import description_of, output
from service.graphql.inputs import draft_of
from service.graphql.record_payload import RecordPayload, recorded
from service.graphql.service_context import ServiceInfo

M = TypeVar("M", bound=Callable[..., Any])
Key = Annotated[
    str | None,
    strawberry.argument(
        description="Drawn by the client, once for each thing to record: sending it again with the same key is safe."
    ),
]
Expected = Annotated[
    int | None,
    strawberry.argument(
        description="The last version of the record, of any kind of event, that the client knows; left out: any."
    ),
]
DryRun = Annotated[bool | None, strawberry.argument(description="Only say what it would change; nothing is written.")]
Given = strawberry.argument(name="input", description="What to record.")
EventId = Annotated[strawberry.ID, strawberry.argument(name="event", description="Any event of the record.")]
RecordId = Annotated[
    strawberry.ID,
    strawberry.argument(
        name="id", description="Any event of the record, or the slug of an actor, issue, source or instrument."
    ),
]
WithdrawnId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The event to withdraw.")]
Reason = Annotated[str, strawberry.argument(description="Why; shown to readers.")]


def _mutation(method: M) -> M:
    """Make a method a mutation of the same name; a type checker goes on seeing the method."""
    return cast("M", strawberry.mutation(resolver=method, description=description_of(method)))


@output
class Mutation:
    """All that can be put on record. Nothing is ever edited or deleted: see correctEvent and retractEvent."""

    @_mutation
    async def register_actor(
        self, info: ServiceInfo, *, given: Annotated[inputs.RegisterActorInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Put an actor on record."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.ActorDraft)), key=idempotency_key)

    @_mutation
    async def record_role(
        self, info: ServiceInfo, *, given: Annotated[inputs.RoleInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Put on record who speaks for whom, or who belongs to what."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.RoleDraft)), key=idempotency_key)

    @_mutation
    async def define_issue(
        self, info: ServiceInfo, *, given: Annotated[inputs.DefineIssueInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Put an issue on record: a proposition that actors support or oppose."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.IssueDraft)), key=idempotency_key)

    @_mutation
    async def register_source(
        self, info: ServiceInfo, *, given: Annotated[inputs.RegisterSourceInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Put a source on record: a document that the desk read."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.SourceDraft)), key=idempotency_key)

    @_mutation
    async def register_instrument(
        self, info: ServiceInfo, *, given: Annotated[inputs.InstrumentInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Put a draft treaty on record, with its provisions."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.InstrumentDraft)), key=idempotency_key)

    @_mutation
    async def record_statement(
        self,
        info: ServiceInfo,
        *,
        given: Annotated[inputs.RecordStatementInput, Given],
        idempotency_key: Key = None,
        dry_run: DryRun = False,
    ) -> RecordPayload:
        """Put words on record."""
        return await recorded(
            info, lambda: Record(draft_of(given, drafts.StatementDraft)), key=idempotency_key, dry_run=dry_run
        )

    @_mutation
    async def record_move(
        self,
        info: ServiceInfo,
        *,
        given: Annotated[inputs.RecordMoveInput, Given],
        idempotency_key: Key = None,
        dry_run: DryRun = False,
    ) -> RecordPayload:
        """Put conduct on record."""
        return await recorded(
            info, lambda: Record(draft_of(given, drafts.MoveDraft)), key=idempotency_key, dry_run=dry_run
        )

    @_mutation
    async def record_assessment(
        self, info: ServiceInfo, *, given: Annotated[inputs.AssessmentInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Put on record what a journalist or analyst says about actors."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.AssessmentDraft)), key=idempotency_key)

    @_mutation
    async def record_schedule(
        self,
        info: ServiceInfo,
        *,
        given: Annotated[inputs.ScheduleInput, Given],
        expected_version: Expected = None,
        idempotency_key: Key = None,
    ) -> RecordPayload:
        """Put a meeting to come on record, or with its id the new state of one: news, no correction."""
        return await recorded(info, lambda: _schedule(given, expected_version), key=idempotency_key)

    @_mutation
    async def assert_relation(
        self, info: ServiceInfo, *, given: Annotated[inputs.RelationInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Put on record how two events are linked."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.RelationDraft)), key=idempotency_key)

    @_mutation
    async def propose_coding(
        self, info: ServiceInfo, *, given: Annotated[inputs.CodingInput, Given], idempotency_key: Key = None
    ) -> RecordPayload:
        """Propose a further coding of a statement's words; correctEvent adopts one."""
        return await recorded(info, lambda: Record(draft_of(given, drafts.CodingDraft)), key=idempotency_key)

    @_mutation
    async def add_appearance(
        self,
        info: ServiceInfo,
        *,
        event_id: EventId,
        given: Annotated[inputs.AppearanceInput, Given],
        expected_version: Expected = None,
        idempotency_key: Key = None,
    ) -> RecordPayload:
        """Say where else a statement, move, assessment or schedule appears."""
        return await recorded(
            info,
            lambda: AddAppearance(event_id, draft_of(given, drafts.AppearanceDraft), _expected(expected_version)),
            key=idempotency_key,
        )

    @_mutation
    async def correct_event(
        self,
        info: ServiceInfo,
        *,
        record_id: RecordId,
        given: Annotated[inputs.CorrectionInput, Given],
        expected_version: Expected = None,
        idempotency_key: Key = None,
        dry_run: DryRun = False,
    ) -> RecordPayload:
        """Replace the whole content of a record by the next version of the same kind, with the reason for it."""
        return await recorded(
            info,
            lambda: Correct(record_id, draft_of(given, drafts.CorrectionDraft), _expected(expected_version)),
            key=idempotency_key,
            dry_run=dry_run,
        )

    @_mutation
    async def retract_event(
        self,
        info: ServiceInfo,
        *,
        event_id: WithdrawnId,
        reason: Reason,
        expected_version: Expected = None,
        idempotency_key: Key = None,
        dry_run: DryRun = False,
    ) -> RecordPayload:
        """Withdraw that one event: a first event with its whole record, a correction, or a retraction.

        Of a correction the version before holds again; a retraction is undone.
        """
        return await recorded(
            info,
            lambda: Retract(event_id, reason, _expected(expected_version)),
            key=idempotency_key,
            dry_run=dry_run,
        )


def _schedule(given: inputs.ScheduleInput, expected_version: int | None) -> Command:
    draft = draft_of(given, drafts.ScheduleDraft)
    if draft.id is not None:
        return ChangeState(draft, _expected(expected_version))
    if expected_version:
        message = "a new schedule has no version yet; name the schedule in input.id, or leave this out"
        raise Refused([Refusal(RefusalCode.INVALID, ("expectedVersion",), message)])
    return Record(draft)


def _expected(version: int | None) -> ExpectedVersion:
    return ANY if version is None else ExpectedVersion.exactly(version)
