"""A file that is not as it was exported is refused before anything is written, and the line is named."""

import datetime
from dataclasses import replace

import orjson
import pytest
from exporting.copies import exported, in_log, put_back, whole_log
from positions.stories import STORIES

from events.payload import leaf
from service.exporting.event_lines import EventLine, Tally, event_line, line
from service.importing.event_file import DamagedFile
from service.importing.restoring import AnotherLog

ALTERED = "the file was altered, or damaged on the way; export it again."
CUT = "the file ends here, before its last line: it was cut off; export it again."
NOT_OURS = "this is not the first line of a file that `onrecord export` makes; give one of those."
STATEMENT = 20
"""The line of the first statement, a live one."""
LAST = 31


def lines_of(file):
    return file.read_bytes().splitlines(keepends=True)


def changed(raw, **values):
    """Change values of a line, named by their path."""
    event = orjson.loads(raw)
    for path, value in values.items():
        *parents, name = path.split("__")
        place = event
        for parent in parents:
            place = place[parent]
        place[name] = value
    return orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE)


def forged(lines, number, **values):
    """Change values of an event, and every hash that covers them: what only the events before it can tell."""
    event = replace(EventLine.model_validate_json(lines[number - 1]).stored(), **values)
    event = replace(event, leaf=leaf(event.recorded(), payload_hash=event.payload_hash))
    events = [*lines[1 : number - 1], event_line(event), *lines[number:-1]]
    tally = Tally()
    tally.add(b"".join(events), events=len(events))
    return [lines[0], *events, line(tally.last_line())]


async def refusal(empty, copy, file, lines, *, kind=DamagedFile):
    file.write_bytes(b"".join(lines))
    with pytest.raises(kind) as refused:
        await put_back(empty, file)
    assert await whole_log(copy) == []
    return str(refused.value)


@pytest.mark.parametrize("left", [1, 2, STATEMENT, LAST - 1])
async def test_a_file_cut_between_lines_is_refused(file, copy, empty, left):
    lines = lines_of(file)
    assert len(lines) == LAST
    assert await refusal(empty, copy, file, lines[:left]) == f"Line {left + 1}: {CUT}"


@pytest.mark.parametrize("number", [1, 2, STATEMENT, LAST])
async def test_a_file_cut_within_a_line_is_refused(file, copy, empty, number):
    lines = lines_of(file)
    cut = [*lines[: number - 1], lines[number - 1][:-9]]
    assert await refusal(empty, copy, file, cut) == f"Line {number}: {CUT}"


async def test_a_file_of_nothing_is_refused(file, copy, empty):
    assert await refusal(empty, copy, file, []) == f"Line 1: {CUT}"


ALTERATIONS = {
    "the words": ({"payload__content__summary": "never said"}, "payloadHash is not of this payload and salt"),
    "the salt": ({"salt": "00" * 16}, "payloadHash is not of this payload and salt"),
    "who recorded it": ({"recordedBy": "somebody else"}, "leaf is not of this event"),
    "when": ({"recordedAt": "2030-01-01T00:00:00.000Z"}, "leaf is not of this event"),
    "a moment that there is not": ({"recordedAt": "2021-13-41T99:00:00.000Z"}, "recordedAt is no moment"),
    "the version": ({"version": 2}, "leaf is not of this event"),
    "why it was appended": ({"change": "CORRECTION"}, "change is not that of the payload"),
    "its shape": ({"payload__content": {}}, "the payload is none of a STATEMENT of schema 1"),
    "its payload gone": ({"payload": {}}, "the payload is none of a STATEMENT of schema 1"),
    "its place": ({"logOffset": "99"}, "offset 99 stands where 19 belongs"),
    "as if erased": ({"salt": None}, "salt and requestHash are gone exactly where the payload is erased"),
    "a kind of its own": ({"kind": "RUMOUR"}, "kind: input should be 'STATEMENT'"),
    "a key too many": ({"verified": True}, "verified: extra inputs are not permitted;"),
}


@pytest.mark.parametrize("what", ALTERATIONS)
async def test_an_altered_event_is_refused_by_its_line(file, copy, empty, what):
    values, why = ALTERATIONS[what]
    lines = lines_of(file)
    lines[STATEMENT - 1] = changed(lines[STATEMENT - 1], **values)
    said = await refusal(empty, copy, file, lines)
    assert said.startswith(f"Line {STATEMENT}: {why}")
    assert said.endswith(ALTERED)


async def test_what_no_hash_of_a_line_covers_is_covered_by_the_last(file, copy, empty):
    lines = lines_of(file)
    lines[STATEMENT - 1] = changed(lines[STATEMENT - 1], idempotencyKey="another")
    why = "its SHA-256 is not that of the lines before it"
    assert await refusal(empty, copy, file, lines) == f"Line {LAST}: {why}: {ALTERED}"


async def test_a_line_that_is_no_json_is_refused(file, copy, empty):
    lines = lines_of(file)
    lines[4] = b"{]\n"
    assert await refusal(empty, copy, file, lines) == f"Line 5: this is no JSON: {ALTERED}"


async def test_a_line_lost_doubled_or_moved_is_refused(file, copy, empty):
    lines = lines_of(file)
    for changed_lines in ([*lines[:4], *lines[5:]], [*lines[:4], lines[3], *lines[4:]]):
        found = orjson.loads(changed_lines[4])["logOffset"]
        expected = f"Line 5: offset {found} stands where 4 belongs: {ALTERED}"
        assert await refusal(empty, copy, file, changed_lines) == expected


async def test_what_stands_behind_the_last_line_is_refused(file, copy, empty):
    lines = lines_of(file)
    why = "there is something behind the last line"
    assert await refusal(empty, copy, file, [*lines, b"\n"]) == f"Line {LAST + 1}: {why}: {ALTERED}"


async def test_another_file_is_refused(file, copy, empty):
    assert await refusal(empty, copy, file, [b'{"format": "onrecord-events@2"}\n']) == f"Line 1: {NOT_OURS}"
    assert await refusal(empty, copy, file, [b"id,text\n"]) == f"Line 1: this is no JSON: {ALTERED}"


async def test_a_file_whose_lines_contradict_each_other_is_refused_though_every_hash_is_right(file, copy, empty):
    lines = lines_of(file)
    before = EventLine.model_validate_json(lines[3])
    moment = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
    for values, why in (
        ({"recorded_at": moment}, "recordedAt goes back"),
        ({"version": 2}, "version 2 stands behind version 0"),
        ({"id": before.id}, f"{before.id} is taken by an event before it"),
        ({"idempotency_key": "first"}, "first is taken by an event before it"),
    ):
        said = await refusal(empty, copy, file, forged(lines, STATEMENT, **values))
        assert said == f"Line {STATEMENT}: {why}: {ALTERED}"


async def test_a_last_line_that_counts_otherwise_is_refused(file, copy, empty):
    lines = lines_of(file)
    lines[-1] = changed(lines[-1], events=28)
    assert await refusal(empty, copy, file, lines) == f"Line {LAST}: it counts 28 events where 29 stand: {ALTERED}"


async def test_a_first_line_that_ends_before_it_begins_is_refused(file, copy, empty):
    lines = lines_of(file)
    lines[0] = changed(lines[0], after="30")
    assert await refusal(empty, copy, file, lines) == f"Line 1: upTo is before after: {ALTERED}"


async def test_a_newer_shape_asks_for_a_newer_program(file, copy, empty):
    lines = lines_of(file)
    lines[STATEMENT - 1] = changed(lines[STATEMENT - 1], schemaVersion=2)
    why = "STATEMENT of schema 2 is newer than this program; upgrade onrecord."
    assert await refusal(empty, copy, file, lines) == f"Line {STATEMENT}: {why}"


async def test_a_part_without_what_comes_before_it_is_refused(source, file, copy, empty):
    part = (await exported(source, after=5)).splitlines(keepends=True)
    why = "The file begins after offset 5, and this log ends at 0; import what comes before it first."
    assert await refusal(empty, copy, file, part, kind=AnotherLog) == why


async def test_a_log_that_holds_something_else_is_left_alone(file, copy, empty, tmp_path):
    await in_log(copy, STORIES["three equals"]())
    before = await whole_log(copy)
    with pytest.raises(AnotherLog) as refused:
        await put_back(empty, file)
    assert str(refused.value) == (
        "This log is not the one of the file: at offset 1 it holds another event. Import the file into an empty one."
    )
    assert await whole_log(copy) == before
