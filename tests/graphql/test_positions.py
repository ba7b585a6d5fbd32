"""Who stands where, since when and why, as of a day and as known at a moment."""

import datetime

from writing import (
    appearance,
    capacity,
    correction_of,
    move,
    relation,
    retraction_of,
    role,
    source,
    stance,
    statement,
)

from service.graphql import errors

POSITION = """
query ($asOf: Date, $k: LogOffset, $clock: Clock) {
  position(actor: "russia", issue: "ukraine-joins-nato", asOf: $asOf, knownAtOffset: $k, clock: $clock) {
    stance basis since sinceEarliest lastStated contested conditions { text then carriedFrom { id } }
    restsOn { id } contestedBy { id } asOf knownAtOffset clock rule
  }
}
"""
EVIDENCE = """
{ position(actor: "russia", issue: "ukraine-joins-nato") {
    evidence { totalCount edges { node { event { id } stance role counted code reason } } } } }
"""


def on(day: int, value: str = "OPPOSE", **fields):
    stances = fields.pop("stances", [stance(value=value)])
    return statement(occurred={"edtf": f"2021-12-{day:02}"}, stances=stances, **fields)


async def test_a_position_says_what_it_holds_for_and_rests_on(desk):
    (said,) = await desk.do(on(21))
    found = (await desk.ask(POSITION, asOf="2021-12-23"))["position"]
    assert found == {
        "stance": "OPPOSE", "basis": "EXPLICIT", "since": "2021-12-21", "sinceEarliest": None,
        "lastStated": "2021-12-21", "contested": False, "conditions": [], "restsOn": [{"id": str(said.id)}],
        "contestedBy": [], "asOf": "2021-12-23", "knownAtOffset": str(said.log_offset), "clock": "OCCURRED",
        "rule": "latest-authoritative@1",
    }  # fmt: skip


async def test_there_is_none_before_it_was_said_and_none_before_it_was_known(desk):
    (said,) = await desk.do(on(21))
    assert (await desk.ask(POSITION, asOf="2021-12-20"))["position"] is None
    assert (await desk.ask(POSITION, k=str(said.log_offset - 1)))["position"] is None


async def test_what_was_not_public_yet_is_no_position_of_the_public_clock(desk):
    await desk.do(on(15, public={"edtf": "2021-12-17"}))
    assert (await desk.ask(POSITION, asOf="2021-12-16"))["position"]["stance"] == "OPPOSE"
    assert (await desk.ask(POSITION, asOf="2021-12-16", clock="PUBLIC"))["position"] is None
    public = (await desk.ask(POSITION, asOf="2021-12-17", clock="PUBLIC"))["position"]
    assert (public["since"], public["lastStated"]) == ("2021-12-17", "2021-12-15")


async def test_a_condition_that_a_later_statement_is_silent_on_is_carried_with_its_event(desk):
    conditional = stance(value="CONDITIONAL", conditions=[{"text": "A vote", "then": "OPPOSE"}])
    (first,) = await desk.do(on(20, stances=[conditional]))
    (second,) = await desk.do(on(22, "SUPPORT"))
    found = (await desk.ask(POSITION))["position"]
    assert found["stance"] == "CONDITIONAL"
    assert found["conditions"] == [{"text": "A vote", "then": "OPPOSE", "carriedFrom": {"id": str(first.id)}}]
    assert {event["id"] for event in found["restsOn"]} == {str(first.id), str(second.id)}


async def test_evidence_gives_every_event_its_role_with_a_sentence(desk):
    (earlier,) = await desk.do(on(20, "SUPPORT"))
    (outranked,) = await desk.do(on(21, capacities=[capacity("sergei-ryabkov", "russia")]))
    (decisive,) = await desk.do(on(21))
    (later,) = await desk.do(on(24, "NEUTRAL"))
    found = (await desk.ask(EVIDENCE.replace("issue:", 'asOf: "2021-12-23", issue:')))["position"]["evidence"]
    assert found["totalCount"] == 4
    roles = {edge["node"]["event"]["id"]: edge["node"] for edge in found["edges"]}
    told = {event_id: (node["role"], node["code"], node["stance"], node["counted"]) for event_id, node in roles.items()}
    assert told == {
        str(decisive.id): ("DECISIVE", "RESTS_ON", "OPPOSE", True),
        str(earlier.id): ("EARLIER", "SUPERSEDED_LATER", "SUPPORT", True),
        str(outranked.id): ("OUTRANKED", "LOWER_RANK", None, False),
        str(later.id): ("EXCLUDED", "DATE_NOT_PAST", None, False),
    }
    assert all(node["reason"].endswith(".") for node in roles.values())


async def test_evidence_is_filtered_by_role_and_counted_after_that(desk):
    await desk.do(on(20, "SUPPORT"), on(21))
    found = await desk.ask(EVIDENCE.replace("evidence {", "evidence(roles: [EARLIER]) {"))
    assert found["position"]["evidence"]["totalCount"] == 1


ABSENCE = """
query ($actor: ID!, $asOf: Date) { absence(actor: $actor, issue: "ukraine-joins-nato", asOf: $asOf) {
  reason actor { id } issue { id } excluded { totalCount edges { node { code } } } } }
"""


async def test_absence_is_an_answer_with_a_reason(desk):
    await desk.do(on(21, about=["nato"]), on(20, stances=[stance("nato-enlargement")]))
    reasons = {
        (actor, day): (await desk.ask(ABSENCE, actor=actor, asOf=f"2021-12-{day}"))["absence"]
        for actor, day in [("russia", 19), ("russia", 20), ("russia", 21), ("nato", 21), ("bulgaria", 21)]
    }
    assert {key: found and found["reason"] for key, found in reasons.items()} == {
        ("russia", 19): "NOT_YET", ("russia", 20): "NOT_YET", ("russia", 21): None, ("nato", 21): "MENTIONED_ONLY",
        ("bulgaria", 21): "NEVER_SPOKE",
    }  # fmt: skip
    assert reasons["russia", 20]["excluded"] == {"totalCount": 1, "edges": [{"node": {"code": "DATE_NOT_PAST"}}]}


async def test_who_spoke_on_something_else_spoke_not_on_this(desk):
    await desk.do(on(20, stances=[stance("nato-enlargement")]))
    assert (await desk.ask(ABSENCE, actor="russia"))["absence"]["reason"] == "SPOKE_NOT_ON_THIS"


async def test_words_that_another_relays_are_excluded_in_the_card_of_whom_he_names(desk):
    await desk.do(on(21, attributesTo=["united-states"]))
    found = (await desk.ask(ABSENCE, actor="united-states"))["absence"]
    assert [edge["node"]["code"] for edge in found["excluded"]["edges"]] == ["REPORTED_BY_OTHERS"]


NESTED = """
{ issue(id: "ukraine-joins-nato") { positions(asOf: "2021-12-20") {
    stance asOf
    actor { inherited: positions { stance asOf } own: positions(asOf: "2021-12-22") { stance asOf issue {
      positions { stance asOf } } } }
} } }
"""


async def test_arguments_hold_for_everything_below_unless_it_gives_its_own(desk):
    await desk.do(on(20, "SUPPORT"), on(22))
    (top,) = (await desk.ask(NESTED))["issue"]["positions"]
    earlier, later = ({"stance": "SUPPORT", "asOf": "2021-12-20"}, {"stance": "OPPOSE", "asOf": "2021-12-22"})
    assert {key: top[key] for key in earlier} == earlier
    assert top["actor"]["inherited"] == [earlier]
    assert top["actor"]["own"] == [later | {"issue": {"positions": [later]}}]


async def test_a_nested_null_inherits(desk):
    await desk.do(on(20, "SUPPORT"), on(22))
    nested = await desk.ask(NESTED.replace("inherited: positions", "inherited: positions(asOf: null, clock: null)"))
    assert nested["issue"]["positions"][0]["actor"]["inherited"] == [{"stance": "SUPPORT", "asOf": "2021-12-20"}]


async def test_events_below_a_position_are_as_known_at_its_offset(desk):
    (said,) = await desk.do(on(21))
    (corrected,) = await desk.do(correction_of(said, on(21, "SUPPORT")))
    query = """query ($k: LogOffset) { position(actor: "russia", issue: "ukraine-joins-nato", knownAtOffset: $k) {
      stance restsOn { id status supersededBy { id } corrects { id } reason } } }"""
    then = (await desk.ask(query, k=str(said.log_offset)))["position"]
    now = (await desk.ask(query))["position"]
    assert then["restsOn"] == [
        {"id": str(said.id), "status": "CURRENT", "supersededBy": None, "corrects": None, "reason": None}
    ]
    assert now["restsOn"] == [
        {
            "id": str(corrected.id),
            "status": "CURRENT",
            "supersededBy": None,
            "corrects": {"id": str(said.id)},
            "reason": "It was wrong.",
        }
    ]


async def test_known_at_is_the_last_offset_recorded_by_that_moment(desk):
    await desk.do(on(20, "SUPPORT"))
    desk.now += datetime.timedelta(milliseconds=1)
    (late,) = await desk.do(on(21))
    query = """query ($at: DateTime!) { position(actor: "russia", issue: "ukraine-joins-nato", knownAt: $at) {
      stance knownAtOffset } }"""
    at = desk.now.isoformat(timespec="milliseconds")
    before = (desk.now - datetime.timedelta(microseconds=1)).isoformat()
    assert (await desk.ask(query, at=at))["position"] == {"stance": "OPPOSE", "knownAtOffset": str(late.log_offset)}
    assert (await desk.ask(query, at=before))["position"]["stance"] == "SUPPORT"


async def test_an_exact_offset_wins_over_a_moment(desk):
    (said,) = await desk.do(on(20))
    query = """query ($k: LogOffset) { position(actor: "russia", issue: "ukraine-joins-nato",
      knownAt: "1999-01-01T00:00:00Z", knownAtOffset: $k) { knownAtOffset } }"""
    assert (await desk.ask(query, k=str(said.log_offset)))["position"] == {"knownAtOffset": str(said.log_offset)}


async def test_an_offset_beyond_the_head_is_an_error(desk):
    refusal = await desk.refusal(POSITION, k="100000")
    assert (refusal["code"], refusal["argument"]) == ("OFFSET_AHEAD", ["knownAtOffset"])


async def test_what_is_not_projected_in_time_is_an_error_and_by_default_not_asked_for(desk):
    (said,) = await desk.do(on(20), projected=False)
    refusal = await desk.refusal(POSITION, k=str(said.log_offset))
    assert (refusal["code"], refusal["projectedTo"]) == ("NOT_PROJECTED", str(said.log_offset - 1))
    assert (await desk.ask(POSITION))["position"] is None


async def test_an_unknown_rule_is_an_error_that_names_the_known_ones(desk):
    refusal = await desk.refusal('{ positions(rule: "majority@1") { edges { cursor } } }')
    assert refusal["code"] == errors.UnknownRule.code
    assert refusal["rules"] == ["latest-authoritative@1"]
    assert "latest-authoritative@1" in refusal["message"]


async def test_positions_of_persons_offices_and_organs_can_be_left_out(desk):
    await desk.do(on(20), on(20, capacities=[capacity("vladimir-putin")]))
    query = """query ($only: Boolean) { positions(principalsOnly: $only) { edges { node { actor { id } } } } }"""
    everybody = await desk.ask(query, only=False)
    principals = await desk.ask(query, only=True)
    actors = [
        [edge["node"]["actor"]["id"] for edge in found["positions"]["edges"]] for found in (everybody, principals)
    ]
    assert actors == [["russia", "vladimir-putin"], ["russia"]]


async def test_history_gives_every_step_of_a_pair_as_of_its_first_day_in_the_range(desk):
    await desk.do(on(18, "SUPPORT"), on(20), on(22))
    query = """query ($from: Date, $to: Date) { positionHistory(
      actor: "russia", issue: "ukraine-joins-nato", from: $from, to: $to) { asOf stance since lastStated } }"""
    whole = (await desk.ask(query))["positionHistory"]
    assert [(step["asOf"], step["stance"], step["since"]) for step in whole] == [
        ("2021-12-18", "SUPPORT", "2021-12-18"),
        ("2021-12-20", "OPPOSE", "2021-12-20"),
        ("2021-12-22", "OPPOSE", "2021-12-20"),
    ]
    part = (await desk.ask(query, **{"from": "2021-12-19", "to": "2021-12-21"}))["positionHistory"]
    assert [(step["asOf"], step["stance"]) for step in part] == [("2021-12-19", "SUPPORT"), ("2021-12-20", "OPPOSE")]


async def test_steps_show_any_day_of_any_pair(desk):
    await desk.do(on(18, "SUPPORT"), on(20))
    query = """{ positionSteps(actors: ["russia"]) { edges { node {
      actor { id } issue { id } from until stance basis contested lastStated } } } }"""
    steps = [edge["node"] for edge in (await desk.ask(query))["positionSteps"]["edges"]]
    assert [(step["from"], step["until"], step["stance"]) for step in steps] == [
        ("2021-12-18", "2021-12-20", "SUPPORT"),
        ("2021-12-20", None, "OPPOSE"),
    ]


async def test_a_tension_is_shown_once_both_its_ends_count(desk):
    said, done = await desk.do(on(20), move(occurred={"edtf": "2021-12-22"}))
    await desk.do(relation("IN_TENSION", said, done))
    query = """query ($asOf: Date) { position(actor: "russia", issue: "ukraine-joins-nato", asOf: $asOf) {
      inTension { type to { id } reason assertedBy { id } } } }"""
    assert (await desk.ask(query, asOf="2021-12-21"))["position"]["inTension"] == []
    assert (await desk.ask(query, asOf="2021-12-22"))["position"]["inTension"] == [
        {"type": "IN_TENSION", "to": {"id": str(done.id)}, "reason": "Read side by side.", "assertedBy": None}
    ]


async def test_statements_whose_capacity_the_roles_no_longer_support_are_listed(desk):
    (said,) = await desk.do(on(20))
    query = "{ statementsWithoutRole { edges { node { id } } } }"
    assert (await desk.ask(query))["statementsWithoutRole"]["edges"] == []
    holding = await desk.ask('{ actor(id: "vladimir-putin") { roles { recordId } } }')
    role_id = holding["actor"]["roles"][0]["recordId"]
    await desk.do(retraction_of(role_id))
    assert (await desk.ask(query))["statementsWithoutRole"]["edges"] == [{"node": {"id": str(said.id)}}]
    assert (await desk.ask(POSITION))["position"]["stance"] == "OPPOSE"


async def test_roles_are_those_of_the_day(desk):
    await desk.do(role("vladimir-putin", "holds-office", "kremlin", **{"from": "2021-12-10", "to": "2021-12-20"}))
    query = """query ($asOf: Date) { actor(id: "vladimir-putin") { roles(asOf: $asOf) {
      holder { id } principal { id } type rank from to version } } }"""
    then = (await desk.ask(query, asOf="2021-12-20"))["actor"]["roles"]
    now = (await desk.ask(query))["actor"]["roles"]
    assert [held["principal"]["id"] for held in then] == ["president-of-russia", "kremlin"]
    assert [held["principal"]["id"] for held in now] == ["president-of-russia"]
    assert (then[1]["from"], then[1]["to"], then[1]["version"]) == ("2021-12-10", "2021-12-20", 1)


async def test_a_source_dated_anew_moves_what_hangs_on_it(desk):
    relative = {"relative": "days-before(1)", "anchor": "doc-cameron", "surface": "yesterday"}
    (said,) = await desk.do(statement(occurred=relative, appearances=[appearance()]))
    query = """query ($id: ID!) { event(id: $id) {
      occurred { edtf earliest latest basis relative surface anchor { id } } } }"""
    expected = {
        "relative": "days-before(1)",
        "surface": "yesterday",
        "anchor": {"id": "doc-cameron"},
        "basis": "STATED",
    }
    found = (await desk.ask(query, id=str(said.id)))["event"]["occurred"]
    assert found == expected | {"edtf": "2021-12-21", "earliest": "2021-12-21", "latest": "2021-12-21"}
    await desk.do(correction_of("doc-cameron", source("doc-cameron", published={"edtf": "2021-12-23/2021-12-24"})))
    found = (await desk.ask(query, id=str(said.id)))["event"]["occurred"]
    assert found == expected | {"edtf": "2021-12-22/2021-12-23", "earliest": "2021-12-22", "latest": "2021-12-23"}
