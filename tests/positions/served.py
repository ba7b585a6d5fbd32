"""What the database says of positions, in the words of the oracle, so that the two can be compared whole."""

import datetime
from dataclasses import dataclass
from typing import Any

import asyncpg

from events.vocabulary import Clock, LogOffset
from projections.rule.changes import PairChange
from projections.rule.claims import Pair
from projections.rule.timeline import Step, Timeline

STEPS = """
select a.id as actor, i.id as issue, p.from_day, p.until_day, p.since, p.since_earliest,
    (p.standing).stance, (p.standing).basis, (p.standing).last_stated,
    (select jsonb_object_agg(k, projection.carried_from(p.standing, k)) from jsonb_object_keys((p.standing).conditions) k)
      as conditions,
    projection.rests_on(p.standing) as rests_on, projection.contested_by(p.standing) as contested_by
  from projection.position p
    join projection.actor_key a using (actor) join projection.issue_key i using (issue)
  where p.clock = $1 and p.known_from <= $2 and $2 < p.known_to
  order by a.id, i.id, p.from_day
"""
CHANGES = """
select a.id as actor, i.id as issue, c.on_day, c.kind
  from projection.position_change c
    join projection.actor_key a using (actor) join projection.issue_key i using (issue)
  where c.log_offset = $1 and c.clock = $2
  order by a.id, i.id
"""


@dataclass(frozen=True)
class Row:
    """One step, with all that an answer shows."""

    from_day: datetime.date
    until_day: datetime.date | None
    since: datetime.date
    since_earliest: datetime.date | None
    stance: str
    basis: str
    last_stated: datetime.date
    conditions: tuple[tuple[str, tuple[int, ...]], ...]
    rests_on: tuple[int, ...]
    contested_by: tuple[int, ...]


def expected_rows(timeline: Timeline) -> list[Row]:
    """Return the oracle's steps as rows."""
    ends = [step.from_day for step in timeline.steps[1:]] + [None]
    return [_row(step, until) for step, until in zip(timeline.steps, ends, strict=True)]


def _row(step: Step, until: datetime.date | None) -> Row:
    standing = step.standing
    conditions = {
        f"{then} {text}": tuple(sorted(standing.carried_from((text, then)))) for text, then in standing.conditions
    }
    return Row(
        from_day=step.from_day,
        until_day=until,
        since=step.since,
        since_earliest=step.since_earliest,
        stance=standing.stance,
        basis=standing.basis,
        last_stated=standing.last_stated,
        conditions=tuple(sorted(conditions.items())),
        rests_on=tuple(sorted(standing.rests_on)),
        contested_by=tuple(sorted(standing.contested_by)),
    )


async def served_rows(connection: asyncpg.Connection, *, clock: Clock, known_at: LogOffset) -> dict[Pair, list[Row]]:
    """Return every pair's steps as the projections have them."""
    found: dict[Pair, list[Row]] = {}
    for record in await connection.fetch(STEPS, clock.value, known_at):
        found.setdefault((record["actor"], record["issue"]), []).append(_served(record))
    return found


def _served(record: Any) -> Row:
    conditions = {key: tuple(offsets) for key, offsets in (record["conditions"] or {}).items()}
    return Row(
        from_day=record["from_day"],
        until_day=None if record["until_day"] == datetime.date.max else record["until_day"],
        since=record["since"],
        since_earliest=record["since_earliest"],
        stance=record["stance"],
        basis=record["basis"],
        last_stated=record["last_stated"],
        conditions=tuple(sorted(conditions.items())),
        rests_on=tuple(record["rests_on"]),
        contested_by=tuple(record["contested_by"]),
    )


async def served_changes(connection: asyncpg.Connection, *, log_offset: LogOffset, clock: Clock) -> list[PairChange]:
    """Return what one event changed, as the projections have it."""
    rows = await connection.fetch(CHANGES, log_offset, clock.value)
    return [PairChange((row["actor"], row["issue"]), row["on_day"], row["kind"]) for row in rows]
