"""Subscriptions: history then live, in log order, none missed and none twice, resumed anywhere; on real servers."""

import asyncio
import datetime
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
from gql import GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from live_service import given, serving
from writing import appearance_of, correction_of, move, relation, retraction_of, source, stance, statement

from events.log.connection import speak_json
from events.log.erasure import erase
from events.vocabulary import EventId
from service.live import hub
from service.live.feed import Feed

SECOND = datetime.timedelta(seconds=1)
EVENTS = """subscription($after: LogOffset, $log: ID, $actors: [ID!], $issues: [ID!], $kinds: [EventKind!]) {
  events(after: $after, log: $log, actors: $actors, issues: $issues, kinds: $kinds) {
    logOffset event { id kind logOffset status }
  }
}"""
CHANGES = """subscription(
  $after: LogOffset, $log: ID, $actors: [ID!], $issues: [ID!], $kinds: [ChangeKind!], $clock: Clock, $maxAgeDays: Int
) {
  positionChanges(
    after: $after, log: $log, actors: $actors, issues: $issues, kinds: $kinds, clock: $clock, maxAgeDays: $maxAgeDays
  ) {
    logOffset changes { on kind actor { id } issue { id } before { stance asOf } after { stance asOf } causes { id } }
  }
}"""
DEFAULT_CHANGES = 'subscription { positionChanges(after: "0") { logOffset changes { kind } } }'


@pytest.fixture
async def service(database):
    async with serving(database, has_record=True) as service:
        yield service


class Following:
    """A subscription over a websocket by a client that is not ours, read by a task of its own."""

    def __init__(self):
        self.received, self._more, self._ended = [], asyncio.Event(), None

    async def until(self, count, *, within=10):
        """Return the deliveries once there are so many."""
        async with asyncio.timeout(within):
            while len(self.received) < count:
                assert self._ended is None, self._ended
                self._more.clear()
                await self._more.wait()
        return self.received

    def end(self, reading):
        if not reading.cancelled():
            self._ended = reading.exception() or "the subscription is complete"
            self._more.set()

    async def offsets(self, count):
        return [int(delivery["logOffset"]) for delivery in await self.until(count)]

    async def read(self, service, query, variables):
        async with service.subscriber() as session:
            async for answer in session.subscribe(GraphQLRequest(query, variable_values=variables)):
                (delivery,) = answer.values()
                self.received.append(delivery)
                self._more.set()


@asynccontextmanager
async def following(service, query=EVENTS, **variables):
    """Follow until leaving."""
    follower = Following()
    reading = asyncio.create_task(follower.read(service, query, variables))
    reading.add_done_callback(follower.end)
    try:
        yield follower
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def refusal(service, query=EVENTS, **variables):
    """Return code and argument of the error that ends a subscription."""
    follower = Following()
    with pytest.raises(TransportQueryError) as caught:
        await asyncio.wait_for(follower.read(service, query, variables), 5)
    (error,) = caught.value.errors
    return error["extensions"]["code"], ".".join(error["extensions"]["argument"])


# ---- in order, none missed, none twice ----


async def test_history_comes_first_and_then_what_is_recorded(service):
    head = await service.head()
    async with following(service, after=str(head - 3)) as follower:
        await follower.until(3)
        recorded = await service.record(statement(), move())
        assert await follower.offsets(5) == list(range(head - 2, head + 3))
        assert [delivery["event"]["id"] for delivery in follower.received[3:]] == [str(event.id) for event in recorded]


async def test_without_an_offset_only_what_is_recorded_from_now_on_comes(service):
    async with following(service) as follower:
        await asyncio.sleep(0.3)
        (said,) = await service.record(statement())
        (delivery,) = await follower.until(1)
        assert delivery["event"] == {
            "id": str(said.id),
            "kind": "STATEMENT",
            "logOffset": str(said.log_offset),
            "status": "CURRENT",
        }


async def test_an_event_is_told_as_it_was_known_then(service):
    (said,) = await service.record(statement())
    await service.record(retraction_of(said))
    async with following(service, after=str(said.log_offset - 1)) as follower:
        assert [delivery["event"]["status"] for delivery in await follower.until(2)] == ["CURRENT", "CURRENT"]


async def test_subscribers_of_two_services_miss_nothing_and_get_nothing_twice_while_many_write(
    service, database, monkeypatch
):
    monkeypatch.setattr(hub, "RING", 8)  # so that subscribers fall behind it and come back
    start = await service.head()
    async with serving(database) as other:
        writers = [service, other] * 3

        async def write(writer, number):
            for turn in range(10):
                await writer.data(
                    "mutation($input: RecordMoveInput!) { recordMove(input: $input) { logOffset } }",
                    input=given(move(summary=f"{number}, {turn}")),
                )

        async with following(service, after="0") as early, following(other, after=str(start)) as late:
            await asyncio.gather(*(write(writer, number) for number, writer in enumerate(writers)))
            head = start + 60
            assert await early.offsets(head) == list(range(1, head + 1))
            assert await late.offsets(60) == list(range(start + 1, head + 1))
            await asyncio.sleep(0.2)
            assert (len(early.received), len(late.received)) == (head, 60)


async def test_while_nobody_follows_nothing_is_read_and_who_comes_then_misses_nothing(service, monkeypatch):
    pages, page = [], Feed.page

    async def noted(feed, after, *, limit):
        pages.append(after)
        return await page(feed, after, limit=limit)

    monkeypatch.setattr(Feed, "page", noted)
    start = await service.head()
    await service.record(statement(), move())
    await asyncio.sleep(0.2)
    assert pages == []
    async with following(service, after=str(start)) as follower:
        assert await follower.offsets(2) == [start + 1, start + 2]
        await service.record(statement(ordinal=2))
        assert await follower.offsets(3) == [start + 1, start + 2, start + 3]


async def test_a_subscriber_resumes_at_another_service(service, database):
    async with following(service, after="0") as follower:
        seen = await follower.until(10)
    resumed_after = seen[-1]["logOffset"]
    (said,) = await service.record(statement())
    async with serving(database) as other, following(other, after=resumed_after) as follower:
        assert await follower.offsets(said.log_offset - int(resumed_after)) == list(
            range(int(resumed_after) + 1, said.log_offset + 1)
        )


# ---- filters ----


async def test_a_filter_passes_what_names_an_actor_as_its_own(service):
    head = await service.head()
    said, _, moved = await service.record(
        statement(), statement(capacities=[{"speaker": "david-r-cameron", "onBehalfOf": []}], about=["russia"]), move()
    )
    async with following(service, after=str(head), actors=["russia"]) as follower:
        assert await follower.offsets(2) == [said.log_offset, moved.log_offset]


async def test_a_filter_passes_what_becomes_of_an_event_that_passed_it(service):
    (said,) = await service.record(statement())
    (corrected,) = await service.record(correction_of(said, statement(stances=[stance("nato-enlargement")])))
    (appeared,) = await service.record(appearance_of(said, source="doc-with-text"))
    (withdrawn,) = await service.record(retraction_of(corrected))
    (again,) = await service.record(statement(stances=[stance("nato-enlargement")]))
    (merged,) = await service.record(relation("SAME_STATEMENT", again, said))
    (apart,) = await service.record(retraction_of(merged))
    await service.record(relation("IN_TENSION", again, said))
    expected = [event.log_offset for event in (said, corrected, appeared, withdrawn, merged, apart)]
    (last,) = await service.record(statement())
    async with following(
        service, after=str(said.log_offset - 1), issues=["ukraine-joins-nato"], kinds=["STATEMENT"]
    ) as follower:
        assert await follower.offsets(len(expected) + 1) == [*expected, last.log_offset]


async def test_a_filter_passes_an_event_that_comes_to_meet_it(service):
    (said,) = await service.record(statement(stances=[stance("nato-enlargement")]))
    (corrected,) = await service.record(correction_of(said, statement()))
    async with following(service, after="0", issues=["ukraine-joins-nato"], kinds=["STATEMENT"]) as follower:
        assert await follower.offsets(1) == [corrected.log_offset]


async def test_a_filter_by_kind_passes_its_kinds_alone(service):
    said, _ = await service.record(statement(), move())
    (withdrawn,) = await service.record(retraction_of(said))
    async with following(service, after="0", kinds=["RETRACTION"]) as follower:
        assert await follower.offsets(1) == [withdrawn.log_offset]


async def test_an_erasure_passes_whatever_filter_the_event_may_have_passed(service, database):
    said, _ = await service.record(statement(), move())
    owner = await asyncpg.connect(database)
    await speak_json(owner)
    await erase(owner, said.id, erasure_id=EventId(uuid4()), reason="A court says so.", recorded_by="desk")
    await owner.close()
    erased = said.log_offset + 2
    filters = {"actors": ["bulgaria"], "issues": ["nato-enlargement"], "kinds": ["STATEMENT"]}
    async with following(service, after=str(said.log_offset), **filters) as follower:
        assert await follower.offsets(1) == [erased]
    async with following(service, after=str(said.log_offset), kinds=["MOVE"]) as follower:
        assert await follower.offsets(1) == [erased - 1]


# ---- positions ----


async def test_one_delivery_has_all_that_an_event_changed(service):
    ministry = statement(capacities=[{"speaker": "sergei-ryabkov", "onBehalfOf": ["russian-foreign-ministry"]}])
    _, said = await service.record(move(), ministry)
    async with following(service, CHANGES, after="0") as follower:
        (delivery,) = await follower.until(1)
    assert delivery["logOffset"] == str(said.log_offset)
    assert [change["actor"]["id"] for change in delivery["changes"]] == ["russia", "russian-foreign-ministry"]
    assert delivery["changes"][0] == {
        "on": "2021-12-21",
        "kind": "WORLD_CHANGED",
        "actor": {"id": "russia"},
        "issue": {"id": "ukraine-joins-nato"},
        "before": None,
        "after": {"stance": "OPPOSE", "asOf": "2021-12-21"},
        "causes": [{"id": str(said.id)}],
    }


async def test_what_changed_too_much_to_be_kept_is_read_anew_by_each_subscriber(service, monkeypatch):
    monkeypatch.setattr(hub, "RING_CHANGES", 3)
    head = str(await service.head())
    async with following(service, CHANGES, after=head) as one, following(service, CHANGES, after=head) as other:
        said = await service.record(
            *(
                statement(occurred={"edtf": f"2021-12-{day:02}"}, stances=[stance(value=value)])
                for day, value in enumerate(["SUPPORT", "OPPOSE"] * 4, start=1)
            )
        )
        told = [await follower.until(8) for follower in (one, other)]
    assert [[delivery["logOffset"] for delivery in each] for each in told] == [[str(s.log_offset) for s in said]] * 2


async def test_redating_a_source_changes_what_hangs_on_it_and_newsrooms_are_not_alerted(service):
    relative = {"relative": "days-before(1)", "anchor": "doc-cameron"}
    (said,) = await service.record(statement(occurred=relative))
    (redated,) = await service.record(
        correction_of("doc-cameron", source("doc-cameron", published={"edtf": "2021-12-23"}))
    )
    async with following(service, CHANGES, after="0", kinds=["RECORD_CHANGED"]) as record:
        (delivery,) = await record.until(1)
    async with following(service, DEFAULT_CHANGES) as world:
        assert await world.offsets(1) == [said.log_offset]
    (change,) = delivery["changes"]
    assert delivery["logOffset"] == str(redated.log_offset)
    assert (change["on"], change["before"], change["after"]) == (
        "2021-12-21",
        {"stance": "OPPOSE", "asOf": "2021-12-21"},
        None,
    )
    assert change["causes"] == [{"id": str(redated.id)}]


@pytest.mark.parametrize(
    ("variables", "passes"),
    [
        ({}, True),
        ({"actors": ["russia"], "issues": ["ukraine-joins-nato"]}, True),
        ({"actors": ["bulgaria"]}, False),
        ({"issues": ["nato-enlargement"]}, False),
        ({"kinds": ["RECORD_CHANGED"]}, False),
        ({"kinds": None}, True),
        ({"clock": "PUBLIC"}, True),
        ({"maxAgeDays": 1}, False),
        ({"maxAgeDays": 100_000}, True),
    ],
    ids=str,
)
async def test_changes_are_filtered(service, monkeypatch, variables, passes):
    monkeypatch.setattr(hub, "CHECKPOINT_EVERY", SECOND / 10)
    (said,) = await service.record(statement())
    given_kinds = {} if "kinds" in variables else {"kinds": ["WORLD_CHANGED"]}
    async with following(service, CHANGES, after=str(said.log_offset - 1), **given_kinds, **variables) as follower:
        (delivery,) = await follower.until(1)
    assert (delivery["logOffset"], bool(delivery["changes"])) == (str(said.log_offset), passes)


# ---- checkpoints and refusals ----


async def test_a_checkpoint_comes_only_while_the_log_moves_past_without_a_match(service, monkeypatch):
    monkeypatch.setattr(hub, "CHECKPOINT_EVERY", SECOND / 5)
    head = await service.head()
    async with (
        following(service, after=str(head), issues=["nato-enlargement"]) as follower,
        following(service, after=str(head)) as all_of_it,
    ):
        await asyncio.sleep(0.5)
        assert follower.received == []
        first, second = await service.record(statement(), statement())
        assert await follower.until(1) == [{"logOffset": str(second.log_offset), "event": None}]
        await asyncio.sleep(0.5)
        assert len(follower.received) == 1
        (matching,) = await service.record(statement(stances=[stance("nato-enlargement")]))
        assert (await follower.until(2))[1]["event"]["id"] == str(matching.id)
        assert await all_of_it.offsets(3) == [first.log_offset, second.log_offset, matching.log_offset]
        await asyncio.sleep(0.3)
        assert len(all_of_it.received) == 3


async def test_an_offset_beyond_the_log_is_refused(service):
    ahead = str(await service.head() + 1)
    assert await refusal(service, after=ahead) == ("OFFSET_AHEAD", "after")
    assert await refusal(service, CHANGES, after=ahead) == ("OFFSET_AHEAD", "after")


async def test_an_offset_of_another_log_is_refused(service):
    other = "00000000-0000-4000-8000-000000000000"
    assert await refusal(service, after="1", log=other) == ("OTHER_LOG", "log")
    assert await refusal(service, CHANGES, after="1", log="no id at all") == ("OTHER_LOG", "log")
    own = (await service.data("{ log { id } }"))["id"]
    async with following(service, after="0", log=own) as follower:
        await follower.until(1)


async def test_a_log_that_is_replaced_ends_its_subscriptions(service, database):
    refused = asyncio.create_task(refusal(service))
    await asyncio.sleep(0.3)
    owner = await asyncpg.connect(database)
    await owner.execute("update log.identity set id = gen_random_uuid()")
    await owner.close()
    assert await refused == ("OTHER_LOG", "log")


async def test_an_unknown_id_in_a_filter_is_refused(service):
    assert await refusal(service, actors=["russia", "atlantis"]) == ("UNKNOWN_ID", "actors.1")
    assert await refusal(service, CHANGES, issues=["flat-earth"]) == ("UNKNOWN_ID", "issues.0")
    assert await refusal(service, CHANGES, maxAgeDays=-1) == ("BAD_RANGE", "maxAgeDays")
