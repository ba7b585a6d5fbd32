"""Owns one row of a file: its fields by name, each asked for as what it should be."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.drafts import PeriodDraft
from events.errors import Refusal, RefusalCode
from service.importing.importer import Place

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}", re.ASCII)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


class UnreadableRow(ValueError):
    """A row that cannot be read, with the field and what to do."""

    def __init__(self, field: str, message: str, *, code: RefusalCode = RefusalCode.INVALID) -> None:
        super().__init__(message)
        self.refusal = Refusal(code, (field,), message)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and where it stands. Each method raises UnreadableRow where the field is not what is asked for."""

    place: Place
    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return a text that must be there; whether it reads NA is for the format to judge."""
        value = self.optional(name)
        if value is None:
            raise UnreadableRow(name, "this field is empty; give it")
        return value

    def optional(self, name: str) -> str | None:
        """Return a text without the blanks around it, None where it is empty, null or missing."""
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise UnreadableRow(name, "this is no text; put it in quotation marks")
        if _UNSTORABLE.search(value):
            raise UnreadableRow(name, "this has NUL, or bytes that are not UTF-8; mend the file")
        return value.strip() or None

    def whole(self, name: str) -> int:
        """Return a whole number, given as one or in digits."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            return int(value)
        raise UnreadableRow(name, f"{value!r} is no whole number; write it in digits")

    def number(self, name: str) -> float | None:
        """Return a number, None where it is empty."""
        value = self.optional(name)
        try:
            return None if value is None else float(value)
        except ValueError:
            raise UnreadableRow(name, f"{value!r} is no number; write it in digits") from None

    def day(self, name: str) -> datetime.date:
        """Return a calendar day, written 2021-12-31 or 20211231."""
        value = self.text(name)
        try:
            return datetime.date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError:
            message = f"{value!r} is no calendar day; write it as 2021-12-31"
            raise UnreadableRow(name, message, code=RefusalCode.BAD_DATE) from None


def on(day: datetime.date) -> PeriodDraft:
    """Return a day as a period."""
    return PeriodDraft(edtf=day.isoformat())
