"""Owns what a client sees of an error: what it can mend as it is, all else as a sentence that gives nothing away.

What is masked is logged whole.
"""

from collections.abc import Sequence

import structlog
from graphql import GraphQLError

from events.errors import LogUnavailable

MOST_ERRORS = 20
_UNEXPECTED = (
    "This could not be answered: something is wrong on our side, and it is in the service's log. The record is whole."
)
_UNAVAILABLE = "The database did not answer. Ask again in a moment."
_log = structlog.get_logger()


def masked(errors: Sequence[GraphQLError]) -> list[GraphQLError]:
    """Return errors as a client may see them, at most ``MOST_ERRORS`` and how many there are besides."""
    shown = [_masked(error) for error in errors[:MOST_ERRORS]]
    left_out = len(errors) - len(shown)
    if left_out:
        shown.append(GraphQLError(f"{left_out} more errors are left out", extensions={"code": "MORE_ERRORS"}))
    return shown


def is_unexpected(error: GraphQLError) -> bool:
    """Tell whether an error came out of a resolver without being meant for the client."""
    return error.path is not None and not isinstance(error.original_error, GraphQLError | LogUnavailable | None)


def _masked(error: GraphQLError) -> GraphQLError:
    if isinstance(error.original_error, LogUnavailable):
        _log.warning("the database did not answer a query", path=error.path, error=str(error.original_error))
        return _replaced(error, _UNAVAILABLE, code="UNAVAILABLE")
    if not is_unexpected(error):
        return error
    _log.error("a query failed", path=error.path, exc_info=error.original_error)
    return _replaced(error, _UNEXPECTED, code="INTERNAL")


def _replaced(error: GraphQLError, message: str, *, code: str) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions={"code": code})
