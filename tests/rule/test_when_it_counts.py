"""Time: an event counts from the last day it can have happened on, and what bounds that day."""

import datetime

import pytest
from rule.asking import ISSUE, SOURCE, position, says, stances, stands, words
from writing import appearance_of, source


def redated(desk, slug, edtf):
    return desk.correct(desk.of(slug), source(slug, published={"edtf": edtf}))


def test_a_statement_counts_from_its_day_on(desk):
    said = says(desk, "OPPOSE", on=15)
    assert position(desk, 14) is None
    assert position(desk, 15) == stands("OPPOSE", since=15, on=[said])
    assert position(desk, 24) == position(desk, 15)


def test_a_range_counts_from_its_last_day(desk):
    said = says(desk, "OPPOSE", on=(15, 18))
    assert position(desk, 17) is None
    assert position(desk, 18) == stands("OPPOSE", since=18, since_earliest=15, on=[said])


@pytest.mark.parametrize("edtf", ["2021-12-15?", "2021-12-15~", "2021-12-15%"])
def test_doubt_about_a_day_does_not_widen_it(desk, edtf):
    said = says(desk, "OPPOSE", on=edtf)
    assert position(desk, 15) == stands("OPPOSE", since=15, on=[said])


def test_a_month_is_a_range(desk):
    says(desk, "OPPOSE", on="2021-12")
    assert stances(desk, 24, 30, 31) == [None, None, "OPPOSE"]


def test_an_unknown_start_leaves_no_earliest_day(desk):
    said = says(desk, "OPPOSE", on="../2021-12-15")
    assert position(desk, 20) == stands("OPPOSE", since=15, on=[said])


def test_an_unknown_date_is_bounded_by_the_source(desk):
    said = says(desk, "OPPOSE", on=None)
    assert position(desk, 21) is None
    assert position(desk, 22) == stands("OPPOSE", since=22, on=[said])


def test_an_open_end_is_bounded_by_the_source_and_keeps_its_start(desk):
    said = says(desk, "OPPOSE", on="2021-12-15/..")
    assert position(desk, 21) is None
    assert position(desk, 22) == stands("OPPOSE", since=22, since_earliest=15, on=[said])


def test_a_known_end_is_not_bounded_by_the_source(desk):
    said = says(desk, "OPPOSE", on=20, sources=["doc-early"])
    assert position(desk, 24) == stands("OPPOSE", since=20, on=[said])


def test_of_several_sources_the_earliest_bounds(desk):
    said = says(desk, "OPPOSE", on=None, sources=[SOURCE, "doc-early", "doc-with-text"])
    assert position(desk, 24) == stands("OPPOSE", since=18, on=[said])


def test_a_source_bounds_by_the_last_day_it_may_have_been_published_on(desk):
    redated(desk, "doc-early", "2021-12-17/2021-12-20")
    said = says(desk, "OPPOSE", on=None, sources=["doc-early"])
    assert position(desk, 24) == stands("OPPOSE", since=20, on=[said])


def test_a_source_without_a_date_does_not_bound(desk):
    said = says(desk, "OPPOSE", on=None, sources=["doc-undated", SOURCE])
    assert position(desk, 24) == stands("OPPOSE", since=22, on=[said])


def test_only_live_sources_bound(desk):
    said = says(desk, "OPPOSE", on=None, sources=[SOURCE, "doc-early"])
    retraction = desk.retract(desk.of("doc-early"))
    assert position(desk, 24) == stands("OPPOSE", since=22, on=[said])
    desk.retract(retraction)
    assert position(desk, 24) == stands("OPPOSE", since=18, on=[said])


def test_a_further_appearance_bounds_too(desk):
    says(desk, "OPPOSE", on=None)
    added = desk.do(appearance_of(desk.events[-1], source_id="doc-early"))
    assert position(desk, 24) == stands("OPPOSE", since=18, on=[added])


def test_where_no_source_bounds_the_day_of_recording_does(desk):
    said = says(desk, "OPPOSE", on=None, sources=["doc-undated"])
    assert position(desk, 23) is None
    assert position(desk, 24) == stands("OPPOSE", since=24, on=[said])


def test_the_day_of_recording_is_that_of_the_record_whenever_it_is_corrected(desk):
    first = says(desk, "OPPOSE", on=None, sources=["doc-undated"])
    desk.today += datetime.timedelta(days=3)
    corrected = desk.correct(first, words("SUPPORT", on=None, sources=["doc-undated"]))
    assert position(desk, 24) == stands("SUPPORT", since=24, on=[corrected])


def test_a_start_after_the_bound_is_itself_the_bound(desk):
    said = says(desk, "OPPOSE", on="2021-12-20/..", sources=["doc-early"])
    assert position(desk, 19) is None
    assert position(desk, 20) == stands("OPPOSE", since=20, on=[said])


# ---- relative dates ----


LAST_WEDNESDAY = {"surface": "last Wednesday", "relative": "weekday-before-this-week(WE)", "anchor": SOURCE}


def day_before(anchor):
    return {"relative": "days-before(1)", "anchor": anchor}


def test_a_relative_date_is_seen_from_its_source(desk):
    said = says(desk, "OPPOSE", on=LAST_WEDNESDAY)
    assert position(desk, 24) == stands("OPPOSE", since=15, on=[said])


def test_what_hangs_on_a_re_dated_source_moves_with_it_and_is_remembered_as_it_was(desk):
    said = says(desk, "OPPOSE", on=day_before(SOURCE))
    before = desk.events[-1]
    redated(desk, SOURCE, "2021-12-20")
    assert position(desk, 24) == stands("OPPOSE", since=19, on=[said])
    assert position(desk, 24, known_at=before) == stands("OPPOSE", since=21, on=[said])


def test_a_day_later_last_wednesday_is_still_a_wednesday(desk):
    said = says(desk, "OPPOSE", on=LAST_WEDNESDAY)
    redated(desk, SOURCE, "2021-12-23")
    assert position(desk, 24) == stands("OPPOSE", since=15, on=[said])
    redated(desk, SOURCE, "2021-12-19")
    assert position(desk, 24) == stands("OPPOSE", since=8, on=[said])


def test_a_bound_moves_with_its_source(desk):
    said = says(desk, "OPPOSE", on=None)
    redated(desk, SOURCE, "2021-12-20")
    assert position(desk, 24) == stands("OPPOSE", since=20, on=[said])


@pytest.mark.parametrize("on", [21, (20, 21), "2021-12-21?"])
def test_an_absolute_date_never_moves(desk, on):
    says(desk, "OPPOSE", on=on)
    before = position(desk, 24)
    redated(desk, SOURCE, "2021-12-10")
    assert position(desk, 24) == before


def test_the_span_reaches_over_every_day_of_the_anchors_range(desk):
    redated(desk, SOURCE, "2021-12-20/2021-12-22")
    said = says(desk, "OPPOSE", on=day_before(SOURCE))
    assert position(desk, 20) is None
    assert position(desk, 24) == stands("OPPOSE", since=21, since_earliest=19, on=[said])


def test_anchors_hang_on_anchors(desk):
    desk.record(source("doc-reply", published=day_before(SOURCE)))
    said = says(desk, "OPPOSE", on=day_before("doc-reply"))
    assert position(desk, 24) == stands("OPPOSE", since=20, on=[said])
    redated(desk, SOURCE, "2021-12-12")
    assert position(desk, 24) == stands("OPPOSE", since=10, on=[said])


def test_a_bound_may_be_a_source_dated_by_another(desk):
    desk.record(source("doc-reply", published=day_before("doc-early")))
    said = says(desk, "OPPOSE", on=None, sources=["doc-reply"])
    assert position(desk, 24) == stands("OPPOSE", since=17, on=[said])


def test_a_retracted_source_still_anchors(desk):
    said = says(desk, "OPPOSE", on=day_before("doc-early"))
    desk.retract(desk.of("doc-early"))
    assert position(desk, 24) == stands("OPPOSE", since=17, on=[said])


def test_a_retracted_source_anchors_by_the_last_version_that_stood(desk):
    said = says(desk, "OPPOSE", on=day_before("doc-early"))
    corrected = redated(desk, "doc-early", "2021-12-16")
    desk.retract(desk.of("doc-early"))
    assert position(desk, 24) == stands("OPPOSE", since=15, on=[said])
    undone = desk.retract(desk.events[-1])
    desk.retract(corrected)
    assert position(desk, 24, known_at=undone) == stands("OPPOSE", since=15, on=[said])
    assert position(desk, 24) == stands("OPPOSE", since=17, on=[said])


def test_a_relative_date_whose_anchor_has_none_is_unknown(desk):
    said = says(desk, "OPPOSE", on=day_before("doc-undated"), sources=["doc-early"])
    assert position(desk, 24) == stands("OPPOSE", since=18, on=[said])


def test_what_a_statement_is_about_says_nothing_of_other_issues(desk):
    says(desk, "OPPOSE", on=15)
    assert position(desk, 24, issue=ISSUE) is not None
    assert position(desk, 24, issue="nato-enlargement") is None
    assert position(desk, 24, issue="spheres-of-influence") is None
