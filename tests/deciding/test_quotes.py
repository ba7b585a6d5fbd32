"""QUOTE_NOT_FOUND: where the text is held, a quote stands in it letter for letter; spans count code points."""

import pytest
from writing import TEXT, appearance, appearance_of, correction_of, statement

QUOTE = "“We’re not the ones who threaten.”"
BEYOND = "𝕏 stands beyond the BMP."
FIRST, SECOND = TEXT.index(QUOTE), TEXT.rindex(QUOTE)


def quoting(quote, *span, source_id="doc-with-text"):
    ends = dict(zip(("spanStart", "spanEnd"), span, strict=False))
    return statement(appearances=[appearance(), appearance(source_id, quote=quote, **ends)])


def stored_span(desk, draft):
    stored = desk.record(draft).content.appearances[1]
    return stored.span_start, stored.span_end


def test_a_quote_at_its_span_is_accepted(desk):
    assert stored_span(desk, quoting(QUOTE, SECOND, SECOND + len(QUOTE))) == (SECOND, SECOND + len(QUOTE))


def test_a_span_counts_code_points_beyond_the_bmp_as_one(desk):
    start = TEXT.index(BEYOND)
    assert desk.refusals(quoting(BEYOND, start, start + len(BEYOND))) == []
    utf16 = len(TEXT[:SECOND].encode("utf-16-le")) // 2
    assert utf16 == SECOND + 1
    assert desk.refusals(quoting(QUOTE, utf16, utf16 + len(QUOTE))) == [
        ("QUOTE_NOT_FOUND", "input.appearances.1.quote")
    ]


def test_a_quote_that_stands_once_gets_its_span(desk):
    start = TEXT.index(BEYOND)
    assert stored_span(desk, quoting(BEYOND)) == (start, start + len(BEYOND))


def test_a_quote_that_stands_twice_is_left_without_a_span(desk):
    assert stored_span(desk, quoting(QUOTE)) == (None, None)


@pytest.mark.parametrize(
    "quote",
    ['"We\'re not the ones who threaten."', "“We’re not the ones who  threaten.”", "we’re not", "“We’re not …"],
    ids=["straight quotation marks", "another space", "another case", "an ellipsis"],
)
def test_a_quote_that_differs_in_one_letter_is_refused(desk, quote):
    assert desk.refusals(quoting(quote)) == [("QUOTE_NOT_FOUND", "input.appearances.1.quote")]


def test_a_quote_that_stands_elsewhere_than_at_its_span_is_refused(desk):
    draft = quoting(QUOTE, FIRST + 1, FIRST + 1 + len(QUOTE))
    assert desk.refusals(draft) == [("QUOTE_NOT_FOUND", "input.appearances.1.quote")]


def test_a_span_beyond_the_end_of_the_text_is_refused(desk):
    assert desk.refusals(quoting(None, len(TEXT), len(TEXT) + 1)) == [("QUOTE_NOT_FOUND", "input.appearances.1.quote")]


def test_a_span_without_a_quote_is_accepted_within_the_text(desk):
    assert desk.refusals(quoting(None, 0, len(TEXT))) == []


@pytest.mark.parametrize("span", [(), (5, 14)])
def test_where_no_text_is_held_a_quote_is_taken_at_its_word(desk, span):
    draft = quoting("Whatever.", *span, source_id="doc-cameron")
    assert stored_span(desk, draft) == (span or (None, None))


@pytest.mark.parametrize("span", [(5,), (5, 5), (5, 4)], ids=["no end", "empty", "reversed"])
def test_a_span_has_a_start_and_an_end_after_it(desk, span):
    assert desk.refusals(quoting(QUOTE, *span)) == [("INVALID", "input.appearances.1.spanEnd")]


def test_an_end_without_a_start_is_refused(desk):
    draft = statement(appearances=[appearance(spanEnd=5)])
    assert desk.refusals(draft) == [("INVALID", "input.appearances.0.spanEnd")]


def test_a_further_appearance_is_checked_like_the_first(desk):
    said = desk.record(statement())
    command = appearance_of(said, source_id="doc-with-text", quote="Never said.")
    assert desk.refusals(command) == [("QUOTE_NOT_FOUND", "input.quote")]


def test_a_further_appearance_gets_its_span(desk):
    said = desk.record(statement())
    added = desk.do(appearance_of(said, source_id="doc-with-text", quote=BEYOND)).content.appearances
    assert [(a.source, a.span_start) for a in added] == [("doc-cameron", None), ("doc-with-text", TEXT.index(BEYOND))]


def test_a_correction_is_checked_like_the_first(desk):
    command = correction_of(desk.record(statement()), quoting("Never said."))
    assert desk.refusals(command) == [("QUOTE_NOT_FOUND", "input.statement.appearances.1.quote")]


def test_the_sentence_names_the_source(desk):
    (refusal,) = desk.refusals_in_full(quoting("Never said."))
    assert refusal.message == (
        "the text of 'doc-with-text' does not read so there; copy the quote letter for letter and give its span"
    )
