"""Owns that an import does not run away from the projections: who records meanwhile waits for what is before theirs."""

from events.log.connection import Pool
from projections.projector import Projector
from projections.reading.log import progress

MOST_BEHIND = 25
"""Events that may wait to be projected when the next chunk begins: what comes behind it waits for little more."""


async def keep_up(pool: Pool, projector: Projector, *, most: int = MOST_BEHIND) -> None:
    """Advance the projections until at most so many events wait; a service that advances them too takes turns.

    Raises:
        LogUnavailable: the database did not answer.
    """
    while (reached := await progress(pool)).log_offset - reached.projected_to > most:
        await projector.advance()
