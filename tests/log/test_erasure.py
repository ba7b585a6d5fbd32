"""Erasure: the payload goes, the proofs stay, and the log says so."""

from uuid import UUID, uuid4

import pytest

from events.errors import RefusalCode, Refused
from events.event import Erased, Erasure
from events.log.erasure import erase
from events.log.outcome import AlreadyAppended, KeyReused
from events.payload import payload_hash, request_hash
from events.vocabulary import EventId, EventKind, LogOffset, RecordKind

REASONS = [
    "the person asked for it",
    'quotes " and \\ and / and <tags>',
    "controls \x01\x08\x09\x0a\x0c\x0d\x1f\x7f",
    "\u2028 Володимир 𝄞 e\u0301 \ufeff",
]


async def append(log, *events):
    async with log.appending() as appending:
        return await appending.append(events)


@pytest.fixture
async def owner(superuser):
    await superuser.execute("set role onrecord_owner")
    return superuser


def by_the_desk(event_id, reason="the person asked for it", erasure_id=None):
    return {"event_id": event_id, "erasure_id": EventId(erasure_id or uuid4()), "reason": reason, "recorded_by": "desk"}


async def test_an_erasure_takes_the_payload_and_leaves_the_proof(log, owner, reader, event_of):
    event = event_of()
    await append(log, event)
    before = await owner.fetchrow("select * from log.event")
    erasure = await erase(owner, **by_the_desk(event.id))
    after = await owner.fetchrow("select * from log.event where log_offset = 1")
    gone = {name for name in before.keys() if before[name] != after[name]}  # noqa: SIM118 - a Record iterates over values
    assert gone == {"payload", "salt", "request_hash"}
    assert after["payload"] == {"erased_by": str(erasure.id)}
    assert await owner.fetchval("select count(*) from log.event e where leaf <> log.leaf_of(e)") == 0
    erased, _ = await reader.read(LogOffset(0), limit=9)
    assert erased.body == Erased(erasure.id)


@pytest.mark.parametrize("reason", REASONS)
async def test_the_erasure_is_an_event_hashed_like_any_other(log, owner, event_of, reason):
    event = event_of()
    await append(log, event)
    erasure = await erase(owner, **by_the_desk(event.id, reason))
    assert (erasure.log_offset, erasure.version, erasure.kind) == (2, 1, EventKind.ERASURE)
    assert (erasure.record.kind, erasure.record.id) == (RecordKind.ERASURE, str(erasure.id))
    assert erasure.body == Erasure(event.id, reason)
    payload = {"erases": str(event.id), "reason": reason}
    row = await owner.fetchrow("select salt, payload, payload_hash, request_hash from log.event where log_offset = 2")
    assert row["payload"] == payload
    assert row["payload_hash"] == payload_hash(payload, salt=row["salt"])
    assert row["request_hash"] == request_hash(payload)


async def test_asking_again_for_the_same_erasure_changes_nothing(log, owner, reader, event_of):
    event = event_of()
    await append(log, event)
    wish = by_the_desk(event.id)
    assert await erase(owner, **wish) == await erase(owner, **wish)
    assert (await reader.head()).log_offset == 2


async def test_what_is_erased_cannot_be_erased_again(log, owner, reader, event_of):
    event = event_of()
    await append(log, event)
    await erase(owner, **by_the_desk(event.id))
    with pytest.raises(Refused) as refused:
        await erase(owner, **by_the_desk(event.id))
    assert refused.value.refusals[0].code is RefusalCode.INVALID
    assert (await reader.head()).log_offset == 2


async def test_an_unknown_event_cannot_be_erased(owner, reader):
    with pytest.raises(Refused) as refused:
        await erase(owner, **by_the_desk(EventId(UUID(int=0))))
    assert refused.value.refusals[0].code is RefusalCode.UNKNOWN_ID
    assert (await reader.head()).log_offset == 0


async def test_an_erasure_cannot_be_erased(log, owner, event_of):
    event = event_of()
    await append(log, event)
    erasure = await erase(owner, **by_the_desk(event.id))
    with pytest.raises(Refused):
        await erase(owner, **by_the_desk(erasure.id))


async def test_an_erasure_taken_back_leaves_everything_as_it_was(log, owner, reader, event_of):
    event = event_of()
    await append(log, event)
    before = await reader.event(event.id)
    transaction = owner.transaction()
    await transaction.start()
    await erase(owner, **by_the_desk(event.id))
    await transaction.rollback()
    assert await reader.event(event.id) == before
    assert (await reader.head()).log_offset == 1


async def test_the_log_goes_on_after_an_erasure(log, owner, event_of):
    event, neighbour = event_of(key="key"), event_of()
    await append(log, event, neighbour)
    await erase(owner, **by_the_desk(event.id))
    retry, known, new = await append(log, event, neighbour, event_of())
    assert (retry, known) == (KeyReused(LogOffset(1)), AlreadyAppended(neighbour.id, LogOffset(2)))
    assert new.event.log_offset == 4
