"""Owns what an event stores: each draft completed with all that a reader needs, so that nothing is looked up later.

What a content has beyond its draft is copied at the moment of writing: bounds of absolute dates, completed principals
and rank of a capacity, whose words are relayed, who coded. Relative dates keep no bounds: the projection resolves them.
"""

import datetime

from events.drafts import (
    ActorDraft,
    AssessmentDraft,
    CapacityDraft,
    CodingDraft,
    InstrumentDraft,
    IssueDraft,
    MoveCodingDraft,
    MoveDraft,
    PeriodDraft,
    QuantityDraft,
    RelationDraft,
    ResponseDraft,
    RoleDraft,
    ScheduleDraft,
    SourceDraft,
    StanceDraft,
    StatementDraft,
)
from events.vocabulary import Rank, RecordKind


class Period(PeriodDraft):
    """A date with the strict bounds of its EDTF text; both null where unknown, open or relative."""

    earliest: datetime.date | None = None
    latest: datetime.date | None = None


class Capacity(CapacityDraft):
    """A capacity with its principals completed upward and the rank of the speaker's first link to them."""

    rank: Rank


class CodedStance(StanceDraft):
    """A stance with its coder."""

    coded_by: str


class CodedResponse(ResponseDraft):
    """A response with its coder; ``instrument`` is that of the provision where one is named."""

    coded_by: str


class Quantity(QuantityDraft):
    """A figure whose date has bounds."""

    as_of: Period | None = None


class MoveCoding(MoveCodingDraft):
    """A classification with its coder."""

    coded_by: str


class Statement(StatementDraft):
    """A statement as stored. ``relayed_principals``: those whom ``attributes_to`` names, completed upward."""

    capacities: tuple[Capacity, ...]
    relayed_principals: tuple[str, ...] = ()
    occurred: Period
    public: Period | None = None
    stances: tuple[CodedStance, ...] = ()
    responses: tuple[CodedResponse, ...] = ()
    quantities: tuple[Quantity, ...] = ()


class Move(MoveDraft):
    """A move as stored."""

    occurred: Period
    public: Period | None = None
    codings: tuple[MoveCoding, ...] = ()
    quantities: tuple[Quantity, ...] = ()


class Assessment(AssessmentDraft):
    """An assessment as stored."""

    occurred: Period
    quantities: tuple[Quantity, ...] = ()


class Schedule(ScheduleDraft):
    """A schedule as stored."""

    id: None = None
    occurred: Period
    public: Period | None = None
    when: Period


class Relation(RelationDraft):
    """A relation as stored: its two ends are event ids, with the records that they belong to beside them."""

    from_record: str
    to_record: str


class Coding(CodingDraft):
    """A proposed coding as stored; ``of`` is the statement's record id."""

    stances: tuple[CodedStance, ...]
    responses: tuple[CodedResponse, ...] = ()


class Actor(ActorDraft):
    """An actor as stored."""


class Role(RoleDraft):
    """A role as stored; ``rank`` is set on every role that lets its holder speak."""


class Issue(IssueDraft):
    """An issue as stored."""


class Source(SourceDraft):
    """A source as stored."""

    published: Period | None = None


class Instrument(InstrumentDraft):
    """An instrument as stored."""

    tabled: Period
    public: Period | None = None


Content = Statement | Move | Assessment | Schedule | Relation | Coding | Actor | Role | Issue | Source | Instrument
CONTENT_OF_RECORD: dict[RecordKind, type[Content]] = {
    RecordKind.STATEMENT: Statement,
    RecordKind.MOVE: Move,
    RecordKind.ASSESSMENT: Assessment,
    RecordKind.SCHEDULE: Schedule,
    RecordKind.RELATION: Relation,
    RecordKind.CODING: Coding,
    RecordKind.ACTOR: Actor,
    RecordKind.ROLE: Role,
    RecordKind.ISSUE: Issue,
    RecordKind.SOURCE: Source,
    RecordKind.INSTRUMENT: Instrument,
}
"""The class that a record's stored content is read into."""
