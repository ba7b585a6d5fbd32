"""Which branches of the rule a run of histories went through; the list is complete, so that what is missing shows."""

from collections import Counter
from collections.abc import Iterable, Iterator

from events.event import RecordedEvent, Retraction, Version
from events.vocabulary import Change, ChangeKind, Clock, EventStatus, RecordKind
from projections.rule.changes import PairChange
from projections.rule.claims import Claim, claims, in_order, principals
from projections.rule.fold import Standing
from projections.rule.known import Known, StatementInForce
from projections.rule.timeline import Step, timelines

BRANCHES = frozenset(
    {
        *("stance SUPPORT", "stance OPPOSE", "stance CONDITIONAL", "stance NEUTRAL", "stance AMBIGUOUS"),
        *("basis EXPLICIT", "basis IMPLIED", "words behind an implication"),
        *("outranked", "tie", "tie of three", "ordinals on one day", "said earlier, public later"),
        *("condition carried", "conditions of two events", "lifted", "one equal lifts, one is silent"),
        *("contested by equals", "contested by implication", "contested by range", "contested by range, later silence"),
        *("since a range", "since a range of the first of several", "broken within a day"),
        *("corrected", "date corrected", "undone retraction", "re-dated source", "further appearance"),
        *("merged", "merged of three", "merged and told otherwise", "kept alive by a merged one", "parted"),
        *("no live source", "never implied for a person", "two ranks for one principal", "person and state at once"),
        *(kind.value for kind in ChangeKind),
        "several pairs by one event",
    },
)


class Branches:
    """Counts what histories went through."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    @property
    def missing(self) -> set[str]:
        """Branches that no history went through."""
        return {branch for branch in BRANCHES if not self.counts[branch]}

    def report(self) -> str:
        """Say how many times each branch was gone through."""
        return ", ".join(f"{branch} {self.counts[branch]}" for branch in sorted(BRANCHES | self.counts.keys()))

    def changed(self, changes: list[PairChange]) -> None:
        """Count what one event changed."""
        self._count(change.kind.value for change in changes)
        self._count(["several pairs by one event"] if len(changes) > 1 else [])

    def went_through(self, log: list[RecordedEvent], known: Known) -> None:
        """Count what a whole history went through, by what is known at its end."""
        self._count(_of_log(log))
        for statement in known.statements:
            self._count(_of_statement(statement, known))
        for clock in Clock:
            lines = timelines(known, clock=clock)
            for pair, of_pair in claims(known, clock=clock).items():
                self._count(_of_claims(of_pair))
                for step in lines[pair].steps:
                    self._count(_of_step(step))

    def _count(self, found: Iterable[str]) -> None:
        self.counts.update(found)


def _of_log(log: list[RecordedEvent]) -> Iterator[str]:
    retracted = {event.body.retracts: event for event in log if isinstance(event.body, Retraction)}
    for event in log:
        if event.id in retracted and isinstance(event.body, Retraction):
            yield "undone retraction"
        if event.id in retracted and event.record.kind is RecordKind.RELATION:
            yield "parted"
        if isinstance(event.body, Version) and event.version > 1:
            yield from _of_version(event.body.change, event, log)


def _of_version(change: Change, event: RecordedEvent, log: list[RecordedEvent]) -> Iterator[str]:
    before = next(e for e in log if e.record == event.record and e.version == event.version - 1)
    match change, event.record.kind:
        case Change.APPEARANCE, _:
            yield "further appearance"
        case Change.CORRECTION, RecordKind.SOURCE:
            yield "re-dated source"
        case Change.CORRECTION, RecordKind.STATEMENT if before.content and event.content:
            is_date = getattr(before.content, "stances", ()) == getattr(event.content, "stances", ())
            yield "date corrected" if is_date else "corrected"


def _of_statement(statement: StatementInForce, known: Known) -> Iterator[str]:
    own = {appearance.source for appearance in statement.content.appearances}
    live = {source for source in own if known.registry.is_live(source)}
    if statement.status is EventStatus.MERGED:
        yield "merged"
        joined = known.registry.judgements.class_of(statement.event.record.id)
        told = [other.content.stances for other in known.statements if other.event.record.id in joined]
        yield from ["merged of three"] * (len(told) > 2)
        yield from ["merged and told otherwise"] * (len(set(told)) > 1)
    if not statement.live_sources:
        yield "no live source"
    elif not live:
        yield "kept alive by a merged one"
    capacities = [(a, c.rank) for c in statement.content.capacities for a in c.on_behalf_of or (c.speaker,)]
    if len({actor for actor, _ in capacities}) < len(set(capacities)):
        yield "two ranks for one principal"
    persons = [actor for actor in principals(statement.content) if known.is_person(actor)]
    if persons and len(capacities) > 1:
        yield "person and state at once"
    if persons and any(stance.basis == "IMPLIED" for stance in statement.content.stances):
        yield "never implied for a person"


def _of_claims(of_pair: list[Claim]) -> Iterator[str]:
    groups = in_order(of_pair)
    if sum(map(len, groups)) < len(of_pair):
        yield "outranked"
    if max(map(len, groups)) > 1:
        yield "tie"
    if max(map(len, groups)) > 2:
        yield "tie of three"
    if len({group[0].said.latest for group in groups}) < len(groups):
        yield "ordinals on one day"
    if sorted(of_pair, key=lambda c: c.visible) != sorted(of_pair, key=lambda c: c.said.latest):
        yield "said earlier, public later"


def _of_step(step: Step) -> Iterator[str]:
    standing = step.standing
    yield f"stance {standing.stance}"
    yield f"basis {standing.basis}"
    if set(standing.explicit) - set(standing.agreeing):
        yield "words behind an implication"
    if step.since_earliest is not None:
        yield "since a range"
        earlier = [claim for claim in standing.run if claim not in standing.agreeing]
        if step.from_day == step.since and any(claim.visible == step.since for claim in earlier):
            yield "since a range of the first of several"
    if step.since < standing.run[0].visible:
        yield "broken within a day"
    yield from _of_conditions(standing)
    yield from _of_contest(standing)


def _of_conditions(standing: Standing) -> Iterator[str]:
    if standing.carriers:
        yield "condition carried"
    if len(set(standing.conditions.values())) > 1:
        yield "conditions of two events"
    lifting = {claim.lifts_conditions for claim in standing.agreeing}
    if True in lifting:
        yield "lifted"
    if lifting == {True, False} and standing.carriers:
        yield "one equal lifts, one is silent"


def _of_contest(standing: Standing) -> Iterator[str]:
    disputing = {claim.event.log_offset for claim in standing.disputing}
    deciding = {claim.event.log_offset for claim in standing.agreeing}
    if disputing & deciding:
        yield "contested by equals"
    if disputing - deciding:
        yield "contested by implication"
    by_range = standing.contested_by - disputing
    if by_range:
        yield "contested by range"
    last = standing.agreeing[0].said.earliest
    doubted = [c for c in standing.reversible if c.event.log_offset in by_range]
    if last and any(claim.said.latest <= last for claim in doubted):
        yield "contested by range, later silence"
