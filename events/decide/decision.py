"""Owns the decision: from a request and what the log holds to the one event it appends, or to refusals.

Pure: the caller draws the event id. Versions are checked here so that the writer gets a sentence, and once more by the
log, whose unique index decides.
"""

from dataclasses import dataclass
from uuid import UUID

from events import drafts
from events.contents import Coding, Content
from events.decide.aftermath import aftermath_objections, correction_objections
from events.decide.command import AddAppearance, ChangeState, Correct, Record, Request, Retract
from events.decide.completion import Completion
from events.decide.knowledge import Knowledge
from events.decide.objections import Path, draft_objections
from events.decide.requests import digest
from events.drafts import RECORD_KIND_OF_DRAFT, Draft
from events.errors import Refusal, RefusalCode, Refused
from events.event import (
    NEW,
    EventToAppend,
    ExpectedVersion,
    RecordedEvent,
    RecordRef,
    Retraction,
    Version,
)
from events.streams import Stream
from events.upcasters import CURRENT
from events.vocabulary import (
    SLUG_RECORDS,
    SOURCED_RECORDS,
    Change,
    EventId,
    EventKind,
    RecordKind,
    SchemaVersion,
    event_kind_of,
)

INPUT: Path = ("input",)


@dataclass(frozen=True, slots=True)
class Decision:
    """Decides one request. Each method returns the event to append or raises ``Refused``; nothing is written here."""

    request: Request
    knowledge: Knowledge
    event_id: UUID

    def event(self) -> EventToAppend:
        """Return the event that the request appends.

        Raises:
            Refused: with every objection found.
        """
        match self.request.command:
            case Record(draft):
                return self._recorded(draft)
            case Correct() as command:
                return self._corrected(command)
            case Retract() as command:
                return self._retracted(command)
            case AddAppearance() as command:
                return self._with_appearance(command)
            case ChangeState() as command:
                return self._with_state(command)

    def _recorded(self, draft: Draft) -> EventToAppend:
        kind = RECORD_KIND_OF_DRAFT[type(draft)]
        slug = str(getattr(draft, "id", "")) if kind in SLUG_RECORDS else ""
        record = RecordRef(kind, slug or str(self.event_id))
        if slug and self.knowledge.stream_of(record).events:
            message = f"{kind.lower()} {slug!r} exists already; correct it, or choose another id"
            _refuse(Refusal(RefusalCode.ID_TAKEN, (*INPUT, "id"), message))
        return self._version(record, self._content(draft, INPUT), change=Change.FIRST, expected=NEW)

    def _corrected(self, command: Correct) -> EventToAppend:
        correction, draft = command.correction, command.correction.draft
        stream = self._stream(command.id, kind=RECORD_KIND_OF_DRAFT[type(draft)])
        record = stream.events[0].record
        path = (*INPUT, correction.draft_field)
        if stream.is_withdrawn:
            message = "a withdrawn record is not corrected; retract its retraction first"
            _refuse(Refusal(RefusalCode.ALREADY_RETRACTED, ("id",), message))
        self._check_version(stream, command.expected)
        _refuse(*correction_objections(draft, stream, path))
        if not correction.reason.strip():
            _refuse(
                Refusal(RefusalCode.INVALID, (*INPUT, "reason"), "a correction needs its reason; say what was wrong")
            )
        adopted = self._adopted(correction, record)
        content = adopted or self._content(draft, path)
        return self._version(
            record,
            content,
            change=Change.CORRECTION,
            expected=ExpectedVersion(stream.last_version),
            reason=correction.reason,
            adopts=UUID(correction.adopts) if correction.adopts else None,
            path=path,
        )

    def _retracted(self, command: Retract) -> EventToAppend:
        event = self._event_named(command.id)
        stream = self.knowledge.stream_of(event.record)
        self._check_version(stream, command.expected)
        if event.kind is EventKind.ERASURE:
            _refuse(Refusal(RefusalCode.INVALID, ("id",), "an erasure cannot be undone; record the content anew"))
        hidden_by_record = stream.is_withdrawn and isinstance(event.body, Version)
        if event.id in stream.withdrawn or hidden_by_record:
            message = "this event is withdrawn already; retract its retraction to undo that"
            _refuse(Refusal(RefusalCode.ALREADY_RETRACTED, ("id",), message))
        if not command.reason.strip():
            _refuse(Refusal(RefusalCode.INVALID, ("reason",), "a retraction needs its reason; say what was wrong"))
        return self._appended(
            event.record,
            kind=EventKind.RETRACTION,
            expected=ExpectedVersion(stream.last_version),
            body=Retraction(event.id, command.reason),
            path=("id",),
        )

    def _with_appearance(self, command: AddAppearance) -> EventToAppend:
        stream, content = self._standing(command.id)
        if stream.events[0].record.kind not in SOURCED_RECORDS:
            message = "only statements, moves, assessments and schedules appear in sources; name one of them"
            _refuse(Refusal(RefusalCode.INVALID, ("event",), message))
        self._check_version(stream, command.expected)
        holder = drafts.AppearanceHolder(appearances=(command.appearance,))
        _refuse(*_single(draft_objections(holder, completion=self._completion, path=())))
        appearances = (*getattr(content, "appearances", ()), *self._completion.appearances(holder))
        added = content.model_copy(update={"appearances": appearances})
        expected = ExpectedVersion(stream.last_version)
        return self._version(stream.events[0].record, added, change=Change.APPEARANCE, expected=expected)

    def _with_state(self, command: ChangeState) -> EventToAppend:
        stream, _ = self._standing(command.draft.id or "", kind=RecordKind.SCHEDULE, field=(*INPUT, "id"))
        self._check_version(stream, command.expected)
        content = self._content(command.draft, INPUT)
        expected = ExpectedVersion(stream.last_version)
        return self._version(stream.events[0].record, content, change=Change.STATE, expected=expected)

    # ---- what the commands share ----

    @property
    def _completion(self) -> Completion:
        return Completion(self.knowledge, self.request.recorded_by)

    def _content(self, draft: Draft, path: Path) -> Content:
        _refuse(*draft_objections(draft, completion=self._completion, path=path))
        return self._completion.content(draft)

    def _adopted(self, correction: drafts.CorrectionDraft, record: RecordRef) -> Content | None:
        """Return the statement with the stances and responses of the coding it adopts; None where none is adopted."""
        if correction.adopts is None:
            return None
        event = self.knowledge.event(correction.adopts)
        coding = event.content if event else None
        if not isinstance(coding, Coding) or coding.of != record.id:
            message = "no such coding of this statement is on record; name the id of its CODING event"
            raise Refused([Refusal(RefusalCode.UNKNOWN_ID, (*INPUT, "adopts"), message)])
        if event is None or self.knowledge.stream_of(event.record).is_withdrawn:
            message = "this coding is withdrawn; retract its retraction first"
            raise Refused([Refusal(RefusalCode.ALREADY_RETRACTED, (*INPUT, "adopts"), message)])
        draft = correction.draft
        if not isinstance(draft, drafts.StatementDraft) or draft.stances or draft.responses:
            message = "stances and responses come from the adopted coding; leave them empty"
            raise Refused([Refusal(RefusalCode.INVALID, (*INPUT, "statement", "stances"), message)])
        content = self._content(draft, (*INPUT, correction.draft_field))
        return content.model_copy(update={"stances": coding.stances, "responses": coding.responses})

    def _event_named(self, event_id: str, *, field: Path = ("id",)) -> RecordedEvent:
        event = self.knowledge.event(event_id)
        if event is not None:
            return event
        records = self.knowledge.slugged(event_id)
        if len(records) > 1:
            kinds = ", ".join(record.kind.lower() for record in records)
            _refuse(
                Refusal(RefusalCode.INVALID, field, f"{event_id!r} names several records ({kinds}); give an event id")
            )
        if not records:
            _refuse(
                Refusal(
                    RefusalCode.UNKNOWN_ID, field, f"no event or record {event_id!r} is on record; look it up first"
                )
            )
        return self.knowledge.stream_of(records[0]).events[0]

    def _stream(self, event_id: str, *, kind: RecordKind, field: Path = ("id",)) -> Stream:
        """Return the stream that an id names, which must be of the kind of content given."""
        stream = self.knowledge.stream_of(RecordRef(kind, event_id))
        if stream.events:
            return stream
        event = self._event_named(event_id, field=field)
        if event.record.kind is not kind:
            message = (
                f"this record is a {event.record.kind.lower()}, not a {kind.lower()}; give content of its own kind"
            )
            _refuse(Refusal(RefusalCode.INVALID, field, message))
        return self.knowledge.stream_of(event.record)

    def _standing(
        self, event_id: str, *, kind: RecordKind | None = None, field: Path = ("event",)
    ) -> tuple[Stream, Content]:
        """Return the stream that an id names, with the content in force; a withdrawn record is refused."""
        stream = (
            self._stream(event_id, kind=kind, field=field)
            if kind
            else self.knowledge.stream_of(self._event_named(event_id, field=field).record)
        )
        content = stream.in_force.content if stream.in_force else None
        if content is None:
            message = "the record is withdrawn; retract its retraction first"
            raise Refused([Refusal(RefusalCode.ALREADY_RETRACTED, field, message)])
        return stream, content

    def _check_version(self, stream: Stream, expected: ExpectedVersion) -> None:
        if not expected.admits(stream.last_version):
            message = (
                f"the record is at version {stream.last_version}, not {expected.version}; read it again and decide anew"
            )
            _refuse(Refusal(RefusalCode.STALE_VERSION, ("expectedVersion",), message))

    def _version(
        self,
        record: RecordRef,
        content: Content,
        *,
        change: Change,
        expected: ExpectedVersion,
        reason: str | None = None,
        adopts: UUID | None = None,
        path: Path = INPUT,
    ) -> EventToAppend:
        body = Version(change=change, content=content, reason=reason, adopts=adopts)
        return self._appended(record, kind=event_kind_of(record.kind), expected=expected, body=body, path=path)

    def _appended(
        self, record: RecordRef, *, kind: EventKind, expected: ExpectedVersion, body: Version | Retraction, path: Path
    ) -> EventToAppend:
        event = EventToAppend(
            id=EventId(self.event_id),
            record=record,
            kind=kind,
            expected=expected,
            body=body,
            recorded_by=self.request.recorded_by,
            request_hash=digest(self.request),
            idempotency_key=self.request.idempotency_key,
            schema_version=SchemaVersion(CURRENT[record.kind]),
        )
        _refuse(*aftermath_objections(event, self.knowledge, path=path))
        return event


def _single(refusals: list[Refusal]) -> list[Refusal]:
    """Turn the path of a list of one (``appearances.0.quote``) into the path of its one input."""
    return [Refusal(r.code, (*INPUT, *r.field[2:]), r.message) for r in refusals]


def _refuse(*refusals: Refusal) -> None:
    if refusals:
        raise Refused(refusals)
