"""Counting votes: one choice for each voting, and the words for one, too few and enough."""

import pytest
from rule.asking import HEAD, ISSUE, MINISTER, OCCURRED, OFFICIAL, OTHER_ISSUE, PUBLIC, RUSSIA, day, known, says
from writing import capacity

from events.vocabulary import TallyChoice
from projections.rule.tally import CAST, Tally, tally, votings

FOR, AGAINST, NEUTRAL, CONDITIONAL, AMBIGUOUS, NOT_VOTING = TallyChoice


def votes(desk, value, *, on, by=HEAD, **fields):
    conditions = ["they withdraw"] if value == "CONDITIONAL" else []
    return says(desk, value, on=on, by=by, act="VOTE", conditions=conditions, **fields)


def nato_votes(desk, value="SUPPORT", *, on, **fields):
    return votes(desk, value, on=on, capacities=[capacity("north-atlantic-council", "nato")], **fields)


def held(desk, *, actor=RUSSIA, issue=ISSUE, start=1, end=31, clock=OCCURRED):
    return votings(known(desk), (actor, issue), clock=clock, start=day(start), end=day(end))


def chosen(desk, **asked):
    return [voting.choice for voting in held(desk, **asked)]


@pytest.mark.parametrize(
    ("value", "choice"),
    [("SUPPORT", FOR), ("OPPOSE", AGAINST), ("NEUTRAL", NEUTRAL), ("CONDITIONAL", CONDITIONAL),
     ("AMBIGUOUS", AMBIGUOUS)],
)  # fmt: skip
def test_every_stance_is_a_choice_of_its_own(desk, value, choice):
    votes(desk, value, on=15)
    assert chosen(desk) == [choice]


def test_words_that_are_no_vote_are_not_counted(desk):
    says(desk, "SUPPORT", on=15)
    assert held(desk) == []


def test_a_voting_is_a_day_and_an_ordinal(desk):
    votes(desk, "SUPPORT", on=15, ordinal=7)
    votes(desk, "OPPOSE", on=15, ordinal=8)
    votes(desk, "NEUTRAL", on=16, ordinal=7)
    votes(desk, "OPPOSE", on=16, issue=OTHER_ISSUE)
    assert chosen(desk) == [FOR, AGAINST, NEUTRAL]


def test_who_is_not_on_record_where_others_are_is_not_voting_and_its_voting_is_shown_by_theirs(desk):
    first = nato_votes(desk, on=15)
    votes(desk, "OPPOSE", on=16)
    missing, against = held(desk)
    assert (missing.choice, missing.votes, missing.first_vote) == (NOT_VOTING, (), first.log_offset)
    assert against.choice is AGAINST


def test_a_vote_recorded_twice_is_one_and_both_records_are_shown(desk):
    both = [votes(desk, "SUPPORT", on=15).log_offset for _ in range(2)]
    (voting,) = held(desk)
    assert (voting.choice, voting.votes, voting.is_contested) == (FOR, tuple(both), False)
    counted = tally((RUSSIA, ISSUE), [voting])
    assert (counted.voted, counted.statements, counted.contested) == (1, 2, 0)


def test_votes_that_contradict_each_other_are_one_ambiguous_vote_and_contested(desk):
    votes(desk, "SUPPORT", on=15)
    votes(desk, "OPPOSE", on=15)
    (voting,) = held(desk)
    assert (voting.choice, voting.is_contested, len(voting.votes)) == (AMBIGUOUS, True, 2)


def test_within_a_voting_the_highest_rank_counts_and_from_one_to_another_every_vote_does(desk):
    votes(desk, "SUPPORT", on=15, by=MINISTER, ordinal=1)
    votes(desk, "OPPOSE", on=15, by=OFFICIAL, ordinal=1)
    votes(desk, "NEUTRAL", on=15, by=OFFICIAL, ordinal=2)
    assert chosen(desk) == [FOR, NEUTRAL]


def test_an_implied_vote_against_words_contests_and_does_not_count(desk):
    votes(desk, "SUPPORT", on=15)
    votes(desk, "OPPOSE", on=15, implied=True)
    (voting,) = held(desk)
    assert (voting.choice, voting.is_contested) == (FOR, True)


def test_both_ends_of_the_window_are_in_it(desk):
    for number in (14, 15, 16, 17):
        votes(desk, "SUPPORT", on=number)
    assert [voting.day for voting in held(desk, start=15, end=16)] == [day(15), day(16)]


def test_by_the_public_clock_a_vote_counts_from_when_it_was_public_in_the_voting_of_its_day(desk):
    votes(desk, "SUPPORT", on=15, public=18)
    nato_votes(desk, on=15)
    assert chosen(desk, end=17) == [FOR]
    assert chosen(desk, end=17, clock=PUBLIC) == [NOT_VOTING]
    assert chosen(desk, end=18, clock=PUBLIC) == [FOR]


# ---- in words ----


def in_words(minimum=5, **counts):
    every = {choice: counts.get(choice.value.lower(), 0) for choice in TallyChoice}
    statements = sum(every[choice] for choice in CAST)
    return Tally(RUSSIA, ISSUE, every, statements=statements, contested=0).sentence(minimum=minimum)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"for": 31, "against": 4, "neutral": 12, "not_voting": 3},
         "For 31, against 4, abstained 12, in 47 votes. Not on record as voting in 3 of 50 votings."),
        ({"for": 5}, "For 5, against 0, abstained 0, in 5 votes."),
        ({"against": 4, "conditional": 2, "ambiguous": 1},
         "For 0, against 4, abstained 0, on conditions 2, ambiguous 1, in 7 votes."),
        ({"against": 1}, "In the one vote in this window it voted against."),
        ({"neutral": 1, "not_voting": 1},
         "In the one vote in this window it abstained. Not on record as voting in 1 of 2 votings."),
        ({"for": 1, "against": 1}, "Not enough to say: 2 votes, minimum 5."),
        ({"for": 4, "not_voting": 9},
         "Not enough to say: 4 votes, minimum 5. Not on record as voting in 9 of 13 votings."),
        ({"not_voting": 1}, "Not on record as voting in the one voting."),
        ({"not_voting": 8}, "Not on record as voting in any of 8 votings."),
    ],
)  # fmt: skip
def test_a_tally_in_words(counts, sentence):
    assert in_words(**counts) == sentence
