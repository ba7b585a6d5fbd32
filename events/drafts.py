"""Owns what a writer hands in: one draft for every kind of record, as the public inputs name it.

A draft is checked for shape here, for sense against the record in ``events.decide``, which completes it to a content
(``events.contents``). Field names are snake_case; the public camelCase names are accepted as aliases.
"""

import datetime
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from events.vocabulary import (
    Basis,
    DateBasis,
    IssueKind,
    Rank,
    RecordKind,
    RelationKind,
    Rendering,
    ResponseKind,
    ScheduleState,
    SpeechAct,
    Stance,
)

Slug = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$")]
"""A readable id: lower-case letters and digits, joined by single hyphens, dots or underscores."""
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Name = Annotated[str, Field(min_length=1, max_length=1_000)]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""A place in a text, in code points."""
Figure = Annotated[float, Field(ge=-(2**53 - 1), le=2**53 - 1, allow_inf_nan=False)]
"""Within the whole numbers that canonical JSON writes exactly (RFC 8785), so that a stored hash can be checked."""
Whole = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
"""As wide as a GraphQL Int and a column of the projections."""


class Draft(BaseModel):
    """Common settings: immutable, no unknown fields, camelCase accepted."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        str_strip_whitespace=False,
        allow_inf_nan=False,
    )


@cache
def drafts_within(draft_type: type[Draft]) -> dict[str, tuple[type[Draft], ...]]:
    """Return the fields that hold further drafts, each with the kinds of draft it may hold."""
    held = {field: tuple(_drafts_in(described.annotation)) for field, described in draft_type.model_fields.items()}
    return {field: kinds for field, kinds in held.items() if kinds}


def _drafts_in(annotation: Any) -> Iterator[type[Draft]]:
    if isinstance(annotation, type) and issubclass(annotation, Draft):
        yield annotation
    for part in get_args(annotation):
        yield from _drafts_in(part)


class PeriodDraft(Draft):
    """A date: EDTF text, or a relative date with its anchor; neither means unknown."""

    edtf: str | None = None
    relative: str | None = None
    anchor: str | None = None
    surface: str | None = None
    basis: DateBasis | None = None
    note: str | None = None


class ConditionDraft(Draft):
    """What a conditional stance waits for, and what it turns into when that is met."""

    text: Text
    then: Stance = Stance.SUPPORT


class StanceDraft(Draft):
    """A stance on one issue, toward the proposition as worded."""

    issue: str
    stance: Stance
    basis: Basis = Basis.EXPLICIT
    implied_by: str | None = None
    conditions: tuple[ConditionDraft, ...] = ()
    lifts_conditions: bool = False


class AppearanceDraft(Draft):
    """Where it stands in a source. Spans are code points of the raw file, start inclusive, end exclusive."""

    source: str
    quote: str | None = None
    language: str | None = None
    rendering: Rendering
    span_start: Offset | None = None
    span_end: Offset | None = None
    reported_by: str | None = None


class AppearanceHolder(Draft):
    """A further appearance on its own, checked like those of a whole draft."""

    appearances: tuple[AppearanceDraft, ...]


class QuantityDraft(Draft):
    """A figure: a value or bounds, of what, as of when, on whose estimate."""

    value: Figure | None = None
    min: Figure | None = None
    max: Figure | None = None
    qualifier: str | None = None
    counts: Text
    unit: str | None = None
    as_of: PeriodDraft | None = None
    projected: bool = False
    estimated_by: str | None = None
    relayed_by: str | None = None


class CapacityDraft(Draft):
    """Who speaks, and on whose behalf; an empty ``on_behalf_of`` is a personal capacity."""

    speaker: str
    on_behalf_of: tuple[str, ...] = ()
    without_role_because: str | None = None


class ResponseDraft(Draft):
    """An answer to one provision, or to the whole instrument where no provision is named."""

    instrument: str
    provision: str | None = None
    response: ResponseKind
    basis: Basis


class StatementDraft(Draft):
    """Words: who spoke for whom, what was done by it, and what it says about which issue."""

    capacities: tuple[CapacityDraft, ...] = Field(min_length=1)
    addressees: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    attributes_to: tuple[str, ...] = ()
    act: SpeechAct
    quote: str | None = None
    summary: Text
    occurred: PeriodDraft
    public: PeriodDraft | None = None
    ordinal: Whole | None = None
    occasion: str | None = None
    provision: str | None = None
    background: bool = False
    stances: tuple[StanceDraft, ...] = ()
    responses: tuple[ResponseDraft, ...] = ()
    quantities: tuple[QuantityDraft, ...] = ()
    appearances: tuple[AppearanceDraft, ...]


class MoveCodingDraft(Draft):
    """One coder's classification of a move: codes are strings ("01" is not "1"), Goldstein values from -10 to 10."""

    cameo: str | None = None
    plover: str | None = None
    goldstein: float | None = Field(default=None, ge=-10, le=10)


class MoveDraft(Draft):
    """Conduct: a deployment, an exercise, a handover, a publication, a meeting, a call."""

    actors: tuple[str, ...] = Field(min_length=1)
    targets: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    place: str | None = None
    summary: Text
    occurred: PeriodDraft
    public: PeriodDraft | None = None
    background: bool = False
    codings: tuple[MoveCodingDraft, ...] = ()
    quantities: tuple[QuantityDraft, ...] = ()
    appearances: tuple[AppearanceDraft, ...]


class AssessmentDraft(Draft):
    """What a journalist or analyst says about actors; never counted in a position."""

    author: str
    about: tuple[str, ...]
    issues: tuple[str, ...] = ()
    summary: Text
    occurred: PeriodDraft
    quantities: tuple[QuantityDraft, ...] = ()
    appearances: tuple[AppearanceDraft, ...]


class ScheduleDraft(Draft):
    """A meeting to come: ``occurred`` is when it was said, ``when`` what it is for."""

    id: str | None = None
    occurred: PeriodDraft
    public: PeriodDraft | None = None
    what: Text
    participants: tuple[str, ...]
    when: PeriodDraft
    where: str | None = None
    state: ScheduleState
    said_by: str
    appearances: tuple[AppearanceDraft, ...]


class RelationDraft(Draft):
    """An asserted link between two events."""

    type: RelationKind
    from_event: str = Field(alias="from")
    to_event: str = Field(alias="to")
    asserted_by: str | None = None
    reason: Text


class NameDraft(Draft):
    """A name or label in one language (BCP 47)."""

    lang: Annotated[str, Field(min_length=2, max_length=35)]
    text: Name


class ActorDraft(Draft):
    """A person, office, organ, organisation, state, group or rhetorical collective."""

    id: Slug
    kind: Name
    names: tuple[NameDraft, ...] = Field(min_length=1)
    codes: tuple[str, ...] = ()


class RoleDraft(Draft):
    """Who speaks for whom, in what office and rank, from when to when; undated = always in force."""

    holder: str
    principal: str
    type: str
    office: str | None = None
    rank: Rank | None = None
    from_date: datetime.date | None = Field(default=None, alias="from")
    to_date: datetime.date | None = Field(default=None, alias="to")


class IssueDraft(Draft):
    """A proposition in a tree."""

    id: Slug
    kind: IssueKind
    parent: str | None = None
    labels: tuple[NameDraft, ...] = Field(min_length=1)
    propositions: tuple[NameDraft, ...] = Field(min_length=1)
    replaces: str | None = None


class SourceDraft(Draft):
    """A document the desk read. ``text`` is held only where the desk hands it in; ``sha256`` names it otherwise."""

    id: Slug
    title: Name
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None
    published: PeriodDraft | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    text: str | None = None


class ProvisionDraft(Draft):
    """One article, or one sentence of it, of an instrument."""

    id: Slug
    article: int = Field(ge=1, le=2**31 - 1)
    label: Name
    summary: str | None = None
    binds: tuple[str, ...]
    issues: tuple[str, ...] = ()


class InstrumentDraft(Draft):
    """A draft treaty: tabled by whom, addressed to whom, with its provisions."""

    id: Slug
    title: Name
    tabled_by: tuple[str, ...] = Field(min_length=1)
    addressed_to: tuple[str, ...]
    tabled: PeriodDraft
    public: PeriodDraft | None = None
    articles_total: int = Field(ge=1, le=2**31 - 1)
    provisions: tuple[ProvisionDraft, ...]


class CodingDraft(Draft):
    """A further coding of a statement's words, proposed by ``coded_by``; never counted until adopted."""

    of: str
    coded_by: Name
    stances: tuple[StanceDraft, ...]
    responses: tuple[ResponseDraft, ...] = ()


RecordDraft = (
    StatementDraft
    | MoveDraft
    | AssessmentDraft
    | ScheduleDraft
    | RelationDraft
    | CodingDraft
    | ActorDraft
    | RoleDraft
    | IssueDraft
    | SourceDraft
    | InstrumentDraft
)

RECORD_KIND_OF_DRAFT: dict[type[Draft], RecordKind] = {
    StatementDraft: RecordKind.STATEMENT,
    MoveDraft: RecordKind.MOVE,
    AssessmentDraft: RecordKind.ASSESSMENT,
    ScheduleDraft: RecordKind.SCHEDULE,
    RelationDraft: RecordKind.RELATION,
    CodingDraft: RecordKind.CODING,
    ActorDraft: RecordKind.ACTOR,
    RoleDraft: RecordKind.ROLE,
    IssueDraft: RecordKind.ISSUE,
    SourceDraft: RecordKind.SOURCE,
    InstrumentDraft: RecordKind.INSTRUMENT,
}


class CorrectionDraft(Draft):
    """The whole new content of one record, of exactly one kind, with the reason for it.

    ``adopts`` names the proposed coding (an event) whose stances and responses the statement takes over.
    """

    reason: Text
    statement: StatementDraft | None = None
    move: MoveDraft | None = None
    assessment: AssessmentDraft | None = None
    schedule: ScheduleDraft | None = None
    relation: RelationDraft | None = None
    actor: ActorDraft | None = None
    role: RoleDraft | None = None
    issue: IssueDraft | None = None
    source: SourceDraft | None = None
    instrument: InstrumentDraft | None = None
    adopts: str | None = None

    @model_validator(mode="after")
    def _exactly_one_kind(self) -> Self:
        if len(self._given()) != 1:
            raise ValueError("give exactly one kind of content, whole: the record's own kind")
        return self

    def _given(self) -> list[RecordDraft]:
        kinds = (
            self.statement, self.move, self.assessment, self.schedule, self.relation,
            self.actor, self.role, self.issue, self.source, self.instrument,
        )  # fmt: skip
        return [draft for draft in kinds if draft is not None]

    @property
    def draft(self) -> RecordDraft:
        """The one content given."""
        return self._given()[0]

    @property
    def draft_field(self) -> str:
        """The name of the field that holds it, for error paths."""
        return RECORD_KIND_OF_DRAFT[type(self.draft)].value.lower()
