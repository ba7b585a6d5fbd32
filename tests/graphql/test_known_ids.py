"""Ids that nothing was ever put on record under, and what is on record without anything to say (R4)."""

import pytest
from writing import actor, retraction_of


@pytest.mark.parametrize(
    ("query", "argument"),
    [
        ('{ actor(id: "atlantis") { id } }', ["id"]),
        ('{ issue(id: "atlantis") { id } }', ["id"]),
        ('{ source(id: "atlantis") { id } }', ["id"]),
        ('{ instrument(id: "atlantis") { id } }', ["id"]),
        ('{ position(actor: "atlantis", issue: "nato-enlargement") { stance } }', ["actor"]),
        ('{ absence(actor: "russia", issue: "atlantis") { reason } }', ["issue"]),
        ('{ positions(actors: ["russia", "atlantis"]) { edges { cursor } } }', ["actors", "1"]),
        ('{ positionSteps(issues: ["atlantis"]) { edges { cursor } } }', ["issues", "0"]),
        ('{ positionHistory(actor: "atlantis", issue: "nato-enlargement") { stance } }', ["actor"]),
        (
            '{ changes(from: "2021-12-01", to: "2021-12-02", issues: ["atlantis"]) { edges { cursor } } }',
            ["issues", "0"],
        ),
        ('{ events(actors: ["atlantis"]) { edges { cursor } } }', ["actors", "0"]),
        ('{ events(about: ["atlantis"]) { edges { cursor } } }', ["about", "0"]),
        ('{ events(addressees: ["atlantis"]) { edges { cursor } } }', ["addressees", "0"]),
        ('{ events(targets: ["atlantis"]) { edges { cursor } } }', ["targets", "0"]),
        ('{ events(issues: ["atlantis"]) { edges { cursor } } }', ["issues", "0"]),
        ('{ events(sources: ["atlantis"]) { edges { cursor } } }', ["sources", "0"]),
        ('{ quantities(estimatedBy: ["atlantis"]) { edges { cursor } } }', ["estimatedBy", "0"]),
    ],
)
async def test_an_unknown_id_is_an_error_at_its_argument(desk, query, argument):
    refusal = await desk.refusal(query)
    assert (refusal["code"], refusal["argument"], refusal["id"]) == ("UNKNOWN_ID", argument, "atlantis")


async def test_a_slug_of_one_kind_is_unknown_in_another(desk):
    assert (await desk.refusal('{ actor(id: "nato-enlargement") { id } }'))["code"] == "UNKNOWN_ID"


async def test_a_known_id_with_nothing_on_record_is_null_or_empty(desk):
    answer = await desk.ask(
        """{ position(actor: "nato", issue: "nato-enlargement") { stance }
          positions(actors: ["nato"]) { edges { cursor } }
          positionHistory(actor: "nato", issue: "nato-enlargement") { stance }
          events(actors: ["nato"]) { edges { cursor } }
          before: position(actor: "nato", issue: "nato-enlargement", knownAtOffset: "0") { stance }
          actor(id: "nato") { positions { stance } } }"""
    )
    assert answer == {
        "position": None, "positions": {"edges": []}, "positionHistory": [], "events": {"edges": []}, "before": None,
        "actor": {"positions": []},
    }  # fmt: skip


async def test_what_was_withdrawn_is_null_and_in_no_list(desk):
    await desk.do(actor("atlantis"))
    await desk.do(retraction_of("atlantis"))
    answer = await desk.ask('{ actor(id: "atlantis") { id } actors(search: "atlantis") { edges { cursor } } }')
    assert answer == {"actor": None, "actors": {"edges": []}}


async def test_a_withdrawn_source_is_shown_as_such(desk):
    await desk.do(retraction_of("doc-cameron"))
    answer = await desk.ask('{ source(id: "doc-cameron") { retracted version published { edtf } } }')
    assert answer["source"] == {"retracted": True, "version": 2, "published": {"edtf": "2021-12-22"}}


async def test_an_event_that_is_not_on_record_is_null(desk):
    answer = await desk.ask(
        '{ event(id: "nonsense") { id } other: event(id: "00000000-0000-0000-0000-000000000000") { id } }'
    )
    assert answer == {"event": None, "other": None}
