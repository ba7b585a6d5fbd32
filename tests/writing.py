"""Short drafts, a small record of December 2021, and a desk that decides on it without a database."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from events import drafts
from events.decide.aftermath import going_with
from events.decide.command import AddAppearance, ChangeState, Command, Correct, Record, Request, Retract
from events.decide.decision import Decision
from events.decide.knowledge import Knowledge
from events.errors import Refusal, Refused
from events.event import ANY, EventToAppend, ExpectedVersion, RecordedEvent
from events.mentions import mentions
from events.registry import Registry
from events.streams import streams_of
from events.vocabulary import LogOffset, RecordKind, StreamVersion

TODAY = datetime.date(2021, 12, 24)
TEXT = "He said: “We’re not the ones who threaten.” 𝕏 stands beyond the BMP. “We’re not the ones who threaten.”"


def actor(slug: str, *, kind: str = "state") -> drafts.ActorDraft:
    return drafts.ActorDraft.model_validate({"id": slug, "kind": kind, "names": [{"lang": "en", "text": slug}]})


def role(holder: str, kind: str, principal: str, **fields: Any) -> drafts.RoleDraft:
    return drafts.RoleDraft.model_validate({"holder": holder, "type": kind, "principal": principal} | fields)


def issue(slug: str, **fields: Any) -> drafts.IssueDraft:
    text = [{"lang": "en", "text": slug}]
    return drafts.IssueDraft.model_validate(
        {"id": slug, "kind": "NORMATIVE", "labels": text, "propositions": text} | fields
    )


def source(slug: str, **fields: Any) -> drafts.SourceDraft:
    return drafts.SourceDraft.model_validate({"id": slug, "title": slug} | fields)


def instrument(slug: str, *provisions: str, **fields: Any) -> drafts.InstrumentDraft:
    given = {
        "id": slug,
        "title": slug,
        "tabledBy": ["russia"],
        "addressedTo": ["nato"],
        "tabled": {"edtf": "2021-12-15"},
        "articlesTotal": 9,
        "provisions": [
            {"id": name, "article": 1, "label": name, "binds": ["nato"], "issues": []} for name in provisions
        ],
    }
    return drafts.InstrumentDraft.model_validate(given | fields)


def appearance(source_id: str = "doc-cameron", **fields: Any) -> dict[str, Any]:
    return {"source": source_id, "rendering": "PARAPHRASE"} | fields


def capacity(speaker: str, *principals: str, **fields: Any) -> dict[str, Any]:
    return {"speaker": speaker, "onBehalfOf": list(principals)} | fields


def stance(issue_id: str = "ukraine-joins-nato", value: str = "OPPOSE", **fields: Any) -> dict[str, Any]:
    return {"issue": issue_id, "stance": value} | fields


def statement(**fields: Any) -> drafts.StatementDraft:
    given = {
        "capacities": [capacity("vladimir-putin", "russia")],
        "act": "ASSERT",
        "summary": "He was against it.",
        "occurred": {"edtf": "2021-12-21"},
        "stances": [stance()],
        "appearances": [appearance()],
    }
    return drafts.StatementDraft.model_validate(given | fields)


def move(**fields: Any) -> drafts.MoveDraft:
    given = {
        "actors": ["russia"],
        "summary": "The drafts were handed over.",
        "occurred": {"edtf": "2021-12-15"},
        "appearances": [appearance()],
    }
    return drafts.MoveDraft.model_validate(given | fields)


def assessment(**fields: Any) -> drafts.AssessmentDraft:
    given = {
        "author": "david-r-cameron",
        "about": ["nato"],
        "summary": "NATO will never accept it.",
        "occurred": {},
        "appearances": [appearance()],
    }
    return drafts.AssessmentDraft.model_validate(given | fields)


def schedule(**fields: Any) -> drafts.ScheduleDraft:
    given = {
        "occurred": {"edtf": "2021-12-23"},
        "what": "Talks on the drafts.",
        "participants": ["russia", "united-states"],
        "when": {"edtf": "2022-01"},
        "state": "LIKELY",
        "saidBy": "vladimir-putin",
        "appearances": [appearance()],
    }
    return drafts.ScheduleDraft.model_validate(given | fields)


def relation(kind: str, first: RecordedEvent, second: RecordedEvent, **fields: Any) -> drafts.RelationDraft:
    given = {"type": kind, "from": str(first.id), "to": str(second.id), "reason": "Read side by side."}
    return drafts.RelationDraft.model_validate(given | fields)


def coding(of: RecordedEvent, **fields: Any) -> drafts.CodingDraft:
    given = {"of": str(of.id), "codedBy": "a-second-coder", "stances": [stance(value="NEUTRAL")]}
    return drafts.CodingDraft.model_validate(given | fields)


DECEMBER_2021: Sequence[drafts.RecordDraft] = (
    actor("russia"),
    actor("united-states"),
    actor("bulgaria"),
    actor("nato", kind="international-organisation"),
    actor("north-atlantic-council", kind="body"),
    actor("president-of-russia", kind="office"),
    actor("deputy-foreign-minister-of-russia", kind="office"),
    actor("russian-foreign-ministry", kind="ministry"),
    actor("russian-foreign-ministry-board", kind="body"),
    actor("kremlin", kind="office-organ"),
    actor("vladimir-putin", kind="person"),
    actor("sergei-ryabkov", kind="person"),
    actor("david-r-cameron", kind="person"),
    role("bulgaria", "member-of", "nato"),
    role("north-atlantic-council", "body-of", "nato"),
    role("russian-foreign-ministry", "organ-of", "russia"),
    role("russian-foreign-ministry-board", "body-of", "russian-foreign-ministry"),
    role("kremlin", "organ-of", "russia"),
    role("president-of-russia", "office-of", "russia"),
    role("deputy-foreign-minister-of-russia", "office-of", "russian-foreign-ministry"),
    role("vladimir-putin", "holds-office", "president-of-russia"),
    role("sergei-ryabkov", "holds-office", "deputy-foreign-minister-of-russia"),
    issue("nato-enlargement"),
    issue("ukraine-joins-nato", parent="nato-enlargement"),
    source("doc-cameron", published={"edtf": "2021-12-22", "basis": "INFERRED"}),
    source("doc-with-text", published={"edtf": "2021-12-23"}, text=TEXT),
    instrument("draft-treaty", "draft-treaty-art1", "draft-treaty-art4"),
)


@dataclass
class Desk:
    """Decide commands on the events it holds, and hold what they append. ``refusals`` tells why one appends nothing."""

    today: datetime.date = TODAY
    events: list[RecordedEvent] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def decided(self, command: Command) -> EventToAppend:
        """Return the event that the command appends, or raise Refused; nothing is held."""
        decision = Decision(Request(command, "desk"), self.knowledge(), UUID(int=next(self.numbers)))
        event = decision.event()
        used = going_with(event, self.knowledge()) & self._mentioned()
        knowledge = self.knowledge(in_use=frozenset(used))
        return Decision(Request(command, "desk"), knowledge, event.id).event()

    def do(self, command: Command) -> RecordedEvent:
        """Hold the event that the command appends."""
        event = self.decided(command)
        self.events.append(self._placed(event))
        return self.events[-1]

    def record(self, *given: drafts.RecordDraft) -> RecordedEvent:
        """Put these on record and return the event of the last."""
        return [self.do(Record(draft)) for draft in given][-1]

    def correct(self, record: RecordedEvent, draft: drafts.RecordDraft, *, adopts: str | None = None) -> RecordedEvent:
        return self.do(correction_of(record, draft, adopts=adopts))

    def retract(self, event: RecordedEvent) -> RecordedEvent:
        return self.do(retraction_of(event))

    def refusals(self, command: Command | drafts.RecordDraft) -> list[tuple[str, str]]:
        """Return code and dotted field of each refusal; none if the command would be recorded."""
        return [(refusal.code.value, ".".join(refusal.field)) for refusal in self.refusals_in_full(command)]

    def refusals_in_full(self, command: Command | drafts.RecordDraft) -> tuple[Refusal, ...]:
        try:
            self.decided(Record(command) if isinstance(command, drafts.Draft) else command)
        except Refused as refused:
            return refused.refusals
        return ()

    def knowledge(self, **fields: Any) -> Knowledge:
        texts = {
            event.record.id: text
            for event in self.events
            if event.record.kind is RecordKind.SOURCE and (text := getattr(event.content, "text", None))
        }
        registry = Registry().evolved(self.events)
        return Knowledge(registry=registry, today=self.today, streams=streams_of(self.events), texts=texts, **fields)

    def of(self, slug: str) -> RecordedEvent:
        """Return the first event of the record with this slug."""
        return next(event for event in self.events if event.record.id == slug)

    def _mentioned(self) -> set[Any]:
        in_force = [stream.in_force for stream in streams_of(self.events).values()]
        contents = [event.content for event in in_force if event and event.content]
        return {(mention.named, mention.id) for content in contents for mention in mentions(content)}

    def _placed(self, event: EventToAppend) -> RecordedEvent:
        before = [known for known in self.events if known.record == event.record]
        assert event.expected.admits(StreamVersion(len(before)))
        return RecordedEvent(
            log_offset=LogOffset(len(self.events) + 1),
            id=event.id,
            record=event.record,
            version=StreamVersion(len(before) + 1),
            kind=event.kind,
            schema_version=event.schema_version,
            recorded_at=datetime.datetime.combine(self.today, datetime.time(), datetime.UTC),
            recorded_by=event.recorded_by,
            body=event.body,
        )


def correction_of(
    record: RecordedEvent | str,
    draft: drafts.RecordDraft,
    *,
    reason: str = "It was wrong.",
    adopts: str | None = None,
    expected: ExpectedVersion = ANY,
) -> Correct:
    name = drafts.RECORD_KIND_OF_DRAFT[type(draft)].value.lower()
    correction = drafts.CorrectionDraft.model_validate({"reason": reason, name: draft, "adopts": adopts})
    return Correct(record if isinstance(record, str) else str(record.id), correction, expected)


def retraction_of(
    event: RecordedEvent | str, *, reason: str = "It was wrong.", expected: ExpectedVersion = ANY
) -> Retract:
    return Retract(event if isinstance(event, str) else str(event.id), reason, expected)


def appearance_of(record: RecordedEvent | str, *, expected: ExpectedVersion = ANY, **fields: Any) -> AddAppearance:
    draft = drafts.AppearanceDraft.model_validate(appearance(**fields))
    return AddAppearance(record if isinstance(record, str) else str(record.id), draft, expected)


def state_of(record: RecordedEvent | str, *, expected: ExpectedVersion = ANY, **fields: Any) -> ChangeState:
    return ChangeState(schedule(id=record if isinstance(record, str) else str(record.id), **fields), expected)
