"""What a question costs: no more SQL queries for a list of hundreds than for a list of one."""

import pytest
from writing import appearance, capacity, correction_of, issue, move, relation, stance, statement

ISSUES = [f"issue-{number:02}" for number in range(20)]

# At most: what two fields ask of one table comes in one batch or in two, as their parents come.
COSTS = {
    """{ positions(first: 500) { edges { node {
      actor { id name kind } issue { id proposition } stance since } } } }""": 6,
    """{ positions { edges { node {
      actor { name roles { type principal { name } } } issue { label parent { label children { id } } }
      restsOn { id status appearances { source { title } } relations { id }
        ... on Statement { speaker { name } onBehalfOf { id } } }
      evidence(first: 3) { totalCount edges { node { role event { id summary } } } }
      inTension { id } contestedBy { id } } } } }""": 22,
    """{ positionSteps(first: 500) { edges { node {
      actor { id name } issue { id proposition } from until stance conditions { text } contested } } } }""": 3,
    """{ positionTensions { actor { id name } issue { id } from until
      relation { reason from { id } to { id } assertedBy { id } } } }""": 6,
    """{ log { corrections(first: 500) { edges { node {
      kind reason recordedBy status corrects { id summary } issues { id } } } } } }""": 5,
    """{ events(hasQuantities: true, first: 500) { edges { node {
      quantities { counts asOf { edtf } estimatedBy { id } relayedBy { id } } } } } }""": 4,
    """{ issues(first: 100) { edges { node { id children { id } positions { stance actor { id } } } } } }""": 8,
    """{ events(first: 500) { edges { node {
      kind status occurred { edtf anchor { id } } issues { id } quantities { counts }
      corrects { id } supersededBy { id }
      appearances { source { id title published { edtf } } reportedBy { id } } relations { id }
      ... on Statement {
        capacities { speaker { id } onBehalfOf { id } } stances { issue { id } } responses { instrument { id } } }
    } } } }""": 14,
    """{ changes(from: "2021-12-01", to: "2021-12-31", first: 500) { edges { node {
      actor { id } issue { id } before { stance } after { stance } causes { id } } } } }""": 9,
    """{ tally(actors: ["nato", "russia"], first: 500) { edges { node {
      actor { name } issue { label } for held
      votings(first: 3) { edges { node { events { id } knownBy { id } } } } } } } }""": 6,
    """{ instruments { title provisions { binds { id } responses { actor { id } response restsOn { id } } } } }""": 10,
    """{ actors(first: 100) { edges { node { id positions { issue { id } stance } roles { holder { id } } } } } }""": 8,
}


def said(day: int, issues: list[str]):
    return statement(
        capacities=[capacity("vladimir-putin", "russia"), capacity("north-atlantic-council", "nato")],
        act="VOTE",
        occurred={"edtf": f"2021-12-{day:02}"},
        stances=[stance(one) for one in issues],
        appearances=[appearance(), appearance("doc-with-text")],
        responses=[{"instrument": "draft-treaty", "response": "REJECT", "basis": "EXPLICIT"}],
        quantities=[{"value": 1, "counts": "words", "estimatedBy": "nato", "relayedBy": "russia"}],
    )


async def recorded(desk, *statements):
    """Put statements on record, each with a move that it is in tension with and that is corrected."""
    events = await desk.do(*(draft for one in statements for draft in (one, move())))
    for words, deed in zip(events[::2], events[1::2], strict=True):
        await desk.do(relation("IN_TENSION", words, deed, assertedBy="david-r-cameron"))
        await desk.do(correction_of(deed, move(summary="Nothing was handed over.")))


@pytest.mark.parametrize("query", COSTS, ids=lambda query: query.split("{")[1].split("(")[0].strip())
async def test_the_cost_of_a_question_does_not_grow_with_the_answer(desk, query):
    await desk.do(*(issue(name, parent="nato-enlargement") for name in ISSUES))
    await recorded(desk, said(20, ISSUES[:1]))
    await desk.ask(query)
    for_one = desk.readers.asked
    await recorded(desk, *(said(day, ISSUES) for day in range(2, 20)))
    await desk.ask(query)
    assert max(for_one, desk.readers.asked) <= COSTS[query]
