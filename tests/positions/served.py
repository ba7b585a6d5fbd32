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
    (select jsonb_object_agg(k, projection.carried_from(p.standing, k))
      from jsonb_object_keys((p.standing).conditions) k) as conditions,
    projection.rests_on(p.standing) as rests_on, projection.contested_by(p.standing) as contested_by
  from projection.position p
    join projection.actor_key a using (actor) join projection.issue_key i using (issue)
  where p.clock = $1 and p.known_from <= $2 and $2 < p.known_to
  order by a.id, i.id, p.from_day
"""
LOOK_UP = """
select a.id as actor, i.id as issue, t.day::date, k.known_at, (p.standing).stance, (p.standing).basis,
    (p.standing).last_stated, array(select jsonb_object_keys((p.standing).conditions)) as conditions
  from generate_series($2::date, $3::date, interval '1 day') t(day), generate_series($4::bigint, $5::bigint) k(known_at)
    join projection.position p on p.clock = $1 and p.known_from <= k.known_at and k.known_at < p.known_to
    join projection.actor_key a using (actor) join projection.issue_key i using (issue)
  where p.from_day <= t.day and t.day < p.until_day
"""
SPAN = "select min(from_day), max(from_day) from projection.position"
OVERLAPS = """
with rectangle as (
  select row_number() over () as number, p.actor, p.issue, p.clock, daterange(p.from_day, p.until_day) as days,
      int8range(p.known_from, p.known_to) as offsets
    from projection.position p
)
select count(*) from rectangle r join rectangle s using (actor, issue, clock)
  where r.number < s.number and r.days && s.days and r.offsets && s.offsets or isempty(r.days) or isempty(r.offsets)
"""
CHANGES = """
select a.id as actor, i.id as issue, c.on_day, c.kind
  from projection.position_change c
    join projection.actor_key a using (actor) join projection.issue_key i using (issue)
  where c.log_offset = $1 and c.clock in ($2, 'BOTH')
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


@dataclass(frozen=True, order=True)
class Answer:
    """What a reader is told who asks where one actor stands on one issue, as of a day and as known at an offset."""

    actor: str
    issue: str
    as_of: datetime.date
    known_at: int
    stance: str
    basis: str
    last_stated: datetime.date
    conditions: tuple[str, ...]


async def looked_up(
    connection: asyncpg.Connection, *, clock: Clock, days: tuple[datetime.date, datetime.date], offsets: range
) -> list[Answer]:
    """Return every answer to every such question, by the look-up that a reader makes; both, if it finds two to one."""
    rows = await connection.fetch(LOOK_UP, clock.value, *days, offsets.start, offsets.stop - 1)
    return sorted(Answer(*tuple(row)[:-1], tuple(sorted(row["conditions"]))) for row in rows)


async def days_of_change(connection: asyncpg.Connection) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day on which any answer ever changed, None where there is none."""
    row = await connection.fetchrow(SPAN)
    return (row[0], row[1]) if row and row[0] else None


async def overlaps(connection: asyncpg.Connection) -> int:
    """Count answers that contradict each other on some day and offset, and those that are empty."""
    return await connection.fetchval(OVERLAPS)
