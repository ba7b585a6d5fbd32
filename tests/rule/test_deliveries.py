"""What one event changed: a row for each pair whose timeline up to the day of recording differs, and of which kind."""

import datetime

import pytest
from rule.asking import HEAD, ISSUE, OFFICIAL, OTHER_ISSUE, PUBLIC, RUSSIA, SOURCE, delivered, says, words
from writing import appearance_of, capacity, move, relation, source, stance

WORLD, RECORD = "WORLD_CHANGED", "RECORD_CHANGED"


def rows(kind, *days, issue=ISSUE):
    return [(RUSSIA, issue, on, kind) for on in days]


def test_a_first_position_is_news_on_its_day(desk):
    assert delivered(desk, says(desk, "OPPOSE", on=15)) == rows(WORLD, 15)


def test_a_statement_later_than_the_last_is_news(desk):
    says(desk, "OPPOSE", on=15)
    assert delivered(desk, says(desk, "SUPPORT", on=16)) == rows(WORLD, 16)


def test_a_statement_of_the_day_of_the_last_is_news(desk):
    says(desk, "OPPOSE", on=15)
    assert delivered(desk, says(desk, "SUPPORT", on=15, ordinal=1)) == rows(WORLD, 15)


def test_late_news_of_an_older_day_changes_the_record(desk):
    says(desk, "OPPOSE", on=15)
    assert delivered(desk, says(desk, "SUPPORT", on=13)) == rows(RECORD, 13)


def test_late_news_is_measured_by_the_last_statement_and_not_by_since(desk):
    says(desk, "OPPOSE", on=11)
    says(desk, "OPPOSE", on=15)
    assert delivered(desk, says(desk, "SUPPORT", on=13)) == rows(RECORD, 13)


def test_the_first_news_of_a_pair_is_news_however_old(desk):
    assert delivered(desk, says(desk, "OPPOSE", on="2008-04-03")) == rows(WORLD, "2008-04-03")


@pytest.mark.parametrize(
    "second",
    [
        {"value": "OPPOSE", "on": 16},
        {"value": "SUPPORT", "on": 16, "implied": True},
        {"value": "SUPPORT", "on": 15, "by": OFFICIAL},
    ],
    ids=["a restatement", "a contest", "the outranked"],
)
def test_nothing_is_delivered_where_no_answer_changed(desk, second):
    says(desk, "OPPOSE", on=15, by=HEAD)
    assert delivered(desk, says(desk, second.pop("value"), **second)) == []


def test_a_further_condition_and_words_for_an_implication_are_news(desk):
    says(desk, "CONDITIONAL", on=13, implied=True, conditions=["they withdraw"])
    assert delivered(desk, says(desk, "CONDITIONAL", on=14, implied=True, conditions=["they talk"])) == rows(WORLD, 14)
    assert delivered(desk, says(desk, "SUPPORT", on=15)) == rows(WORLD, 15)


def test_one_event_has_a_row_for_each_pair_of_its_own_kind(desk):
    says(desk, "OPPOSE", on=15)
    both = [stance(ISSUE, "SUPPORT"), stance(OTHER_ISSUE, "OPPOSE")]
    said = says(desk, "", on=13, stances=both, capacities=[capacity(HEAD, RUSSIA), capacity("bulgaria", "bulgaria")])
    assert delivered(desk, said) == [
        ("bulgaria", OTHER_ISSUE, 13, WORLD),
        ("bulgaria", ISSUE, 13, WORLD),
        (RUSSIA, OTHER_ISSUE, 13, WORLD),
        (RUSSIA, ISSUE, 13, RECORD),
    ]


# ---- everything else changes the record ----


def test_a_correction_changes_the_record_though_it_makes_the_statement_the_latest(desk):
    said = says(desk, "OPPOSE", on=13)
    says(desk, "SUPPORT", on=15)
    assert delivered(desk, desk.correct(said, words("NEUTRAL", on=17))) == rows(RECORD, 13)


def test_a_correction_of_the_date_differs_first_on_the_earlier_of_the_two_days(desk):
    said = says(desk, "OPPOSE", on=15)
    assert delivered(desk, desk.correct(said, words("OPPOSE", on=17))) == rows(RECORD, 15)
    assert delivered(desk, desk.correct(said, words("OPPOSE", on=13))) == rows(RECORD, 13)


def test_a_correction_that_changes_no_answer_is_not_delivered(desk):
    said = says(desk, "OPPOSE", on=15)
    assert delivered(desk, desk.correct(said, words("OPPOSE", on=15, summary="He said no."))) == []


def test_retracting_and_undoing_change_the_record(desk):
    said = says(desk, "OPPOSE", on=15)
    retraction = desk.retract(said)
    assert delivered(desk, retraction) == rows(RECORD, 15)
    assert delivered(desk, desk.retract(retraction)) == rows(RECORD, 15)


def test_a_correction_that_gives_a_pair_its_first_position_changes_the_record(desk):
    """Read so: only the first version of a statement is news, also where the pair had no position."""
    said = says(desk, "OPPOSE", on=15, issue=OTHER_ISSUE)
    assert delivered(desk, desk.correct(said, words("OPPOSE", on=15))) == [
        (RUSSIA, OTHER_ISSUE, 15, RECORD), *rows(RECORD, 15)]  # fmt: skip


def test_merging_and_parting_change_the_record(desk):
    one, other = says(desk, "OPPOSE", on=15), says(desk, "SUPPORT", on=15)
    judgement = desk.record(relation("SAME_STATEMENT", one, other))
    assert delivered(desk, judgement) == rows(RECORD, 15)
    assert delivered(desk, desk.retract(judgement)) == rows(RECORD, 15)


def test_merging_that_gives_a_pair_its_first_position_changes_the_record(desk):
    one = says(desk, "OPPOSE", on=15, sources=["doc-early"])
    other = says(desk, "OPPOSE", on=15, issue=OTHER_ISSUE)
    desk.retract(desk.of("doc-early"))
    assert delivered(desk, desk.record(relation("SAME_STATEMENT", one, other))) == [
        (RUSSIA, OTHER_ISSUE, 15, RECORD), *rows(RECORD, 15)]  # fmt: skip


def test_merging_what_says_the_same_is_not_delivered(desk):
    one, other = says(desk, "OPPOSE", on=15), says(desk, "OPPOSE", on=15)
    assert delivered(desk, desk.record(relation("SAME_STATEMENT", one, other))) == []


def test_a_new_date_of_a_source_changes_the_record_of_all_that_hangs_on_it(desk):
    says(desk, "OPPOSE", on={"relative": "days-before(1)", "anchor": SOURCE})
    says(desk, "OPPOSE", on=None, issue=OTHER_ISSUE)
    says(desk, "OPPOSE", on=15, capacities=[capacity("bulgaria", "bulgaria")])
    redated = desk.correct(desk.of(SOURCE), source(SOURCE, published={"edtf": "2021-12-20"}))
    assert delivered(desk, redated) == [*rows(RECORD, 20, issue=OTHER_ISSUE), *rows(RECORD, 19)]


def test_retracting_a_source_changes_the_record(desk):
    says(desk, "OPPOSE", on=15)
    retraction = desk.retract(desk.of(SOURCE))
    assert delivered(desk, retraction) == rows(RECORD, 15)
    assert delivered(desk, desk.retract(retraction)) == rows(RECORD, 15)


def test_a_further_appearance_that_bounds_an_unknown_date_changes_the_record(desk):
    said = says(desk, "OPPOSE", on=None)
    assert delivered(desk, desk.do(appearance_of(said, source_id="doc-early"))) == rows(RECORD, 18)


def test_what_is_no_statement_is_never_delivered(desk):
    says(desk, "OPPOSE", on=15)
    assert delivered(desk, desk.record(move(issues=[ISSUE]))) == []


# ---- only up to the day of recording ----


def test_what_the_calendar_will_bring_is_not_delivered(desk):
    assert delivered(desk, says(desk, "OPPOSE", on=25)) == []
    assert delivered(desk, says(desk, "OPPOSE", on="2021-12/2022-01")) == []


def test_what_is_not_yet_public_is_delivered_under_the_other_clock_alone(desk):
    said = says(desk, "OPPOSE", on=20, public=25)
    assert delivered(desk, said) == rows(WORLD, 20)
    assert delivered(desk, said, clock=PUBLIC) == []


def test_under_the_public_clock_the_day_is_public_and_the_age_is_that_of_the_words(desk):
    says(desk, "OPPOSE", on=15, public=15)
    late = says(desk, "SUPPORT", on=13, public=18)
    assert delivered(desk, late, clock=PUBLIC) == []
    news = says(desk, "SUPPORT", on=16, public=18)
    assert delivered(desk, news, clock=PUBLIC) == rows(WORLD, 18)
    older = says(desk, "NEUTRAL", on=14, public=14)
    assert delivered(desk, older, clock=PUBLIC) == rows(RECORD, 14)


def test_only_days_up_to_the_recording_are_compared(desk):
    tomorrow = says(desk, "SUPPORT", on=25)
    assert delivered(desk, says(desk, "OPPOSE", on=24)) == rows(WORLD, 24)
    assert delivered(desk, desk.retract(tomorrow)) == []


def test_the_day_of_recording_is_that_of_the_event(desk):
    tomorrow = says(desk, "OPPOSE", on=25)
    desk.today += datetime.timedelta(days=1)
    assert delivered(desk, desk.retract(tomorrow)) == rows(RECORD, 25)
