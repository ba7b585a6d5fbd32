"""Owns a pair's timeline under one clock: the answer on every day, and since when it has been the answer."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from events.vocabulary import Basis, Clock, Stance
from projections.rule.claims import Claim, ConditionKey, Pair, claims
from projections.rule.fold import Standing, fold
from projections.rule.known import Known


@dataclass(frozen=True, slots=True)
class Step:
    """The answer from one day on, until the next step.

    ``since`` is the first day of the unbroken run of days with this stance; ``since_earliest`` is given where the event
    that began it has a range.
    """

    from_day: datetime.date
    standing: Standing
    since: datetime.date
    since_earliest: datetime.date | None

    @property
    def answer(self) -> "Answer":
        """What two positions are compared by."""
        return Answer(self.standing.stance, frozenset(self.standing.conditions), self.standing.basis)


@dataclass(frozen=True, slots=True)
class Answer:
    """Two positions differ when one of these differs, or one is null; restating is no change."""

    stance: Stance
    conditions: frozenset[ConditionKey]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Timeline:
    """All steps of one pair, oldest first."""

    steps: tuple[Step, ...]

    def at(self, day: datetime.date) -> Step | None:
        """Return the step in force on a day, None before the first."""
        index = bisect_right(self.steps, day, key=lambda step: step.from_day)
        return self.steps[index - 1] if index else None

    def answer_at(self, day: datetime.date) -> Answer | None:
        """Return what counts for a comparison on a day."""
        step = self.at(day)
        return step.answer if step else None


def timelines(known: Known, *, clock: Clock) -> Mapping[Pair, Timeline]:
    """Return the timeline of every pair that has a claim."""
    return {pair: timeline(of_pair) for pair, of_pair in claims(known, clock=clock).items()}


def timeline(of_pair: Iterable[Claim]) -> Timeline:
    """Return the timeline of one pair's claims; a step for each day on which one becomes visible."""
    return Timeline(tuple(_steps(list(of_pair))))


def _steps(of_pair: list[Claim]) -> Iterator[Step]:
    before: Step | None = None
    for day in sorted({claim.visible for claim in of_pair}):
        standing = fold(claim for claim in of_pair if claim.visible <= day)
        if standing is None:
            continue
        if before is not None and before.standing.stance is standing.stance:
            step = Step(day, standing, before.since, before.since_earliest)
        else:
            step = Step(day, standing, day, _since_earliest(standing, day))
        yield step
        before = step


def _since_earliest(standing: Standing, day: datetime.date) -> datetime.date | None:
    """The first possible day of the first events of a run to become visible on its first day, where not exact."""
    visible = [claim for claim in standing.run if claim.visible == day]
    first = [claim for claim in visible if _place(claim) == _place(visible[0])]
    known = [earliest for claim in first if (earliest := claim.seen.earliest) and earliest < day]
    return min(known, default=None)


def _place(claim: Claim) -> tuple[datetime.date, int]:
    return claim.said.latest, claim.ordinal
