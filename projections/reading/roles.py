"""Owns what each claim that counts by a day is to the position of its pair, told in one pass over the claims in order.

What the position rests on is known already; of the way there a pass needs only the stance in force and its basis.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from events.vocabulary import Basis, EvidenceReason, EvidenceRole, LogOffset, Stance
from projections.reading.positions import Position
from projections.rule.evidence import Evidence


class Counting(NamedTuple):
    """A claim that the clock counts by the day asked: its place in order, and what it says.

    Equals share said, lowness and ordinal; ``lowness`` is -3 for HEAD, so that the highest of a day comes first. It is
    a tuple because thousands are made and sorted at a time.
    """

    said: datetime.date
    lowness: int
    ordinal: int
    log_offset: LogOffset
    stance: Stance
    basis: Basis
    lifts_conditions: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stance in force after some claims, with its basis; ``number`` counts the stances until then."""

    stance: Stance | None
    basis: Basis
    number: int


_PLACE = itemgetter(0, 1, 2)
_NOTHING = Run(None, Basis.IMPLIED, 0)


def roles(claims: Iterable[Counting], position: Position) -> Iterator[Evidence]:
    """Yield the role of every claim that counts for a pair by the day of its position, in no order."""
    run, highest = _NOTHING, (datetime.date.min, 0)
    taken: list[tuple[Counting, Run]] = []
    for (said, lowness, _), equals in groupby(sorted(claims), key=_PLACE):
        group = list(equals)
        if said == highest[0] and lowness > highest[1]:
            yield from (Evidence(c.log_offset, EvidenceRole.OUTRANKED, EvidenceReason.LOWER_RANK) for c in group)
            continue
        highest = said, lowness
        run, members = _after(group, run)
        taken += ((claim, run) for claim in members)
        if len(members) < len(group):
            yield from (_against_words(claim) for claim in {*group} - {*members})
    rests_on = frozenset(position.rests_on)
    for claim, then in taken:
        if claim.log_offset in rests_on:
            yield _decisive(claim, position)
        else:
            yield _earlier(claim, then, is_restated=then.number == run.number)


def _after(group: Sequence[Counting], run: Run) -> tuple[Run, Sequence[Counting]]:
    """Return what a group of equals leaves of the run before it, and which of them took part."""
    explicit = [claim for claim in group if claim.basis is Basis.EXPLICIT]
    stance = _united({_effective(claim, run) for claim in explicit or group})
    if stance is run.stance:
        basis = Basis.EXPLICIT if explicit else run.basis
        after = run if basis is run.basis else Run(stance, basis, run.number)
    elif run.basis is Basis.EXPLICIT and not explicit:
        return run, ()
    else:
        after = Run(stance, Basis.EXPLICIT if explicit else Basis.IMPLIED, run.number + 1)
    if len(explicit) in {0, len(group)}:
        return after, group
    return after, [c for c in group if c.basis is Basis.EXPLICIT or _effective(c, run) is stance]


def _united(stances: set[Stance]) -> Stance:
    if len(stances) == 1:
        return stances.pop()
    return Stance.CONDITIONAL if stances == {Stance.SUPPORT, Stance.CONDITIONAL} else Stance.AMBIGUOUS


def _effective(claim: Counting, run: Run) -> Stance:
    """Carrying comes first: a SUPPORT silent on conditions in force counts as CONDITIONAL."""
    is_silent = claim.stance is Stance.SUPPORT and not claim.lifts_conditions
    return Stance.CONDITIONAL if is_silent and run.stance is Stance.CONDITIONAL else claim.stance


def _against_words(claim: Counting) -> Evidence:
    return Evidence(claim.log_offset, EvidenceRole.EXCLUDED, EvidenceReason.IMPLIED_AGAINST_EXPLICIT)


def _decisive(claim: Counting, position: Position) -> Evidence:
    is_agreeing = claim.log_offset in position.agreeing
    code = EvidenceReason.RESTS_ON if is_agreeing else EvidenceReason.CONDITION_CARRIED
    return Evidence(claim.log_offset, EvidenceRole.DECISIVE, code, position.stance)


def _earlier(claim: Counting, then: Run, *, is_restated: bool) -> Evidence:
    code = EvidenceReason.RESTATED if is_restated else EvidenceReason.SUPERSEDED_LATER
    return Evidence(claim.log_offset, EvidenceRole.EARLIER, code, then.stance)
