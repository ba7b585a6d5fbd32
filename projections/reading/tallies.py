"""Owns reading tallies: how often an actor voted how on an issue, and the votings behind each count."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset, Stance, TallyChoice
from projections.reading.view import Page, View, page_of
from projections.rule.claims import Pair
from projections.rule.tally import CHOICE_OF, Tally, Voting, VotingKey

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("tallies.sql"))
_STANCE_OF: Mapping[TallyChoice, str] = {choice: stance.value for stance, choice in CHOICE_OF.items()}


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which votings were held, from ``start`` (None: unbounded) to the date of the view, both inclusive."""

    view: View
    start: datetime.date | None

    @property
    def parameters(self) -> tuple[object, ...]:
        """What the queries take of it."""
        return self.view.clock, self.view.known_at, self.start, self.view.as_of


@dataclass(frozen=True, slots=True)
class VotingsAsked:
    """Which votings of a pair are asked for: these choices (None: all), those behind ``after``, so many."""

    window: Window
    choices: frozenset[TallyChoice] | None
    after: VotingKey | None
    limit: int


async def tallies_page(
    source: Source,
    window: Window,
    *,
    actors: Sequence[str] | None,
    issues: Sequence[str] | None,
    after: Pair | None,
    limit: int,
) -> Page[Tally]:
    """Return tallies by actor and issue, those behind the pair ``after``; ``actors`` or ``issues`` are given.

    Every pair of them on whose issue a voting was held if both are given, else those with a vote.
    """
    with translated():
        rows = await source.fetch(
            QUERIES["page"], *window.parameters, actors, issues, *(after or (None, None)), limit + 1
        )
    return page_of([_tally(row) for row in rows], limit=limit)


async def votings_of(source: Source, asked: VotingsAsked, *, pairs: Collection[Pair]) -> dict[Pair, Page[Voting]]:
    """Return a page of the votings of each pair, oldest first."""
    actors, issues = [actor for actor, _ in pairs], [issue for _, issue in pairs]
    stances = None if asked.choices is None else sorted(_STANCE_OF.get(one, one) for one in asked.choices)
    with translated():
        rows = await source.fetch(
            QUERIES["votings"],
            *asked.window.parameters,
            actors,
            issues,
            stances,
            *(asked.after or (None, None)),
            asked.limit + 1,
        )
    found: dict[Pair, list[Voting]] = {pair: [] for pair in pairs}
    for row in rows:
        found[row["actor"], row["issue"]].append(_voting(row))
    return {pair: page_of(of_pair, limit=asked.limit) for pair, of_pair in found.items()}


def _tally(row: asyncpg.Record) -> Tally:
    counts = {
        TallyChoice.FOR: row["votes_for"],
        TallyChoice.AGAINST: row["against"],
        TallyChoice.NEUTRAL: row["neutral"],
        TallyChoice.CONDITIONAL: row["conditional"],
        TallyChoice.AMBIGUOUS: row["ambiguous"],
        TallyChoice.NOT_VOTING: row["not_voting"],
    }
    return Tally(row["actor"], row["issue"], counts, statements=row["statements"], contested=row["contested"])


def _voting(row: asyncpg.Record) -> Voting:
    is_voting = row["stance"] != TallyChoice.NOT_VOTING
    return Voting(
        day=row["said_latest"],
        ordinal=row["ordinal"],
        choice=CHOICE_OF[Stance(row["stance"])] if is_voting else TallyChoice.NOT_VOTING,
        is_contested=row["is_contested"],
        votes=tuple(LogOffset(offset) for offset in row["votes"]),
        first_vote=LogOffset(row["first_vote"]),
    )
