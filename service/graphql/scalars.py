"""Owns the scalars of the schema: what goes over the wire for a day, a moment and a place in the log."""

import datetime
import re
from collections.abc import Mapping

import strawberry
from strawberry.types.scalar import ScalarDefinition

from events.payload import recorded_at_text
from events.vocabulary import LogOffset

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OFFSET = re.compile(r"0|[1-9]\d{0,17}")


def _day(value: object) -> datetime.date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("write a day as YYYY-MM-DD")
    return datetime.date.fromisoformat(value)


def _moment(value: object) -> datetime.datetime:
    if not isinstance(value, str):
        raise ValueError("write a moment in RFC 3339, as 2021-12-24T09:30:00.000Z")
    moment = datetime.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset from UTC; add Z or +01:00")
    return moment


def _log_offset(value: object) -> LogOffset:
    if not isinstance(value, str) or not _OFFSET.fullmatch(value):
        raise ValueError('write a log offset as a decimal string, as "42"')
    return LogOffset(int(value))


SCALARS: Mapping[object, ScalarDefinition] = {
    datetime.date: strawberry.scalar(
        name="Date",
        description="ISO 8601 calendar date at the place of the event, no time zone.",
        specified_by_url=None,
        serialize=datetime.date.isoformat,
        parse_value=_day,
    ),
    datetime.datetime: strawberry.scalar(
        name="DateTime",
        description="RFC 3339 with offset, milliseconds.",
        specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
        serialize=recorded_at_text,
        parse_value=_moment,
    ),
    LogOffset: strawberry.scalar(
        name="LogOffset",
        description='Place in the log as a decimal string; "0" is before the first event.',
        serialize=str,
        parse_value=_log_offset,
    ),
}
"""Handed to the schema as its scalar map."""
