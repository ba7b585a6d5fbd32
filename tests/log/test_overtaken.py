"""What is decided before a writer's turn is decided anew in it only if what others wrote meanwhile could matter."""

import pytest
from recording import HEAD, furnished_recorder, record, recorded, refusals, request, told
from writing import TODAY, actor, capacity, move, relation, retraction_of, statement

from events.log.recorder import Recorded, Recorder


class Overtaken(Recorder):
    """Lets somebody else write between its first decision and its turn, and counts its decisions."""

    decisions = 0
    meanwhile = None

    async def _decided(self, source, drawn):
        decided = await super()._decided(source, drawn)
        self.decisions += 1
        if self.meanwhile is not None and self.decisions == 1:
            await self.meanwhile()
        return decided


@pytest.fixture
async def another(log, writer_pool):
    return await furnished_recorder(log, writer_pool)


@pytest.fixture
def overtaken(log, writer_pool, another):
    """Record while another recorder records something else in between."""
    recorder = Overtaken(log, writer_pool, today=lambda: TODAY)

    async def recorded_while(requests, *others):
        async def meanwhile():
            answers = await another.record(list(others))
            assert len(answers) == len(others)

        recorder.meanwhile = meanwhile
        return told(await recorder.record(requests)), recorder.decisions

    recorded_while.recorder = recorder
    return recorded_while


async def test_words_are_not_decided_anew_for_the_words_of_others(overtaken, reader):
    answers, decisions = await overtaken([request(statement()), request(move())], request(statement(summary="Else.")))
    assert (answers, decisions) == ([(HEAD + 2, True), (HEAD + 3, True)], 1)
    assert (await reader.head()).log_offset == HEAD + 3


async def test_whom_another_registers_meanwhile_can_be_named(overtaken):
    spoken = statement(capacities=[capacity("ruritania", "ruritania")])
    answers, decisions = await overtaken([request(spoken)], request(actor("ruritania")))
    assert (answers, decisions) == ([(HEAD + 2, True)], 2)


async def test_a_name_that_another_takes_meanwhile_is_taken(overtaken):
    answers, decisions = await overtaken([request(actor("ruritania"))], request(actor("ruritania", kind="group")))
    assert (answers, decisions) == ([[("ID_TAKEN", "input.id")]], 2)


async def test_a_key_that_another_uses_meanwhile_is_found(overtaken):
    answers, decisions = await overtaken([request(statement(), "a key")], request(statement(), "a key"))
    assert (answers, decisions) == ([(HEAD + 1, False)], 2)


async def test_what_is_withdrawn_meanwhile_cannot_be_named(overtaken, another):
    await recorded(another, actor("ruritania"))
    spoken = statement(about=["ruritania"])
    answers, decisions = await overtaken([request(spoken)], request(retraction_of("ruritania")))
    assert (answers, decisions) == ([[("UNKNOWN_ID", "input.about.0")]], 2)


async def test_what_is_used_meanwhile_cannot_be_withdrawn(overtaken, another):
    await recorded(another, actor("ruritania"))
    answers, decisions = await overtaken([request(retraction_of("ruritania"))], request(statement(about=["ruritania"])))
    assert (answers, decisions) == ([[("IN_USE", "id")]], 2)


async def test_what_names_an_event_is_decided_on_that_event_as_it_is_then(overtaken, another):
    first, second = await recorded(another, statement()), await recorded(another, statement())
    same = request(relation("SAME_STATEMENT", first, second))
    answers, decisions = await overtaken([same], request(retraction_of(first)))
    assert (decisions, [code for code, _ in answers[0]]) == (2, ["INVALID"])


async def test_the_registry_is_whole_behind_the_words_of_others(overtaken):
    answers, decisions = await overtaken([request(actor("ruritania"))], request(statement()))
    assert (answers, decisions) == ([(HEAD + 2, True)], 1)
    assert refusals(await record(overtaken.recorder, actor("ruritania"))) == [("ID_TAKEN", "input.id")]
    assert isinstance(await record(overtaken.recorder, statement(about=["ruritania"])), Recorded)
