"""What the recorder knows when it decides: what is in use, what comes back, texts, and who and what there is."""

import datetime
from dataclasses import replace
from uuid import uuid4

import pytest
from recording import HEAD, furnished_recorder, record, recorded, refusals, requests, told
from writing import (
    DECEMBER_2021,
    TODAY,
    actor,
    appearance,
    coding,
    correction_of,
    instrument,
    issue,
    move,
    relation,
    retraction_of,
    role,
    source,
    stance,
    statement,
)

from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.erasure import erase
from events.log.kept_registry import QUERIES, KeptRegistry
from events.log.recorder import Recorder
from events.vocabulary import EventId


@pytest.fixture
def recorder(log, writer_pool):
    return Recorder(log, writer_pool, today=lambda: TODAY)


@pytest.fixture
async def furnished(log, writer_pool):
    return await furnished_recorder(log, writer_pool)


@pytest.fixture
async def another(database):
    """Give the recorder of another process: it shares nothing with the first but the database."""
    pool = await open_writer_pool(
        database,
        application_name="another process",
        size=4,
        lock_timeout=datetime.timedelta(seconds=5),
        transaction_timeout=datetime.timedelta(seconds=10),
    )
    yield Recorder(Log(pool), pool, today=lambda: TODAY)
    await pool.close()


class TestWhatIsInUse:
    """Asked of records that no registry keeps: they are looked for in the log."""

    async def test_is_found_in_the_log_and_refused(self, furnished, another):
        await recorded(furnished, actor("ukraine"))
        await recorded(furnished, statement(about=["ukraine"]))
        assert refusals(await record(another, retraction_of("ukraine"))) == [("IN_USE", "id")]

    async def test_is_found_among_what_the_registry_keeps(self, furnished):
        await recorded(furnished, actor("ukraine"))
        await recorded(furnished, role("ukraine", "ally-of", "united-states"))
        assert refusals(await record(furnished, retraction_of("ukraine"))) == [("IN_USE", "id")]

    async def test_is_found_behind_any_number_of_texts_that_only_look_like_it(self, furnished):
        await recorded(furnished, actor("ukraine"))
        alike = [statement(summary="ukraine") for _ in range(201)]
        await furnished.record(requests(*alike, statement(about=["ukraine"])))
        assert refusals(await record(furnished, retraction_of("ukraine"))) == [("IN_USE", "id")]

    async def test_is_not_what_a_text_only_looks_like(self, furnished):
        await recorded(furnished, actor("ukraine"))
        await furnished.record(requests(*[statement(summary="ukraine") for _ in range(201)]))
        assert (await recorded(furnished, retraction_of("ukraine"))).version == 2

    async def test_is_only_what_holds_now(self, furnished):
        await recorded(furnished, actor("ukraine"))
        said = await recorded(furnished, statement(about=["ukraine"]))
        other = await recorded(furnished, statement(about=["ukraine"]))
        await recorded(furnished, correction_of(said, statement()))
        assert refusals(await record(furnished, retraction_of("ukraine"))) == [("IN_USE", "id")]
        answers = await furnished.record(requests(retraction_of(other), retraction_of("ukraine")))
        assert [answer.is_new for answer in answers] == [True, True]

    async def test_counts_provisions_that_a_correction_drops(self, furnished):
        response = {"instrument": "draft-treaty", "provision": "draft-treaty-art4", "response": "REJECT"}
        await recorded(furnished, statement(responses=[response | {"basis": "EXPLICIT"}]))
        keeping, dropping = (
            correction_of("draft-treaty", instrument("draft-treaty", provision))
            for provision in ("draft-treaty-art4", "draft-treaty-art1")
        )
        assert refusals(await record(furnished, dropping)) == [("IN_USE", "input.instrument.provisions")]
        await recorded(furnished, keeping)

    async def test_counts_proposed_codings(self, furnished):
        await recorded(furnished, issue("abandoned"))
        said = await recorded(furnished, statement())
        await recorded(furnished, coding(said, stances=[stance("abandoned")]))
        assert refusals(await record(furnished, retraction_of("abandoned"))) == [("IN_USE", "id")]


class TestWhatComesBack:
    async def test_may_name_events_that_the_request_does_not(self, furnished):
        said = await recorded(furnished, statement(occasion=str((await recorded(furnished, move())).id)))
        linked = await recorded(furnished, relation("REAFFIRMS", said, await recorded(furnished, statement())))
        for event in (said, linked):
            await recorded(furnished, retraction_of(await recorded(furnished, retraction_of(event))))

    async def test_names_nothing_that_is_gone(self, furnished):
        await recorded(furnished, issue("abandoned"))
        withdrawn = await recorded(
            furnished, retraction_of(await recorded(furnished, statement(stances=[stance("abandoned")])))
        )
        gone = await recorded(furnished, retraction_of("abandoned"))
        answers = await furnished.record(
            requests(retraction_of(withdrawn), retraction_of(gone), retraction_of(withdrawn))
        )
        assert refusals(answers[0]) == [("UNKNOWN_ID", "id")]
        assert [answer.is_new for answer in answers[1:]] == [True, True]


class TestTheTextOfASource:
    QUOTE = "“We’re not the ones who threaten.”"

    @pytest.mark.usefixtures("furnished")
    async def test_is_looked_up_where_a_quote_asks_for_it(self, another):
        answers = await another.record(
            requests(
                statement(appearances=[appearance("doc-with-text", quote=self.QUOTE)]),
                statement(appearances=[appearance("doc-with-text", quote='"We\'re not the ones who threaten."')]),
            )
        )
        assert told(answers) == [(HEAD + 1, True), [("QUOTE_NOT_FOUND", "input.appearances.0.quote")]]

    async def test_is_that_of_the_version_that_stands(self, furnished, another):
        quoting = statement(appearances=[appearance("doc-with-text", quote=self.QUOTE)])
        corrected = await recorded(furnished, correction_of("doc-with-text", source("doc-with-text", text="Other.")))
        assert refusals(await record(another, quoting)) == [("QUOTE_NOT_FOUND", "input.appearances.0.quote")]
        await recorded(furnished, retraction_of(corrected))
        assert (await record(another, quoting)).is_new

    @pytest.mark.usefixtures("furnished")
    async def test_is_kept_in_no_registry(self, writer_pool):
        fold = await KeptRegistry().caught_up(writer_pool)
        assert fold.registry.source("doc-with-text").text is None
        assert fold.registry.source("doc-with-text").title == "doc-with-text"


class TestTheKeptRegistry:
    async def test_forgets_what_was_erased(self, furnished, superuser):
        extra = await recorded(furnished, issue("abandoned"))
        await erase(superuser, extra.id, erasure_id=EventId(uuid4()), reason="Asked for.", recorded_by="desk")
        answer = await record(furnished, statement(stances=[stance("abandoned")]))
        assert refusals(answer) == [("UNKNOWN_ID", "input.stances.0.issue")]

    @pytest.mark.usefixtures("furnished")
    async def test_begins_anew_with_another_log(self, superuser, writer_pool):
        kept = KeptRegistry()
        before = await kept.caught_up(writer_pool)
        await superuser.execute("update log.identity set id = gen_random_uuid()")
        after = await kept.caught_up(writer_pool)
        assert (after.log_id != before.log_id, after.log_offset) == (True, before.log_offset)
        assert after.registry is not before.registry
        assert {*after.registry.in_force()} == {*before.registry.in_force()}

    @pytest.mark.usefixtures("furnished")
    async def test_begins_anew_with_a_log_that_lost_events(self, superuser, writer_pool):
        kept = KeptRegistry()
        before = await kept.caught_up(writer_pool)
        await superuser.execute("alter table log.event disable trigger all")
        await superuser.execute("delete from log.event where log_offset = $1", HEAD)
        after = await kept.caught_up(writer_pool)
        assert after.log_offset == HEAD - 1
        assert (before.registry.instrument("draft-treaty") is None, after.registry.instrument("draft-treaty")) == (
            False,
            None,
        )

    async def test_takes_in_what_was_just_committed_and_reads_it_no_more(self, furnished, writer_pool):
        kept = KeptRegistry()
        before = await kept.caught_up(writer_pool)
        event = await recorded(furnished, actor("ukraine"))
        kept.keep([replace(event, recorded_by="not what the log says")], before=before)
        fold = await kept.caught_up(writer_pool)
        assert fold.log_offset == HEAD + 1
        (known,) = fold.registry.stream(event.record.kind, "ukraine").events
        assert known.recorded_by == "not what the log says"

    async def test_stays_with_what_goes_furthest(self, furnished, writer_pool):
        kept = KeptRegistry()
        before = await kept.caught_up(writer_pool)
        events = [await recorded(furnished, actor(slug)) for slug in ("ukraine", "belarus")]
        kept.keep(events, before=before)
        furthest = await kept.caught_up(writer_pool)
        kept.keep(events[:1], before=before)
        assert (await kept.caught_up(writer_pool)).registry is furthest.registry

    async def test_reads_page_by_page(self, recorder, writer_pool):
        await recorder.record(requests(*(actor(f"actor-{n}") for n in range(1_001))))
        fold = await KeptRegistry().caught_up(writer_pool)
        assert fold.registry.actor("actor-0") is not None
        assert fold.registry.actor("actor-1000") is not None

    async def test_equals_a_fold_of_the_log_after_every_batch(self, recorder, writer_pool):
        for batch in (DECEMBER_2021[:7], DECEMBER_2021[7:]):
            await recorder.record(requests(*batch))
            kept = await recorder._kept.caught_up(writer_pool)
            assert [*kept.registry.in_force()] == [*(await KeptRegistry().caught_up(writer_pool)).registry.in_force()]


@pytest.mark.parametrize("name", QUERIES)
async def test_the_database_understands_every_query_of_the_recorder(superuser, name):
    await superuser.prepare(QUERIES[name])
    assert QUERIES[name].startswith("-- ")
    assert QUERIES[name].splitlines()[0].endswith(".")
