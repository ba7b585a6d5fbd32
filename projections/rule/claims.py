"""Owns what a statement counts for: one claim for each of its principals and issues.

A claim is for the principals of a capacity, or for the speaker where it speaks for nobody else; in the highest rank
where several capacities reach the same actor. Implied stances are never claims of a person.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from events.contents import CodedStance, Statement
from events.event import RecordedEvent
from events.vocabulary import Basis, Clock, Stance
from projections.rule.known import Days, Known, StatementInForce

Pair = tuple[str, str]
"""Actor id, issue id."""
ConditionKey = tuple[str, Stance]
"""Text and what it turns into: two conditions are one where both agree."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A stance that counts for one actor on one issue.

    ``rank`` is 3 for HEAD to 1 for OFFICIAL. ``said`` orders it, ``visible`` is the day from which the clock counts it.
    """

    event: RecordedEvent
    actor: str
    issue: str
    stance: Stance
    basis: Basis
    conditions: frozenset[ConditionKey]
    lifts_conditions: bool
    rank: int
    ordinal: int
    said: Days
    seen: Days

    @property
    def visible(self) -> datetime.date:
        """The day from which it counts."""
        return self.seen.latest


def principals(statement: Statement) -> dict[str, int]:
    """Return the height of rank in which a statement is the position of each actor it speaks for."""
    heights: dict[str, int] = {}
    for capacity in statement.capacities:
        for actor in capacity.on_behalf_of or (capacity.speaker,):
            heights[actor] = max(heights.get(actor, 0), capacity.rank.height)
    return heights


def claims(known: Known, *, clock: Clock) -> dict[Pair, list[Claim]]:
    """Return every claim that counts at some date, by pair."""
    found: dict[Pair, list[Claim]] = {}
    for statement in known.statements:
        if statement.counts:
            for claim in claims_of(statement, known, clock=clock):
                found.setdefault((claim.actor, claim.issue), []).append(claim)
    return found


def claims_of(statement: StatementInForce, known: Known, *, clock: Clock) -> Iterator[Claim]:
    """Yield the claims of one statement, whether or not it counts."""
    for actor, rank in principals(statement.content).items():
        for stance in statement.content.stances:
            if not (stance.basis is Basis.IMPLIED and known.is_person(actor)):
                yield _claim(statement, stance, actor=actor, rank=rank, clock=clock)


def bears_on(statement: Statement, pair: Pair) -> bool:
    """Tell whether the statement takes a stance on the issue for the actor."""
    actor, issue = pair
    return actor in principals(statement) and any(stance.issue == issue for stance in statement.stances)


def condition_keys(stance: CodedStance) -> frozenset[ConditionKey]:
    """Return the conditions of a stance as compared."""
    return frozenset((condition.text, condition.then) for condition in stance.conditions)


def _claim(statement: StatementInForce, stance: CodedStance, *, actor: str, rank: int, clock: Clock) -> Claim:
    return Claim(
        event=statement.event,
        actor=actor,
        issue=stance.issue,
        stance=stance.stance,
        basis=stance.basis,
        conditions=condition_keys(stance),
        lifts_conditions=stance.lifts_conditions,
        rank=rank,
        ordinal=statement.content.ordinal or 0,
        said=statement.said,
        seen=statement.seen(clock),
    )


def in_order(visible: Iterable[Claim]) -> list[list[Claim]]:
    """Return the claims that take part, as groups of equals in the order of the rule.

    On each day said only the highest rank takes part; within it equals share an ordinal.
    """
    days: dict[datetime.date, list[Claim]] = {}
    for claim in visible:
        days.setdefault(claim.said.latest, []).append(claim)
    groups: list[list[Claim]] = []
    for _, of_day in sorted(days.items()):
        highest = max(claim.rank for claim in of_day)
        taking_part = [claim for claim in of_day if claim.rank == highest]
        ordinals = sorted({claim.ordinal for claim in taking_part})
        groups += [[claim for claim in taking_part if claim.ordinal == ordinal] for ordinal in ordinals]
    return groups
