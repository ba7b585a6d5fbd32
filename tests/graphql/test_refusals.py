"""Every refusal, as a client gets it: its code, the path of the field, a sentence; and the log is unchanged."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from graphql_mutations import mutation
from live_service import given, serving
from writing import (
    actor,
    appearance,
    assessment,
    capacity,
    coding,
    instrument,
    issue,
    move,
    relation,
    retraction_of,
    role,
    schedule,
    source,
    stance,
    statement,
)

from events.errors import RefusalCode
from events.event import RecordedEvent

NOBODY = str(UUID(int=7))
Known = Mapping[str, RecordedEvent]
Case = tuple[str, str, str, Callable[[Known], dict[str, Any]]]


def said(**fields):
    return {"input": given(statement(**fields))}


def correction(**content):
    return {"reason": "It was wrong."} | {name: given(draft) for name, draft in content.items()}


CASES: list[Case] = [
    ("UNKNOWN_ID", "recordStatement", "input.stances.0.issue", lambda _: said(stances=[stance("flat-earth")])),
    ("UNKNOWN_ID", "recordStatement", "input.appearances.0.source", lambda _: said(appearances=[appearance("no-doc")])),
    ("UNKNOWN_ID", "recordMove", "input.actors.0", lambda _: {"input": given(move(actors=["atlantis"]))}),
    ("UNKNOWN_ID", "addAppearance", "event", lambda _: {"event": NOBODY, "input": appearance()}),
    ("UNKNOWN_ID", "retractEvent", "id", lambda _: {"id": NOBODY, "reason": "It was wrong."}),
    ("UNKNOWN_ID", "correctEvent", "input.adopts", lambda known: {
        "id": str(known["said"].id),
        "input": correction(statement=statement(stances=[])) | {"adopts": NOBODY}}),
    ("NO_ROLE", "recordStatement", "input.capacities.0.onBehalfOf.0",
        lambda _: said(capacities=[capacity("vladimir-putin", "nato")])),
    ("BAD_DATE", "recordStatement", "input.occurred.edtf", lambda _: said(occurred={"edtf": "2021-13-45"})),
    ("BAD_DATE", "recordStatement", "input.occurred.relative",
        lambda _: said(occurred={"relative": "the other day", "anchor": "doc-cameron"})),
    ("BAD_DATE", "recordMove", "input.occurred.anchor",
        lambda _: {"input": given(move(occurred={"relative": "days-before(2)"}))}),
    ("FUTURE_DATE", "recordStatement", "input.occurred", lambda _: said(occurred={"edtf": "2999-01-01"})),
    ("END_BEFORE_START", "recordStatement", "input.occurred.edtf",
        lambda _: said(occurred={"edtf": "2021-12-22/2021-12-20"})),
    ("END_BEFORE_START", "recordRole", "input.to", lambda _: {
        "input": given(role("russia", "member-of", "nato", **{"from": "2021-12-22", "to": "2021-12-20"}))}),
    ("CONDITION_MISSING", "recordStatement", "input.stances.0.conditions",
        lambda _: said(stances=[stance(value="CONDITIONAL")])),
    ("IMPLIED_REASON_MISSING", "recordStatement", "input.stances.0.impliedBy",
        lambda _: said(stances=[stance(basis="IMPLIED")])),
    ("QUOTE_NOT_FOUND", "recordStatement", "input.appearances.0.quote",
        lambda _: said(appearances=[appearance("doc-with-text", quote="Nobody said this.")])),
    ("QUOTE_NOT_FOUND", "addAppearance", "input.quote", lambda known: {
        "event": str(known["said"].id), "input": appearance("doc-with-text", quote="Nobody said this.")}),
    ("KEY_REUSED", "recordStatement", "idempotencyKey",
        lambda _: said(summary="Something else.") | {"idempotencyKey": "key-of-said"}),
    ("STALE_VERSION", "addAppearance", "expectedVersion", lambda known: {
        "event": str(known["said"].id), "input": appearance("doc-with-text"), "expectedVersion": 7}),
    ("STALE_VERSION", "correctEvent", "expectedVersion", lambda known: {
        "id": str(known["said"].id), "input": correction(statement=statement()), "expectedVersion": 0}),
    ("STALE_VERSION", "retractEvent", "expectedVersion", lambda known: {
        "id": str(known["said"].id), "reason": "It was wrong.", "expectedVersion": 2}),
    ("STALE_VERSION", "recordSchedule", "expectedVersion", lambda known: {
        "input": given(schedule(id=str(known["planned"].id), state="AGREED")), "expectedVersion": 2}),
    ("ALREADY_RETRACTED", "retractEvent", "id",
        lambda known: {"id": str(known["withdrawn"].id), "reason": "It was wrong."}),
    ("ALREADY_RETRACTED", "correctEvent", "id",
        lambda known: {"id": str(known["withdrawn"].id), "input": correction(statement=statement())}),
    ("ALREADY_RETRACTED", "addAppearance", "event",
        lambda known: {"event": str(known["withdrawn"].id), "input": appearance()}),
    ("ID_TAKEN", "registerActor", "input.id", lambda _: {"input": given(actor("nato"))}),
    ("ID_TAKEN", "defineIssue", "input.id", lambda _: {"input": given(issue("ukraine-joins-nato"))}),
    ("ID_TAKEN", "registerSource", "input.id", lambda _: {"input": given(source("doc-cameron"))}),
    ("ID_TAKEN", "registerInstrument", "input.provisions.0.id",
        lambda _: {"input": given(instrument("another-treaty", "draft-treaty-art1"))}),
    ("CYCLE", "correctEvent", "input.source.published.anchor", lambda _: {
        "id": "doc-cameron",
        "input": correction(
            source=source("doc-cameron", published={"relative": "days-before(1)", "anchor": "doc-dated-by-it"}))}),
    ("CYCLE", "correctEvent", "input.issue.parent", lambda _: {
        "id": "nato-enlargement",
        "input": correction(issue=issue("nato-enlargement", parent="ukraine-joins-nato"))}),
    ("IN_USE", "retractEvent", "id", lambda _: {"id": "russia", "reason": "It was wrong."}),
    ("IN_USE", "correctEvent", "input.instrument.provisions", lambda _: {
        "id": "draft-treaty", "input": correction(instrument=instrument("draft-treaty", "draft-treaty-art4"))}),
    ("CONTRADICTS_JUDGEMENT", "assertRelation", "input", lambda known: {
        "input": given(relation("NOT_SAME_STATEMENT", known["again"], known["said"]))}),
    ("INVALID", "recordStatement", "input.capacities", lambda _: said() | {
        "input": given(statement()) | {"capacities": []}}),
    ("INVALID", "recordStatement", "input.summary", lambda _: {"input": given(statement()) | {"summary": ""}}),
    ("INVALID", "recordStatement", "input.quote", lambda _: said(quote="\0")),
    ("INVALID", "recordStatement", "input.responses.0.response", lambda _: said(
        responses=[{"instrument": "draft-treaty", "response": "SILENT", "basis": "EXPLICIT"}])),
    ("INVALID", "recordAssessment", "input.appearances", lambda _: {"input": given(assessment(appearances=[]))}),
    ("INVALID", "registerActor", "input.id", lambda _: {"input": given(actor("nato")) | {"id": "The Alliance"}}),
    ("INVALID", "registerSource", "input.sha256", lambda _: {"input": given(source("doc")) | {"sha256": "beef"}}),
    ("INVALID", "recordRole", "input.type", lambda _: {"input": given(role("russia", "rules", "bulgaria"))}),
    ("INVALID", "recordStatement", "idempotencyKey", lambda _: said() | {"idempotencyKey": ""}),
    ("INVALID", "recordSchedule", "expectedVersion", lambda _: {"input": given(schedule()), "expectedVersion": 1}),
    ("INVALID", "correctEvent", "input", lambda known: {
        "id": str(known["said"].id), "input": correction(statement=statement(), move=move())}),
    ("INVALID", "correctEvent", "id",
        lambda known: {"id": str(known["said"].id), "input": correction(move=move())}),
    ("INVALID", "correctEvent", "input.issue.kind", lambda _: {
        "id": "ukraine-joins-nato",
        "input": correction(issue=issue("ukraine-joins-nato", parent="nato-enlargement", kind="FACTUAL"))}),
    ("INVALID", "retractEvent", "reason", lambda known: {"id": str(known["said"].id), "reason": " "}),
    ("INVALID", "assertRelation", "input.to", lambda known: {
        "input": given(relation("IN_TENSION", known["said"], known["said"]))}),
    ("INVALID", "proposeCoding", "input.of", lambda known: {"input": given(coding(known["planned"]))}),
]  # fmt: skip


@pytest.fixture
async def service(database):
    async with serving(database, has_record=True) as service:
        yield service


@pytest.fixture
async def known(service):
    """Put on record what the cases are refused because of."""
    key = {"idempotencyKey": "key-of-said"}
    answered = await service.data(
        mutation("recordStatement"), input=given(statement(provision="draft-treaty-art1")), **key
    )
    (said,) = await service.log(int(answered["logOffset"]) - 1)
    again, withdrawn, planned = await service.record(
        statement(summary="He said it."), statement(summary="He did not."), schedule()
    )
    dated_by_it = source("doc-dated-by-it", published={"relative": "days-before(1)", "anchor": "doc-cameron"})
    await service.record(relation("SAME_STATEMENT", said, again), retraction_of(withdrawn), dated_by_it)
    return {"said": said, "again": again, "withdrawn": withdrawn, "planned": planned}


@pytest.mark.parametrize(
    ("code", "name", "field", "variables"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
async def test_it_is_refused(service, known, code, name, field, variables):
    head = await service.head()
    payload = await service.data(mutation(name), **variables(known))
    assert [(error["code"], ".".join(error["field"])) for error in payload["errors"]] == [(code, field)]
    assert payload["errors"][0]["message"]
    assert (payload["event"], payload["logOffset"], payload["wouldChange"]) == (None, None, [])
    assert await service.head() == head


def test_every_code_has_its_case():
    assert {code for code, *_ in CASES} == {code.value for code in RefusalCode} - {RefusalCode.FORBIDDEN}
