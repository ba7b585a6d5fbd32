"""Statements of a Discourse Network Analyzer file keep their words, whose they are, and where they stand."""

import sqlite3
from contextlib import closing

import pytest
from importing.made_up import DOCUMENT, dna_file, ndjson
from importing.yielded import drafts, keys, refused, registered, set_aside

from events.drafts import SourceDraft, StatementDraft
from service.importing.dna import dna
from service.importing.dna_file import code_points
from service.importing.importer import NotThisFormat, SetAside

BUILD = "We should build 𝕏 bridges."
DEEP = "The river is deep."


def coded(words, **fields):
    """A statement as the program stores it: places are counted in UTF-16 units."""
    start = len(DOCUMENT[: DOCUMENT.index(words)].encode("utf-16-le")) // 2
    return {
        "start": start,
        "stop": start + len(words.encode("utf-16-le")) // 2,
        "person": "Rudolf Rassendyll",
        "organization": "The Crown",
        "concept": "Bridges should be built.",
        "agreement": 1,
    } | fields


@pytest.fixture
def file(tmp_path):
    """Return the importer of a file with these statements."""
    return lambda *statements: dna(dna_file(tmp_path / "Zenda.dna", statements))


def test_a_statement_has_speaker_capacity_stance_and_words(file):
    importer = file(coded(BUILD))
    start = DOCUMENT.index(BUILD)
    assert drafts(importer) == [
        StatementDraft.model_validate(
            {
                "capacities": [
                    {
                        "speaker": "rudolf-rassendyll",
                        "onBehalfOf": ["the-crown"],
                        "withoutRoleBecause": "The Discourse Network Analyzer file codes this speaker for this "
                        "organization.",
                    }
                ],
                "act": "ASSERT",
                "quote": BUILD,
                "summary": "Rudolf Rassendyll for The Crown agrees: Bridges should be built.",
                "occurred": {"edtf": "2005-02-02"},
                "ordinal": start,
                "stances": [{"issue": "dna-zenda-bridges-should-be-built", "stance": "SUPPORT"}],
                "appearances": [
                    {
                        "source": "dna-zenda-document-1",
                        "quote": BUILD,
                        "rendering": "DIRECT",
                        "spanStart": start,
                        "spanEnd": start + len(BUILD),
                    }
                ],
            }
        )
    ]
    assert keys(importer) == ["dna-zenda/statements/1"]
    assert {entry.recorded_by for entry in importer.entries()} == {None, "dna: Antoinette de Mauban"}


def test_the_document_is_a_source_with_its_text(file):
    assert registered(file(coded(DEEP)))["dna-zenda/sources/dna-zenda-document-1"] == SourceDraft.model_validate(
        {
            "id": "dna-zenda-document-1",
            "title": "A hearing",
            "publisher": "Hansard",
            "byline": "A clerk",
            "published": {"edtf": "2005-02-02"},
            "text": DOCUMENT,
        }
    )


def test_places_behind_a_wide_character_are_counted_in_code_points(file):
    (draft,) = drafts(file(coded(DEEP)))
    (appearance,) = draft.appearances
    assert DOCUMENT[appearance.span_start : appearance.span_end] == appearance.quote == DEEP


def test_disagreement_opposes(file):
    (draft,) = drafts(file(coded(DEEP, agreement=0)))
    assert draft.stances[0].stance == "OPPOSE"


@pytest.mark.parametrize(
    ("concept", "kind"),
    [("Bridges should be built.", "NORMATIVE"), ("The river is deep.", "FACTUAL"), ("Bridges", "FACTUAL")],
)
def test_the_words_of_a_concept_tell_whether_it_says_what_should_be(file, concept, kind):
    (issue,) = [d for key, d in registered(file(coded(DEEP, concept=concept))).items() if "/issues/" in key]
    assert (issue.kind, issue.propositions[0].text) == (kind, concept)


def test_an_organisation_speaks_for_itself_where_no_person_is_coded(file):
    (draft,) = drafts(file(coded(DEEP, person="")))
    (capacity,) = draft.capacities
    assert (capacity.speaker, capacity.on_behalf_of) == ("the-crown", ("the-crown",))
    assert capacity.without_role_because is None


def test_a_person_without_an_organisation_speaks_for_himself(file):
    (draft,) = drafts(file(coded(DEEP, organization="")))
    assert draft.capacities[0].on_behalf_of == ()


def test_words_without_a_concept_bear_no_stance(file):
    (draft,) = drafts(file(coded(DEEP, concept="")))
    assert (draft.stances, draft.summary) == ((), "Rudolf Rassendyll for The Crown speaks; no concept is coded.")


def test_statements_come_as_they_stand_in_the_document(file):
    assert keys(file(coded(DEEP), coded(BUILD))) == ["dna-zenda/statements/2", "dna-zenda/statements/1"]


def test_a_note_of_the_coder_is_no_statement(file):
    importer = file({"start": 1, "stop": 5, "type": 2})
    assert [e.reason for e in importer.entries() if isinstance(e, SetAside)] == [
        "coded as Annotation, which has no agreement"
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"person": "", "organization": ""}, "person"), ({"stop": 9_999}, ""), ({"agreement": 7}, "agreement")],
)
def test_a_statement_that_cannot_be_read_is_named(file, fields, field):
    importer = file(coded(DEEP, **fields), coded(BUILD))
    assert refused(importer) == [("statement 1", field, "INVALID")]
    assert keys(importer) == ["dna-zenda/statements/2"]


def test_ndjson_gives_the_same_statements_without_the_text(file, tmp_path):
    line = {
        "statement_id": 1,
        "document_id": 1,
        "document_title": "A hearing",
        "date": "2005-02-02",
        "start": DOCUMENT.index(BUILD),
        "stop": DOCUMENT.index(BUILD) + len(BUILD),
        "person": "Rudolf Rassendyll",
        "organization": "The Crown",
        "concept": "Bridges should be built.",
        "agreement": True,
        "quote": BUILD,
    }
    importer = dna(ndjson(tmp_path / "statements.ndjson", [line]), name="Zenda")
    packed = file(coded(BUILD))
    assert (keys(importer), drafts(importer)) == (keys(packed), drafts(packed))
    assert registered(importer)["dna-zenda/sources/dna-zenda-document-1"].text is None
    assert set_aside(importer) == []


def test_a_text_that_is_not_utf8_is_named(tmp_path):
    path = dna_file(tmp_path / "Zenda.dna", [coded(BUILD), coded(DEEP)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update ENTITIES set Value = cast(x'52ff' as text) where ID = 1")
    importer = dna(path)
    assert refused(importer) == [("statement 1", "person", "INVALID")]
    assert keys(importer) == ["dna-zenda/statements/2"]


def test_an_ndjson_line_without_its_agreement_is_named(tmp_path):
    line = {"statement_id": 1, "document_id": 1, "document_title": "A", "date": "2005-02-02", "start": 0, "stop": 2,
            "person": "A", "concept": "B", "quote": "AB"}  # fmt: skip
    assert refused(dna(ndjson(tmp_path / "a.ndjson", [line]))) == [(1, "agreement", "INVALID")]


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.dna"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table STATEMENTS (ID integer)")
    with pytest.raises(NotThisFormat, match="is no file of Discourse Network Analyzer 3"):
        dna(path)


@pytest.mark.parametrize(("units", "points"), [(0, 0), (1, 1), (2, None), (3, 2), (4, 3), (5, None)])
def test_units_become_code_points(units, points):
    assert code_points("a𝕏b", units) == points
