"""Owns the query for how actors voted."""

import datetime
from typing import Annotated

import strawberry

from events.vocabulary import Clock
from projections.reading.tallies import Window, tallies_page
from projections.rule.tally import ENOUGH
from service.graphql.arguments import ActorIds, AskedClock, FromOrOpen, IssueIds, KnownAt, KnownAtOffset
from service.graphql.context import Info
from service.graphql.cursors import TALLIES
from service.graphql.errors import BadArgument, BadRange
from service.graphql.fields import field
from service.graphql.known_ids import Named, require_all_known
from service.graphql.pages import After, Connection, First, edges_of, page_info, size_of
from service.graphql.tally import Tally

To = Annotated[datetime.date | None, strawberry.argument(description="The last day; left out: today (UTC).")]
Minimum = Annotated[int | None, strawberry.argument(description="From how many votes on there are enough; at least 1.")]


@strawberry.type
class TallyQuery:
    """How actors voted."""

    @field
    async def tally(  # noqa: PLR0913 - the arguments of positions, with a window
        self,
        info: Info,
        *,
        actors: ActorIds = None,
        issues: IssueIds = None,
        start: FromOrOpen = None,
        to: To = None,
        minimum: Minimum = ENOUGH,
        known_at: KnownAt = None,
        known_at_offset: KnownAtOffset = None,
        clock: AskedClock = Clock.OCCURRED,
        first: First = None,
        after: After = None,
    ) -> Connection[Tally]:
        """Votes on issues, counted beside positions and never part of them; ordered by actor id, then issue id.

        Name actors, issues or both. Both: every pair of them on whose issue a voting was held in the window; one: those
        with a vote in it.
        """
        size, behind = size_of(first), TALLIES.parse(after, argument="after")
        enough = _checked(actors, issues, minimum)
        pool = info.context.reading.pool
        await require_all_known(pool, {"actors": (Named.ACTOR, actors), "issues": (Named.ISSUE, issues)})
        view = await info.context.view(as_of=to, known_at=known_at, known_at_offset=known_at_offset, clock=clock)
        if start is not None and view.as_of < start:
            raise BadRange(f"{start} to {view.as_of} ends before it begins; swap them", argument=["to"])
        window = Window(view, start)
        page = await tallies_page(pool, window, actors=actors, issues=issues, after=behind, limit=size.limit)
        nodes = [Tally.of(window, row, minimum=enough) for row in page.rows]
        edges = edges_of(page.rows, nodes, cursor=lambda row: TALLIES.write(*row.pair))
        return Connection(edges=edges, page_info=page_info(edges, has_more=page.has_more, is_inside=after is not None))


def _checked(actors: ActorIds, issues: IssueIds, minimum: int | None) -> int:
    """Return from how many votes on there are enough.

    Raises:
        BadArgument: fewer than one, or neither actors nor issues are named.
    """
    if actors is None and issues is None:
        raise BadArgument(
            "a tally of everybody on everything is not made; name actors, issues or both", argument=["actors"]
        )
    enough = ENOUGH if minimum is None else minimum
    if enough < 1:
        raise BadArgument(f"{enough} votes are never too few; ask for a minimum of 1 or more", argument=["minimum"])
    return enough
