"""What is read of the votes of any history equals what the rule in Python counts in the whole of it."""

import dataclasses
import datetime

from cluster import Cluster
from hypothesis import given
from hypothesis import strategies as st
from positions.histories import History, histories
from positions.recording import WORLD, as_happened, drawing, in_a_new_database, recorded

from events import drafts
from events.decide.command import Correct, Record, Request
from events.log.connection import Pool
from events.vocabulary import Clock, LogOffset, SpeechAct, TallyChoice
from projections.projector import Projector
from projections.reading.tallies import VotingsAsked, Window, tallies_page, votings_of
from projections.reading.view import View
from projections.rule import RULE
from projections.rule.claims import Pair
from projections.rule.known import Known
from projections.rule.tally import Tally, Voting, tally, votings

ACTORS = ["bulgaria", "ministry", "nato", "putin", "russia"]
ISSUES = ["accession", "talks"]
PAIRS = [(actor, issue) for actor in ACTORS for issue in ISSUES]
FIRST = datetime.date(2021, 12, 5)
WINDOWS = [(None, 9), (0, 20), (3, 5), (4, 4)]
ALL = 100


def voted(request: Request, *, is_vote: bool) -> Request:
    """Turn the statement of a request into a vote."""
    act = {"act": SpeechAct.VOTE if is_vote else SpeechAct.ASSERT}
    match request.command:
        case Record(draft=drafts.StatementDraft() as said):
            return dataclasses.replace(request, command=Record(said.model_copy(update=act)))
        case Correct(correction=drafts.CorrectionDraft(statement=drafts.StatementDraft() as said)) as correct:
            correction = correct.correction.model_copy(update={"statement": said.model_copy(update=act)})
            return dataclasses.replace(request, command=dataclasses.replace(correct, correction=correction))
    return request


async def counts_like_the_oracle(pool: Pool, history: History, draw: st.DataObject) -> None:
    kinds = draw.draw(st.lists(st.sampled_from([True, True, True, False]), min_size=60, max_size=60), label="is a vote")
    history.requests = [
        voted(request, is_vote=kinds[place % len(kinds)]) for place, request in enumerate(history.requests)
    ]
    log = await recorded(pool, as_happened(history))
    await Projector(pool, batch=draw.draw(st.integers(1, 9), label="batch")).catch_up()
    middle = draw.draw(st.integers(WORLD, len(log)), label="log offset")
    for at in {middle, len(log)}:
        known = Known(log, at=LogOffset(at))
        for clock in Clock:
            for start, end in WINDOWS:
                first = None if start is None else FIRST + datetime.timedelta(start)
                view = View(FIRST + datetime.timedelta(end), LogOffset(at), clock, RULE)
                await _equal(pool, Window(view, first), known)


async def _equal(pool: Pool, window: Window, known: Known) -> None:
    view = window.view
    of_pairs = {pair: votings(known, pair, clock=view.clock, start=window.start, end=view.as_of) for pair in PAIRS}
    expected = [tally(pair, of_pair) for pair, of_pair in of_pairs.items() if of_pair]
    assert await _pages(pool, window, actors=ACTORS, issues=ISSUES) == expected
    with_votes = [one for one in expected if one.voted]
    assert await _pages(pool, window, actors=None, issues=ISSUES) == with_votes
    assert await _pages(pool, window, actors=ACTORS, issues=None) == with_votes
    assert await _votings(pool, window, None) == of_pairs
    for choice in TallyChoice:
        found = await _votings(pool, window, frozenset({choice}))
        assert found == {pair: [v for v in of_pair if v.choice is choice] for pair, of_pair in of_pairs.items()}
        counts = {one.pair: one.counts[choice] for one in expected}
        assert {pair: len(of_pair) for pair, of_pair in found.items() if of_pairs[pair]} == counts


async def _pages(pool: Pool, window: Window, *, actors: list[str] | None, issues: list[str] | None) -> list[Tally]:
    """Read page by page, three at a time."""
    found: list[Tally] = []
    has_more = True
    while has_more:
        after = found[-1].pair if found else None
        page = await tallies_page(pool, window, actors=actors, issues=issues, after=after, limit=3)
        found += page.rows
        has_more = page.has_more
    return found


async def _votings(pool: Pool, window: Window, choices: frozenset[TallyChoice] | None) -> dict[Pair, list[Voting]]:
    """Read all at once, and hold pages of one to it."""
    whole = await votings_of(pool, VotingsAsked(window, choices, None, ALL), pairs=PAIRS)
    first = await votings_of(pool, VotingsAsked(window, choices, None, 1), pairs=PAIRS)
    for pair, page in whole.items():
        assert first[pair].rows == page.rows[:1]
        assert first[pair].has_more == (len(page.rows) > 1)
        if page.rows:
            asked = VotingsAsked(window, choices, page.rows[0].key, ALL)
            assert (await votings_of(pool, asked, pairs=[pair]))[pair].rows == page.rows[1:]
    return {pair: list(page.rows) for pair, page in whole.items()}


@drawing(histories=25)
@given(history=histories(longest=20), draw=st.data())
def test_tallies_equal_the_rule(
    postgres_cluster: Cluster, migrated_template: str, history: History, draw: st.DataObject
) -> None:
    in_a_new_database(postgres_cluster, migrated_template, counts_like_the_oracle, history, draw)
