"""Owns one catch-up: every layer in order, from the checkpoint to a later offset, in the caller's transaction."""

from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Connection
from events.log.sql import load
from events.vocabulary import LogOffset, RecordKind
from projections.catch_up.positions import derive_positions

_DIRECTORY = Path(__file__).parent
RECORDS = load(_DIRECTORY / "records.sql")
SOURCES = load(_DIRECTORY / "sources.sql")
CONTENTS = load(_DIRECTORY / "contents.sql")
DATES = load(_DIRECTORY / "dates.sql")
CHECKPOINT = load(_DIRECTORY / "checkpoint.sql")
FORGET = load(_DIRECTORY / "forget.sql")

_DATED = frozenset({"STATEMENT", "MOVE", "ASSESSMENT", "SCHEDULE", "INSTRUMENT"})
_ALL = frozenset(RecordKind)
_CHANGED = "CHANGED"
"""Stands beside the kinds of record where an event of theirs is not the first, or was erased."""
_MOVES_POSITIONS = frozenset({"STATEMENT", "SOURCE", "RELATION"})
LAYERS: tuple[tuple[str, frozenset[str]], ...] = (
    (RECORDS["first_records"], _ALL),
    (RECORDS["changed_records"], frozenset({_CHANGED})),
    (RECORDS["close_judgements"], frozenset({"RELATION"})),
    (RECORDS["open_judgements"], frozenset({"RELATION"})),
    (SOURCES["anchors"], frozenset({"SOURCE"})),
    (SOURCES["sources"], frozenset({"SOURCE"})),
    (CONTENTS["actor_keys"], frozenset({"ACTOR"})),
    (CONTENTS["issue_keys"], frozenset({"ISSUE"})),
    (CONTENTS["contents"], _DATED),
    (DATES["first_versions"], _DATED),
    (DATES["changed_versions"], frozenset({_CHANGED, "SOURCE", "RELATION"})),
)
"""What brings every layer below the positions forward, each with the kinds of record whose events concern it."""


@dataclass(frozen=True, slots=True)
class Step:
    """Queries that derive a long range of the log, one after the other.

    Where it ``is_sliced``, ranges that share no event may be derived by several connections, in any order.
    """

    queries: tuple[str, ...]
    is_sliced: bool


STEPS: tuple[Step, ...] = (
    Step((RECORDS["first_records"],), is_sliced=True),
    Step(
        (
            RECORDS["changed_records"],
            RECORDS["close_judgements"],
            RECORDS["open_judgements"],
            SOURCES["anchors"],
            SOURCES["sources"],
            CONTENTS["actor_keys"],
            CONTENTS["issue_keys"],
        ),
        is_sliced=False,
    ),
    Step((CONTENTS["contents"], DATES["first_versions"]), is_sliced=True),
    Step((DATES["changed_versions"],), is_sliced=False),
)
"""The same for the whole log at once, each step when the one before has ended; what is not sliced takes all of it.

From the second step on records are looked up, in the last one uses of sources and dated events as well: their indexes
are needed by then. All others can be made at the end.
"""


@dataclass(frozen=True, slots=True)
class Advance:
    """What one catch-up did: offsets after ``start`` up to ``end``; equal where there was nothing to do."""

    start: LogOffset
    end: LogOffset


class ErasedMeanwhile(Exception):
    """Rows derived from what is erased now may be among those of the generation that is filled."""


async def catch_up(connection: Connection, *, limit: int, clean_to: LogOffset | None = None) -> Advance:
    """Bring all projections at most ``limit`` events forward, exactly once, with their checkpoint.

    Which tables these are is for ``search_path`` to say: a writer's connection fills the live generation. The caller's
    transaction holds the checkpoint until it ends, so that two never advance at once. It commits without waiting for
    the disk, so nothing but derived rows may be written in it: a crash loses them with their checkpoint.

    An erasure takes its payload out of the past as well. Where no payload was read that one up to ``clean_to`` took
    away, these are passed by.

    Raises:
        ErasedMeanwhile: with ``clean_to``, a later erasure is among the events; nothing is derived.
    """
    held = await connection.fetchrow(CHECKPOINT["hold"], limit)
    if held is None:
        raise LookupError("projection.checkpoint is empty; restore the row that migration 0002_projections wrote")
    start, end = LogOffset(held["start"]), LogOffset(held["end"])
    if end > start:
        kinds = frozenset(await connection.fetchval(CHECKPOINT["kinds"], start, end))
        if "ERASURE" in kinds and clean_to is None:
            await _derive_anew(connection, end, limit=limit)
        elif "ERASURE" in kinds and await connection.fetchval(CHECKPOINT["is_erased"], max(start, clean_to or 0), end):
            raise ErasedMeanwhile
        else:
            await _derive(connection, start, end, kinds=kinds)
        await connection.execute(CHECKPOINT["advance"], end)
    return Advance(start, end)


async def _derive(connection: Connection, start: LogOffset, end: LogOffset, *, kinds: frozenset[str]) -> None:
    for query, concerned in LAYERS:
        if kinds & concerned:
            await connection.execute(query, start, end)
    if kinds & _MOVES_POSITIONS:
        await derive_positions(connection, start, end)


async def _derive_anew(connection: Connection, end: LogOffset, *, limit: int) -> None:
    """Derive everything again without what was erased, and let no other generation keep it."""
    for query in FORGET.values():
        await connection.execute(query)
    await connection.execute(CHECKPOINT["advance"], 0)
    for start in range(0, end, limit):
        upto = LogOffset(min(start + limit, end))
        await _derive(connection, LogOffset(start), upto, kinds=_ALL | {_CHANGED})
        await connection.execute(CHECKPOINT["advance"], upto)
