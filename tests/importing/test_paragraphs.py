"""Every paragraph of a source is accounted for: by entries that exist, or by a note that says why there are none."""

import pytest
from importing.small_record import write

from service.importing.record import RecordDirectory


@pytest.fixture
def account(record, tmp_path):
    """Return what is wrong with the account of paragraphs, as place and field."""

    def wrong(*, texts=False):
        directory = write(record, tmp_path / "record")
        importer = RecordDirectory(directory, texts=directory / "texts" if texts else None)
        return [(e.place.key, ".".join(r.field)) for e in importer.paragraphs.refused for r in e.refusals]

    return wrong


@pytest.mark.parametrize("texts", [False, True])
def test_a_full_account_has_no_faults(account, texts):
    assert account(texts=texts) == []


def test_an_entry_that_does_not_exist_is_named(account, record):
    record["paragraphs"][1]["records"].append("no-such-entry")
    assert account() == [("report 2", "records.4")]


def test_a_paragraph_without_a_record_says_why(account, record):
    del record["paragraphs"][0]["note"]
    assert account() == [("report 1", "note")]


def test_a_gap_is_named(account, record):
    del record["paragraphs"][1]
    assert account() == [("report 2", "paragraph")]


def test_with_the_text_at_hand_its_end_is_known(account, record):
    del record["paragraphs"][2]
    assert account() == []
    assert account(texts=True) == [("report 3", "paragraph")]


def test_a_paragraph_beyond_the_text_is_named(account, record):
    record["paragraphs"].append({"source": "report", "paragraph": 4, "records": ["offers-talks"]})
    assert account(texts=True) == [("report 4", "paragraph")]


def test_a_malformed_account_is_named_field_by_field(account, record):
    record["paragraphs"][0]["paragraph"] = "first"
    assert account() == [("", "0.paragraph")]


def test_a_record_without_an_account_is_recorded_all_the_same(account, record):
    del record["paragraphs"]
    assert account() == []
