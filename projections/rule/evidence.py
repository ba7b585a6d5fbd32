"""Owns every event's role in a position, with the reason, and the reason why there is no position.

The sentences are part of the answer: each says in plain words why an event counts or does not.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from events.contents import Assessment, Statement
from events.streams import Stream
from events.vocabulary import (
    MEMBERSHIP_ROLES,
    AbsenceReason,
    Clock,
    EventStatus,
    EvidenceReason,
    EvidenceRole,
    LogOffset,
    Stance,
)
from projections.rule.claims import Claim, Pair, bears_on, claims_of, in_order, principals
from projections.rule.fold import Standing, step
from projections.rule.known import Days, Known, StatementInForce


@dataclass(frozen=True, slots=True)
class Evidence:
    """One event's role in the card of a pair. ``stance`` is what it counted for, None where it did not count."""

    log_offset: LogOffset
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
    EvidenceReason.IMPLIED_AGAINST_EXPLICIT: (
        "It only implies another stance, and words outweigh what is implied; it contests the position."
    ),
    EvidenceReason.ASSESSMENT: "It is what somebody makes of the actor, not what the actor said.",
    EvidenceReason.HEADLINE: "It is a headline, not the actor's words.",
    EvidenceReason.REPORTED_BY_OTHERS: "It is what another side says the actor said: the speaker's claim.",
    EvidenceReason.MEMBER_NOT_ORGANISATION: (
        "A member does not speak for its organisation, nor the organisation for a member."
    ),
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
    """Return every event that bears on a pair, decisive first, then newest said first; each event once."""
    card = Card(known, pair, as_of, clock)
    found: dict[LogOffset, Evidence] = {}
    for item in (*card.counted(), *card.excluded()):
        found.setdefault(item.log_offset, item)
    said = {statement.event.log_offset: statement.said.latest.toordinal() for statement in known.statements}
    roles = list(EvidenceRole)
    return sorted(found.values(), key=lambda e: (roles.index(e.role), -said.get(e.log_offset, 0), -e.log_offset))


def absence(
    known: Known, pair: Pair, *, as_of: datetime.date, clock: Clock, is_mentioned: bool
) -> AbsenceReason | None:
    """Return why the pair has no position, None where it has one.

    ``is_mentioned``: whether any record in force names the actor otherwise.
    """
    card = Card(known, pair, as_of, clock)
    claims = [claim for statement in known.statements if statement.counts for claim in card.claims_on(statement)]
    if any(claim.visible <= as_of for claim in claims):
        return None
    if claims:
        return AbsenceReason.NOT_YET
    heard = [s.content for s in known.statements if s.counts and s.seen(clock).latest <= as_of]
    if any(card.actor in principals(content) for content in heard):
        return AbsenceReason.SPOKE_NOT_ON_THIS
    return AbsenceReason.MENTIONED_ONLY if is_mentioned else AbsenceReason.NEVER_SPOKE


class Card:
    """One actor on one issue, at a date, under a clock: what counts, and what does not."""

    def __init__(self, known: Known, pair: Pair, as_of: datetime.date, clock: Clock) -> None:
        self._known, self._pair, self._as_of, self._clock = known, pair, as_of, clock
        self.actor, self.issue = pair

    def claims_on(self, statement: StatementInForce) -> list[Claim]:
        """Return what the statement counts for on this card; one claim, or none."""
        found = claims_of(statement, self._known, clock=self._clock)
        return [claim for claim in found if (claim.actor, claim.issue) == self._pair]

    def counted(self) -> Iterator[Evidence]:
        """Yield the claims visible by the date, each with what the fold made of it."""
        counting = [statement for statement in self._known.statements if statement.counts]
        claims = [claim for statement in counting for claim in self.claims_on(statement)]
        visible = [claim for claim in claims if claim.visible <= self._as_of]
        standing: Standing | None = None
        at_its_time: dict[int, Standing] = {}
        for group in in_order(visible):
            standing = step(standing, tuple(group))
            at_its_time |= {id(claim): standing for claim in group}
        for claim in visible:
            if standing is None or id(claim) not in at_its_time:
                yield Evidence(claim.event.log_offset, EvidenceRole.OUTRANKED, EvidenceReason.LOWER_RANK)
            else:
                yield _role(claim, standing, at_its_time[id(claim)])

    def excluded(self) -> Iterator[Evidence]:
        """Yield what bears on the card and does not count."""
        for statement in self._known.statements:
            code = self._code(statement)
            if code is not None:
                yield Evidence(statement.event.log_offset, EvidenceRole.EXCLUDED, code)
        for stream in self._known.streams.values():
            yield from self._past_versions(stream)
        yield from self._beside_words()

    def _code(self, statement: StatementInForce) -> EvidenceReason | None:
        """Why a statement in force does not count here; None where it does, or does not bear on the card."""
        content = statement.content
        if bears_on(content, self._pair):
            return self._own_code(statement)
        if all(stance.issue != self.issue for stance in content.stances) or not self._is_past(statement.said):
            return None
        if self.actor in content.relayed_principals:
            return EvidenceReason.REPORTED_BY_OTHERS
        is_related = bool(self._memberships & principals(content).keys())
        return EvidenceReason.MEMBER_NOT_ORGANISATION if is_related else None

    def _own_code(self, statement: StatementInForce) -> EvidenceReason | None:
        if statement.status is EventStatus.MERGED:
            return EvidenceReason.MERGED
        if not statement.live_sources:
            return EvidenceReason.NO_LIVE_SOURCE
        if not self.claims_on(statement):
            return EvidenceReason.IMPLIED_FOR_PERSON
        if self._is_past(statement.seen(self._clock)):
            return None
        is_said = self._clock is Clock.PUBLIC and self._is_past(statement.said)
        return EvidenceReason.NOT_YET_PUBLIC if is_said else EvidenceReason.DATE_NOT_PAST

    def _past_versions(self, stream: Stream) -> Iterator[Evidence]:
        """Versions of statements that no longer stand."""
        in_force = stream.in_force
        for event in stream.versions:
            content = event.content
            if event is in_force or not isinstance(content, Statement) or not bears_on(content, self._pair):
                continue
            is_withdrawn = in_force is None or event.id in stream.withdrawn
            code = EvidenceReason.RETRACTED if is_withdrawn else EvidenceReason.CORRECTED
            yield Evidence(event.log_offset, EvidenceRole.EXCLUDED, code)

    def _beside_words(self) -> Iterator[Evidence]:
        for event, assessment, days in self._known.assessments:
            if self.actor in assessment.about and self.issue in assessment.issues and self._is_past(days):
                code = EvidenceReason.HEADLINE if self._is_headline(assessment) else EvidenceReason.ASSESSMENT
                yield Evidence(event.log_offset, EvidenceRole.EXCLUDED, code)
        for event, move, days in self._known.moves:
            if self.actor in move.actors and self.issue in move.issues and self._is_past(days):
                yield Evidence(event.log_offset, EvidenceRole.EXCLUDED, EvidenceReason.MOVE)

    def _is_past(self, days: Days) -> bool:
        return days.latest <= self._as_of

    def _is_headline(self, assessment: Assessment) -> bool:
        """An assessment that is nothing but the title of a source."""
        sources = {a.source: self._known.registry.source(a.source) for a in assessment.appearances}
        titles = {slug: source.title for slug, source in sources.items() if source}
        return all(a.quote is not None and a.quote == titles.get(a.source) for a in assessment.appearances)

    @property
    def _memberships(self) -> set[str]:
        """Those whom the actor is a member of, and its members."""
        roles = [role for role in self._known.registry.roles if role.type in MEMBERSHIP_ROLES]
        organisations = {role.principal for role in roles if role.holder == self.actor}
        return organisations | {role.holder for role in roles if role.principal == self.actor}


def _role(claim: Claim, standing: Standing, at_its_time: Standing) -> Evidence:
    offset = claim.event.log_offset
    if claim in standing.agreeing or claim in standing.explicit:
        return Evidence(offset, EvidenceRole.DECISIVE, EvidenceReason.RESTS_ON, standing.stance)
    if offset in standing.carriers:
        return Evidence(offset, EvidenceRole.DECISIVE, EvidenceReason.CONDITION_CARRIED, standing.stance)
    if claim in standing.run:
        return Evidence(offset, EvidenceRole.EARLIER, EvidenceReason.RESTATED, standing.stance)
    if claim not in at_its_time.run:
        return Evidence(offset, EvidenceRole.EXCLUDED, EvidenceReason.IMPLIED_AGAINST_EXPLICIT)
    return Evidence(offset, EvidenceRole.EARLIER, EvidenceReason.SUPERSEDED_LATER, at_its_time.stance)
