"""Owns what an event is refused for because of what would hold after it: cycles, contradictions, records in use.

Corrections, retractions and their undoing can each bring these about, so they are looked for in one place, on the
registry as it would stand.
"""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from events.contents import Actor, Instrument, Issue
from events.decide.knowledge import Knowledge
from events.drafts import ActorDraft, Draft, InstrumentDraft, IssueDraft, SourceDraft
from events.errors import Refusal, RefusalCode
from events.event import EventToAppend, RecordedEvent, Retraction
from events.judgements import statement_judgement
from events.mentions import Named, mentions
from events.registry import REGISTERED
from events.streams import Stream
from events.vocabulary import PERSON, LogOffset, RecordKind, StreamVersion

Path = tuple[str, ...]
NAMED_OF_RECORD = {
    RecordKind.ACTOR: Named.ACTOR,
    RecordKind.ISSUE: Named.ISSUE,
    RecordKind.INSTRUMENT: Named.INSTRUMENT,
}
"""The records that are not withdrawn while in use."""


def correction_objections(draft: Draft, stream: Stream, path: Path) -> Iterator[Refusal]:
    """Yield what a correction may not change: the id, and what would make it another thing."""
    slug = getattr(draft, "id", None)
    record = stream.events[0].record
    if isinstance(draft, ActorDraft | IssueDraft | SourceDraft | InstrumentDraft) and slug != record.id:
        yield Refusal(
            RefusalCode.INVALID, (*path, "id"), f"a correction keeps the id {record.id!r}; register another one instead"
        )
    standing = stream.in_force.content if stream.in_force else None
    match draft, standing:
        case ActorDraft(), Actor() if (draft.kind == PERSON) != (standing.kind == PERSON):
            message = "a person cannot become something else, nor the reverse; register another actor"
            yield Refusal(RefusalCode.INVALID, (*path, "kind"), message)
        case IssueDraft(), Issue() if draft.kind != standing.kind:
            message = "a meaning is never corrected; define a new issue that replaces this one"
            yield Refusal(RefusalCode.INVALID, (*path, "kind"), message)


def aftermath_objections(event: EventToAppend, knowledge: Knowledge, *, path: Path) -> list[Refusal]:
    """Return the objections to what would hold once the event is in the log.

    ``path`` leads to the content given, or to the id of what is retracted.
    """
    if event.record.kind not in REGISTERED and not isinstance(event.body, Retraction):
        return []
    aftermath = _Aftermath(event, knowledge, path)
    match event.record.kind:
        case RecordKind.SOURCE:
            found = aftermath.circle_of_anchors()
        case RecordKind.ISSUE:
            found = [*aftermath.circle_of_issues(), *aftermath.in_use()]
        case RecordKind.RELATION:
            found = aftermath.contradiction()
        case RecordKind.INSTRUMENT:
            found = [*aftermath.provisions_taken(), *aftermath.in_use()]
        case RecordKind.ACTOR:
            found = aftermath.in_use()
        case _:
            found = []
    return [*aftermath.unknown_again(), *found]


def going_with(event: EventToAppend, knowledge: Knowledge) -> frozenset[tuple[Named, str]]:
    """Return the ids that nothing on record would bear any more: whether they are in use has to be asked first."""
    return _Aftermath(event, knowledge, ()).going if event.record.kind in NAMED_OF_RECORD else frozenset()


def _as_recorded(event: EventToAppend) -> RecordedEvent:
    """Return the event as it would stand, beyond every offset and version there is."""
    return RecordedEvent(
        log_offset=LogOffset(2**62),
        id=event.id,
        record=event.record,
        version=StreamVersion(2**30),
        kind=event.kind,
        schema_version=event.schema_version,
        recorded_at=datetime.datetime.max.replace(tzinfo=datetime.UTC),
        recorded_by=event.recorded_by,
        body=event.body,
    )


class _Aftermath:
    """What would hold after an event, beside what held before."""

    def __init__(self, event: EventToAppend, knowledge: Knowledge, path: Path) -> None:
        recorded = _as_recorded(event)
        self._record, self._is_retraction, self._path = event.record, isinstance(event.body, Retraction), path
        self._knowledge = knowledge
        self._before = knowledge.registry
        self._after = knowledge.registry.evolved([recorded])
        stream = knowledge.stream_of(event.record)
        self._held = stream.in_force
        self._holds = Stream((*stream.events, recorded)).in_force

    @property
    def going(self) -> frozenset[tuple[Named, str]]:
        """What would no longer be there."""
        kind, record_id = self._record.kind, self._record.id
        gone = {(NAMED_OF_RECORD[kind], record_id)} if self._held and not self._holds else set()
        if kind is RecordKind.INSTRUMENT:
            left = _provision_ids(self._after.instrument(record_id))
            gone |= {
                (Named.PROVISION, provision) for provision in _provision_ids(self._before.instrument(record_id)) - left
            }
        return frozenset(gone)

    def in_use(self) -> list[Refusal]:
        """Refuse what would no longer be there, yet is named by a record in force."""
        path = self._at("provisions") if self._holds else self._path
        return [
            Refusal(
                RefusalCode.IN_USE, path, f"{named.value} {name!r} is named by records in force; correct those first"
            )
            for named, name in sorted(self.going & self._knowledge.in_use)
        ]

    def unknown_again(self) -> list[Refusal]:
        """Refuse an undoing that would bring back what names something withdrawn meanwhile."""
        content = self._holds.content if self._holds else None
        if not self._is_retraction or content is None or self._holds == self._held:
            return []
        after = replace(self._knowledge, registry=self._after)
        missing = {(m.named, m.id) for m in mentions(content) if m.named is not Named.EVENT and not after.knows(m)}
        return [
            Refusal(
                RefusalCode.UNKNOWN_ID,
                self._path,
                f"what would hold again names {named.value} {name!r}, withdrawn since; retract its retraction first",
            )
            for named, name in sorted(missing)
        ]

    def circle_of_anchors(self) -> list[Refusal]:
        """Refuse dates of sources that would hang on each other."""
        chain = self._after.anchors_of(self._record.id)
        if len(set(chain)) == len(chain):
            return []
        message = f"dates hang on each other in a circle ({' → '.join(chain)}); give one of them absolutely"
        return [Refusal(RefusalCode.CYCLE, self._at("published", "anchor"), message)]

    def circle_of_issues(self) -> list[Refusal]:
        """Refuse issues that would be above themselves, or replace themselves."""
        return [
            Refusal(
                RefusalCode.CYCLE,
                self._at(field),
                f"issues hang on each other in a circle ({' → '.join(chain)}); choose another {field}",
            )
            for field in ("parent", "replaces")
            if len(set(chain := self._after.issues_above(self._record.id, along=field))) < len(chain)
        ]

    def contradiction(self) -> list[Refusal]:
        """Refuse a judgement that would hold against others in force."""
        judgement = statement_judgement(self._holds) if self._holds else None
        if judgement is None or self._holds == self._held:
            return []
        chain = self._before.judgements_beside(self._record.id).contradiction(judgement)
        if chain is None:
            return []
        message = f"an earlier judgement says otherwise ({' = '.join(chain)}); retract that one first"
        return [Refusal(RefusalCode.CONTRADICTS_JUDGEMENT, self._path, message)]

    def provisions_taken(self) -> list[Refusal]:
        """Refuse an undoing that would bring back provisions whose ids another instrument has taken meanwhile."""
        if not self._is_retraction:
            return []
        owners = self._before.instrument_of_provision
        back = sorted(_provision_ids(self._after.instrument(self._record.id)))
        message = "provision {!r} is now of {!r}; correct that instrument first"
        return [
            Refusal(RefusalCode.ID_TAKEN, self._path, message.format(provision, owners[provision]))
            for provision in back
            if owners.get(provision, self._record.id) != self._record.id
        ]

    def _at(self, *fields: str) -> Path:
        """Return the path of a field of the content; a retraction gives none, so all is the fault of its id."""
        return self._path if self._is_retraction else (*self._path, *fields)


def _provision_ids(instrument: Instrument | None) -> set[str]:
    return {provision.id for provision in instrument.provisions} if instrument else set()
