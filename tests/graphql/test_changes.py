"""What differs between two views, on which day, of which kind, and which events brought it about."""

from writing import appearance, correction_of, retraction_of, source, stance, statement

CHANGES = """
query ($from: Date!, $to: Date!, $k0: LogOffset, $kinds: [ChangeKind!]) {
  changes(from: $from, to: $to, knownFromOffset: $k0, kinds: $kinds) { edges { node {
    actor { id } issue { id } on kind before { stance asOf knownAtOffset } after { stance asOf knownAtOffset }
    causes { id } } } }
}
"""


def on(day: int, value: str = "OPPOSE"):
    return statement(occurred={"edtf": f"2021-12-{day:02}"}, stances=[stance(value=value)])


async def changes(desk, start, end, **variables):
    answer = await desk.ask(CHANGES, **{"from": f"2021-12-{start}", "to": f"2021-12-{end}"}, **variables)
    return [edge["node"] for edge in answer["changes"]["edges"]]


async def test_the_world_changed_on_the_first_day_of_the_answer_that_still_stands(desk):
    await desk.do(on(18, "SUPPORT"))
    (turn,) = await desk.do(on(19))
    await desk.do(on(21))
    (change,) = await changes(desk, 18, 24)
    assert (change["on"], change["kind"]) == ("2021-12-19", "WORLD_CHANGED")
    assert (change["before"]["stance"], change["before"]["asOf"]) == ("SUPPORT", "2021-12-18")
    assert (change["after"]["stance"], change["after"]["asOf"]) == ("OPPOSE", "2021-12-24")
    assert {cause["id"] for cause in change["causes"]} == {str(turn.id)}


async def test_there_and_back_again_is_no_change(desk):
    await desk.do(on(18), on(19, "SUPPORT"), on(20))
    assert await changes(desk, 18, 24) == []


async def test_restating_is_no_change(desk):
    await desk.do(on(18), on(22))
    assert await changes(desk, 18, 24) == []


async def test_a_source_dated_anew_is_a_change_of_the_record_caused_by_that_event_and_undone_by_its_retraction(desk):
    relative = {"relative": "days-before(1)", "anchor": "doc-cameron"}
    await desk.do(statement(occurred=relative, appearances=[appearance()]))
    before = (await desk.ask("{ log { head } }"))["log"]["head"]
    (moved,) = await desk.do(correction_of("doc-cameron", source("doc-cameron", published={"edtf": "2021-12-23"})))
    (change,) = await changes(desk, 21, 21, k0=before)
    assert (change["kind"], change["on"], change["before"]["stance"]) == ("RECORD_CHANGED", "2021-12-21", "OPPOSE")
    assert change["after"] is None
    assert change["causes"] == [{"id": str(moved.id)}]
    assert await changes(desk, 22, 22, k0=before) == []
    await desk.do(retraction_of(moved))
    assert await changes(desk, 21, 21, k0=before) == []


async def test_both_kinds_of_one_pair_are_two_rows(desk):
    (said,) = await desk.do(on(18, "SUPPORT"))
    before = str(said.log_offset)
    await desk.do(correction_of(said, on(18, "NEUTRAL")), on(20))
    found = await changes(desk, 18, 24, k0=before)
    assert [(c["kind"], c["before"]["stance"], c["after"]["stance"]) for c in found] == [
        ("RECORD_CHANGED", "SUPPORT", "NEUTRAL"),
        ("WORLD_CHANGED", "NEUTRAL", "OPPOSE"),
    ]
    (only,) = await changes(desk, 18, 24, k0=before, kinds=["WORLD_CHANGED"])
    assert only["kind"] == "WORLD_CHANGED"


async def test_a_range_that_ends_before_it_begins_is_refused(desk):
    refusal = await desk.refusal(CHANGES, **{"from": "2021-12-24", "to": "2021-12-01"})
    assert (refusal["code"], refusal["argument"]) == ("BAD_RANGE", ["to"])


async def test_known_from_may_not_lie_after_known_at(desk):
    refusal = await desk.refusal(
        """{ changes(from: "2021-12-01", to: "2021-12-02", knownFromOffset: "5", knownAtOffset: "4") {
          edges { cursor } } }"""
    )
    assert (refusal["code"], refusal["argument"]) == ("BAD_RANGE", ["knownFrom"])
