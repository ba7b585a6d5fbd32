"""Asking a recorder, and telling what it answered."""

from writing import DECEMBER_2021, TODAY

from events.decide.command import Record, Request
from events.drafts import Draft
from events.errors import Refused
from events.log.recorder import Recorded, Recorder

HEAD = len(DECEMBER_2021)
"""How far the log goes once a furnished recorder has begun."""


async def furnished_recorder(log, pool):
    """Return a recorder that has put on record who is who, what is at issue, and two sources."""
    recorder = Recorder(log, pool, today=lambda: TODAY)
    await recorder.record(requests(*DECEMBER_2021))
    return recorder


def request(command, key=None):
    return Request(Record(command) if isinstance(command, Draft) else command, "desk", key)


def requests(*commands):
    return [request(command) for command in commands]


async def record(recorder, command, key=None):
    (answer,) = await recorder.record([request(command, key)])
    return answer


async def recorded(recorder, command, key=None):
    answer = await record(recorder, command, key)
    assert isinstance(answer, Recorded), answer
    return answer.event


def told(answers):
    """Return of each answer its place in the log, or its refusals."""
    return [refusals(a) if isinstance(a, Refused) else (a.event.log_offset, a.is_new) for a in answers]


def refusals(answer):
    assert isinstance(answer, Refused), answer
    return [(refusal.code.value, ".".join(refusal.field)) for refusal in answer.refusals]
