"""Re-dating doc-cameron to the 23rd is one event, and moves exactly what hangs on "yesterday"."""

from typing import Any

from december.asking import asked
from live_service import Service

VIEW = """
query ($at: LogOffset) {
  before: position(actor: "united-states", issue: "nrc-meeting", asOf: "2021-12-21", knownAtOffset: $at) { stance }
  after: position(actor: "united-states", issue: "nrc-meeting", asOf: "2021-12-22", knownAtOffset: $at) { stance }
  sixteenth: positions(actors: ["nato"], asOf: "2021-12-16", knownAtOffset: $at) { ...answers }
  seventeenth: positions(actors: ["nato"], asOf: "2021-12-17", knownAtOffset: $at) { ...answers }
  speech: positions(actors: ["russia"], asOf: "2021-12-21", knownAtOffset: $at) { ...answers }
}
fragment answers on PositionConnection { edges { node {
  issue { id } stance basis since lastStated conditions { text } restsOn { id } } } }
"""
REDATE = """
mutation ($source: RegisterSourceInput!, $version: Int) {
  correctEvent(id: "doc-cameron", expectedVersion: $version, input: {reason: "it came out later", source: $source}) {
    event { id logOffset } errors { code }
  }
}
"""
CHANGES = """
query ($known: LogOffset!) {
  changes(from: "2021-12-21", to: "2021-12-21", knownFromOffset: $known) {
    edges { node { actor { id } issue { id } on kind before { stance } after { stance } causes { id } } }
  }
}
"""


async def redated(service: Service) -> dict[str, Any]:
    published = '{ source(id: "doc-cameron") { id title byline language sha256 version } }'
    source = (await asked(service, published))["source"]
    version = source.pop("version")
    source["published"] = {"edtf": "2021-12-23", "basis": "INFERRED"}
    answer = (await asked(service, REDATE, source=source, version=version))["correctEvent"]
    assert answer["errors"] == []
    return answer["event"]


async def test_redating_the_source_moves_what_was_said_yesterday_and_nothing_else(service: Service):
    head = await service.head()
    then = await asked(service, VIEW)
    event = await redated(service)
    now = await asked(service, VIEW)
    assert int(event["logOffset"]) == int(head) + 1
    assert (then["before"], then["after"]) == ({"stance": "SUPPORT"}, {"stance": "SUPPORT"})
    assert (now["before"], now["after"]) == (None, {"stance": "SUPPORT"})
    assert all(now[part] == then[part] for part in ("sixteenth", "seventeenth", "speech"))
    assert await asked(service, VIEW, at=str(head)) == then


async def test_its_changes_are_changes_of_the_record_caused_by_that_event(service: Service):
    head = await service.head()
    event = await redated(service)
    changes = [edge["node"] for edge in (await asked(service, CHANGES, known=str(head)))["changes"]["edges"]]
    assert {change["actor"]["id"] for change in changes} == {"united-states"}
    assert {change["issue"]["id"]: (change["before"], change["after"]) for change in changes} == {
        "free-choice-of-alignment": ({"stance": "SUPPORT"}, None),
        "nato-enlargement": ({"stance": "OPPOSE"}, None),
        "nrc-meeting": ({"stance": "SUPPORT"}, None),
        "osce-channel": ({"stance": "SUPPORT"}, None),
        "reciprocity-and-nato-concerns": ({"stance": "SUPPORT"}, None),
        "talks": ({"stance": "CONDITIONAL"}, {"stance": "SUPPORT"}),
        "talks-deescalation-environment": ({"stance": "SUPPORT"}, None),
    }
    assert all(change["kind"] == "RECORD_CHANGED" for change in changes)
    assert all(change["causes"] == [{"id": event["id"]}] for change in changes)


async def test_retracting_the_correction_restores_everything(service: Service):
    then = await asked(service, VIEW)
    event = await redated(service)
    retract = 'mutation ($id: ID!) { retractEvent(id: $id, reason: "it did not") { errors { code } } }'
    assert (await asked(service, retract, id=event["id"]))["retractEvent"]["errors"] == []
    assert await asked(service, VIEW) == then
