"""CYCLE: dates of sources and issues never hang on each other in a circle, by whichever event it would come about."""

import pytest
from writing import correction_of, issue, retraction_of, source


def hanging(slug, anchor):
    return source(slug, published={"relative": "days-before(1)", "anchor": anchor})


def dated(slug):
    return source(slug, published={"edtf": "2021-12-22"})


class TestOfAnchors:
    """doc-c hangs on doc-b, which hangs on doc-a, which has an absolute date."""

    @pytest.fixture(autouse=True)
    def chain(self, desk):
        desk.record(dated("doc-a"), hanging("doc-b", "doc-a"), hanging("doc-c", "doc-b"))

    def test_a_correction_that_closes_one_is_refused_with_the_circle(self, desk):
        (refusal,) = desk.refusals_in_full(correction_of("doc-a", hanging("doc-a", "doc-c")))
        assert (refusal.code, refusal.field) == ("CYCLE", ("input", "source", "published", "anchor"))
        assert refusal.message == (
            "dates hang on each other in a circle (doc-a → doc-c → doc-b → doc-a); give one of them absolutely"
        )

    def test_a_source_does_not_hang_on_itself(self, desk):
        command = correction_of("doc-a", hanging("doc-a", "doc-a"))
        assert desk.refusals(command) == [("CYCLE", "input.source.published.anchor")]

    def test_a_correction_that_closes_none_is_accepted(self, desk):
        assert desk.refusals(correction_of("doc-b", hanging("doc-b", "doc-cameron"))) == []

    def test_retracting_the_correction_that_opened_one_would_close_it(self, desk):
        opened = desk.correct(desk.of("doc-b"), dated("doc-b"))
        desk.correct(desk.of("doc-a"), hanging("doc-a", "doc-c"))
        assert desk.refusals(retraction_of(opened)) == [("CYCLE", "id")]

    def test_undoing_the_retraction_of_a_correction_would_close_it(self, desk):
        correction = desk.correct(desk.of("doc-a"), hanging("doc-a", "doc-cameron"))
        retraction = desk.retract(correction)
        desk.correct(desk.of("doc-cameron"), hanging("doc-cameron", "doc-c"))
        assert desk.refusals(retraction_of(retraction)) == [("CYCLE", "id")]

    def test_a_withdrawn_source_still_anchors_hence_still_closes_one(self, desk):
        desk.retract(desk.of("doc-c"))
        command = correction_of("doc-a", hanging("doc-a", "doc-c"))
        assert desk.refusals(command) == [("CYCLE", "input.source.published.anchor")]


@pytest.mark.parametrize("above", ["parent", "replaces"])
class TestOfIssues:
    """The issue c hangs on b, which hangs on a: as its parent, or as what it replaces."""

    @pytest.fixture(autouse=True)
    def chain(self, desk, above):
        desk.record(issue("a"), issue("b", **{above: "a"}), issue("c", **{above: "b"}))

    def test_a_correction_that_closes_one_is_refused_with_the_circle(self, desk, above):
        (refusal,) = desk.refusals_in_full(correction_of("a", issue("a", **{above: "c"})))
        assert (refusal.code, refusal.field) == ("CYCLE", ("input", "issue", above))
        assert refusal.message == f"issues hang on each other in a circle (a → c → b → a); choose another {above}"

    def test_an_issue_does_not_hang_on_itself(self, desk, above):
        command = correction_of("a", issue("a", **{above: "a"}))
        assert desk.refusals(command) == [("CYCLE", f"input.issue.{above}")]

    def test_a_correction_that_closes_none_is_accepted(self, desk, above):
        assert desk.refusals(correction_of("c", issue("c", **{above: "a"}))) == []

    def test_retracting_the_correction_that_opened_one_would_close_it(self, desk, above):
        opened = desk.correct(desk.of("b"), issue("b"))
        desk.correct(desk.of("a"), issue("a", **{above: "c"}))
        assert desk.refusals(retraction_of(opened)) == [("CYCLE", "id")]

    def test_undoing_the_retraction_of_a_correction_would_close_it(self, desk, above):
        correction = desk.correct(desk.of("a"), issue("a", **{above: "nato-enlargement"}))
        retraction = desk.retract(correction)
        desk.correct(desk.of("nato-enlargement"), issue("nato-enlargement", **{above: "c"}))
        assert desk.refusals(retraction_of(retraction)) == [("CYCLE", "id")]


def test_a_parent_and_a_predecessor_may_be_the_other_way_round(desk):
    desk.record(issue("a"), issue("b", parent="a"))
    assert desk.refusals(correction_of("a", issue("a", replaces="b"))) == []
