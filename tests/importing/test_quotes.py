"""Quotes are held against the texts letter for letter, in code points; without a text nobody claims that they were."""

import pytest
from importing.small_record import OFFER, TEXT, WISH, quoted, write

from service.importing.quotes import Coverage
from service.importing.record import RecordDirectory


@pytest.fixture
def check(record, tmp_path):
    """Read a record with its texts; return its check and what is wrong with quotes, as key, field and message."""

    def checked(*, texts=True):
        directory = write(record, tmp_path / "record")
        importer = RecordDirectory(directory, texts=directory / "texts" if texts else None)
        wrong = [entry for entry in importer.entries() if not hasattr(entry, "command")]
        return importer.quotes, [(e.place.key, ".".join(r.field), r.message) for e in wrong for r in e.refusals]

    return checked


def test_quotes_at_their_spans_are_right_and_add_up(check):
    quotes, wrong = check()
    assert wrong == []
    assert list(quotes.coverage()) == [Coverage("report", 2, len(OFFER) + len(WISH), len(TEXT))]


def test_what_two_quotes_share_counts_once(check, record):
    record["statements"][2]["appearances"] = [quoted(OFFER[:20]), quoted(OFFER[10:])]
    quotes, _ = check()
    assert list(quotes.coverage()) == [Coverage("report", 4, len(OFFER) + len(WISH), len(TEXT))]


def test_spans_count_code_points(check, record):
    behind = quoted(WISH)
    assert TEXT[behind["spanStart"] :].startswith(WISH)
    record["statements"][1]["appearances"] = [
        behind | {"spanStart": behind["spanStart"] + 1, "spanEnd": behind["spanEnd"] + 1}
    ]
    _, wrong = check()
    assert [(key, field) for key, field, _ in wrong] == [("wants-talks", "appearances.0.quote")]
    assert f"stands at {behind['spanStart']}" in wrong[0][2]


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"quote": "We want peace."}, "appearances.0.quote", "it stands nowhere"),
        ({"spanEnd": 9_999}, "appearances.0.quote", "the text ends at"),
        ({"spanStart": None, "spanEnd": None}, "appearances.0.quote", "has no span"),
        ({"quote": None, "spanEnd": 9_999}, "appearances.0.spanStart", "the text ends at"),
    ],
)
def test_a_quote_that_is_not_there_is_refused(check, record, changed, field, message):
    record["statements"][1]["appearances"] = [quoted(WISH) | changed]
    quotes, wrong = check()
    assert [(key, where) for key, where, _ in wrong] == [("wants-talks", field)]
    assert message in wrong[0][2]
    assert next(quotes.coverage()).quotes == 1


def test_without_texts_quotes_are_said_not_to_be_checked(check):
    quotes, wrong = check(texts=False)
    assert (list(quotes.coverage()), quotes.unchecked, wrong) == ([], ["report"], [])


def test_a_text_of_another_digest_is_no_text(check, record):
    record["sources"][0]["sha256"] = "0" * 64
    quotes, _ = check()
    assert quotes.unchecked == ["report"]
