"""Owns what relative dates ("last Wednesday") mean, as rule ``relative-dates@1``.

Written twice, here and in SQL, where this module is the oracle; so, exactly. Let d be
the anchor's day, weekday(d) 0 on Monday to 6 on Sunday, monday(d) = d - weekday(d) (in
PostgreSQL ``date_trunc('week', d)``), w the number of a weekday code (MO TU WE TH FR SA
SU) in that count; + and - count days. A relative date is a span, first to last:

    relative                      first                       last
    days-before(n)                d - n                       the same
    weekday-before-this-week(w)   monday(d) - 7 + w           the same
    last-weekday(w)               d - 1                       the same
                                    - (weekday(d) + 6 - w) mod 7
    week-before                   monday(d) - 7               monday(d) - 1
    month-before                  first day of the month      last day of that month
                                  before d's
    within-source-month(m)        first day of month m of     last day of that month,
                                  year y                      or d if that is earlier

where y is d's year if m <= d's month, else the year before; so the cut at d only ever
bites when d lies in that month. The dividend of ``mod`` is never negative.

n is 0 to 99999, m is 1 to 12, both without leading zeros; nothing else is accepted: no
spaces, no small letters in codes, no ``week-before()``.

For an anchor with bounds the answer is the hull of the spans of all its days. Each
first and each last never decreases as d grows: d - n and monday(d) do not; the nearest
given weekday before a day does not move back when the day moves on; nor does the month
before; and the last m to begin by d starts on a day that stays or moves a year on,
while its cut end follows d through the month, then stands until the next m begins. So
the hull is first(earliest) to last(latest), each end from one day of the anchor; and
where an end of the anchor is not known, that end, and only that, is not known either.
A day before 0001-01-01 has no date here (in PostgreSQL it would): that end is None.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from events.edtf_dates import Bounds, DateError

RULE = "relative-dates@1"

CLOSED_LIST = (
    "days-before(n)",
    "weekday-before-this-week(WE)",
    "last-weekday(FR)",
    "week-before",
    "month-before",
    "within-source-month(9)",
)
"""One example of each kind of relative date, as the error and the docs show them."""


class UnknownRelative(DateError):
    """Refuse a relative date that is not on the closed list."""


def check(relative: str) -> None:
    """Refuse what is not on the closed list; raises UnknownRelative, which names it."""
    _read(relative)


def resolve(relative: str, anchor: Bounds) -> Bounds:
    """Give the hull of the days meant, over every day of the anchor's bounds.

    Pure, and constant in time however long the anchor's range. An end unknown in the
    anchor is unknown in the answer, and so is a day before 0001-01-01. Raises
    UnknownRelative.
    """
    span, argument = _read(relative)
    return Bounds(
        earliest=anchor.earliest and _day(span(anchor.earliest, argument).first),
        latest=anchor.latest and _day(span(anchor.latest, argument).last),
    )


class _Span(NamedTuple):
    """First and last day as proleptic ordinals; below 1 is before 0001-01-01."""

    first: int
    last: int


_Rule = Callable[[date, int], _Span]
_Reader = Callable[[str], int | None]


def _days_before(anchor: date, days: int) -> _Span:
    day = anchor.toordinal() - days
    return _Span(first=day, last=day)


def _weekday_before_this_week(anchor: date, weekday: int) -> _Span:
    day = _monday(anchor) - 7 + weekday
    return _Span(first=day, last=day)


def _last_weekday(anchor: date, weekday: int) -> _Span:
    day = anchor.toordinal() - 1 - (anchor.weekday() + 6 - weekday) % 7
    return _Span(first=day, last=day)


def _week_before(anchor: date, _: int) -> _Span:
    return _Span(first=_monday(anchor) - 7, last=_monday(anchor) - 1)


def _month_before(anchor: date, _: int) -> _Span:
    year, month_index = divmod(anchor.year * 12 + anchor.month - 2, 12)
    return _month(year, month_index + 1)


def _within_source_month(anchor: date, month: int) -> _Span:
    year = anchor.year if month <= anchor.month else anchor.year - 1
    first, last = _month(year, month)
    return _Span(first=first, last=min(last, anchor.toordinal()))


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _month(year: int, month: int) -> _Span:
    if year < 1:
        return _Span(first=0, last=0)
    first = date(year, month, 1).toordinal()
    return _Span(first=first, last=first + monthrange(year, month)[1] - 1)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal >= 1 else None


def _count(argument: str) -> int | None:
    return int(argument) if _COUNT.fullmatch(argument) else None


_COUNT = re.compile(r"0|[1-9][0-9]{0,4}")
_WEEKDAY = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}.get
_MONTH = {str(month): month for month in range(1, 13)}.get
_NOTHING = {"": 0}.get

_RULES: dict[str, tuple[_Rule, _Reader]] = {
    "days-before": (_days_before, _count),
    "weekday-before-this-week": (_weekday_before_this_week, _WEEKDAY),
    "last-weekday": (_last_weekday, _WEEKDAY),
    "week-before": (_week_before, _NOTHING),
    "month-before": (_month_before, _NOTHING),
    "within-source-month": (_within_source_month, _MONTH),
}
_WRITTEN = re.compile(r"([a-z-]+)(?:\(([A-Z0-9]+)\))?")


def _read(relative: str) -> tuple[_Rule, int]:
    written = _WRITTEN.fullmatch(relative)
    if written and written[1] in _RULES:
        rule, read = _RULES[written[1]]
        argument = read(written[2] or "")
        if argument is not None:
            return rule, argument
    sentence = (
        f"{relative[:100]!r} is no relative date on the closed list. Write one of "
        f"{', '.join(CLOSED_LIST)}, with n a number of days, a weekday as MO TU WE TH "
        "FR SA or SU, a month as 1 to 12; or give the date in EDTF instead."
    )
    raise UnknownRelative(relative, sentence)
