"""A directory of files goes on record once, whole, and what cannot go there is named."""

from uuid import UUID

import pytest
from importing.small_record import write

from events.contents import Relation, Schedule, Statement
from events.log.recorder import Recorder
from service.importing.importer import event_id_of
from service.importing.record import FIRST_RECORD, RecordDirectory


def refusals(report):
    """Return file, key, field and code of each refusal."""
    return [
        (entry.place.file, entry.place.key, ".".join(refusal.field), refusal.code.value)
        for entry in report.refused
        for refusal in entry.refusals
    ]


async def contents(reader):
    return {event.id: event.content for event in await reader.read(0, limit=1000)}


async def test_every_entry_becomes_one_event(import_record, record, reader):
    report = await import_record(record)
    assert (report.recorded, report.already_there, report.refused) == (17, 0, [])
    assert (await reader.head()).log_offset == 17


async def test_keys_become_the_ids_of_the_events_they_name(import_record, record, reader):
    await import_record(record)
    found = await contents(reader)
    offer = found[event_id_of("small/statements/offers-talks")]
    again = found[event_id_of("small/relations/again")]
    assert isinstance(offer, Statement)
    assert isinstance(again, Relation)
    assert offer.occasion == str(event_id_of("small/moves/news-conference"))
    assert again.to_event == str(event_id_of("small/statements/offers-talks"))


async def test_a_schedule_that_names_another_is_its_new_state(import_record, record, reader):
    await import_record(record)
    states = [event for event in await reader.read(0, limit=100) if isinstance(event.content, Schedule)]
    assert [(event.version, event.content.state) for event in states] == [(1, "PROPOSED"), (2, "AGREED")]
    assert len({event.record for event in states}) == 1


def test_the_id_of_an_imported_event_is_the_same_for_ever():
    assert event_id_of("first-record/actors/russia") == UUID("204d9fca-9790-5a38-9ce5-40f8cf5fef1c")


async def test_importing_again_changes_nothing(import_record, record, reader):
    await import_record(record)
    report = await import_record(record)
    assert (report.recorded, report.already_there, report.refused) == (0, 17, [])
    assert (await reader.head()).log_offset == 17


async def test_an_import_that_broke_off_is_taken_up(import_record, record):
    relations = record.pop("relations")
    await import_record(record)
    report = await import_record(record | {"relations": relations})
    assert (report.recorded, report.already_there) == (1, 16)


async def test_one_bad_entry_is_named_and_the_others_are_recorded(import_record, record):
    record["statements"][1]["stances"][0]["issue"] = "no-such-issue"
    report = await import_record(record)
    assert refusals(report) == [
        ("statements.json", "wants-talks", "stances.0.issue", "UNKNOWN_ID"),
        ("relations.json", "again", "from", "UNKNOWN_ID"),
    ]
    assert report.recorded == 15


async def test_what_rests_on_a_refused_entry_is_refused_by_its_key(import_record, record):
    record["moves"][0]["actors"] = []
    report = await import_record(record)
    assert refusals(report)[0] == ("moves.json", "news-conference", "actors", "INVALID")
    assert "'news-conference'" in report.refused[1].refusals[0].message


async def test_what_does_not_fit_its_kind_is_refused_field_by_field(import_record, record):
    record["statements"][0] |= {"act": "SHOUT", "colour": "red"}
    del record["statements"][0]["summary"]
    found = refusals(await import_record(record))[:3]
    assert sorted(field for _, _, field, _ in found) == ["act", "colour", "summary"]


async def test_another_content_under_a_known_key_is_refused(import_record, record):
    await import_record(record)
    record["statements"][1]["summary"] = "He wants no talks."
    report = await import_record(record)
    assert refusals(report) == [("statements.json", "wants-talks", "idempotencyKey", "KEY_REUSED")]


@pytest.mark.parametrize(
    ("text", "place"),
    [("[{", ""), ("{}", ""), ("[1]", "entry 1"), ('[{"summary": "x"}]', "entry 1"), ('[{"key": ""}]', "entry 1")],
)
def test_a_file_that_cannot_be_read_is_named(record, tmp_path, text, place):
    directory = write(record, tmp_path / "record")
    (directory / "moves.json").write_text(text)
    refused = [entry for entry in RecordDirectory(directory).entries() if not hasattr(entry, "command")]
    assert (refused[0].place.file, refused[0].place.key) == ("moves.json", place)


def test_a_key_stands_for_one_entry_of_a_file(record, tmp_path):
    record["moves"] *= 2
    directory = write(record, tmp_path / "record")
    refused = [entry for entry in RecordDirectory(directory).entries() if not hasattr(entry, "command")]
    assert [(entry.place.key, entry.refusals[0].field) for entry in refused] == [("news-conference", ("key",))]


def test_a_directory_without_a_name_is_called_as_it_is(record, tmp_path):
    directory = write(record, tmp_path / "december")
    (directory / "record.json").unlink()
    assert RecordDirectory(directory).name == "december"


def test_a_directory_without_a_record_is_refused(tmp_path):
    with pytest.raises(ValueError, match="holds no record"):
        RecordDirectory(tmp_path)


async def test_an_import_takes_many_short_turns(import_record, record, monkeypatch):
    sizes = []
    original = Recorder.record

    async def counted(self, requests, **options):
        sizes.append(len(requests))
        return await original(self, requests, **options)

    monkeypatch.setattr(Recorder, "record", counted)
    record["actors"] += [record["actors"][0] | {"id": f"actor-{number}"} for number in range(300)]
    await import_record(record)
    assert sizes[0] == 20
    assert len(sizes) > 2


async def test_the_first_record_is_recorded_whole(import_directory, reader):
    importer = RecordDirectory(FIRST_RECORD)
    report = await import_directory(importer)
    assert refusals(report) == []
    assert report.recorded == importer.extent == (await reader.head()).log_offset
