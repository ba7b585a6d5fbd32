"""Owns the fold of the rule: from groups of equal claims, in order, to the stance in force.

One step takes the standing answer and one group of equals: carrying of conditions comes first, then the tie, then
explicit against implied, then restatement or change.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from events.vocabulary import Basis, LogOffset, Stance
from projections.rule.claims import Claim, ConditionKey, in_order

Group = tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer after some groups, and what the next step needs of the way there.

    ``conditions`` maps each condition to the events that stated it last. ``agreeing`` is the last group that stated the
    stance, ``explicit`` the last such group in words, ``run`` all that took part since the stance last changed.
    ``reversible`` are claims whose ranges still let them decide the answer.
    """

    stance: Stance
    basis: Basis
    conditions: Mapping[ConditionKey, frozenset[LogOffset]]
    last_stated: datetime.date
    agreeing: Group
    explicit: Group
    run: Group
    disputing: Group
    reversible: Group

    @property
    def contested_by(self) -> frozenset[LogOffset]:
        """The events that contest the answer."""
        return _offsets(self.disputing) | _offsets(c for c in self.reversible if self._would_reverse(c))

    @property
    def carriers(self) -> frozenset[LogOffset]:
        """The events whose conditions the last statement was silent on."""
        stated = _offsets(self.agreeing)
        return frozenset(o for offsets in self.conditions.values() if not offsets & stated for o in offsets)

    @property
    def rests_on(self) -> frozenset[LogOffset]:
        """All decisive events: the last that agree, the last in words, and those whose conditions are carried."""
        return _offsets(self.agreeing) | _offsets(self.explicit) | self.carriers

    def carried_from(self, condition: ConditionKey) -> frozenset[LogOffset]:
        """Return the events that stated a condition, empty where the last statement did so itself."""
        offsets = self.conditions[condition]
        return frozenset() if offsets & _offsets(self.agreeing) else offsets

    def _would_reverse(self, claim: Claim) -> bool:
        if claim in self.run:
            return False
        outweighed = claim.basis is Basis.IMPLIED and self.basis is Basis.EXPLICIT
        return not outweighed and _effective(claim, self.stance) is not self.stance


@dataclass(frozen=True, slots=True)
class Tie:
    """One group of equals, united: what it says, who took part, which implied stances differ from explicit ones."""

    stance: Stance
    basis: Basis
    members: Group
    differing: Group
    disagreeing: bool


def fold(visible: Iterable[Claim]) -> Standing | None:
    """Return the answer from all claims visible on a day, None where there is none."""
    standing: Standing | None = None
    for group in in_order(visible):
        standing = step(standing, tuple(group))
    return standing


def step(standing: Standing | None, group: Group) -> Standing:
    """Return the answer after one more group of equals."""
    tie = unite(group, standing.stance if standing else None)
    if standing is None:
        return _begin(tie, standing)
    differs = tie.stance is not standing.stance
    if differs and tie.basis is Basis.IMPLIED and standing.basis is Basis.EXPLICIT:
        return replace(standing, disputing=(*standing.disputing, *tie.members, *tie.differing))
    return _begin(tie, standing) if differs else _restate(tie, standing)


def unite(group: Group, before: Stance | None) -> Tie:
    """Unite equals: one stance where they agree, CONDITIONAL for SUPPORT with CONDITIONAL, else AMBIGUOUS.

    ``before`` is the stance in force. An implied stance that differs from what the explicit ones say takes no part.
    """
    explicit = [claim for claim in group if claim.basis is Basis.EXPLICIT]
    stance = _united(explicit or group, before)
    members = tuple(c for c in group if c in explicit or not explicit or _effective(c, before) is stance)
    return Tie(
        stance=stance,
        basis=Basis.EXPLICIT if explicit else Basis.IMPLIED,
        members=members,
        differing=tuple(claim for claim in group if claim not in members),
        disagreeing=stance is Stance.AMBIGUOUS and any(c.stance is not Stance.AMBIGUOUS for c in members),
    )


def _united(claims: Iterable[Claim], before: Stance | None) -> Stance:
    stances = {_effective(claim, before) for claim in claims}
    if len(stances) == 1:
        return stances.pop()
    return Stance.CONDITIONAL if stances == {Stance.SUPPORT, Stance.CONDITIONAL} else Stance.AMBIGUOUS


def _effective(claim: Claim, before: Stance | None) -> Stance:
    """Carrying comes first: a SUPPORT silent on conditions in force counts as CONDITIONAL."""
    return Stance.CONDITIONAL if before is Stance.CONDITIONAL and _is_silent(claim) else claim.stance


def _is_silent(claim: Claim) -> bool:
    """Whether it is SUPPORT that says nothing of conditions."""
    return claim.stance is Stance.SUPPORT and not claim.lifts_conditions


def _begin(tie: Tie, standing: Standing | None) -> Standing:
    """A stance that was not the answer before: its own conditions, its own run."""
    return Standing(
        stance=tie.stance,
        basis=tie.basis,
        conditions=_stated(tie),
        last_stated=tie.members[0].said.latest,
        agreeing=tie.members,
        explicit=_explicit(tie),
        run=tie.members,
        disputing=_disputing(tie),
        reversible=_reversible(tie, standing),
    )


def _restate(tie: Tie, standing: Standing) -> Standing:
    """The same stance again: conditions stay until lifted, words end a contest, an implication does not."""
    kept = any(_is_silent(claim) for claim in _explicit(tie) or tie.members)
    lifted = not kept and any(claim.lifts_conditions for claim in tie.members)
    in_words = tie.basis is Basis.EXPLICIT
    return Standing(
        stance=tie.stance,
        basis=Basis.EXPLICIT if in_words else standing.basis,
        conditions=_stated(tie) if lifted else {**standing.conditions, **_stated(tie)},
        last_stated=tie.members[0].said.latest,
        agreeing=tie.members,
        explicit=_explicit(tie) or standing.explicit,
        run=(*standing.run, *tie.members),
        disputing=_disputing(tie) if in_words else (*standing.disputing, *_disputing(tie)),
        reversible=_reversible(tie, standing),
    )


def _stated(tie: Tie) -> dict[ConditionKey, frozenset[LogOffset]]:
    if tie.stance is not Stance.CONDITIONAL:
        return {}
    stated: dict[ConditionKey, frozenset[LogOffset]] = {}
    for claim in tie.members:
        for condition in claim.conditions:
            stated[condition] = stated.get(condition, frozenset()) | {claim.event.log_offset}
    return stated


def _explicit(tie: Tie) -> Group:
    return tuple(claim for claim in tie.members if claim.basis is Basis.EXPLICIT)


def _disputing(tie: Tie) -> Group:
    return (*tie.members, *tie.differing) if tie.disagreeing else tie.differing


def _reversible(tie: Tie, standing: Standing | None) -> Group:
    """The claims whose ranges still let them decide the answer after this group, and the group itself."""
    if standing is None:
        return tie.members
    still = (c for c in standing.reversible if _could_follow(c, tie) or _would_change(c, tie, standing))
    return (*still, *tie.members)


def _could_follow(claim: Claim, tie: Tie) -> bool:
    """Tell whether a claim may have come after all of a group.

    A null ``earliest`` is unbounded. Claims of the same last day are ordered by ordinal, so they are not in doubt.
    """
    earliest = [member.said.earliest for member in tie.members]
    bound = None if None in earliest else max(day for day in earliest if day is not None)
    return claim.said.latest < tie.members[0].said.latest and (bound is None or claim.said.latest > bound)


def _would_change(claim: Claim, tie: Tie, standing: Standing) -> bool:
    """Tell whether a claim that may have been the last word before a group would have changed what the group leaves.

    So it is where SUPPORT is silent on conditions, or a stance only implied. The last group itself is in no such doubt.
    """
    if claim in standing.agreeing:
        return False
    before = standing.stance, standing.basis
    stance, _ = _outcome(tie.members, *_outcome((claim,), *before))
    return stance is not _outcome(tie.members, *before)[0]


def _outcome(group: Group, stance: Stance, basis: Basis) -> tuple[Stance, Basis]:
    """What a group leaves of the stance in force and its basis: ``step`` without the way there."""
    tie = unite(group, stance)
    outweighed = basis is Basis.EXPLICIT and tie.basis is Basis.IMPLIED
    return (stance, basis) if outweighed else (tie.stance, tie.basis)


def _offsets(claims: Iterable[Claim]) -> frozenset[LogOffset]:
    return frozenset(claim.event.log_offset for claim in claims)
