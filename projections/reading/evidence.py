"""Owns reading why: every event's role in a position, and the reason why there is none.

No event is read whole for it: what decides a role is in the projections. What roles mean ``projections.rule`` says.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import asyncpg

from events.log.connection import Source, translated
from events.log.sql import load
from events.registry import Registry
from events.vocabulary import MEMBERSHIP_ROLES, AbsenceReason, Basis, EvidenceReason, EvidenceRole, LogOffset, Stance
from projections.reading.positions import Position, positions_of
from projections.reading.roles import Counting, roles
from projections.reading.view import View
from projections.rule.claims import Pair
from projections.rule.evidence import Evidence

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("evidence.sql"))
_STANCES = {stance.value: stance for stance in Stance}
_BASES = {basis.value: basis for basis in Basis}


async def evidence_of(
    source: Source, view: View, *, pairs: Sequence[Pair], registry: Registry
) -> dict[Pair, list[Evidence]]:
    """Return every event that bears on each pair, in the order of ``projections.rule.evidence``.

    ``registry`` is that of the view's offset.
    """
    bearing = await _bearing(source, view, pairs, registry=registry)
    positions = await positions_of(source, view, pairs=pairs)
    return {pair: _in_order(rows, positions.get(pair)) for pair, rows in bearing.items()}


async def absences_of(source: Source, view: View, *, pairs: Sequence[Pair]) -> dict[Pair, AbsenceReason | None]:
    """Return why each pair has no position, None where it has one."""
    actors, issues = [actor for actor, _ in pairs], [issue for _, issue in pairs]
    with translated():
        rows = await source.fetch(QUERIES["absent"], view.known_at, view.as_of, view.clock, actors, issues)
    reasons = {pairs[row["place"] - 1]: row["reason"] for row in rows}
    return {pair: AbsenceReason(reason) if reason else None for pair, reason in reasons.items()}


async def _bearing(
    source: Source, view: View, pairs: Sequence[Pair], *, registry: Registry
) -> dict[Pair, list[asyncpg.Record]]:
    named = [(place, *pair, name) for place, pair in enumerate(pairs) for name in _concerned(pair[0], registry)]
    places, actors, issues, names = ([one[part] for one in named] for part in range(4))
    with translated():
        rows = await source.fetch(
            QUERIES["bearing"], view.known_at, view.as_of, view.clock, places, actors, issues, names
        )
    found: dict[Pair, list[asyncpg.Record]] = {pair: [] for pair in pairs}
    for row in rows:
        found[pairs[row["place"]]].append(row)
    return found


def _in_order(rows: Sequence[asyncpg.Record], position: Position | None) -> list[Evidence]:
    """Return what rows say of a pair: by role, the newest said first, what no longer stands last."""
    excluded = [row for row in rows if row["code"] is not None]
    told = [Evidence(row["log_offset"], EvidenceRole.EXCLUDED, EvidenceReason(row["code"])) for row in excluded]
    if position:
        told += roles((_counting(row) for row in rows if row["code"] is None), position)
    of_role: dict[EvidenceRole, dict[LogOffset, Evidence]] = {role: {} for role in EvidenceRole}
    for item in told:
        of_role[item.role][item.log_offset] = item
    in_order = [row["log_offset"] for row in rows]
    return [found[log_offset] for found in of_role.values() for log_offset in in_order if log_offset in found]


def _counting(row: asyncpg.Record) -> Counting:
    return Counting(
        row["said"],
        row["lowness"],
        row["ordinal"],
        row["log_offset"],
        _STANCES[row["stance"]],
        _BASES[row["basis"]],
        row["lifts_conditions"],
    )


def _concerned(actor: str, registry: Registry) -> set[str]:
    memberships = [role for role in registry.roles if role.type in MEMBERSHIP_ROLES]
    holders = {role.holder for role in memberships if role.principal == actor}
    return {actor} | holders | {role.principal for role in memberships if role.holder == actor}
