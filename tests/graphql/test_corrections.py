"""What was put right, newest first: for the moments at which the record said something else."""

import base64

import pytest
from writing import actor, appearance_of, correction_of, retraction_of, role, schedule, source, statement

CORRECTIONS = """
query ($first: Int, $after: String) { log { corrections(first: $first, after: $after) {
  edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }
"""


async def corrections(desk, **variables):
    return (await desk.ask(CORRECTIONS, **variables))["log"]["corrections"]


def ids(found):
    return [edge["node"]["id"] for edge in found["edges"]]


async def test_what_was_never_put_right_has_none(desk):
    await desk.do(statement())
    assert await corrections(desk) == {
        "edges": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


async def test_corrections_and_retractions_of_anything_are_listed_newest_first(desk):
    said, held = await desk.do(statement(), role("kremlin", "organ-of", "bulgaria"))
    done = [
        *await desk.do(correction_of(said, statement(summary="He was for it."))),
        *await desk.do(correction_of("doc-cameron", source("doc-cameron", published={"edtf": "2021-12-23"}))),
        *await desk.do(correction_of("russia", actor("russia", kind="country")), retraction_of(held)),
        *await desk.do(retraction_of(said)),
    ]
    undone = await desk.do(retraction_of(done[-1]))
    assert ids(await corrections(desk)) == [str(event.id) for event in [*undone, *reversed(done)]]


async def test_further_appearances_and_new_states_of_a_schedule_put_nothing_right(desk):
    said, planned = await desk.do(statement(), schedule())
    await desk.do(appearance_of(said, source="doc-with-text"), schedule(id=str(planned.record.id), state="AGREED"))
    assert ids(await corrections(desk)) == []


async def test_each_says_why_who_when_and_what_it_changed(desk):
    (said,) = await desk.do(statement())
    (corrected,) = await desk.do(correction_of(said, statement(summary="He was for it."), reason="Misheard."))
    (withdrawn,) = await desk.do(retraction_of(corrected, reason="Heard well."))
    query = """{ log { corrections { edges { node {
      kind reason recordedBy recordedAt logOffset corrects { id }
      ... on Retraction { retracts { id summary } } } } } } }"""
    found = [edge["node"] for edge in (await desk.ask(query))["log"]["corrections"]["edges"]]
    written = {"recordedBy": "desk", "recordedAt": "2021-12-24T12:00:00.000Z"}
    assert found == [
        written
        | {"kind": "RETRACTION", "reason": "Heard well.", "logOffset": str(withdrawn.log_offset), "corrects": None}
        | {"retracts": {"id": str(corrected.id), "summary": "He was for it."}},
        written
        | {"kind": "STATEMENT", "reason": "Misheard.", "logOffset": str(corrected.log_offset)}
        | {"corrects": {"id": str(said.id)}},
    ]


async def test_they_are_walked_page_by_page_though_more_are_recorded_meanwhile(desk):
    (said,) = await desk.do(statement())
    done = [event for text in "abc" for event in await desk.do(correction_of(said, statement(summary=text)))]
    first = await corrections(desk, first=2)
    await desk.do(retraction_of(said))
    second = await corrections(desk, first=2, after=first["pageInfo"]["endCursor"])
    assert ids(first) + ids(second) == [str(event.id) for event in reversed(done)]
    pages = [(page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["hasNextPage"]) for page in (first, second)]
    assert pages == [(False, True), (True, False)]


async def test_what_is_not_projected_yet_is_not_listed(desk):
    (said,) = await desk.do(statement())
    await desk.do(retraction_of(said), projected=False)
    assert ids(await corrections(desk)) == []


@pytest.mark.parametrize("first", [-1, 501])
async def test_a_page_that_is_not_handed_out_is_refused(desk, first):
    refusal = await desk.refusal(CORRECTIONS, first=first)
    assert (refusal["code"], refusal["argument"]) == ("BAD_PAGE", ["first"])


@pytest.mark.parametrize("key", ['"events",1,1', '"corrections",2,1', '"corrections",1,0', '"corrections",1,-1',
                                 f'"corrections",1,{2**63}', '"corrections",1,"1"', '"corrections",1,1,1'])  # fmt: skip
async def test_a_broken_or_foreign_cursor_is_refused(desk, key):
    refusal = await desk.refusal(CORRECTIONS, after=base64.urlsafe_b64encode(f"[{key}]".encode()).decode())
    assert (refusal["code"], refusal["argument"]) == ("BAD_CURSOR", ["after"])
