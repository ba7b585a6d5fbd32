"""Owns that an import does not run away from the projections: who records meanwhile waits for what is before theirs."""

from events.log.connection import Pool
from events.vocabulary import LogOffset
from projections.projector import Projector
from projections.reading.log import progress

MOST_BEHIND = 25
"""Events up to the offset that may still wait to be projected: what comes behind them waits for little more."""


async def keep_up(pool: Pool, projector: Projector, log_offset: LogOffset, *, most: int = MOST_BEHIND) -> None:
    """Advance the projections until they have all but so many events up to an offset.

    A service that advances them too takes turns.

    Raises:
        LogUnavailable: the database did not answer.
    """
    while (await progress(pool)).projected_to < log_offset - most:
        await projector.advance()
