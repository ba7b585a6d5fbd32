"""Owns one catch-up: every layer in order, from the checkpoint to a later offset, in the caller's transaction."""

from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Connection
from events.log.sql import load
from events.vocabulary import LogOffset, RecordKind

_DIRECTORY = Path(__file__).parent
RECORDS = load(_DIRECTORY / "records.sql")
SOURCES = load(_DIRECTORY / "sources.sql")
CONTENTS = load(_DIRECTORY / "contents.sql")
DATES = load(_DIRECTORY / "dates.sql")
POSITIONS = load(_DIRECTORY / "positions.sql")
CHECKPOINT = load(_DIRECTORY / "checkpoint.sql")
FORGET = load(_DIRECTORY / "forget.sql")

_DATED = frozenset({"STATEMENT", "MOVE", "ASSESSMENT", "SCHEDULE", "INSTRUMENT"})
_ALL = frozenset(RecordKind)
_MOVES_POSITIONS = frozenset({"STATEMENT", "SOURCE", "RELATION"})
LAYERS: tuple[tuple[str, frozenset[str]], ...] = (
    (RECORDS["records"], _ALL),
    (RECORDS["close_judgements"], frozenset({"RELATION"})),
    (RECORDS["open_judgements"], frozenset({"RELATION"})),
    (CONTENTS["source_uses"], _DATED | {"SOURCE"}),
    (SOURCES["sources"], frozenset({"SOURCE"})),
    (CONTENTS["actor_keys"], frozenset({"ACTOR"})),
    (CONTENTS["issue_keys"], frozenset({"ISSUE"})),
    (CONTENTS["names_and_words"], _DATED),
    (CONTENTS["principals"], frozenset({"STATEMENT"})),
    (DATES["dated_events"], _DATED | _MOVES_POSITIONS),
)
"""What brings every layer below the positions forward, each with the kinds of record whose events concern it."""


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
        await _fold(connection, rounds=await connection.fetchval(POSITIONS["claims"], start, end))


async def _fold(connection: Connection, *, rounds: int) -> None:
    """Fold every round, each with its continuations, which are numbered downwards from 0."""
    continuation = 0
    for number in range(1, rounds + 1):
        current = number
        while await connection.fetchval(POSITIONS["fold_round"], current, continuation):
            current, continuation = continuation, continuation - 1


async def _derive_anew(connection: Connection, end: LogOffset, *, limit: int) -> None:
    """Derive everything again without what was erased, and let no other generation keep it."""
    for query in FORGET.values():
        await connection.execute(query)
    await connection.execute(CHECKPOINT["advance"], 0)
    for start in range(0, end, limit):
        upto = LogOffset(min(start + limit, end))
        await _derive(connection, LogOffset(start), upto, kinds=_ALL)
        await connection.execute(CHECKPOINT["advance"], upto)
