"""Owns every event's role in a position, with the reason, and the reason why there is no position.

The sentences are part of the answer: each says in plain words why an event counts or does not.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from events.contents import Assessment, Statement
from events.event import RecordedEvent
from events.streams import Stream
from events.vocabulary import (
    MEMBERSHIP_ROLES,
    AbsenceReason,
    Basis,
    Clock,
    EventStatus,
    EvidenceReason,
    EvidenceRole,
    Stance,
)
from projections.rule.claims import Claim, Pair, bears_on, claims_of, in_order, principals
from projections.rule.fold import Standing, fold
from projections.rule.known import Days, Known, StatementInForce


@dataclass(frozen=True, slots=True)
class Evidence:
    """One event's role in the card of a pair. ``stance`` is what it counted for, None where it did not count."""

    event: RecordedEvent
    role: EvidenceRole
    code: EvidenceReason
    stance: Stance | None = None

    @property
    def is_counted(self) -> bool:
        """Whether the answer was folded from it."""
        return self.role in {EvidenceRole.DECISIVE, EvidenceRole.EARLIER}

    @property
    def reason(self) -> str:
        """The reason as a sentence."""
        return SENTENCES[self.code]


SENTENCES = {
    EvidenceReason.RESTS_ON: "The position rests on this.",
    EvidenceReason.CONDITION_CARRIED: "It stated a condition that nothing later lifted.",
    EvidenceReason.RESTATED: "It took the same stance; a later statement restated it.",
    EvidenceReason.SUPERSEDED_LATER: "A later statement took another stance.",
    EvidenceReason.LOWER_RANK: "Somebody of higher rank spoke for the same actor on the same day.",
    EvidenceReason.IMPLIED_AGAINST_EXPLICIT: "It only implies another stance, and words outweigh what is implied; it contests the position.",
    EvidenceReason.ASSESSMENT: "It is what somebody makes of the actor, not what the actor said.",
    EvidenceReason.HEADLINE: "It is a headline, not the actor's words.",
    EvidenceReason.REPORTED_BY_OTHERS: "It is what another side says the actor said; the words are the speaker's claim.",
    EvidenceReason.MEMBER_NOT_ORGANISATION: "A member does not speak for its organisation, nor the organisation for a member.",
    EvidenceReason.MOVE: "It is conduct, not words; moves are shown beside positions and never counted.",
    EvidenceReason.DATE_NOT_PAST: "It was said after this date, or may have been.",
    EvidenceReason.NOT_YET_PUBLIC: "It had been said by this date but was not public yet.",
    EvidenceReason.RETRACTED: "It was retracted.",
    EvidenceReason.CORRECTED: "A later version of the same record took its place.",
    EvidenceReason.MERGED: "It is the same statement as another record, which stands for both.",
    EvidenceReason.NO_LIVE_SOURCE: "Every source in which it appeared was withdrawn.",
    EvidenceReason.IMPLIED_FOR_PERSON: "A stance is never implied for a person, only for those the person speaks for.",
}


def evidence(known: Known, pair: Pair, *, as_of: datetime.date, clock: Clock) -> list[Evidence]:
    """Return every event that bears on a pair, decisive first, then newest said first; each event once.

    ``known`` needs the streams that bear on the pair only, with the whole registry.
    """
    found: dict[object, Evidence] = {}
    for item in (*_counted(known, pair, as_of, clock), *_excluded(known, pair, as_of, clock)):
        found.setdefault(item.event.id, item)
    days = {s.event.id: s.said.latest for s in known.statements}
    order = list(EvidenceRole)
    return sorted(
        found.values(),
        key=lambda e: (order.index(e.role), -days.get(e.event.id, datetime.date.min).toordinal(), -e.event.log_offset),
    )


def absence(known: Known, pair: Pair, *, as_of: datetime.date, clock: Clock, is_mentioned: bool) -> AbsenceReason | None:
    """Return why the pair has no position, None where it has one.

    ``known`` needs all statements of the actor; ``is_mentioned`` whether any record in force names the actor otherwise.
    """
    actor, _ = pair
    of_pair = [c for s in known.statements if s.counts for c in _claims_on(s, known, pair, clock)]
    if any(claim.visible <= as_of for claim in of_pair):
        return None
    if of_pair:
        return AbsenceReason.NOT_YET
    spoke = any(s.counts and s.seen(clock).latest <= as_of and actor in principals(s.content) for s in known.statements)
    if spoke:
        return AbsenceReason.SPOKE_NOT_ON_THIS
    return AbsenceReason.MENTIONED_ONLY if is_mentioned else AbsenceReason.NEVER_SPOKE


def _counted(known: Known, pair: Pair, as_of: datetime.date, clock: Clock) -> Iterator[Evidence]:
    """The claims visible by the date, each with what the fold made of it."""
    visible = [
        claim
        for statement in known.statements
        if statement.counts
        for claim in _claims_on(statement, known, pair, clock)
        if claim.visible <= as_of
    ]
    standing = fold(visible)
    taking_part = {id(claim) for group in in_order(visible) for claim in group}
    for claim in visible:
        if id(claim) not in taking_part:
            yield Evidence(claim.event, EvidenceRole.OUTRANKED, EvidenceReason.LOWER_RANK)
        elif standing is not None:
            yield _role(claim, standing, visible)


def _role(claim: Claim, standing: Standing, visible: list[Claim]) -> Evidence:
    offset = claim.event.log_offset
    if claim in standing.agreeing or claim in standing.explicit:
        return Evidence(claim.event, EvidenceRole.DECISIVE, EvidenceReason.RESTS_ON, standing.stance)
    if offset in standing.carriers:
        return Evidence(claim.event, EvidenceRole.DECISIVE, EvidenceReason.CONDITION_CARRIED, standing.stance)
    if claim in standing.run:
        return Evidence(claim.event, EvidenceRole.EARLIER, EvidenceReason.RESTATED, standing.stance)
    at_its_time = fold(other for other in visible if _order(other) <= _order(claim))
    if claim.basis is Basis.IMPLIED and at_its_time is not None and claim not in at_its_time.run:
        return Evidence(claim.event, EvidenceRole.EXCLUDED, EvidenceReason.IMPLIED_AGAINST_EXPLICIT)
    counted_for = at_its_time.stance if at_its_time else claim.stance
    return Evidence(claim.event, EvidenceRole.EARLIER, EvidenceReason.SUPERSEDED_LATER, counted_for)


def _order(claim: Claim) -> tuple[datetime.date, int, int]:
    return claim.said.latest, claim.rank, claim.ordinal


def _excluded(known: Known, pair: Pair, as_of: datetime.date, clock: Clock) -> Iterator[Evidence]:
    for statement in known.statements:
        code = _statement_code(statement, known, pair, as_of, clock)
        if code is not None:
            yield Evidence(statement.event, EvidenceRole.EXCLUDED, code)
    for stream in known.streams.values():
        yield from _past_versions(stream, pair)
    yield from _beside_words(known, pair, as_of)


def _statement_code(
    statement: StatementInForce, known: Known, pair: Pair, as_of: datetime.date, clock: Clock
) -> EvidenceReason | None:
    """Why a statement in force does not count for the pair; None where it does, or does not bear on it."""
    actor, issue = pair
    content = statement.content
    if bears_on(content, pair):
        return _own_code(statement, known, pair, as_of, clock)
    if all(stance.issue != issue for stance in content.stances) or statement.said.latest > as_of:
        return None
    if actor in content.relayed_principals:
        return EvidenceReason.REPORTED_BY_OTHERS
    if _memberships(known, actor) & principals(content).keys():
        return EvidenceReason.MEMBER_NOT_ORGANISATION
    return None


def _own_code(
    statement: StatementInForce, known: Known, pair: Pair, as_of: datetime.date, clock: Clock
) -> EvidenceReason | None:
    if statement.status is EventStatus.MERGED:
        return EvidenceReason.MERGED
    if not statement.live_sources:
        return EvidenceReason.NO_LIVE_SOURCE
    if not list(_claims_on(statement, known, pair, clock)):
        return EvidenceReason.IMPLIED_FOR_PERSON
    if statement.seen(clock).latest <= as_of:
        return None
    is_said = clock is Clock.PUBLIC and statement.said.latest <= as_of
    return EvidenceReason.NOT_YET_PUBLIC if is_said else EvidenceReason.DATE_NOT_PAST


def _past_versions(stream: Stream, pair: Pair) -> Iterator[Evidence]:
    """Versions of statements that no longer stand."""
    in_force = stream.in_force
    for event in stream.versions:
        content = event.content
        if event is in_force or not isinstance(content, Statement) or not bears_on(content, pair):
            continue
        is_withdrawn = in_force is None or event.id in stream.withdrawn
        code = EvidenceReason.RETRACTED if is_withdrawn else EvidenceReason.CORRECTED
        yield Evidence(event, EvidenceRole.EXCLUDED, code)


def _beside_words(known: Known, pair: Pair, as_of: datetime.date) -> Iterator[Evidence]:
    actor, issue = pair
    for event, assessment, days in known.assessments:
        if actor in assessment.about and issue in assessment.issues and _is_past(days, as_of):
            code = EvidenceReason.HEADLINE if _is_headline(assessment, known) else EvidenceReason.ASSESSMENT
            yield Evidence(event, EvidenceRole.EXCLUDED, code)
    for event, move, days in known.moves:
        if actor in move.actors and issue in move.issues and _is_past(days, as_of):
            yield Evidence(event, EvidenceRole.EXCLUDED, EvidenceReason.MOVE)


def _is_past(days: Days, as_of: datetime.date) -> bool:
    return days.latest <= as_of


def _is_headline(assessment: Assessment, known: Known) -> bool:
    """An assessment that is nothing but the title of a source."""
    titles = {a.source: source.title for a in assessment.appearances if (source := known.registry.source(a.source))}
    return all(a.quote is not None and a.quote == titles.get(a.source) for a in assessment.appearances)


def _memberships(known: Known, actor: str) -> set[str]:
    """Those whom the actor is a member of, and its members."""
    roles = [role for role in known.registry.roles if role.type in MEMBERSHIP_ROLES]
    return {r.principal for r in roles if r.holder == actor} | {r.holder for r in roles if r.principal == actor}


def _claims_on(statement: StatementInForce, known: Known, pair: Pair, clock: Clock) -> Iterable[Claim]:
    return (c for c in claims_of(statement, known, clock=clock) if (c.actor, c.issue) == pair)
