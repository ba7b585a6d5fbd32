"""Owns the cases of relative dates: which days they mean from an anchor, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import dropwhile, takewhile

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from events.edtf_dates import UNKNOWN, Bounds, DateError, parse
from events.relative_dates import CLOSED_LIST, RULE, UnknownRelative, check, resolve

RESOLVED = [
    # relative, anchor, what it means; 2021-12-15, -22 and -29 were Wednesdays
    ("days-before(0)", "2021-12-24", "2021-12-24"),
    ("days-before(1)", "2021-12-24", "2021-12-23"),
    ("days-before(365)", "2021-12-24", "2020-12-24"),
    ("weekday-before-this-week(WE)", "2021-12-24", "2021-12-15"),
    ("weekday-before-this-week(WE)", "2021-12-22", "2021-12-15"),
    ("weekday-before-this-week(MO)", "2021-12-20", "2021-12-13"),
    ("weekday-before-this-week(SU)", "2021-12-20", "2021-12-19"),
    ("weekday-before-this-week(SU)", "2021-12-26", "2021-12-19"),
    ("weekday-before-this-week(SA)", "2022-01-01", "2021-12-25"),
    ("last-weekday(FR)", "2021-12-24", "2021-12-17"),
    ("last-weekday(FR)", "2021-12-25", "2021-12-24"),
    ("last-weekday(FR)", "2021-12-23", "2021-12-17"),
    ("last-weekday(MO)", "2021-12-26", "2021-12-20"),
    ("last-weekday(SU)", "2021-12-20", "2021-12-19"),
    ("week-before", "2021-12-24", "2021-12-13/2021-12-19"),
    ("week-before", "2021-12-20", "2021-12-13/2021-12-19"),
    ("week-before", "2021-12-19", "2021-12-06/2021-12-12"),
    ("month-before", "2021-12-24", "2021-11"),
    ("month-before", "2021-01-31", "2020-12"),
    ("month-before", "2020-03-31", "2020-02"),
    ("within-source-month(9)", "2021-12-24", "2021-09"),
    ("within-source-month(12)", "2021-12-24", "2021-12-01/2021-12-24"),
    ("within-source-month(12)", "2021-12-31", "2021-12"),
    ("within-source-month(12)", "2021-12-01", "2021-12-01"),
    ("within-source-month(12)", "2021-11-30", "2020-12"),
    ("within-source-month(2)", "2021-01-15", "2020-02"),
    # an anchor with a range: the hull over all its days
    ("days-before(2)", "2021-12-22/2021-12-24", "2021-12-20/2021-12-22"),
    ("weekday-before-this-week(WE)", "2021-12-20/2021-12-26", "2021-12-15"),
    ("weekday-before-this-week(WE)", "2021-12-19/2021-12-20", "2021-12-08/2021-12-15"),
    ("last-weekday(FR)", "2021-12-24/2021-12-25", "2021-12-17/2021-12-24"),
    ("week-before", "2021-12-19/2021-12-20", "2021-12-06/2021-12-19"),
    ("month-before", "2021-12", "2021-11"),
    ("month-before", "2021", "2020-12/2021-11"),
    ("within-source-month(9)", "2021-08-31/2021-09-01", "2020-09/2021-09-01"),
    ("within-source-month(9)", "202X", "2019-09/2029-09"),
    # an anchor known at one end, or at none
    ("days-before(2)", "2021-12-22/..", "2021-12-20/.."),
    ("week-before", "../2021-12-22", "../2021-12-19"),
    ("within-source-month(9)", "2021-12/", "2021-09/"),
    ("within-source-month(12)", "/2021-12-24", "/2021-12-24"),
    ("last-weekday(FR)", "", ""),
    # before the first day of the calendar
    ("days-before(1)", "0001-01-02", "0001-01-01"),
    ("days-before(2)", "0001-01-02/2021-12-22", "../2021-12-20"),
    ("week-before", "0001-01-07", ""),
    ("month-before", "0001-01-31", ""),
    ("month-before", "0001-02", "0001-01"),
    ("within-source-month(2)", "0001-01", ""),
]

REFUSED = [
    *("", " ", "yesterday", "last Wednesday", "2021-12-15", "relative-dates@1"),
    *("days-before", "days-before()", "days-before(n)", "days-before(-1)", "days-before(+1)"),
    *("days-before(01)", "days-before(1.5)", "days-before(٣)", "days-before(100000)", "days-before(1_0)"),
    *("days-before( 1)", "days-before (1)", "days-before(1) ", "days-before(1)\n", "Days-before(1)"),
    *("days-before(1", "days-before1)", "days-before(1)(1)", "days-before(WE)", "days-after(1)"),
    *("last-weekday", "last-weekday(WED)", "last-weekday(we)", "last-weekday(3)", "last-weekday(XX)"),
    *("weekday-before-this-week", "weekday-before-this-week(WE,TH)", "weekday-before-this-week(0)"),
    *("week-before()", "week-before(1)", "month-before(0)", "month-before(9)", "year-before"),
    *("within-source-month", "within-source-month(0)", "within-source-month(13)", "within-source-month(09)"),
]

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)

day_counts = st.integers(min_value=0, max_value=500)
months = st.integers(min_value=1, max_value=12)
weekdays = st.sampled_from(WEEKDAYS)
relatives = st.one_of(
    st.sampled_from(["week-before", "month-before"]),
    day_counts.map("days-before({})".format),
    weekdays.map("weekday-before-this-week({})".format),
    weekdays.map("last-weekday({})".format),
    months.map("within-source-month({})".format),
)
days = st.dates(min_value=FIRST_DAY, max_value=LAST_DAY)
lengths = st.integers(min_value=0, max_value=800)


def _back_from(day: date) -> list[date]:
    """List the day and the 800 before it, latest first: more than any word reaches back."""
    return [day - back * DAY for back in range(801)]


def _week_before(anchor: date) -> list[date]:
    week = (anchor - 7 * DAY).isocalendar()[:2]
    return [day for day in _back_from(anchor) if day.isocalendar()[:2] == week]


def _latest_of_month(month: int, before_or_on: date) -> list[date]:
    since = dropwhile(lambda day: day.month != month, _back_from(before_or_on))
    return list(takewhile(lambda day: day.month == month, since))


def _nearest(code: str, before_or_on: date) -> date:
    return next(day for day in _back_from(before_or_on) if WEEKDAYS[day.weekday()] == code)


MEANINGS: dict[str, Callable[[date, str], list[date]]] = {
    "days-before": lambda anchor, count: [_back_from(anchor)[int(count)]],
    "weekday-before-this-week": lambda anchor, code: [_week_before(anchor)[6 - WEEKDAYS.index(code)]],
    "last-weekday": lambda anchor, code: [_nearest(code, anchor - DAY)],
    "week-before": lambda anchor, _: _week_before(anchor),
    "month-before": lambda anchor, _: _latest_of_month((anchor.month + 10) % 12 + 1, anchor),
    "within-source-month": lambda anchor, month: _latest_of_month(int(month), anchor),
}
"""What each word says, found by walking through a calendar instead of computing."""


def _meant(relative: str, anchor: date) -> list[date]:
    name, _, argument = relative.rstrip(")").partition("(")
    return MEANINGS[name](anchor, argument)


def _on(day: date) -> Bounds:
    return Bounds(earliest=day, latest=day)


@pytest.mark.parametrize(("relative", "anchor", "meant"), RESOLVED)
def test_a_relative_date_means_these_days_from_its_anchor(relative: str, anchor: str, meant: str) -> None:
    assert resolve(relative, parse(anchor)) == parse(meant)


@pytest.mark.parametrize("relative", REFUSED)
def test_what_is_not_on_the_closed_list_is_refused_with_the_list(relative: str) -> None:
    with pytest.raises(UnknownRelative) as refusal:
        check(relative)
    assert refusal.value.text == relative
    assert ", ".join(CLOSED_LIST) in str(refusal.value)
    assert str(refusal.value).endswith("or give the date in EDTF instead.")


def test_resolving_refuses_what_checking_refuses() -> None:
    with pytest.raises(DateError, match="'yesterday' is no relative date"):
        resolve("yesterday", UNKNOWN)


@pytest.mark.parametrize("relative", ["days-before(99999)", *CLOSED_LIST[1:]])
def test_what_the_closed_list_shows_is_accepted(relative: str) -> None:
    check(relative)


def test_the_rule_is_named_with_its_version() -> None:
    assert RULE == "relative-dates@1"


def test_a_source_dated_a_day_later_still_means_a_wednesday() -> None:
    wednesday = _on(date(2021, 12, 15))
    assert resolve("weekday-before-this-week(WE)", _on(date(2021, 12, 23))) == wednesday
    assert resolve("weekday-before-this-week(WE)", _on(date(2021, 12, 24))) == wednesday


@given(relative=relatives, anchor=days)
@example(relative="within-source-month(2)", anchor=date(2020, 2, 29))
@example(relative="month-before", anchor=date(2021, 3, 31))
def test_from_one_day_it_means_what_a_walk_through_the_calendar_finds(relative: str, anchor: date) -> None:
    meant = _meant(relative, anchor)
    assert resolve(relative, _on(anchor)) == Bounds(earliest=min(meant), latest=max(meant))


@given(relative=relatives, start=days, length=lengths)
@example(relative="within-source-month(12)", start=date(2021, 11, 30), length=1)
@example(relative="within-source-month(1)", start=date(2021, 1, 15), length=365)
def test_from_a_range_it_means_the_hull_over_each_of_its_days(relative: str, start: date, length: int) -> None:
    each = [resolve(relative, _on(start + offset * DAY)) for offset in range(length + 1)]
    earliest = min(bounds.earliest for bounds in each if bounds.earliest)
    latest = max(bounds.latest for bounds in each if bounds.latest)
    anchor = Bounds(earliest=start, latest=start + length * DAY)
    assert resolve(relative, anchor) == Bounds(earliest=earliest, latest=latest)


@given(relative=relatives, anchors=st.tuples(days, days).map(sorted))
def test_a_later_anchor_never_means_earlier_days(relative: str, anchors: list[date]) -> None:
    sooner, later = (resolve(relative, _on(anchor)) for anchor in anchors)
    assert (sooner.earliest or LAST_DAY) <= (later.earliest or FIRST_DAY)
    assert (sooner.latest or LAST_DAY) <= (later.latest or FIRST_DAY)


@given(relative=relatives, anchor=st.dates())
def test_it_never_means_a_day_after_its_anchor(relative: str, anchor: date) -> None:
    meant = resolve(relative, _on(anchor))
    assume(meant.latest is not None)
    assert meant.latest is not None
    assert meant.latest <= anchor
    assert meant.earliest is None or meant.earliest <= meant.latest


@given(relative=relatives, start=days, length=lengths)
def test_an_unknown_end_of_the_anchor_hides_that_end_only(relative: str, start: date, length: int) -> None:
    end = start + length * DAY
    both = resolve(relative, Bounds(earliest=start, latest=end))
    since = resolve(relative, Bounds(earliest=start, latest=None))
    until = resolve(relative, Bounds(earliest=None, latest=end))
    assert since == Bounds(earliest=both.earliest, latest=None)
    assert until == Bounds(earliest=None, latest=both.latest)
