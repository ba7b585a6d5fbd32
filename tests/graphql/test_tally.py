"""How actors voted on issues in a window, with the votings behind each count."""

import datetime

import pytest
from asking import asking
from writing import (
    DECEMBER_2021,
    appearance,
    capacity,
    correction_of,
    relation,
    retraction_of,
    source,
    stance,
    statement,
)

import migrations

TALLY = """
query ($actors: [ID!], $issues: [ID!], $from: Date, $to: Date, $minimum: Int, $k: LogOffset, $clock: Clock,
       $first: Int, $after: String) {
  tally(actors: $actors, issues: $issues, from: $from, to: $to, minimum: $minimum, knownAtOffset: $k, clock: $clock,
        first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { actor { id } issue { id } from to held voted for against neutral conditional ambiguous notVoting
      statements contested minimum isEnough sentence knownAtOffset clock
      shares { votes for against neutral conditional ambiguous } } } } }
"""
VOTINGS = """
query ($choices: [TallyChoice!], $first: Int, $after: String) {
  tally(actors: ["russia"], issues: ["ukraine-joins-nato"]) { edges { node {
    for against neutral conditional ambiguous notVoting
    votings(choices: $choices, first: $first, after: $after) {
      pageInfo { hasNextPage hasPreviousPage endCursor }
      edges { node { day ordinal choice contested events { id } knownBy { id } } } } } } } }
"""
FIELD = {"FOR": "for", "AGAINST": "against", "NEUTRAL": "neutral", "CONDITIONAL": "conditional",
         "AMBIGUOUS": "ambiguous", "NOT_VOTING": "notVoting"}  # fmt: skip
RUSSIA, NATO = capacity("vladimir-putin", "russia"), capacity("north-atlantic-council", "nato")
PAIR = {"actors": ["russia"], "issues": ["ukraine-joins-nato"]}


def vote(day, value="OPPOSE", *, of=RUSSIA, issue="ukraine-joins-nato", **fields):
    conditions = [{"text": "They withdraw."}] if value == "CONDITIONAL" else []
    given = {
        "capacities": [of],
        "act": "VOTE",
        "occurred": {"edtf": f"2021-12-{day:02}"},
        "stances": [stance(issue, value, conditions=conditions)],
    }
    return statement(**given | fields)


async def tallies(desk, **asked):
    page = (await desk.ask(TALLY, **asked))["tally"]
    return [edge["node"] for edge in page["edges"]]


async def russia(desk, **asked):
    (found,) = await tallies(desk, **PAIR | asked)
    return found


async def votings(desk, **asked):
    (edge,) = (await desk.ask(VOTINGS, **asked))["tally"]["edges"]
    return edge["node"]


async def test_votes_are_counted_once_each_and_who_is_not_on_record_is_in_no_share(desk):
    await desk.do(vote(1, "SUPPORT"), vote(2), vote(3), vote(4, "NEUTRAL"), vote(5, of=NATO))
    *_, last = await desk.do(vote(6, "SUPPORT", of=NATO))
    assert await russia(desk, minimum=4, **{"from": "2021-12-01"}) == {
        "actor": {"id": "russia"}, "issue": {"id": "ukraine-joins-nato"}, "from": "2021-12-01", "to": "2021-12-24",
        "held": 6, "voted": 4, "for": 1, "against": 2, "neutral": 1, "conditional": 0, "ambiguous": 0, "notVoting": 2,
        "statements": 4, "contested": 0, "minimum": 4, "isEnough": True,
        "sentence": "For 1, against 2, abstained 1, in 4 votes. Not on record as voting in 2 of 6 votings.",
        "shares": {"votes": 4, "for": 0.25, "against": 0.5, "neutral": 0.25, "conditional": 0.0, "ambiguous": 0.0},
        "knownAtOffset": str(last.log_offset), "clock": "OCCURRED",
    }  # fmt: skip


async def test_below_the_minimum_there_are_counts_and_no_shares(desk):
    await desk.do(vote(1), vote(2, "SUPPORT"))
    found = await russia(desk)
    assert (found["minimum"], found["isEnough"], found["shares"]) == (5, False, None)
    assert (found["for"], found["against"]) == (1, 1)
    assert found["sentence"] == "Not enough to say: 2 votes, minimum 5."


async def test_the_one_vote_in_a_window_has_its_own_words(desk):
    await desk.do(vote(1), vote(2, "SUPPORT"))
    found = await russia(desk, to="2021-12-01")
    assert (found["sentence"], found["isEnough"]) == ("In the one vote in this window it voted against.", False)


async def test_every_count_leads_to_as_many_votings_with_their_events(desk):
    drafts = [vote(day, value) for day, value in enumerate(["SUPPORT", "OPPOSE", "NEUTRAL", "CONDITIONAL"] * 2, 1)]
    own = await desk.do(*drafts, vote(9, "SUPPORT"), vote(9, "OPPOSE"))
    (other,) = await desk.do(vote(10, of=NATO))
    seen = []
    for choice, field in FIELD.items():
        found = await votings(desk, choices=[choice])
        nodes = [edge["node"] for edge in found["votings"]["edges"]]
        assert len(nodes) == found[field] > 0
        assert {node["choice"] for node in nodes} == {choice}
        seen += [event["id"] for node in nodes for event in node["events"]]
    assert sorted(seen) == sorted(str(event.id) for event in own)
    (missing,) = (await votings(desk, choices=["NOT_VOTING"]))["votings"]["edges"]
    assert missing["node"] == {
        "day": "2021-12-10", "ordinal": 0, "choice": "NOT_VOTING", "contested": False, "events": [],
        "knownBy": {"id": str(other.id)},
    }  # fmt: skip


async def test_votings_come_in_pages_oldest_first(desk):
    await desk.do(vote(3, ordinal=2), vote(3, ordinal=1), vote(1), vote(2, of=NATO))
    first = (await votings(desk, first=2))["votings"]
    assert [edge["node"]["day"] for edge in first["edges"]] == ["2021-12-01", "2021-12-02"]
    assert first["pageInfo"]["hasNextPage"]
    second = (await votings(desk, after=first["pageInfo"]["endCursor"]))["votings"]
    assert [(edge["node"]["day"], edge["node"]["ordinal"]) for edge in second["edges"]] == [
        ("2021-12-03", 1), ("2021-12-03", 2),
    ]  # fmt: skip
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)


async def test_named_together_every_pair_is_listed_and_named_alone_those_with_a_vote(desk):
    await desk.do(vote(1), vote(2, issue="nato-enlargement", of=NATO))
    both = await tallies(desk, actors=["nato", "russia", "bulgaria"], issues=["ukraine-joins-nato"])
    assert [(one["actor"]["id"], one["notVoting"]) for one in both] == [("bulgaria", 1), ("nato", 1), ("russia", 0)]
    with_votes = [("nato", "nato-enlargement"), ("russia", "ukraine-joins-nato")]
    for asked in ({"actors": ["nato", "russia", "bulgaria"]}, {"issues": ["nato-enlargement", "ukraine-joins-nato"]}):
        found = await tallies(desk, **asked)
        assert [(one["actor"]["id"], one["issue"]["id"]) for one in found] == with_votes


async def test_an_issue_on_which_no_voting_was_held_is_an_empty_list(desk):
    await desk.do(vote(1))
    assert await tallies(desk, actors=["russia"], issues=["nato-enlargement"]) == []
    assert await tallies(desk, **PAIR, **{"from": "2021-12-02"}) == []


async def test_tallies_come_in_pages(desk):
    await desk.do(vote(1), vote(1, of=NATO))
    page = (await desk.ask(TALLY, issues=["ukraine-joins-nato"], first=1))["tally"]
    assert page["edges"][0]["node"]["actor"]["id"] == "nato"
    assert page["pageInfo"]["hasNextPage"]
    (rest,) = await tallies(desk, issues=["ukraine-joins-nato"], after=page["pageInfo"]["endCursor"])
    assert rest["actor"]["id"] == "russia"


async def test_what_is_withdrawn_corrected_or_without_a_live_source_counts_as_it_does_for_positions(desk):
    first, second, third, _ = await desk.do(
        vote(1), vote(2), vote(3, appearances=[appearance("doc-with-text")]), vote(4, "SUPPORT")
    )
    before = third.log_offset + 1
    await desk.do(retraction_of(first), correction_of(second, vote(2, "NEUTRAL")))
    *_, last = await desk.do(retraction_of("doc-with-text"))
    now, then = await russia(desk), await russia(desk, k=str(before))
    assert [now[one] for one in ("held", "for", "against", "neutral")] == [2, 1, 0, 1]
    assert [then[one] for one in ("held", "for", "against", "neutral")] == [4, 1, 3, 0]
    assert (then["knownAtOffset"], now["knownAtOffset"]) == (str(before), str(last.log_offset))


async def test_one_vote_in_two_sources_is_one_once_it_is_judged_so(desk):
    await desk.do(source("doc-third", published={"edtf": "2021-12-23"}))
    one, other = await desk.do(vote(1), vote(1, appearances=[appearance("doc-third")]))
    assert [(await russia(desk))[name] for name in ("voted", "statements")] == [1, 2]
    await desk.do(relation("SAME_STATEMENT", one, other))
    assert [(await russia(desk))[name] for name in ("voted", "statements")] == [1, 1]


async def test_by_the_public_clock_a_vote_is_on_record_once_it_was_public(desk):
    await desk.do(vote(1, public={"edtf": "2021-12-10"}), vote(1, of=NATO))
    asked = {"to": "2021-12-09"}
    assert [(await russia(desk, clock=clock, **asked))["against"] for clock in ("OCCURRED", "PUBLIC")] == [1, 0]
    assert (await russia(desk, clock="PUBLIC", **asked))["notVoting"] == 1


async def test_the_window_ends_today_if_nothing_else_is_said(desk):
    await desk.do(vote(23))
    desk.now -= datetime.timedelta(2)
    assert await tallies(desk, **PAIR) == []


async def test_votes_that_were_on_record_before_votes_were_counted_are_counted(database):
    async with asking(database) as before:
        await before.do(*DECEMBER_2021, vote(1), vote(2, act="ASSERT"), vote(3, "SUPPORT", of=NATO))
    revisions = migrations.revisions()
    await migrations.downgrade(database, revisions[revisions.index("0008_tally") - 1])
    await migrations.upgrade(database)
    async with asking(database) as after:
        found = await russia(after)
    assert [found[one] for one in ("held", "against", "notVoting")] == [2, 1, 1]


@pytest.mark.parametrize(
    ("asked", "code", "argument"),
    [
        ({}, "BAD_ARGUMENT", ["actors"]),
        (PAIR | {"minimum": 0}, "BAD_ARGUMENT", ["minimum"]),
        (PAIR | {"from": "2021-12-02", "to": "2021-12-01"}, "BAD_RANGE", ["to"]),
        ({"actors": ["russia", "ruritania"]}, "UNKNOWN_ID", ["actors", "1"]),
        ({"issues": ["weather"]}, "UNKNOWN_ID", ["issues", "0"]),
        (PAIR | {"first": 501}, "BAD_PAGE", ["first"]),
        (PAIR | {"after": "x"}, "BAD_CURSOR", ["after"]),
    ],
)
async def test_what_is_asked_wrongly_names_its_argument(desk, asked, code, argument):
    refusal = await desk.refusal(TALLY, **asked)
    assert (refusal["code"], refusal["argument"]) == (code, argument)
