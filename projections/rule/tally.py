"""Owns counting votes: what each voting on an issue was for one actor, and what the counts come to in words.

A vote is a statement with the speech act VOTE. A voting is all votes on an issue of one day and ordinal (a missing one
is 0); it is held where anybody is on record as voting. The days of a window are those on which votings were held; what
is counted is what the clock counts on its last day.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from events.contents import Statement
from events.vocabulary import Clock, LogOffset, SpeechAct, Stance, TallyChoice
from projections.rule.claims import Claim, Pair, claims
from projections.rule.fold import unite
from projections.rule.known import Known

ENOUGH = 5
"""Votes from which a tally says more than that there are not enough, unless asked otherwise."""
CHOICE_OF: Mapping[Stance, TallyChoice] = {
    Stance.SUPPORT: TallyChoice.FOR,
    Stance.OPPOSE: TallyChoice.AGAINST,
    Stance.NEUTRAL: TallyChoice.NEUTRAL,
    Stance.CONDITIONAL: TallyChoice.CONDITIONAL,
    Stance.AMBIGUOUS: TallyChoice.AMBIGUOUS,
}
CAST = tuple(CHOICE_OF.values())
VotingKey = tuple[datetime.date, int]
"""Day said, ordinal: which voting on an issue it is, and the order of votings."""
_VERBS = {
    TallyChoice.FOR: "voted for",
    TallyChoice.AGAINST: "voted against",
    TallyChoice.NEUTRAL: "abstained",
    TallyChoice.CONDITIONAL: "voted for on conditions",
    TallyChoice.AMBIGUOUS: "voted ambiguously",
}
_NOUNS = {
    TallyChoice.FOR: "for",
    TallyChoice.AGAINST: "against",
    TallyChoice.NEUTRAL: "abstained",
    TallyChoice.CONDITIONAL: "on conditions",
    TallyChoice.AMBIGUOUS: "ambiguous",
}
_ALWAYS_SAID = CAST[:3]


@dataclass(frozen=True, slots=True)
class Voting:
    """One voting, as it was for one actor.

    ``votes`` are the actor's own statements in it, by log offset, none where it is not on record; ``first_vote`` is the
    first of anybody's.
    """

    day: datetime.date
    ordinal: int
    choice: TallyChoice
    is_contested: bool
    votes: tuple[LogOffset, ...]
    first_vote: LogOffset

    @property
    def key(self) -> VotingKey:
        """Its place in the order of votings."""
        return self.day, self.ordinal


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an actor voted how on an issue: ``counts`` has every choice, and every voting once.

    ``statements`` rest under the votes: more than ``voted`` where one stands on record twice. ``contested`` of the
    votes have statements of the actor that disagree.
    """

    actor: str
    issue: str
    counts: Mapping[TallyChoice, int]
    statements: int
    contested: int

    @property
    def pair(self) -> Pair:
        """Actor and issue."""
        return self.actor, self.issue

    @property
    def held(self) -> int:
        """Votings in which anybody is on record."""
        return sum(self.counts.values())

    @property
    def voted(self) -> int:
        """Votings in which the actor is on record."""
        return self.held - self.counts[TallyChoice.NOT_VOTING]

    def sentence(self, *, minimum: int) -> str:
        """Say it in plain words; how often it voted how only from ``minimum`` votes on, or where there is one."""
        return " ".join(filter(None, (self._voted(minimum), self._not_voting())))

    def _voted(self, minimum: int) -> str:
        if self.voted == 0:
            return ""
        if self.voted == 1:
            choice = next(choice for choice in CAST if self.counts[choice])
            return f"In the one vote in this window it {_VERBS[choice]}."
        if self.voted < minimum:
            return f"Not enough to say: {self.voted} votes, minimum {minimum}."
        said = ", ".join(f"{_NOUNS[c]} {self.counts[c]}" for c in CAST if self.counts[c] or c in _ALWAYS_SAID)
        return f"{said[0].upper()}{said[1:]}, in {self.voted} votes."

    def _not_voting(self) -> str:
        missing = self.counts[TallyChoice.NOT_VOTING]
        if missing == 0:
            return ""
        if self.held == 1:
            return "Not on record as voting in the one voting."
        if self.voted == 0:
            return f"Not on record as voting in any of {self.held} votings."
        return f"Not on record as voting in {missing} of {self.held} votings."


def votings(known: Known, pair: Pair, *, clock: Clock, start: datetime.date | None, end: datetime.date) -> list[Voting]:
    """Return every voting on the pair's issue from ``start`` (None: unbounded) to ``end``, as it was for its actor."""
    actor, issue = pair
    held: dict[VotingKey, list[Claim]] = {}
    for claim in _votes_on(known, issue, clock=clock):
        if (start or datetime.date.min) <= claim.said.latest <= end and claim.visible <= end:
            held.setdefault((claim.said.latest, claim.ordinal), []).append(claim)
    return [_voting(key, votes, actor) for key, votes in sorted(held.items())]


def tally(pair: Pair, of_pair: list[Voting]) -> Tally:
    """Count votings."""
    counts = {choice: sum(voting.choice is choice for voting in of_pair) for choice in TallyChoice}
    statements = sum(len(voting.votes) for voting in of_pair)
    return Tally(*pair, counts, statements, sum(voting.is_contested for voting in of_pair))


def _votes_on(known: Known, issue: str, *, clock: Clock) -> Iterator[Claim]:
    for (_, on_issue), of_pair in claims(known, clock=clock).items():
        if on_issue == issue:
            yield from (claim for claim in of_pair if _is_vote(claim))


def _is_vote(claim: Claim) -> bool:
    content = claim.event.content
    return isinstance(content, Statement) and content.act is SpeechAct.VOTE


def _voting(key: VotingKey, votes: list[Claim], actor: str) -> Voting:
    """Unite the actor's statements of its highest rank in this voting: rank does not outrank from one to another."""
    first = min(claim.event.log_offset for claim in votes)
    own = [claim for claim in votes if claim.actor == actor]
    if not own:
        return Voting(*key, TallyChoice.NOT_VOTING, is_contested=False, votes=(), first_vote=first)
    tie = unite(tuple(claim for claim in own if claim.rank == max(one.rank for one in own)), None)
    offsets = tuple(sorted(claim.event.log_offset for claim in own))
    is_contested = tie.disagreeing or bool(tie.differing)
    return Voting(*key, CHOICE_OF[tie.stance], is_contested=is_contested, votes=offsets, first_vote=first)
