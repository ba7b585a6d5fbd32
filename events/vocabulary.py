"""Owns the words of the domain: enumerations, identifiers and numbers that must not be swapped.

The values are the public names of the GraphQL contract; the meaning of each is in ``docs/glossary.md``.
"""

from enum import StrEnum
from typing import NewType
from uuid import UUID

LogOffset = NewType("LogOffset", int)
"""Place in the log, dense from 1; 0 is before the first event."""
StreamVersion = NewType("StreamVersion", int)
"""Place in the stream of one record, dense from 1; 0 is "no such record yet"."""
SchemaVersion = NewType("SchemaVersion", int)
EventId = NewType("EventId", UUID)


class RecordKind(StrEnum):
    """What sort of thing is on record; with the record id it names one stream."""

    STATEMENT = "STATEMENT"
    MOVE = "MOVE"
    ASSESSMENT = "ASSESSMENT"
    SCHEDULE = "SCHEDULE"
    RELATION = "RELATION"
    CODING = "CODING"
    ACTOR = "ACTOR"
    ROLE = "ROLE"
    ISSUE = "ISSUE"
    SOURCE = "SOURCE"
    INSTRUMENT = "INSTRUMENT"
    ERASURE = "ERASURE"


class EventKind(StrEnum):
    """What an event is to a reader of the log."""

    STATEMENT = "STATEMENT"
    MOVE = "MOVE"
    ASSESSMENT = "ASSESSMENT"
    INSTRUMENT = "INSTRUMENT"
    SCHEDULE = "SCHEDULE"
    REFERENCE = "REFERENCE"
    RETRACTION = "RETRACTION"
    RELATION = "RELATION"
    CODING = "CODING"
    ERASURE = "ERASURE"


REFERENCE_RECORDS = frozenset({RecordKind.ACTOR, RecordKind.ROLE, RecordKind.ISSUE, RecordKind.SOURCE})
"""Records whose versions are REFERENCE events."""
SLUG_RECORDS = frozenset({RecordKind.ACTOR, RecordKind.ISSUE, RecordKind.SOURCE, RecordKind.INSTRUMENT})
"""Records named by a slug that the writer chooses."""
SOURCED_RECORDS = frozenset({RecordKind.STATEMENT, RecordKind.MOVE, RecordKind.ASSESSMENT, RecordKind.SCHEDULE})
"""Records that are refused without an appearance."""


def event_kind_of(record_kind: RecordKind) -> EventKind:
    """Return the kind of event that a content version of such a record is."""
    return EventKind.REFERENCE if record_kind in REFERENCE_RECORDS else EventKind(record_kind.value)


class Change(StrEnum):
    """Why an event was appended to its stream."""

    FIRST = "FIRST"
    CORRECTION = "CORRECTION"
    APPEARANCE = "APPEARANCE"
    """A further appearance was added; the words and the coding stay."""
    STATE = "STATE"
    """A schedule's new state: news, not a correction."""
    RETRACTION = "RETRACTION"


class Stance(StrEnum):
    """Toward the proposition as worded."""

    SUPPORT = "SUPPORT"
    OPPOSE = "OPPOSE"
    CONDITIONAL = "CONDITIONAL"
    NEUTRAL = "NEUTRAL"
    AMBIGUOUS = "AMBIGUOUS"


class Basis(StrEnum):
    """EXPLICIT: in the words. IMPLIED: by a reason that the coder gives."""

    EXPLICIT = "EXPLICIT"
    IMPLIED = "IMPLIED"


class Clock(StrEnum):
    """Whether a date asks for what had happened or for what outsiders could know."""

    OCCURRED = "OCCURRED"
    PUBLIC = "PUBLIC"


class IssueKind(StrEnum):
    """A proposition about what should be, or about what is."""

    NORMATIVE = "NORMATIVE"
    FACTUAL = "FACTUAL"


class Rank(StrEnum):
    """How high a capacity stands; highest first."""

    HEAD = "HEAD"
    MINISTER = "MINISTER"
    OFFICIAL = "OFFICIAL"

    @property
    def height(self) -> int:
        """3 for HEAD, 2 for MINISTER, 1 for OFFICIAL."""
        return _HEIGHTS[self]


_HEIGHTS = {Rank.HEAD: 3, Rank.MINISTER: 2, Rank.OFFICIAL: 1}


class SpeechAct(StrEnum):
    """What was done by saying it."""

    ASSERT = "ASSERT"
    DEMAND = "DEMAND"
    PROPOSE = "PROPOSE"
    OFFER = "OFFER"
    INVITE = "INVITE"
    PROMISE = "PROMISE"
    THREATEN = "THREATEN"
    WARN = "WARN"
    ACCUSE = "ACCUSE"
    DENY = "DENY"
    REJECT = "REJECT"
    ACCEPT = "ACCEPT"
    APPEAL = "APPEAL"
    JUSTIFY = "JUSTIFY"
    ESTIMATE = "ESTIMATE"
    ANNOUNCE = "ANNOUNCE"
    CONCEDE = "CONCEDE"
    REAFFIRM = "REAFFIRM"
    VOTE = "VOTE"
    OTHER = "OTHER"


class TallyChoice(StrEnum):
    """How an actor is on record in one voting; each voting is exactly one of these.

    Two stances of one actor in one voting are united as equals are. NOT_VOTING: others are on record in it, this actor
    is not; never half a vote.
    """

    FOR = "FOR"
    AGAINST = "AGAINST"
    NEUTRAL = "NEUTRAL"
    CONDITIONAL = "CONDITIONAL"
    AMBIGUOUS = "AMBIGUOUS"
    NOT_VOTING = "NOT_VOTING"


class ResponseKind(StrEnum):
    """An answer to a provision or to a whole instrument."""

    ACCEPT = "ACCEPT"
    ACCEPT_WITH_CONDITIONS = "ACCEPT_WITH_CONDITIONS"
    COUNTER = "COUNTER"
    OPEN_TO_TALKS = "OPEN_TO_TALKS"
    UNDER_CONSIDERATION = "UNDER_CONSIDERATION"
    REJECT_IMPLIED = "REJECT_IMPLIED"
    REJECT = "REJECT"
    SILENT = "SILENT"
    NOT_ADDRESSED = "NOT_ADDRESSED"


DERIVED_RESPONSES = frozenset({ResponseKind.SILENT, ResponseKind.NOT_ADDRESSED})
"""Derived, never recorded."""


class RelationKind(StrEnum):
    """An asserted link between two events."""

    SAME_STATEMENT = "SAME_STATEMENT"
    NOT_SAME_STATEMENT = "NOT_SAME_STATEMENT"
    IN_TENSION = "IN_TENSION"
    RESPONDS_TO = "RESPONDS_TO"
    REPORTS = "REPORTS"
    CONTRADICTS = "CONTRADICTS"
    QUALIFIES = "QUALIFIES"
    REAFFIRMS = "REAFFIRMS"


class DateBasis(StrEnum):
    """How a date is known."""

    STATED = "STATED"
    INFERRED = "INFERRED"
    BOUNDED_BY_SOURCE = "BOUNDED_BY_SOURCE"
    """Derived, never recorded: the date is unknown, so the source's last possible publication day bounds it."""


class Rendering(StrEnum):
    """How close an appearance is to the words spoken."""

    DIRECT = "DIRECT"
    TRANSLATION = "TRANSLATION"
    PARAPHRASE = "PARAPHRASE"


class ScheduleState(StrEnum):
    """Where a scheduled meeting stands."""

    PROPOSED = "PROPOSED"
    LIKELY = "LIKELY"
    AGREED = "AGREED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


class EventStatus(StrEnum):
    """What became of an event, as known at a moment."""

    CURRENT = "CURRENT"
    CORRECTED = "CORRECTED"
    RETRACTED = "RETRACTED"
    MERGED = "MERGED"


class ChangeKind(StrEnum):
    """Whether the world changed or what is on record about it."""

    WORLD_CHANGED = "WORLD_CHANGED"
    RECORD_CHANGED = "RECORD_CHANGED"


class EvidenceRole(StrEnum):
    """What an event is to a position."""

    DECISIVE = "DECISIVE"
    EARLIER = "EARLIER"
    OUTRANKED = "OUTRANKED"
    EXCLUDED = "EXCLUDED"


class EvidenceReason(StrEnum):
    """Why an event has its role."""

    RESTS_ON = "RESTS_ON"
    RESTATED = "RESTATED"
    SUPERSEDED_LATER = "SUPERSEDED_LATER"
    LOWER_RANK = "LOWER_RANK"
    IMPLIED_AGAINST_EXPLICIT = "IMPLIED_AGAINST_EXPLICIT"
    ASSESSMENT = "ASSESSMENT"
    REPORTED_BY_OTHERS = "REPORTED_BY_OTHERS"
    MEMBER_NOT_ORGANISATION = "MEMBER_NOT_ORGANISATION"
    MOVE = "MOVE"
    DATE_NOT_PAST = "DATE_NOT_PAST"
    NOT_YET_PUBLIC = "NOT_YET_PUBLIC"
    RETRACTED = "RETRACTED"
    CORRECTED = "CORRECTED"
    MERGED = "MERGED"
    NO_LIVE_SOURCE = "NO_LIVE_SOURCE"
    HEADLINE = "HEADLINE"
    CONDITION_CARRIED = "CONDITION_CARRIED"
    IMPLIED_FOR_PERSON = "IMPLIED_FOR_PERSON"


class AbsenceReason(StrEnum):
    """Why no position is derived; the first that holds, in this order of asking: NOT_YET first."""

    NOT_YET = "NOT_YET"
    SPOKE_NOT_ON_THIS = "SPOKE_NOT_ON_THIS"
    MENTIONED_ONLY = "MENTIONED_ONLY"
    NEVER_SPOKE = "NEVER_SPOKE"


SPEAKING_ROLES = frozenset(
    {"holds-office", "office-of", "organ-of", "body-of", "government-of", "represents"},
)
"""Role types along which a holder speaks for a principal, transitively."""
SILENT_ROLES = frozenset(
    {"member-of", "members-of", "joint-body-of", "part-of", "composed-of", "backed-by", "ally-of", "subset-of"},
)
"""Role types that never let anybody speak for anybody."""
MEMBERSHIP_ROLES = frozenset({"member-of", "members-of", "joint-body-of", "part-of", "composed-of", "subset-of"})
"""Role types between a member and its organisation: the words of one are not the other's."""
DESCRIPTIVE_ROLES = frozenset(
    {"includes", "held-office", "controls-territory-in", "commentator-in", "former-director-of", "reported-by"},
)
"""Role types that only describe; the first record needs them."""
ROLE_TYPES = SPEAKING_ROLES | SILENT_ROLES | DESCRIPTIVE_ROLES

NON_PRINCIPAL_KINDS = frozenset({"person", "office", "office-organ", "office-group", "ministry", "body"})
"""Actor kinds left out where only principals are asked for."""
PERSON = "person"
