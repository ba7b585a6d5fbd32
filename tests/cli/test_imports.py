"""`onrecord import record` tells what became of every entry, and fails if one was refused."""

import json

from importing.small_record import small_record, write


def test_an_import_is_reported_in_numbers(onrecord, tmp_path):
    directory = write(small_record(), tmp_path / "record")
    result = onrecord("import", "record", directory, "--sources", directory / "texts")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "small: 17 recorded, 0 already there, 0 refused",
        "report: 2 quotes stand letter for letter, 52 of 89 characters, 58.4%",
        "Paragraphs accounted for: report 3",
    ]


def test_importing_again_records_nothing(small, tmp_path):
    result = small("import", "record", tmp_path / "record")
    assert result.stdout.splitlines() == [
        "small: 0 recorded, 17 already there, 0 refused",
        "Quotes not checked, no text at hand: report (give --sources DIR)",
        "Paragraphs accounted for: report 3",
    ]


def test_a_refusal_is_shown_with_its_place_and_fails(onrecord, tmp_path):
    record = small_record()
    record["statements"][1]["stances"][0]["issue"] = "no-such-issue"
    result = onrecord("import", "record", write(record, tmp_path / "record"))
    assert result.exit_code == 1
    shown = result.stdout.splitlines()
    assert shown[0] == "small: 15 recorded, 0 already there, 2 refused"
    assert shown[2].split()[:4] == ["statements.json", "wants-talks", "stances.0.issue", "UNKNOWN_ID"]


def test_an_import_is_reported_as_json(onrecord, tmp_path):
    directory = write(small_record() | {"relations": [{"key": "bad"}]}, tmp_path / "record")
    report = json.loads(onrecord("import", "record", directory, "--json").stdout)
    assert (report["record"], report["recorded"], report["quotesNotChecked"]) == ("small", 16, ["report"])
    assert {(r["file"], r["key"], *r["field"]) for r in report["refused"]} == {
        ("relations.json", "bad", field) for field in ("type", "from", "to", "reason")
    }


def test_what_is_imported_is_projected(small):
    assert len(json.loads(small("positions", "--json").stdout)) == 2
