"""Owns what a client is told when it asked wrongly, or when the service cannot answer now.

    AskedWrongly       extensions: code, argument (the path of the argument), and what else helps
    ├─ UnknownId       R4: an id under which nothing was ever on record
    ├─ UnknownRule     names the known ones
    ├─ OffsetAhead     R2: beyond the head of the log
    ├─ NotProjected    on record, but the projections did not reach it in time
    ├─ BadCursor       a cursor of another list, another version, or no cursor at all
    ├─ BadPage         R5: both directions at once, or too many
    ├─ BadRange        an end before its start
    └─ BadArgument     a value that an argument does not take, or one that is needed and missing

Everything else is masked (``service.graphql.masking``).
"""

from collections.abc import Sequence

from graphql import GraphQLError

from events.vocabulary import LogOffset
from projections.reading.view import RULES


class AskedWrongly(GraphQLError):
    """An answer that names the argument to change; ``argument`` is its path, list indices as decimal strings."""

    code = "ASKED_WRONGLY"

    def __init__(self, message: str, *, argument: Sequence[str], **facts: object) -> None:
        super().__init__(message, extensions={"code": self.code, "argument": list(argument), **facts})


class UnknownId(AskedWrongly):
    """Nothing was ever put on record under this id."""

    code = "UNKNOWN_ID"

    def __init__(self, noun: str, unknown_id: str, *, argument: Sequence[str]) -> None:
        message = f"no {noun} {unknown_id!r} is on record; look it up in the list of {noun}s"
        super().__init__(message, argument=argument, id=unknown_id)


class UnknownRule(AskedWrongly):
    """There is no such rule."""

    code = "UNKNOWN_RULE"

    def __init__(self, rule: str) -> None:
        message = f"no rule {rule!r} is known; leave it out, or name one of {', '.join(RULES)}"
        super().__init__(message, argument=["rule"], rules=list(RULES))


class OffsetAhead(AskedWrongly):
    """An offset beyond the head of the log."""

    code = "OFFSET_AHEAD"

    def __init__(self, log_offset: LogOffset, *, head: LogOffset, argument: Sequence[str]) -> None:
        message = f"the log ends at {head}, before {log_offset}; ask for an offset up to its head, of this log"
        super().__init__(message, argument=argument, head=str(head))


class NotProjected(AskedWrongly):
    """The projections did not reach the offset in time."""

    code = "NOT_PROJECTED"

    def __init__(self, log_offset: LogOffset, *, projected_to: LogOffset, argument: Sequence[str]) -> None:
        message = f"projected up to {projected_to}, not yet to {log_offset}; ask again in a moment"
        super().__init__(message, argument=argument, projectedTo=str(projected_to))


class BadCursor(AskedWrongly):
    """Not a cursor of this list."""

    code = "BAD_CURSOR"

    def __init__(self, *, argument: str) -> None:
        message = "this is no cursor of this list, or of an earlier version of it; begin again without it"
        super().__init__(message, argument=[argument])


class BadPage(AskedWrongly):
    """A page that is not handed out."""

    code = "BAD_PAGE"


class BadRange(AskedWrongly):
    """A range that ends before it begins."""

    code = "BAD_RANGE"


class BadArgument(AskedWrongly):
    """A value that an argument does not take, or one that is needed and missing."""

    code = "BAD_ARGUMENT"
