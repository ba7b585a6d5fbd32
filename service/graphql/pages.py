"""Owns connections: how many a client may ask for at once, and the shape in which a page is handed out (R5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import strawberry

from service.graphql.errors import BadPage
from service.graphql.fields import output

DEFAULT_SIZE = 50
LARGEST = 500
LARGEST_OF_POSITIONS = 20_000

First = Annotated[int | None, strawberry.argument(description="How many from the start, 50 if left out.")]
After = Annotated[str | None, strawberry.argument(description="Only what follows this cursor of the same list.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end, instead of `first`.")]
Before = Annotated[str | None, strawberry.argument(description="Only what precedes this cursor; goes with `last`.")]
Node = TypeVar("Node")
Row = TypeVar("Row")


@output
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = strawberry.field(description="Whether more follows.")
    has_previous_page: bool = strawberry.field(description="Whether something precedes the page.")
    start_cursor: str | None = strawberry.field(description="Of the first edge, null on an empty page.")
    end_cursor: str | None = strawberry.field(description="Of the last edge, null on an empty page.")


@output
class Edge(Generic[Node]):
    """One entry of a list, with its place."""

    node: Node = strawberry.field(description="The entry.")
    cursor: str = strawberry.field(description="Its place: opaque, valid for this list only.")


@output
class Connection(Generic[Node]):
    """A page of a list."""

    edges: list[Edge[Node]] = strawberry.field(description="The entries, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in its list.")


@dataclass(frozen=True, slots=True)
class Size:
    """How many a client asked for, and from which end."""

    limit: int
    is_backward: bool = False


def size_of(
    first: int | None,
    *,
    last: int | None = None,
    after: str | None = None,
    before: str | None = None,
    largest: int = LARGEST,
) -> Size:
    """Return the size of a page.

    Raises:
        BadPage: both directions at once, a negative number, or more than the largest.
    """
    if first is not None and last is not None:
        raise BadPage("ask for the first or for the last, not for both", argument=["last"])
    is_backward = last is not None
    if (before is not None and not is_backward) or (after is not None and is_backward):
        raise BadPage(
            "`after` goes with `first`, `before` goes with `last`", argument=["after" if is_backward else "before"]
        )
    limit = next((number for number in (first, last) if number is not None), DEFAULT_SIZE)
    if not 0 <= limit <= largest:
        argument = "last" if is_backward else "first"
        raise BadPage(f"ask for 0 to {largest} at a time, not {limit}", argument=[argument], largest=largest)
    return Size(limit, is_backward)


def edges_of(rows: Sequence[Row], nodes: Sequence[Node], *, cursor: Callable[[Row], str]) -> list[Edge[Node]]:
    """Return edges from rows and the nodes made of them, side by side."""
    return [Edge(node=node, cursor=cursor(row)) for row, node in zip(rows, nodes, strict=True)]


def page_info(edges: Sequence[Edge[Node]], *, has_more: bool, is_inside: bool, is_backward: bool = False) -> PageInfo:
    """Return where a page stands; ``has_more`` in the direction of reading, ``is_inside`` if asked for by cursor."""
    return PageInfo(
        has_next_page=is_inside if is_backward else has_more,
        has_previous_page=has_more if is_backward else is_inside,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
