"""Mutations: what is recorded is on disk and in the answers when it is answered; a dry run leaves no trace."""

import asyncio
import datetime
from contextlib import asynccontextmanager

import asyncpg
import pytest
from graphql_mutations import PAYLOAD, mutation
from live_service import given, serving
from writing import (
    DECEMBER_2021,
    Desk,
    actor,
    appearance,
    assessment,
    capacity,
    coding,
    instrument,
    issue,
    move,
    relation,
    role,
    schedule,
    source,
    stance,
    statement,
)

from events import drafts
from events.decide.command import Record, Request
from events.log.recorder import Recorded
from projections.projector import Projector
from service import services
from service.graphql.input_fields import DESCRIPTIONS
from service.graphql.inputs import _INPUT_OF_DRAFT
from service.graphql.writing import Writing

POSITION = '{ position(actor: "russia", issue: "ukraine-joins-nato", asOf: "2021-12-24") { stance lastStated } }'
PROJECTING = "select from projection.checkpoint for update"
APPENDING = "select log.lock_append()"


@pytest.fixture
async def service(database):
    async with serving(database, has_record=True, projection_wait=5) as service:
        yield service


@asynccontextmanager
async def held_up(database, query):
    """Hold the lock that a query takes, until leaving."""
    connection = await asyncpg.connect(database)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(query)
    try:
        yield
    finally:
        await transaction.rollback()
        await connection.close()


# ---- every kind of record ----


@pytest.mark.parametrize(
    ("name", "draft", "kind"),
    [
        ("registerActor", actor("france"), "REFERENCE"),
        ("recordRole", role("bulgaria", "ally-of", "united-states"), "REFERENCE"),
        ("defineIssue", issue("nrc-meeting", parent="nato-enlargement"), "REFERENCE"),
        ("registerSource", source("doc-kremlin", published={"edtf": "2021-12-23"}, sha256="ab" * 32), "REFERENCE"),
        ("registerInstrument", instrument("draft-agreement", "draft-agreement-art1"), "INSTRUMENT"),
        ("recordStatement", statement(provision="draft-treaty-art1", ordinal=3), "STATEMENT"),
        ("recordMove", move(codings=[{"cameo": "0256", "goldstein": 3.4}]), "MOVE"),
        ("recordAssessment", assessment(quantities=[{"counts": "troops", "min": 90_000}]), "ASSESSMENT"),
        ("recordSchedule", schedule(), "SCHEDULE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_given_is_on_record_and_answered(service, name, draft, kind):
    head, desk = await service.head(), Desk()
    desk.record(*DECEMBER_2021)
    payload = await service.data(mutation(name), input=given(draft))
    (recorded,) = await service.log(head)
    assert recorded.content == desk.record(draft).content
    assert payload == {
        "event": {
            "id": str(recorded.id),
            "recordId": recorded.record.id,
            "version": 1,
            "logOffset": str(head + 1),
            "kind": kind,
            "recordedBy": "desk",
            "summary": payload["event"]["summary"],
            "status": "CURRENT",
            "reason": None,
        },
        "logOffset": str(head + 1),
        "isProjected": True,
        "wouldChange": [],
        "errors": [],
    }


async def test_a_schedule_that_is_named_has_a_new_state(service):
    first = await service.data(mutation("recordSchedule"), input=given(schedule()))
    state = schedule(id=first["event"]["recordId"], state="AGREED")
    second = await service.data(mutation("recordSchedule"), input=given(state), expectedVersion=1)
    assert (second["event"]["recordId"], second["event"]["version"]) == (first["event"]["recordId"], 2)


async def test_two_events_are_linked(service):
    said, again = await service.record(statement(), statement(summary="He said so again."))
    payload = await service.data(mutation("assertRelation"), input=given(relation("REAFFIRMS", again, said)))
    assert (payload["event"]["kind"], payload["event"]["reason"]) == ("RELATION", "Read side by side.")


async def test_an_appearance_is_a_next_version(service):
    (said,) = await service.record(statement())
    arguments = {"event": str(said.id), "input": appearance("doc-with-text"), "expectedVersion": 1}
    payload = await service.data(mutation("addAppearance"), **arguments)
    assert (payload["event"]["version"], payload["event"]["kind"]) == (2, "STATEMENT")


async def test_a_proposed_coding_counts_once_a_correction_adopts_it(service):
    (said,) = await service.record(statement())
    proposed = await service.data(mutation("proposeCoding"), input=given(coding(said)))
    assert (await service.data(POSITION))["stance"] == "OPPOSE"
    content = {"reason": "Read again.", "statement": given(statement(stances=[])), "adopts": proposed["event"]["id"]}
    await service.data(mutation("correctEvent"), id=str(said.id), input=content, expectedVersion=1)
    assert (await service.data(POSITION))["stance"] == "NEUTRAL"


async def test_a_correction_is_withdrawn_and_then_the_statement(service):
    (said,) = await service.record(statement())
    content = {"reason": "He was for it.", "statement": given(statement(stances=[stance(value="SUPPORT")]))}
    corrected = await service.data(mutation("correctEvent"), id=str(said.id), input=content)
    assert corrected["event"]["reason"] == "He was for it."
    assert (await service.data(POSITION))["stance"] == "SUPPORT"
    await service.data(mutation("retractEvent"), id=corrected["event"]["id"], reason="He was not.", expectedVersion=2)
    assert (await service.data(POSITION))["stance"] == "OPPOSE"
    await service.data(mutation("retractEvent"), id=str(said.id), reason="He did not say so.")
    assert await service.data(POSITION) is None


async def test_who_records_is_the_desk_of_the_settings(database):
    async with serving(database, desk="moscow") as service:
        payload = await service.data(mutation("registerActor"), input=given(actor("nato")))
        assert payload["event"]["recordedBy"] == "moscow"


# ---- once, and seen by who wrote it ----


async def test_the_same_request_under_the_same_key_is_recorded_once(service):
    arguments = {"input": given(statement()), "idempotencyKey": "drawn-once"}
    answers = await asyncio.gather(*(service.data(mutation("recordStatement"), **arguments) for _ in range(4)))
    assert answers == answers[:1] * 4
    assert await service.head() == int(answers[0]["logOffset"])


async def test_a_client_reads_what_it_wrote(service):
    for day in range(10, 20):
        draft = statement(occurred={"edtf": f"2021-12-{day}"})
        await service.data(mutation("recordStatement"), input=given(draft))
        assert (await service.data(POSITION))["lastStated"] == f"2021-12-{day}"


async def test_the_wait_sees_what_another_process_projects(service):
    writing = service.services.writing
    idle = Writing(writing.recorder, Projector(None), writing.reached, datetime.timedelta(seconds=5))
    answer = await idle.record(Request(Record(statement()), "desk"))
    assert isinstance(answer, Recorded)
    assert await idle.projected_to(answer.event.log_offset) >= answer.event.log_offset


async def test_what_is_not_projected_in_time_is_safe_all_the_same(database):
    async with serving(database, has_record=True, projection_wait=0.2) as service:
        async with held_up(database, PROJECTING):
            payload = await service.data(mutation("recordStatement"), input=given(statement()))
            assert (payload["isProjected"], payload["errors"]) == (False, [])
            assert payload["event"]["status"] == "CURRENT"
        assert str((await service.log())[-1].log_offset) == payload["logOffset"]


async def test_a_log_that_does_not_answer_is_an_error_that_says_what_to_do(database, monkeypatch):
    monkeypatch.setattr(services, "_LOCK", datetime.timedelta(seconds=0.2))
    async with serving(database, has_record=True) as service, held_up(database, APPENDING):
        arguments = {"input": given(statement()), "idempotencyKey": "drawn-once"}
        response = await service.ask(mutation("recordStatement"), **arguments)
        (error,) = response["errors"]
        assert response["data"] is None
        assert error["extensions"] == {"code": "UNAVAILABLE"}
        assert "the same idempotencyKey" in error["message"]


# ---- dry runs ----


async def test_a_dry_run_tells_what_recording_then_does(service):
    draft = statement(capacities=[capacity("sergei-ryabkov", "russian-foreign-ministry")])
    head = await service.head()
    foreseen = await service.data(mutation("recordStatement"), input=given(draft), dryRun=True)
    assert (foreseen["event"], foreseen["logOffset"], foreseen["errors"]) == (None, None, [])
    assert await service.head() == head
    payload = await service.data(mutation("recordStatement"), input=given(draft))
    changes = await service.services.reading.pool.fetch(
        "select on_day, kind from projection.position_change where log_offset = $1 and clock in ('OCCURRED', 'BOTH')",
        head + 1,
    )
    assert payload["logOffset"] == str(head + 1)
    assert [change["actor"]["id"] for change in foreseen["wouldChange"]] == ["russia", "russian-foreign-ministry"]
    assert [(c["on"], c["kind"]) for c in foreseen["wouldChange"]] == [(str(c["on_day"]), c["kind"]) for c in changes]
    for change in foreseen["wouldChange"]:
        assert (change["before"], change["after"]) == (None, {"stance": "OPPOSE"})


async def test_a_dry_run_of_a_correction_shows_the_answers_before_and_after(service):
    (said,) = await service.record(statement())
    foreseen = await service.data(mutation("retractEvent"), id=str(said.id), reason="He did not.", dryRun=True)
    (change,) = foreseen["wouldChange"]
    assert (change["kind"], change["before"], change["after"]) == ("RECORD_CHANGED", {"stance": "OPPOSE"}, None)
    assert (await service.data(POSITION))["stance"] == "OPPOSE"


async def test_what_would_change_can_be_asked_about_in_full(service):
    query = """mutation($input: RecordStatementInput!) { recordStatement(input: $input, dryRun: true) { wouldChange {
      after { restsOn { summary status appearances { source { id } } } evidence { totalCount edges { node { role } } } }
    } } }"""
    foreseen = await service.data(query, input=given(statement()))
    rests_on = {
        "summary": "He was against it.",
        "status": "CURRENT",
        "appearances": [{"source": {"id": "doc-cameron"}}],
    }
    after = {"restsOn": [rests_on], "evidence": {"totalCount": 1, "edges": [{"node": {"role": "DECISIVE"}}]}}
    assert foreseen == {"wouldChange": [{"after": after}]}


async def test_a_dry_run_holds_nobody_up_once_it_is_answered(service):
    query = f"""mutation($input: RecordStatementInput!) {{
      foreseen: recordStatement(input: $input, dryRun: true) {PAYLOAD}
      recorded: recordStatement(input: $input) {PAYLOAD}
      moot: recordStatement(input: $input, dryRun: true) {PAYLOAD}
    }}"""
    head = await service.head()
    answers = (await service.ask(query, input=given(statement())))["data"]
    assert [len(payload["wouldChange"]) for payload in answers.values()] == [1, 0, 0]
    async with asyncio.timeout(1):
        payload = await service.data(mutation("recordStatement"), input=given(statement()))
    assert payload["logOffset"] == str(head + 2)


async def test_a_dry_run_is_refused_like_the_request_itself(service):
    draft = statement(stances=[stance("flat-earth")])
    payload = await service.data(mutation("recordStatement"), input=given(draft), dryRun=True)
    assert [error["code"] for error in payload["errors"]] == ["UNKNOWN_ID"]


async def test_nothing_is_foreseen_while_the_projections_are_behind(database):
    async with serving(database, has_record=True, projection_wait=0.2) as service:
        async with held_up(database, PROJECTING):
            await service.data(mutation("recordStatement"), input=given(statement()))
            response = await service.ask(mutation("recordStatement"), input=given(statement()), dryRun=True)
        assert [error["extensions"] for error in response["errors"]] == [{"code": "NOT_PROJECTED"}]


# ---- the inputs ----


def test_every_field_of_an_input_is_described_and_no_other():
    described = {key for draft in _INPUT_OF_DRAFT for name in draft.model_fields for key in (name, (draft, name))}
    assert set(DESCRIPTIONS) <= described


def test_every_draft_has_its_input():
    assert set(drafts.RECORD_KIND_OF_DRAFT) <= set(_INPUT_OF_DRAFT)
