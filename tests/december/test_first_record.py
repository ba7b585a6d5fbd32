"""What a foreign desk asks of December 2021, over GraphQL, and what the two articles bear out."""

from typing import Any

import pytest
from december.asking import asked
from live_service import Service

RUSSIA_IN_DECEMBER = {
    "answer-to-russian-drafts": ("2021-12-21", "SUPPORT"),
    "armed-conflict-avoidance": ("2021-12-21", "SUPPORT"),
    "assurance-not-to-invade": ("2021-12-23", "OPPOSE"),
    "core-security-interests": ("2021-12-15", "SUPPORT"),
    "crimea-status": ("2021-12-21", "SUPPORT"),
    "definite-timeframe": ("2021-12-21", "SUPPORT"),
    "deployments": ("2021-12-15", "SUPPORT"),
    "drafts-are-ultimatum": ("2021-12-21", "OPPOSE"),
    "exercises-above-brigade": ("2021-12-15", "SUPPORT"),
    "former-ussr-nato-accession": ("2021-12-15", "SUPPORT"),
    "heavy-bombers-warships": ("2021-12-15", "SUPPORT"),
    "hypersonic-weapons": ("2021-12-21", "SUPPORT"),
    "indivisible-security": ("2021-12-15", "SUPPORT"),
    "intermediate-range-missiles": ("2021-12-15", "SUPPORT"),
    "missiles-in-ukraine": ("2021-12-21", "SUPPORT"),
    "mk41-launchers": ("2021-12-21", "SUPPORT"),
    "nato-activity-ukraine-eastern-europe": ("2021-12-15", "SUPPORT"),
    "nato-buildup-near-russia": ("2021-12-21", "SUPPORT"),
    "nato-expansion-broken-promise": ("2021-12-21", "SUPPORT"),
    "nato-forces-1997-line": ("2021-12-15", "SUPPORT"),
    "not-adversaries": ("2021-12-15", "SUPPORT"),
    "nrc-meeting": ("2021-12-15", "SUPPORT"),
    "nuclear-weapons-abroad": ("2021-12-15", "SUPPORT"),
    "peaceful-settlement": ("2021-12-15", "SUPPORT"),
    "russian-military-technical-response": ("2021-12-21", "CONDITIONAL"),
    "talks": ("2021-12-21", "CONDITIONAL"),
    "third-territory-attack": ("2021-12-15", "SUPPORT"),
    "threatening-force-deployments": ("2021-12-15", "SUPPORT"),
    "ukraine-nato-accession": ("2021-12-15", "SUPPORT"),
    "urgent-consultations-mechanism": ("2021-12-15", "SUPPORT"),
    "us-bases-former-ussr": ("2021-12-15", "SUPPORT"),
    "us-force-without-un-mandate": ("2021-12-21", "SUPPORT"),
}


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


NATO_ON_ACCESSION = """
query ($day: Date!) {
  position(actor: "nato", issue: "ukraine-nato-accession", asOf: $day) {
    stance basis since lastStated contested
    restsOn { ... on Statement { quote speaker { id } } }
    evidence(roles: [DECISIVE, EARLIER]) { edges { node { role code event { occurred { latest } } } } }
  }
  absence(actor: "nato", issue: "ukraine-nato-accession", asOf: $day) { reason }
}
"""


async def test_nato_takes_no_stance_on_ukraines_accession_before_its_council_spoke(service: Service):
    answer = await asked(service, NATO_ON_ACCESSION, day="2021-12-15")
    assert answer == {"position": None, "absence": {"reason": "NOT_YET"}}


async def test_nato_opposes_closing_its_door_to_ukraine_by_implication_from_the_16th(service: Service):
    answer = await asked(service, NATO_ON_ACCESSION, day="2021-12-16")
    assert answer["absence"] is None
    assert answer["position"] == {
        "stance": "OPPOSE",
        "basis": "IMPLIED",
        "since": "2021-12-16",
        "lastStated": "2021-12-16",
        "contested": False,
        "restsOn": [
            {
                "quote": "NATO’s relationship with Ukraine is a matter only for Ukraine and the 30 NATO Allies.",
                "speaker": {"id": "north-atlantic-council"},
            }
        ],
        "evidence": {
            "edges": [
                {"node": {"role": "DECISIVE", "code": "RESTS_ON", "event": {"occurred": {"latest": "2021-12-16"}}}}
            ]
        },
    }


async def test_its_secretary_general_restated_that_the_next_day(service: Service):
    position = (await asked(service, NATO_ON_ACCESSION, day="2021-12-22"))["position"]
    assert (position["since"], position["lastStated"]) == ("2021-12-16", "2021-12-17")
    assert position["restsOn"][0]["speaker"] == {"id": "jens-stoltenberg"}
    roles = [(e["role"], e["code"]) for e in nodes(position["evidence"])]
    assert roles == [("DECISIVE", "RESTS_ON"), ("EARLIER", "RESTATED")]


async def test_what_changed_for_russia_between_the_10th_and_the_24th(service: Service):
    answer = await asked(
        service,
        """{ changes(from: "2021-12-10", to: "2021-12-24", actors: ["russia"]) {
          edges { node { issue { id } on kind after { stance } causes { id } } } } }""",
    )
    changes = nodes(answer["changes"])
    assert {c["issue"]["id"]: (c["on"], c["after"]["stance"]) for c in changes} == RUSSIA_IN_DECEMBER
    assert {c["kind"] for c in changes} == {"WORLD_CHANGED"}
    assert all(c["causes"] for c in changes)


async def test_on_the_16th_the_drafts_had_been_handed_over_but_were_not_public(service: Service):
    query = """query ($clock: Clock!) { positions(actors: ["russia"], asOf: "2021-12-16", clock: $clock) {
      edges { node { issue { id } } } } }"""
    happened, public = [
        {node["issue"]["id"] for node in nodes((await asked(service, query, clock=clock))["positions"])}
        for clock in ("OCCURRED", "PUBLIC")
    ]
    assert public < happened
    assert {"ukraine-nato-accession", "nuclear-weapons-abroad", "nato-forces-1997-line"} <= happened - public
    assert "nato-enlargement" in public  # the Kremlin had said so on the 7th


async def test_every_provision_says_who_answered_it_and_how(service: Service):
    answer = await asked(
        service,
        """{ instruments { id provisions { id responses(asOf: "2021-12-24") { actor { id } response toWhole } } } }""",
    )
    answered = {
        (provision["id"], response["actor"]["id"]): (response["response"], response["toWhole"])
        for instrument in answer["instruments"]
        for provision in instrument["provisions"]
        for response in provision["responses"]
    }
    assert len({provision for provision, _ in answered}) == 18
    rejected = {key for key, (response, _) in answered.items() if response == "REJECT_IMPLIED"}
    assert rejected == {
        ("us-russia-draft-treaty-art4-s1", "united-states"),
        ("russia-nato-draft-agreement-art6", "united-states"),
        ("russia-nato-draft-agreement-art6", "nato"),
    }
    assert answered["us-russia-draft-treaty-art7", "united-states"] == ("NOT_ADDRESSED", "OPEN_TO_TALKS")
    assert answered["russia-nato-draft-agreement-art5", "nato-member-states"] == ("SILENT", None)


@pytest.mark.parametrize("issue", ["ukraine-nato-accession", "nato-enlargement", "answer-to-russian-drafts"])
async def test_ukraine_spoke_but_not_on_the_drafts(service: Service, issue: str):
    answer = await asked(
        service,
        """query ($issue: ID!) { absence(actor: "ukraine", issue: $issue, asOf: "2021-12-26") { reason } }""",
        issue=issue,
    )
    assert answer["absence"] == {"reason": "SPOKE_NOT_ON_THIS"}


async def test_every_troop_figure_names_who_estimated_it(service: Service):
    answer = await asked(
        service,
        """{ events(kinds: [STATEMENT, MOVE, ASSESSMENT], first: 500) { edges { node { quantities {
          value min counts projected estimatedBy { id } } } } } }""",
    )
    figures = [
        (q["estimatedBy"]["id"], q["value"] or q["min"], q["projected"])
        for node in nodes(answer["events"])
        for q in node["quantities"]
        if "troops" in q["counts"] or "forces" in q["counts"]
    ]
    assert sorted(figures) == [
        ("caleb-loughrin", 20_000, False),
        ("david-r-cameron", 100_000, False),
        ("david-r-cameron", 100_000, False),
        ("russian-defence-ministry", 200_000, False),
        ("ukrainian-government", 90_000, False),
        ("ukrainian-government", 100_000, False),
        ("us-intelligence-agencies", 90_000, False),
        ("us-intelligence-agencies", 175_000, True),
    ]


async def test_what_putin_says_biden_proposed_does_not_count_for_the_united_states(service: Service):
    answer = await asked(
        service,
        """{ position(actor: "united-states", issue: "talks-us-russia-bilateral", asOf: "2021-12-22") {
          evidence(roles: [EXCLUDED]) { edges { node { code counted stance event {
            ... on Statement { speaker { id } attributesTo { id } } } } } } } }""",
    )
    excluded = nodes(answer["position"]["evidence"])
    assert {
        "code": "REPORTED_BY_OTHERS",
        "counted": False,
        "stance": None,
        "event": {"speaker": {"id": "vladimir-putin"}, "attributesTo": [{"id": "joe-biden"}]},
    } in excluded


async def test_nobody_who_took_no_position_has_one(service: Service):
    answer = await asked(
        service, """{ positions(asOf: "2022-01-31", first: 1000) { edges { node { actor { id } } } } }"""
    )
    assert {node["actor"]["id"] for node in nodes(answer["positions"])} == {
        "russia",
        "united-states",
        "nato",
        "ukraine",
    }
