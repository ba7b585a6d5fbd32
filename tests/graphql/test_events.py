"""The history: which events are in it, in what order, and what each kind says of itself."""

import datetime
from uuid import uuid4

import asyncpg
import pytest
from writing import (
    appearance,
    appearance_of,
    assessment,
    capacity,
    coding,
    correction_of,
    issue,
    move,
    relation,
    retraction_of,
    schedule,
    stance,
    state_of,
    statement,
)

from events.event import RecordRef
from events.log.connection import speak_json
from events.log.erasure import erase
from events.log.reader import LogReader
from events.vocabulary import EventId, RecordKind
from projections.projector import Projector

LIST = "query ($f: Boolean = true) { events(%s) @include(if: $f) { edges { node { id } } } }"


def on(day: int, **fields):
    return statement(occurred={"edtf": f"2021-12-{day:02}"}, **fields)


async def listed(desk, arguments: str) -> list[str]:
    answer = await desk.ask(LIST % arguments)
    return [edge["node"]["id"] for edge in answer["events"]["edges"]]


def ids(*events) -> list[str]:
    return [str(event.id) for event in events]


async def test_the_order_is_day_said_then_ordinal_then_id(desk):
    late, second, first, unordered = await desk.do(on(22), on(20, ordinal=2), on(20, ordinal=1), on(20))
    assert await listed(desk, "kinds: [STATEMENT]") == ids(unordered, first, second, late)


async def test_by_default_only_what_is_in_force_is_listed(desk):
    first, second, third = await desk.do(on(20), on(21), on(23))
    (corrected,) = await desk.do(correction_of(first, on(23)))
    await desk.do(retraction_of(second), relation("SAME_STATEMENT", third, first))
    kinds = "kinds: [STATEMENT]"
    assert await listed(desk, kinds) == ids(corrected)
    assert await listed(desk, f"{kinds}, statuses: null") == ids(corrected)
    assert await listed(desk, f"{kinds}, statuses: [CORRECTED]") == ids(first)
    assert await listed(desk, f"{kinds}, statuses: [RETRACTED]") == ids(second)
    assert await listed(desk, f"{kinds}, statuses: [MERGED]") == ids(third)
    assert await listed(desk, f"{kinds}, statuses: []") == []


async def test_actors_are_those_whose_own_it_is_and_the_others_have_their_own_filters(desk):
    said, done, judged, planned = await desk.do(
        on(20, about=["bulgaria"], addressees=["united-states"]),
        move(targets=["nato"], occurred={"edtf": "2021-12-21"}),
        assessment(about=["nato"]),
        schedule(),
    )
    assert await listed(desk, 'actors: ["russia"], kinds: [STATEMENT, MOVE, ASSESSMENT]') == ids(said, done)
    assert await listed(desk, 'actors: ["vladimir-putin"]') == ids(said, planned)
    assert await listed(desk, 'actors: ["david-r-cameron"]') == ids(judged)
    assert await listed(desk, 'actors: ["nato"]') == []
    assert await listed(desk, 'about: ["bulgaria", "nato"]') == ids(said, judged)
    assert await listed(desk, 'addressees: ["united-states"]') == ids(said)
    assert await listed(desk, 'targets: ["nato"]') == ids(done)


async def test_issues_are_exactly_these_unless_the_subtree_is_asked_for(desk):
    await desk.do(issue("ukraine-joins-nato-soon", parent="ukraine-joins-nato"))
    upper, lower, lowest = await desk.do(
        on(20, stances=[stance("nato-enlargement")]), on(21), on(22, stances=[stance("ukraine-joins-nato-soon")])
    )
    assert await listed(desk, 'issues: ["nato-enlargement"]') == ids(upper)
    assert await listed(desk, 'issues: ["nato-enlargement"], issueSubtree: true') == ids(upper, lower, lowest)
    assert await listed(desk, 'issues: ["ukraine-joins-nato"], issueSubtree: true') == ids(lower, lowest)


async def test_a_source_finds_what_was_merged_into_what_stands(desk):
    first, second = await desk.do(on(20), on(20, appearances=[appearance("doc-with-text")]))
    await desk.do(relation("SAME_STATEMENT", first, second))
    assert await listed(desk, 'sources: ["doc-with-text"]') == ids(first)
    query = "query ($id: ID!) { event(id: $id) { status appearances { source { id } } } }"
    standing = (await desk.ask(query, id=str(first.id)))["event"]
    assert standing == {
        "status": "CURRENT",
        "appearances": [{"source": {"id": "doc-cameron"}}, {"source": {"id": "doc-with-text"}}],
    }
    assert (await desk.ask(query, id=str(second.id)))["event"]["status"] == "MERGED"


async def test_a_withdrawn_source_takes_its_appearances_with_it(desk):
    (said,) = await desk.do(on(20, appearances=[appearance(), appearance("doc-with-text")]))
    await desk.do(retraction_of("doc-cameron"))
    answer = await desk.ask("query ($id: ID!) { event(id: $id) { appearances { source { id } } } }", id=str(said.id))
    assert answer["event"]["appearances"] == [{"source": {"id": "doc-with-text"}}]


async def test_days_are_said_or_public(desk):
    (said,) = await desk.do(on(20, public={"edtf": "2021-12-23"}))
    (ranged,) = await desk.do(statement(occurred={"edtf": "2021-12-18/2021-12-22"}))
    kinds = "kinds: [STATEMENT]"
    assert await listed(desk, f'{kinds}, occurredTo: "2021-12-21"') == ids(said)
    assert await listed(desk, f'{kinds}, occurredFrom: "2021-12-21"') == ids(ranged)
    assert await listed(desk, f'{kinds}, occurredFrom: "2021-12-21", clock: PUBLIC') == ids(said, ranged)
    assert await listed(desk, f'{kinds}, occurredTo: "2021-12-22", clock: PUBLIC') == ids(ranged)


async def test_words_are_searched_as_people_write_them(desk):
    troops, talks = await desk.do(
        on(20, summary="Troops were moved.", quote="We move troops"), on(21, summary="Talks.")
    )
    assert await listed(desk, 'search: "troops"') == ids(troops)
    assert await listed(desk, 'search: "talks or moved"') == ids(troops, talks)
    assert await listed(desk, 'search: "\\"moved troops\\""') == []
    assert await listed(desk, 'search: "-troops", kinds: [STATEMENT]') == ids(talks)
    assert await listed(desk, 'search: "", kinds: [STATEMENT]') == ids(troops, talks)


async def test_as_known_before_it_was_recorded_there_is_nothing(desk):
    (said,) = await desk.do(on(20))
    assert await listed(desk, f'knownAtOffset: "{said.log_offset - 1}", kinds: [STATEMENT]') == []


async def test_a_new_state_of_a_schedule_is_the_version_in_force(desk):
    (planned,) = await desk.do(schedule())
    (held,) = await desk.do(state_of(planned, state="HELD"))
    assert await listed(desk, "kinds: [SCHEDULE]") == ids(held)
    answer = await desk.ask(
        """query ($id: ID!) { event(id: $id) { version summary occurred { edtf } ... on Schedule {
          what when { edtf latest } state saidBy { id } participants { id } where } } }""",
        id=str(held.id),
    )
    assert answer["event"] == {
        "version": 2, "summary": "Talks on the drafts.", "occurred": {"edtf": "2021-12-23"},
        "what": "Talks on the drafts.", "when": {"edtf": "2022-01", "latest": "2022-01-31"},
        "state": "HELD", "saidBy": {"id": "vladimir-putin"},
        "participants": [{"id": "russia"}, {"id": "united-states"}], "where": None,
    }  # fmt: skip


STATEMENT = """query ($id: ID!) { event(id: $id) { __typename id recordId version logOffset kind recordedAt recordedBy
  occurred { edtf basis } public { edtf } summary background issues { id } status reason
  ... on Statement {
    capacities { speaker { id } onBehalfOf { id } rank withoutRoleBecause } speaker { id } onBehalfOf { id }
    addressees { id } about { id } attributesTo { id } act quote ordinal occasion { id } provision { id article }
    responses { provision { id } instrument { id } response basis }
    stances { issue { id } stance basis impliedBy conditions { text then } liftsConditions codedBy } }
} }"""


async def test_a_statement_says_who_spoke_for_whom_and_how_it_is_coded(desk):
    (call,) = await desk.do(move(summary="A call."))
    answering = {
        "instrument": "draft-treaty",
        "provision": "draft-treaty-art1",
        "response": "REJECT",
        "basis": "EXPLICIT",
    }
    (said,) = await desk.do(
        on(
            20,
            capacities=[capacity("north-atlantic-council", "nato")],
            stances=[stance(basis="IMPLIED", impliedBy="Whoever says that means it.")],
            responses=[answering],
            occasion=str(call.id),
            ordinal=3,
            public={"edtf": "2021-12-21"},
        )
    )
    found = (await desk.ask(STATEMENT, id=str(said.id)))["event"]
    assert found == {
        "__typename": "Statement", "id": str(said.id), "recordId": said.record.id, "version": 1,
        "logOffset": str(said.log_offset), "kind": "STATEMENT", "recordedAt": "2021-12-24T12:00:00.000Z",
        "recordedBy": "desk", "occurred": {"edtf": "2021-12-20", "basis": "STATED"}, "public": {"edtf": "2021-12-21"},
        "summary": "He was against it.", "background": False, "issues": [{"id": "ukraine-joins-nato"}],
        "status": "CURRENT", "reason": None, "speaker": {"id": "north-atlantic-council"},
        "onBehalfOf": [{"id": "nato"}],
        "capacities": [{"speaker": {"id": "north-atlantic-council"}, "onBehalfOf": [{"id": "nato"}], "rank": "HEAD",
                        "withoutRoleBecause": None}],
        "addressees": [], "about": [], "attributesTo": [], "act": "ASSERT", "quote": None, "ordinal": 3,
        "occasion": {"id": str(call.id)}, "provision": None,
        "responses": [{"provision": {"id": "draft-treaty-art1"}, "instrument": {"id": "draft-treaty"},
                       "response": "REJECT", "basis": "EXPLICIT"}],
        "stances": [{"issue": {"id": "ukraine-joins-nato"}, "stance": "OPPOSE", "basis": "IMPLIED",
                     "impliedBy": "Whoever says that means it.", "conditions": [], "liftsConditions": False,
                     "codedBy": "desk"}],
    }  # fmt: skip


async def test_an_unknown_date_is_an_empty_edtf_bounded_by_the_source(desk):
    (judged,) = await desk.do(assessment())
    answer = await desk.ask(
        """query ($id: ID!) { event(id: $id) { occurred { edtf earliest latest basis } public { edtf }
          ... on Assessment { author { id } about { id } } } }""",
        id=str(judged.id),
    )
    assert answer["event"] == {
        "occurred": {"edtf": "", "earliest": None, "latest": "2021-12-22", "basis": "BOUNDED_BY_SOURCE"},
        "public": None,
        "author": {"id": "david-r-cameron"},
        "about": [{"id": "nato"}],
    }


async def test_events_about_events_name_what_they_touch(desk):
    (said,) = await desk.do(on(20))
    (proposed,) = await desk.do(coding(said))
    (adopting,) = await desk.do(correction_of(said, on(20, stances=[]), adopts=str(proposed.id)))
    (withdrawn,) = await desk.do(retraction_of(adopting))
    query = """query ($id: ID!) { event(id: $id) { __typename kind status reason
      ... on Coding { of { id } codedBy adopted stances { stance codedBy } }
      ... on Retraction { retracts { id status } } } }"""
    assert (await desk.ask(query, id=str(withdrawn.id)))["event"] == {
        "__typename": "Retraction", "kind": "RETRACTION", "status": "CURRENT", "reason": "It was wrong.",
        "retracts": {"id": str(adopting.id), "status": "RETRACTED"},
    }  # fmt: skip
    proposal = (await desk.ask(query, id=str(proposed.id)))["event"]
    assert proposal == {
        "__typename": "Coding", "kind": "CODING", "status": "CURRENT", "reason": None, "of": {"id": str(said.id)},
        "codedBy": "a-second-coder", "adopted": False,
        "stances": [{"stance": "NEUTRAL", "codedBy": "a-second-coder"}],
    }  # fmt: skip
    (undone,) = await desk.do(retraction_of(withdrawn))
    assert (await desk.ask(query, id=str(proposed.id)))["event"]["adopted"] is True
    assert (await desk.ask(query, id=str(withdrawn.id)))["event"]["status"] == "RETRACTED"
    assert (await desk.ask(query, id=str(undone.id)))["event"]["retracts"]["id"] == str(withdrawn.id)


async def test_what_there_is_has_events_too(desk):
    (changed,) = await desk.do(correction_of("nato-enlargement", issue("nato-enlargement")))
    query = """query ($id: ID!) { event(id: $id) { __typename kind status version occurred { edtf }
      corrects { id status supersededBy { id } } ... on ReferenceChange { subject } } }"""
    found = (await desk.ask(query, id=str(changed.id)))["event"]
    assert found.pop("corrects")["supersededBy"] == {"id": str(changed.id)}
    assert found == {
        "__typename": "ReferenceChange", "kind": "REFERENCE", "status": "CURRENT", "version": 2, "occurred": None,
        "subject": "nato-enlargement",
    }  # fmt: skip


async def test_an_appearance_added_is_a_version_of_the_same_words(desk):
    (said,) = await desk.do(on(20))
    (added,) = await desk.do(appearance_of(said, source_id="doc-with-text"))
    answer = await desk.ask(
        "query ($id: ID!) { event(id: $id) { version status appearances { source { id } rendering } } }",
        id=str(added.id),
    )
    assert answer["event"]["version"] == 2
    assert [one["source"]["id"] for one in answer["event"]["appearances"]] == ["doc-cameron", "doc-with-text"]


async def test_relations_in_force_are_shown_at_both_ends(desk):
    said, again = await desk.do(on(20), on(21))
    (linked,) = await desk.do(relation("REAFFIRMS", again, said))
    query = "query ($id: ID!) { event(id: $id) { relations { id type from { id } to { id } status } } }"
    expected = [
        {
            "id": str(linked.id),
            "type": "REAFFIRMS",
            "from": {"id": str(again.id)},
            "to": {"id": str(said.id)},
            "status": "CURRENT",
        }
    ]
    for one in (said, again):
        assert (await desk.ask(query, id=str(one.id)))["event"]["relations"] == expected
    await desk.do(retraction_of(linked))
    assert (await desk.ask(query, id=str(said.id)))["event"]["relations"] == []


async def test_figures_are_found_by_estimator_and_by_what_they_count(desk):
    figures = [
        {
            "value": 100_000,
            "qualifier": "about",
            "counts": "Russian troops",
            "estimatedBy": "nato",
            "relayedBy": "bulgaria",
        },
        {"min": 3, "max": 5, "counts": "ships", "projected": True, "asOf": {"edtf": "2022-01"}},
    ]
    (said,) = await desk.do(on(20, quantities=figures, about=["russia"]))
    query = """query ($by: [ID!], $counts: String, $about: [ID!]) {
      quantities(estimatedBy: $by, counts: $counts, about: $about) {
      edges { node { event { id } quantity { value min max qualifier counts projected asOf { edtf } estimatedBy { id }
        relayedBy { id } } } } } }"""
    whole = [edge["node"] for edge in (await desk.ask(query))["quantities"]["edges"]]
    assert [node["event"]["id"] for node in whole] == ids(said, said)
    assert whole[0]["quantity"] == {
        "value": 100_000, "min": None, "max": None, "qualifier": "about", "counts": "Russian troops",
        "projected": False, "asOf": None, "estimatedBy": {"id": "nato"}, "relayedBy": {"id": "bulgaria"},
    }  # fmt: skip
    for variables, counts in [
        ({"by": ["nato"]}, ["Russian troops"]),
        ({"counts": "SHIPS"}, ["ships"]),
        ({"about": ["russia"]}, ["Russian troops", "ships"]),
        ({"about": ["nato"]}, []),
    ]:
        found = (await desk.ask(query, **variables))["quantities"]["edges"]
        assert [edge["node"]["quantity"]["counts"] for edge in found] == counts


async def test_activity_counts_what_is_in_force_on_days_with_any(desk):
    await desk.do(on(20), on(20, public={"edtf": "2021-12-22"}), move(occurred={"edtf": "2021-12-20"}))
    (wrong,) = await desk.do(on(21))
    await desk.do(retraction_of(wrong))
    query = """query ($clock: Clock) { activity(from: "2021-12-01", to: "2021-12-31", clock: $clock) {
      day statements moves } }"""
    assert (await desk.ask(query))["activity"] == [{"day": "2021-12-20", "statements": 2, "moves": 1}]
    assert (await desk.ask(query, clock="PUBLIC"))["activity"] == [
        {"day": "2021-12-20", "statements": 1, "moves": 1},
        {"day": "2021-12-22", "statements": 1, "moves": 0},
    ]


@pytest.mark.parametrize("day", ["20211220", "2021-13-01", "2021-12-1", "2021-W50-1", "yesterday"])
async def test_a_day_is_written_in_one_way(desk, day):
    answer = await desk.answer(f'{{ events(occurredTo: "{day}") {{ edges {{ cursor }} }} }}')
    assert answer.errors
    assert answer.data is None


async def test_a_moment_needs_its_zone(desk):
    answer = await desk.answer('{ events(knownAt: "2021-12-24T12:00:00") { edges { cursor } } }')
    assert "offset" in answer.errors[0].message


async def test_recorded_at_has_milliseconds(desk):
    desk.now += datetime.timedelta(milliseconds=7)
    (said,) = await desk.do(on(20))
    answer = await desk.ask("query ($id: ID!) { event(id: $id) { recordedAt } }", id=str(said.id))
    assert answer["event"]["recordedAt"] == "2021-12-24T12:00:00.007Z"


async def test_of_an_erased_event_its_place_is_left(desk, database):
    said, judged = await desk.do(on(20), assessment(about=["bulgaria"]))
    connection = await asyncpg.connect(database)
    await speak_json(connection)
    reason = {"reason": "A court says so.", "recorded_by": "desk"}
    erasure = await erase(connection, said.id, erasure_id=EventId(uuid4()), **reason)
    (registered,) = await LogReader(connection).stream(RecordRef(RecordKind.ACTOR, "bulgaria"))
    await erase(connection, registered.id, erasure_id=EventId(uuid4()), **reason)
    await connection.close()
    await Projector(desk.writers).catch_up()
    query = """query ($id: ID!) { event(id: $id) { __typename kind summary status occurred { edtf } issues { id }
      ... on Erased { erasedBy { id } } ... on Erasure { erases { id } reason }
      ... on Assessment { about { id name } } } }"""
    assert (await desk.ask(query, id=str(said.id)))["event"] == {
        "__typename": "Erased", "kind": "STATEMENT", "summary": None, "status": "RETRACTED", "occurred": None,
        "issues": [], "erasedBy": {"id": str(erasure.id)},
    }  # fmt: skip
    found = (await desk.ask(query, id=str(erasure.id)))["event"]
    assert (found["__typename"], found["erases"], found["reason"]) == (
        "Erasure",
        {"id": str(said.id)},
        "A court says so.",
    )
    about = (await desk.ask(query, id=str(judged.id)))["event"]["about"]
    assert about == [{"id": "bulgaria", "name": "bulgaria"}]


async def test_of_an_erased_source_its_slug_is_left(desk, database):
    (said,) = await desk.do(on(20))
    connection = await asyncpg.connect(database)
    await speak_json(connection)
    (registered,) = await LogReader(connection).stream(RecordRef(RecordKind.SOURCE, "doc-cameron"))
    await erase(connection, registered.id, erasure_id=EventId(uuid4()), reason="Its owner asks.", recorded_by="desk")
    await connection.close()
    await Projector(desk.writers).catch_up()
    answer = await desk.ask(
        "query ($id: ID!) { event(id: $id) { appearances { source { id title published { edtf } retracted } } } }",
        id=str(said.id),
    )
    left = {"id": "doc-cameron", "title": "doc-cameron", "published": None, "retracted": False}
    assert answer["event"]["appearances"] == [{"source": left}]
