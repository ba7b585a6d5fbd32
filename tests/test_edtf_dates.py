"""Owns the cases of EDTF text: which calendar days it can mean, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from events.edtf_dates import (
    LONGEST_TEXT,
    Bounds,
    DateError,
    EndBeforeStart,
    NotADate,
    parse,
)

READ = [
    # text, earliest, latest; an empty one is None
    ("", "", ""),
    # single dates
    ("2021-12-15", "2021-12-15", "2021-12-15"),
    ("2021-12", "2021-12-01", "2021-12-31"),
    ("2021", "2021-01-01", "2021-12-31"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("2020-02-29", "2020-02-29", "2020-02-29"),
    ("0001", "0001-01-01", "0001-12-31"),
    ("9999-12-31", "9999-12-31", "9999-12-31"),
    # qualifiers
    ("2021-12-15%", "2021-12-15", "2021-12-15"),
    ("2021-12?", "2021-12-01", "2021-12-31"),
    ("2021~", "2021-01-01", "2021-12-31"),
    ("?2021-12", "2021-12-01", "2021-12-31"),
    ("2021?-12", "2021-12-01", "2021-12-31"),
    ("2021-12~-05", "2021-12-05", "2021-12-05"),
    ("2021-%12-05", "2021-12-05", "2021-12-05"),
    ("2021-24?", "2021-12-01", "2022-02-28"),
    ("2021-12-1X~", "2021-12-10", "2021-12-19"),
    # unknown digits
    ("XXXX", "", ""),
    ("XXXX-12-25", "", ""),
    ("XXXX-02-29", "", ""),
    ("202X", "2020-01-01", "2029-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("20X1", "2001-01-01", "2091-12-31"),
    ("X021", "0021-01-01", "9021-12-31"),
    ("2021-XX", "2021-01-01", "2021-12-31"),
    ("2021-XX-XX", "2021-01-01", "2021-12-31"),
    ("2021-XX-15", "2021-01-15", "2021-12-15"),
    ("2021-12-XX", "2021-12-01", "2021-12-31"),
    ("2021-02-XX", "2021-02-01", "2021-02-28"),
    ("2021-02-2X", "2021-02-20", "2021-02-28"),
    ("2021-02-X9", "2021-02-09", "2021-02-19"),
    ("2020-02-X9", "2020-02-09", "2020-02-29"),
    ("2021-12-0X", "2021-12-01", "2021-12-09"),
    ("202X-02-29", "2020-02-29", "2028-02-29"),
    # seasons
    ("2021-21", "2021-03-01", "2021-05-31"),
    ("2021-22", "2021-06-01", "2021-08-31"),
    ("2021-23", "2021-09-01", "2021-11-30"),
    ("2021-24", "2021-12-01", "2022-02-28"),
    ("2023-24", "2023-12-01", "2024-02-29"),
    ("2021-25", "2021-03-01", "2021-05-31"),
    ("2021-26", "2021-06-01", "2021-08-31"),
    ("2021-27", "2021-09-01", "2021-11-30"),
    ("2021-28", "2021-12-01", "2022-02-28"),
    ("2021-29", "2021-09-01", "2021-11-30"),
    ("2021-30", "2021-12-01", "2022-02-28"),
    ("2021-31", "2021-03-01", "2021-05-31"),
    ("2021-32", "2021-06-01", "2021-08-31"),
    ("2021-33", "2021-01-01", "2021-03-31"),
    ("2021-34", "2021-04-01", "2021-06-30"),
    ("2021-35", "2021-07-01", "2021-09-30"),
    ("2021-36", "2021-10-01", "2021-12-31"),
    ("9999-36", "9999-10-01", "9999-12-31"),
    ("2021-37", "2021-01-01", "2021-04-30"),
    ("2021-38", "2021-05-01", "2021-08-31"),
    ("2021-39", "2021-09-01", "2021-12-31"),
    ("2021-40", "2021-01-01", "2021-06-30"),
    ("2021-41", "2021-07-01", "2021-12-31"),
    # intervals
    ("2021-12-01/2021-12-05", "2021-12-01", "2021-12-05"),
    ("2021-12-01?/2021-12-05~", "2021-12-01", "2021-12-05"),
    ("2021-12-05/2021-12-05", "2021-12-05", "2021-12-05"),
    ("2021-09/2021-12-01", "2021-09-01", "2021-12-01"),
    ("2021-12-05/2021-12", "2021-12-05", "2021-12-31"),
    ("2021/2021-03", "2021-01-01", "2021-03-31"),
    ("2021-XX/2021-11", "2021-01-01", "2021-11-30"),
    ("2021-21/2021-23", "2021-03-01", "2021-11-30"),
    ("2021-12/..", "2021-12-01", ""),
    ("../2021", "", "2021-12-31"),
    ("2021-12/", "2021-12-01", ""),
    ("/2021", "", "2021-12-31"),
    ("2021-12-25?/", "2021-12-25", ""),
    ("XXXX/2021", "", "2021-12-31"),
    ("../..", "", ""),
    ("/..", "", ""),
    ("/", "", ""),
    # sets
    ("[2021-12-01,2021-12-05]", "2021-12-01", "2021-12-05"),
    ("{2021-12-05,2021-12-01}", "2021-12-01", "2021-12-05"),
    ("{2021-11,2021-12-05~}", "2021-11-01", "2021-12-05"),
    ("[2021-12-01..2021-12-05]", "2021-12-01", "2021-12-05"),
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
    ("[..2021-12-03]", "", "2021-12-03"),
    ("[..2021-12-03,2021-12-05]", "", "2021-12-05"),
    ("{2021-12-03..}", "2021-12-03", ""),
    ("{2021-12-01,2021-12-03..}", "2021-12-01", ""),
    ("[2021,XXXX]", "", ""),
]

REFUSED = [
    # times of day, weeks and other notations
    *("2021-12-15T10:00", "2021-12-15T10:00:00Z", "2021-W50", "2021-W50-1", "20211215"),
    # words and retired spellings
    *("Dec 2021", "last Wednesday", "unknown", "2021/open", "199u", "(2021)?-12", "circa"),
    # years out of range or written long
    *("0000", "0000-24", "000X", "X000", "-0001", "-2021", "Y10000", "Y1E4", "2021S2", "20211"),
    *("9999-24", "0000-12-31/2021", "2021/-2022"),
    # no such day, month or season
    *("2021-02-30", "2021-02-29", "1900-02-29", "2021-04-31", "2021-12-00", "2021-12-32"),
    *("2021-00", "2021-13", "2021-20", "2021-42", "2021-21-15", "2021-21-XX", "202X-21"),
    *("2021-02-3X", "XXXX-02-30", "2021-1X", "2021-X1", "2021-1X-15", "2021-12-01/2021-02-30"),
    # digits missing, foreign or in the wrong case
    *("21", "202", "2021-1", "2021-1-1", "202x", "\uff12\uff10\uff12\uff11", "\u0662021", "+2021", "-", "--"),
    # spaces
    *(" ", " 2021", "2021 ", "2021\n", "2021-12 -05", "2021 /2022", "[2021-12-01, 2021-12-05]"),
    # qualifiers in the wrong place
    *("?", "2021??", "2021-12?~", "2021-12-?15?", "..~/2021", "2021-12/..~"),
    # intervals and sets badly built
    *("..", "..2021", "2021..", "2021../2022", "2021-12-01..2021-12-05", "2021/2022/2023"),
    *("..2021/2022", "2021/..2022", "2021/../2022", "[]", "{}", "[..]", "[....]", "[,]", "[2021,]", "[2021", "2021]"),
    *("[2021}", "[[2021]]", "[2021/2022]", "[2021,2022]/2023", "2021,2022", "[2021...2022]"),
]

REVERSED = [
    "2021-12-05/2021-12-01",
    "2021/2020",
    "2021-12-05/2021-11-XX",
    "2021-12-05?/2021-12-01~",
    "2021-23/2021-21",
    "[2021-12-05..2021-12-01]",
    "{2021-12-01,2021-12-05..2021-12-03}",
]

days = st.dates()
years = st.integers(min_value=1, max_value=9999)
year_digits = st.from_regex(r"(19|20)[0-9X]{2}|[1-9]9[0-9]X", fullmatch=True)
month_digits = st.sampled_from([f"{month:02}" for month in range(1, 13)] + ["XX"])
day_digits = st.from_regex(r"0[1-9]|[12][0-9]|3[01]|[0-3]X|X[0-9X]", fullmatch=True)
qualifiers = st.sampled_from("?~%")
characters = st.sampled_from("0123456789X?~%-/.,[]{}TY ")
single_texts = st.sampled_from(["2021", "2021-12", "2021-24", "202X", "2021-12-0X"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _fits(digits: str, day: date) -> bool:
    return all(known in ("X", digit) for known, digit in zip(digits, day.isoformat(), strict=True))


def _days_that_fit(digits: str) -> list[date]:
    first, last = (int(digits[:4].replace("X", digit)) for digit in "09")
    every = range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
    return [day for day in map(date.fromordinal, every) if _fits(digits, day)]


@pytest.mark.parametrize(("text", "earliest", "latest"), READ)
def test_text_has_the_days_it_can_mean_as_bounds(text: str, earliest: str, latest: str) -> None:
    assert parse(text) == Bounds(earliest=_day(earliest), latest=_day(latest))


@pytest.mark.parametrize("text", REFUSED)
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate) as refusal:
        parse(text)
    assert refusal.value.text == text
    assert str(refusal.value).endswith("or leave it empty if nothing is known.")


@pytest.mark.parametrize("text", REVERSED)
def test_an_end_before_its_start_is_refused(text: str) -> None:
    with pytest.raises(EndBeforeStart) as refusal:
        parse(text)
    assert refusal.value.text == text
    assert str(refusal.value).endswith("put the earlier date first, or correct one of them.")


def test_the_refusal_of_one_end_of_an_interval_keeps_the_whole_text_and_names_the_end() -> None:
    with pytest.raises(NotADate, match="'2021-02-30' is no day") as refusal:
        parse("2021-01-01/2021-02-30")
    assert refusal.value.text == "2021-01-01/2021-02-30"


def test_the_longest_text_is_read_and_one_character_more_is_refused() -> None:
    longest = "{" + ",".join(["2021-12-15"] * 18) + "}"
    padded = longest.replace("2021-12-15,", "2021-12-15?,", LONGEST_TEXT - len(longest))
    assert len(padded) == LONGEST_TEXT
    assert parse(padded) == parse("2021-12-15")
    with pytest.raises(NotADate, match="longer than 200 characters"):
        parse(padded[:-1] + "?}")


def test_a_text_is_read_once() -> None:
    assert parse("2021-12") is parse("2021-12")


def test_a_refused_text_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    for text in ("2021-1X", "2021-1X-00", "2021-XX/", "/..", "2021-XX/2021-XX-32"):
        try:
            parse(text)
        except NotADate:
            continue
    assert capfd.readouterr() == ("", "")


@given(day=days)
def test_a_day_is_bounded_by_itself(day: date) -> None:
    assert parse(day.isoformat()) == Bounds(earliest=day, latest=day)


@given(year=years, month=st.integers(min_value=1, max_value=12))
@settings(deadline=None)
def test_a_month_ends_the_day_before_the_next_begins(year: int, month: int) -> None:
    bounds = parse(f"{year:04}-{month:02}")
    assert bounds.earliest == date(year, month, 1)
    assert bounds.latest is not None
    assert bounds.latest.month == month
    assume(bounds.latest != date.max)
    assert (bounds.latest + timedelta(days=1)).day == 1


@given(year=year_digits, month=month_digits, day=day_digits)
@example(year="202X", month="02", day="29")
@example(year="2021", month="02", day="3X")
@settings(deadline=None, max_examples=60)
def test_unknown_digits_are_bounded_by_the_first_and_last_day_that_fit(year: str, month: str, day: str) -> None:
    fitting = _days_that_fit(f"{year}-{month}-{day}")
    if fitting:
        assert parse(f"{year}-{month}-{day}") == Bounds(earliest=fitting[0], latest=fitting[-1])
    else:
        with pytest.raises(NotADate):
            parse(f"{year}-{month}-{day}")


@given(text=single_texts, qualifier=qualifiers)
@settings(deadline=None)
def test_a_qualifier_never_changes_the_bounds(text: str, qualifier: str) -> None:
    assert parse(text + qualifier) == parse(text)


@given(ends=st.lists(days, min_size=2, max_size=2).map(sorted))
def test_an_interval_and_a_range_reach_from_start_to_end(ends: list[date]) -> None:
    start, end = ends
    bounds = Bounds(earliest=start, latest=end)
    assert parse(f"{start}/{end}") == bounds
    assert parse(f"[{start}..{end}]") == bounds


@given(day=days, mark=st.sampled_from(["", ".."]))
def test_an_open_or_unknown_end_is_none_and_the_other_end_is_kept(day: date, mark: str) -> None:
    assert parse(f"{day}/{mark}") == Bounds(earliest=day, latest=None)
    assert parse(f"{mark}/{day}") == Bounds(earliest=None, latest=day)


@given(members=st.lists(days, min_size=1, max_size=12), brackets=st.sampled_from(["[]", "{}"]))
def test_a_set_reaches_from_its_first_member_to_its_last(members: list[date], brackets: str) -> None:
    listed = ",".join(map(str, members))
    assert parse(f"{brackets[0]}{listed}{brackets[1]}") == Bounds(earliest=min(members), latest=max(members))


@given(text=st.text(characters, max_size=14))
@example(text="2021-1X/2021")
@example(text="2021-0X-32")
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_in_order_or_refused_as_a_date(text: str) -> None:
    try:
        bounds = parse(text)
    except DateError:
        return
    assert bounds.earliest is None or bounds.latest is None or bounds.earliest <= bounds.latest
