"""The recorder: requests become events on what the log holds at that moment, one answer each, in one transaction."""

import asyncio
import datetime
import itertools
from uuid import UUID, uuid4

import pytest
from recording import HEAD, furnished_recorder, record, recorded, refusals, request, requests, told
from writing import (
    DECEMBER_2021,
    TEXT,
    TODAY,
    actor,
    appearance,
    appearance_of,
    capacity,
    correction_of,
    issue,
    move,
    relation,
    retraction_of,
    role,
    schedule,
    source,
    stance,
    state_of,
    statement,
)

from events.drafts import CodingDraft, RelationDraft
from events.errors import LogUnavailable, Refused
from events.event import ExpectedVersion, Version
from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.erasure import erase
from events.log.recorder import Recorded, Recorder, WouldRecord, time_ordered_id
from events.vocabulary import EventId, LogOffset


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


class TestABatch:
    async def test_builds_on_what_it_has_just_recorded(self, recorder, reader):
        answers = await recorder.record(requests(*DECEMBER_2021, statement()))
        assert all(isinstance(answer, Recorded) and answer.is_new for answer in answers)
        assert await reader.read(LogOffset(0), limit=100) == [answer.event for answer in answers]

    async def test_is_answered_in_order_and_the_refused_leave_their_neighbours_alone(self, furnished, reader):
        answers = await furnished.record(
            requests(
                move(),
                statement(about=["nobody"]),
                actor("nato"),
                statement(summary="nothing\0"),
                retraction_of("nobody\0"),
                move(),
            )
        )
        assert told(answers) == [
            (HEAD + 1, True),
            [("UNKNOWN_ID", "input.about.0")],
            [("ID_TAKEN", "input.id")],
            [("INVALID", "input.summary")],
            [("INVALID", "id")],
            (HEAD + 2, True),
        ]
        assert (await reader.head()).log_offset == HEAD + 2

    async def test_is_one_transaction(self, furnished):
        answers = await furnished.record(requests(move(), statement()))
        assert len({answer.event.recorded_at for answer in answers}) == 1

    async def test_of_nothing_is_answered_by_nothing(self, furnished, reader):
        assert await furnished.record([]) == []
        assert (await reader.head()).log_offset == HEAD

    async def test_of_refusals_alone_writes_nothing(self, furnished, reader):
        before = await reader.head()
        await furnished.record(requests(actor("nato"), statement(about=["nobody"])))
        assert await reader.head() == before

    async def test_may_name_its_own_events_whose_ids_the_writer_draws(self, log, writer_pool, reader):
        count = len(DECEMBER_2021)
        ids = [UUID(int=number) for number in range(1, count + 12)]
        call, said, again, same, coded, planned = (str(event_id) for event_id in ids[count : count + 6])
        link = {"type": "SAME_STATEMENT", "from": said, "to": again, "reason": "Two reports."}
        drawn = iter(ids)
        recorder = Recorder(log, writer_pool, today=lambda: TODAY, draw_id=lambda _: next(drawn))
        answers = await recorder.record(
            requests(
                *DECEMBER_2021,
                move(),
                statement(occasion=call),
                statement(occasion=call, appearances=[appearance("doc-with-text", quote="𝕏 stands beyond the BMP.")]),
                RelationDraft.model_validate(link),
                CodingDraft.model_validate({"of": said, "codedBy": "another", "stances": [stance(value="NEUTRAL")]}),
                schedule(),
                correction_of(said, statement(stances=[]), adopts=coded, expected=ExpectedVersion.exactly(1)),
                appearance_of(again, expected=ExpectedVersion.exactly(1)),
                state_of(planned, state="HELD", expected=ExpectedVersion.exactly(1)),
                retraction_of(same, expected=ExpectedVersion.exactly(1)),
                relation("NOT_SAME_STATEMENT", _Named(said), _Named(again)),
            )
        )
        assert [answer for answer in answers if isinstance(answer, Refused)] == []
        assert [answer.event.version for answer in answers[count:]] == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 1]
        assert answers[count + 2].event.content.appearances[0].span_start == TEXT.index("𝕏")
        assert await reader.read(LogOffset(0), limit=100) == [answer.event for answer in answers]

    async def test_is_held_to_what_it_has_just_changed(self, furnished):
        answers = await furnished.record(
            requests(
                issue("abandoned"),
                statement(stances=[stance("abandoned")]),
                retraction_of("abandoned"),
                issue("forgotten"),
                retraction_of("forgotten"),
                statement(stances=[stance("forgotten")]),
                source("doc-new", text="Words."),
                statement(appearances=[appearance("doc-new", quote="Deeds.")]),
                correction_of("doc-new", source("doc-new", text="Deeds.")),
                statement(appearances=[appearance("doc-new", quote="Deeds.")]),
            )
        )
        assert [refusals(answer) for answer in answers if isinstance(answer, Refused)] == [
            [("IN_USE", "id")],
            [("UNKNOWN_ID", "input.stances.0.issue")],
            [("QUOTE_NOT_FOUND", "input.appearances.0.quote")],
        ]

    async def test_may_change_one_record_several_times(self, furnished):
        answers = await furnished.record(
            requests(
                correction_of("nato", actor("nato", kind="alliance"), expected=ExpectedVersion.exactly(1)),
                correction_of("nato", actor("nato", kind="treaty"), expected=ExpectedVersion.exactly(2)),
                retraction_of("nato", expected=ExpectedVersion.exactly(2)),
            )
        )
        assert [answer.event.version for answer in answers[:2]] == [2, 3]
        assert refusals(answers[2]) == [("STALE_VERSION", "expectedVersion")]
        said = await recorded(furnished, statement())
        answers = await furnished.record(
            requests(*(correction_of(said, statement(), expected=ExpectedVersion.exactly(n)) for n in (1, 2, 2, 3)))
        )
        assert [isinstance(answer, Recorded) for answer in answers] == [True, True, False, True]

    async def test_with_an_impossible_key_is_recorded_but_for_that(self, furnished):
        answers = await furnished.record([request(move(), "key\0"), request(move(), "key")])
        assert told(answers) == [[("INVALID", "idempotencyKey")], (HEAD + 1, True)]

    async def test_draws_one_id_for_each_request_whatever_becomes_of_it(self, log, writer_pool):
        seen = []
        recorder = Recorder(log, writer_pool, draw_id=lambda asked: seen.append(asked) or uuid4())
        asked = requests(actor("nato"), actor("nato"), actor("russia", kind="\0"))
        await recorder.record(asked)
        assert seen == asked


class _Named:
    """Stands for an event of which only the id is known yet."""

    def __init__(self, event_id):
        self.id = event_id


class TestTwoRecorders:
    async def test_know_of_each_others_events(self, furnished, another):
        await recorded(another, actor("ukraine"))
        assert (await recorded(furnished, statement(about=["ukraine"]))).log_offset == HEAD + 2
        await recorded(furnished, retraction_of(await recorded(furnished, role("russia", "ally-of", "ukraine"))))
        await recorded(furnished, issue("abandoned"))
        await recorded(another, retraction_of("abandoned"))
        answer = await record(furnished, statement(stances=[stance("abandoned")]))
        assert refusals(answer) == [("UNKNOWN_ID", "input.stances.0.issue")]

    async def test_correct_a_record_once_for_each_version(self, furnished, another):
        said = await recorded(furnished, statement())
        corrections = [
            request(correction_of(said, statement(summary=f"Take {n}."), expected=ExpectedVersion.exactly(1)))
            for n in range(2)
        ]
        answers = await asyncio.gather(furnished.record(corrections[:1]), another.record(corrections[1:]))
        kept, lost = sorted((answer for (answer,) in answers), key=lambda answer: isinstance(answer, Refused))
        assert kept.event.version == 2
        assert refusals(lost) == [("STALE_VERSION", "expectedVersion")]

    async def test_and_many_callers_leave_one_order_without_gaps(self, furnished, another):
        callers = itertools.cycle([furnished, another])
        slugs = [f"actor-{n % 20}" for n in range(60)]
        answers = await asyncio.gather(*(record(next(callers), actor(slug)) for slug in slugs))
        new = [answer.event for answer in answers if isinstance(answer, Recorded)]
        assert {event.record.id for event in new} == set(slugs)
        assert sorted(event.log_offset for event in new) == list(range(HEAD + 1, HEAD + 21))
        assert {tuple(refusals(answer)[0]) for answer in answers if isinstance(answer, Refused)} == {
            ("ID_TAKEN", "input.id")
        }

    async def test_answer_one_key_with_one_event(self, furnished, another):
        callers = [furnished, another] * 8
        answers = await asyncio.gather(*(record(caller, move(), "key") for caller in callers))
        assert {answer.event.log_offset for answer in answers} == {HEAD + 1}
        assert [answer.is_new for answer in answers].count(True) == 1


class TestARetry:
    async def test_is_answered_by_the_event_of_its_first_try(self, furnished, another, reader):
        first = await record(furnished, statement(), "key")
        for recorder in (furnished, another):
            assert await record(recorder, statement(), "key") == Recorded(first.event, is_new=False)
        assert (await reader.head()).log_offset == HEAD + 1

    async def test_is_answered_even_if_it_would_be_refused_by_now(self, furnished):
        registered = await recorded(furnished, issue("abandoned"), "register")
        said = await recorded(furnished, statement(stances=[stance("abandoned")]), "say")
        corrected = await recorded(
            furnished, correction_of(said, statement(), expected=ExpectedVersion.exactly(1)), "correct"
        )
        withdrawn = await recorded(furnished, retraction_of("abandoned"), "withdraw")
        answers = await furnished.record(
            [
                request(issue("abandoned"), "register"),
                request(statement(stances=[stance("abandoned")]), "say"),
                request(correction_of(said, statement(), expected=ExpectedVersion.exactly(1)), "correct"),
                request(retraction_of("abandoned"), "withdraw"),
            ]
        )
        assert answers == [Recorded(event, is_new=False) for event in (registered, said, corrected, withdrawn)]

    async def test_with_other_content_is_refused(self, furnished, reader):
        await recorded(furnished, statement(), "key")
        answer = await record(furnished, statement(summary="He was not for it."), "key")
        assert refusals(answer) == [("KEY_REUSED", "idempotencyKey")]
        assert (
            answer.refusals[0].message
            == f"this key stands for another request, at {HEAD + 1} in the log; draw a new key"
        )
        assert (await reader.head()).log_offset == HEAD + 1

    async def test_within_one_batch_is_known_as_well(self, furnished):
        answers = await furnished.record([request(move(), "key"), request(move(), "key"), request(statement(), "key")])
        assert told(answers) == [(HEAD + 1, True), (HEAD + 1, False), [("KEY_REUSED", "idempotencyKey")]]
        assert answers[0].event == answers[1].event

    async def test_of_what_was_refused_is_decided_anew(self, furnished):
        assert refusals(await record(furnished, statement(about=["ukraine"]), "key")) == [
            ("UNKNOWN_ID", "input.about.0")
        ]
        await recorded(furnished, actor("ukraine"))
        assert (await record(furnished, statement(about=["ukraine"]), "key")).is_new

    async def test_without_a_key_is_another_event(self, furnished):
        assert told(await furnished.record(requests(move(), move()))) == [(HEAD + 1, True), (HEAD + 2, True)]

    @pytest.mark.usefixtures("furnished")
    async def test_under_a_drawn_id_needs_no_key(self, log, writer_pool):
        recorder = Recorder(log, writer_pool, draw_id=lambda _: UUID(int=7))
        first = await record(recorder, move())
        assert await record(recorder, move()) == Recorded(first.event, is_new=False)
        assert refusals(await record(recorder, statement())) == [("KEY_REUSED", "idempotencyKey")]

    async def test_of_what_was_erased_since_writes_nothing_again(self, furnished, superuser, reader):
        said = await recorded(furnished, statement(), "key")
        await erase(superuser, said.id, erasure_id=EventId(uuid4()), reason="Asked for.", recorded_by="desk")
        assert refusals(await record(furnished, statement(), "key")) == [("KEY_REUSED", "idempotencyKey")]
        assert (await reader.head()).log_offset == HEAD + 2


class TestADryRun:
    async def test_says_what_would_be_recorded_and_leaves_the_head(self, furnished, reader):
        before = await reader.head()
        answers = await furnished.record(
            requests(actor("ukraine"), statement(about=["ukraine"]), move(actors=["x"])), dry_run=True
        )
        assert [type(answer) for answer in answers] == [WouldRecord, WouldRecord, Refused]
        assert isinstance(answers[1].event.body, Version)
        assert await reader.head() == before
        assert refusals(await record(furnished, statement(about=["ukraine"]))) == [("UNKNOWN_ID", "input.about.0")]

    async def test_finds_the_first_try_of_a_retry(self, furnished):
        said = await recorded(furnished, statement(), "key")
        asked = [request(statement(), "key"), request(move(), "new"), request(move(), "new")]
        first, new, again = await furnished.record(asked, dry_run=True)
        assert first == Recorded(said, is_new=False)
        assert new == again == WouldRecord(new.event)


class TestAPreview:
    async def test_shows_what_would_follow_and_takes_it_back(self, furnished, reader):
        before = await reader.head()
        asked = requests(actor("ukraine"), statement(about=["ukraine"]), statement(about=["nobody"]))
        async with furnished.previewing(asked) as (connection, answers):
            assert told(answers) == [(HEAD + 1, True), (HEAD + 2, True), [("UNKNOWN_ID", "input.about.0")]]
            assert await connection.fetchval("select max(log_offset) from log.event") == HEAD + 2
        assert await reader.head() == before
        assert told(await furnished.record(requests(statement(about=["ukraine"]), actor("ukraine")))) == [
            [("UNKNOWN_ID", "input.about.0")],
            (HEAD + 1, True),
        ]

    async def test_takes_it_back_when_the_caller_fails_and_says_so(self, furnished, reader):
        with pytest.raises(ZeroDivisionError):
            async with furnished.previewing(requests(actor("ukraine"))):
                raise ZeroDivisionError
        assert (await reader.head()).log_offset == HEAD
        assert (await record(furnished, actor("ukraine"))).event.log_offset == HEAD + 1

    @pytest.mark.usefixtures("furnished")
    async def test_tells_no_follower(self, writer_pool):
        heard = []
        recorder = Recorder(Log(writer_pool, on_commit=heard.append), writer_pool)
        async with recorder.previewing(requests(actor("ukraine"))):
            pass
        await record(recorder, actor("ukraine"))
        assert heard == [HEAD + 1]


class TestALogThatDoesNotAnswer:
    async def test_takes_nothing_and_is_asked_again(self, furnished, superuser, reader):
        async with superuser.transaction():
            await superuser.execute("select pg_advisory_xact_lock(7301)")
            with pytest.raises(LogUnavailable):
                await record(furnished, actor("ukraine"), "key")
        assert (await reader.head()).log_offset == HEAD
        assert (await record(furnished, actor("ukraine"), "key")).is_new


async def test_whatever_the_roles_say_by_now_is_what_a_statement_is_written_with(furnished):
    await recorded(furnished, role("david-r-cameron", "represents", "united-states", rank="MINISTER"))
    said = await recorded(furnished, statement(capacities=[capacity("david-r-cameron", "united-states")]))
    assert said.content.capacities[0].rank == "MINISTER"


async def test_today_is_the_desks(log, writer_pool, furnished):
    recorder = Recorder(log, writer_pool, today=lambda: datetime.date(2021, 12, 1))
    assert refusals(await record(recorder, statement())) == [("FUTURE_DATE", "input.occurred")]


def test_ids_drawn_are_of_version_7_and_in_the_order_of_time():
    drawn = [time_ordered_id(request(actor("nato"))) for _ in range(3)]
    assert {(event_id.version, event_id.variant) for event_id in drawn} == {(7, drawn[0].variant)}
    assert len({*drawn}) == 3
    assert [event_id.int >> 80 for event_id in drawn] == sorted(event_id.int >> 80 for event_id in drawn)
