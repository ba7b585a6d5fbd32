"""Owns the reading of EDTF text as calendar days; the only module to import ``edtf``.

The bounds are strict: qualifiers (``?``, ``~``, ``%``) are shown and never widen, and
an end that is unknown or open is None. The library decides whether a single date is
EDTF; which days it means is computed here, and so are intervals and sets (edtf 5.0.2
reads ``2021-12/`` as ten years, accepts 2021-02-29, crashes on ``2021-XX/2021-11``).

Errors, each with the refused ``text`` and a sentence that ends in what to do:

    DateError (a ValueError)
      NotADate          no EDTF of level 0 to 2, or no day of the years 0001 to 9999
      EndBeforeStart    an interval or range that ends before it starts
      UnknownRelative   in ``relative_dates``: not on its closed list
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

from edtf import EDTFParseException, parse_edtf

LONGEST_TEXT = 200
"""Characters; the cache keeps texts, so their length has to be bounded."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Hold the first and last calendar day something can have happened, inclusive.

    None is an end that is unknown or open. Where both are known, earliest <= latest.
    """

    earliest: date | None
    latest: date | None


UNKNOWN = Bounds(earliest=None, latest=None)


class DateError(ValueError):
    """Refuse a text as a date; ``text`` is the whole of it, as it was given."""

    def __init__(self, text: str, sentence: str) -> None:
        super().__init__(sentence)
        self.text = text


class NotADate(DateError):
    """Refuse what is not EDTF of level 0 to 2, or names no day of 0001 to 9999."""


class EndBeforeStart(DateError):
    """Refuse an interval or range whose last day lies before its first."""


def parse(text: str) -> Bounds:
    """Read EDTF text of level 0 to 2 as strict bounds in calendar days.

    Empty text is unknown at both ends, and so is a year of ``XXXX``. An interval
    reaches from its start's first day to its end's last; a set, ``[...]`` or ``{...}``,
    from the first day of any member to the last of any. X stands for any digit: the
    bounds are the first and last real day that fit.

    Seasons are meteorological, whole months: 21 to 24, and 25 to 28, are the northern
    spring (March 1 to May 31), summer, autumn, and winter (December 1 of that year to
    the end of February of the next); 29 to 32 the southern four, from September 1;
    33 to 36 the quarters of the year, 37 to 39 its thirds, 40 and 41 its halves.

    Refused though EDTF: times of day, years before 0001 or after 9999, the prefix Y,
    significant digits, and months with one X (the library crashes on ``2021-1X``).
    Refused also: spaces, and texts longer than ``LONGEST_TEXT``. Raises NotADate and
    EndBeforeStart. Results are cached.
    """
    return _read(text)


_SET = re.compile(r"\[(.+)\]|\{(.+)\}")
_SINGLE_DATE = re.compile(r"[?~%]?[0-9X][0-9X?~%-]*")
_QUALIFIED_AS_A_WHOLE = re.compile(r"\A([0-9X-]+)[?~%]\Z")
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH_WITH_ONE_X = re.compile(r"[^-]*-[?~%]?(?:[0-9]X|X[0-9])")

# First month and number of months, by season code.
_SEASONS = {
    "21": (3, 3), "22": (6, 3), "23": (9, 3), "24": (12, 3),
    "25": (3, 3), "26": (6, 3), "27": (9, 3), "28": (12, 3),
    "29": (9, 3), "30": (12, 3), "31": (3, 3), "32": (6, 3),
    "33": (1, 3), "34": (4, 3), "35": (7, 3), "36": (10, 3),
    "37": (1, 4), "38": (5, 4), "39": (9, 4),
    "40": (1, 6), "41": (7, 6),
}  # fmt: skip


# One read costs the library 3 to 5 ms. 65,536 texts are every day of 179 years.
@lru_cache(maxsize=65_536)
def _read(text: str) -> Bounds:
    if not text:
        return UNKNOWN
    if len(text) > LONGEST_TEXT:
        raise _refusal(text, because=f"it is longer than {LONGEST_TEXT} characters")
    if members := _SET.fullmatch(text):
        listed = members[1] or members[2]
        return _hull([_member(part, text=text) for part in listed.split(",")])
    if "/" in text:
        return _interval(text)
    return _single_date(text, text=text)


def _interval(text: str) -> Bounds:
    start, _, end = text.partition("/")
    return _range("" if start == ".." else start, "" if end == ".." else end, text=text)


def _member(part: str, *, text: str) -> Bounds:
    start, dots, end = part.partition("..")
    if not dots:
        return _single_date(part, text=text)
    if not start and not end:
        raise _refusal(text, because="a range in a set needs a start or an end")
    return _range(start, end, text=text)


def _range(start: str, end: str, *, text: str) -> Bounds:
    """Reach from start to end; an empty one is open or unknown."""
    earliest = _single_date(start, text=text).earliest if start else None
    latest = _single_date(end, text=text).latest if end else None
    if earliest and latest and latest < earliest:
        sentence = (
            f"{text!r} starts on {earliest} and ends before that, on {latest}: "
            "put the earlier date first, or correct one of them."
        )
        raise EndBeforeStart(text, sentence)
    return Bounds(earliest=earliest, latest=latest)


_Choice = Callable[[Iterable[date]], date]


def _hull(members: Sequence[Bounds]) -> Bounds:
    return Bounds(
        earliest=_if_all_known([member.earliest for member in members], choose=min),
        latest=_if_all_known([member.latest for member in members], choose=max),
    )


def _if_all_known(days: Sequence[date | None], *, choose: _Choice) -> date | None:
    known = [day for day in days if day is not None]
    return choose(known) if len(known) == len(days) else None


def _single_date(part: str, *, text: str) -> Bounds:
    # The library refuses ``2021-24?`` alone and reads it in an interval; as no
    # qualifier widens, one for the whole date can be taken off before it is asked.
    bare = _QUALIFIED_AS_A_WHOLE.sub(r"\1", part)
    if _PLAIN_DAY.fullmatch(bare):  # most records; the library needs 3.8 ms for it
        year, month, day = bare.split("-")
    else:
        year, month, day = _library_fields(bare, text=text)
    is_season = month in _SEASONS and day == "XX"  # 2021-21-15 is neither
    bounds = _season(year, month) if is_season else _fitting(year, month, day)
    if bounds is None:
        raise _refusal(text, because=f"{part!r} is no day of the years 0001 to 9999")
    return bounds


def _library_fields(part: str, *, text: str) -> tuple[str, str, str]:
    """Ask the library for year, month or season, and day; XX where one is not given."""
    if not _SINGLE_DATE.fullmatch(part):
        raise _refusal(text, because=f"{part!r} cannot be read")
    if _MONTH_WITH_ONE_X.match(part):
        raise _refusal(text, because=f"the month in {part!r} is not two digits or XX")
    try:
        found = parse_edtf(part)
    except EDTFParseException as error:
        raise _refusal(text, because=f"{part!r} cannot be read") from error
    season = getattr(found, "season", None)
    if season is not None:
        return found.year, season, "XX"
    return found.year, found.month or "XX", found.day or "XX"


def _season(year: str, season: str) -> Bounds | None:
    first, months = _SEASONS[season]
    last_year, last = divmod(int(year) * 12 + first + months - 2, 12)
    last_day = monthrange(last_year, last + 1)[1]
    try:
        return Bounds(
            earliest=date(int(year), first, 1),
            latest=date(last_year, last + 1, last_day),
        )
    except ValueError:
        return None


def _fitting(year: str, month: str, day: str) -> Bounds | None:
    """Bound the days that fit, X being any digit; None if none does, or year 0 may."""
    if year == "XXXX":  # every day of the year that ever exists, exists in 2000
        return UNKNOWN if _fitting("2000", month, day) else None
    if not year.strip("0X"):
        return None
    fields = [_numbers(year, last=9999), _numbers(month, last=12), _numbers(day, last=31)]
    earliest = _first_real_day(fields)
    latest = _first_real_day([numbers[::-1] for numbers in fields])
    return Bounds(earliest=earliest, latest=latest) if earliest else None


def _numbers(field: str, *, last: int) -> list[int]:
    digits = ["0123456789" if digit == "X" else digit for digit in field]
    numbers = [int("".join(chosen)) for chosen in product(*digits)]
    return [number for number in numbers if number <= last]


def _first_real_day(fields: Sequence[Sequence[int]]) -> date | None:
    for year, month, day in product(*fields):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def _refusal(text: str, *, because: str) -> NotADate:
    sentence = (
        f"{text[:LONGEST_TEXT]!r} is not a date here: {because}. Write EDTF without "
        "spaces, words, weeks or times of day, such as 2021-12-15, 2021-12, "
        "2021-12-01/2021-12-05 or 2021-12/.., or leave it empty if nothing is known."
    )
    return NotADate(text, sentence)
