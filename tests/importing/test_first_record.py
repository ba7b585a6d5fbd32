"""The record that is shipped is well made: every entry fits, names what exists, and comes from some paragraph."""

import json

import pytest

from service.importing.importer import RefusedEntry
from service.importing.record import DRAFTS, FIRST_RECORD, RecordDirectory


def entries(kind):
    return json.loads((FIRST_RECORD / f"{kind}.json").read_text(encoding="utf-8"))


def test_every_entry_fits_its_kind():
    assert [entry for entry in RecordDirectory(FIRST_RECORD).entries() if isinstance(entry, RefusedEntry)] == []


def test_it_holds_every_kind():
    assert all(entries(kind) for kind in DRAFTS)


@pytest.mark.parametrize("kind", ["instruments", "moves", "statements", "assessments", "schedules"])
def test_every_entry_comes_from_a_paragraph(kind):
    accounted = {key for paragraph in entries("paragraphs") for key in paragraph["records"]}
    assert {entry.get("key") or entry["id"] for entry in entries(kind)} - accounted == set()


def test_every_issue_has_a_label_of_a_few_words():
    labels = {issue["id"]: issue["labels"][0]["text"] for issue in entries("issues")}
    assert {name: label for name, label in labels.items() if not 2 <= len(label.split()) <= 5} == {}
    assert len(set(labels.values())) == len(labels)


def test_the_articles_are_not_shipped():
    assert all("text" not in source and source["sha256"] for source in entries("sources"))


def test_only_the_words_of_officials_are_quoted():
    assert not any("quote" in appearance for entry in entries("assessments") for appearance in entry["appearances"])
