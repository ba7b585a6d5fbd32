"""Owns streaming the record out of the log: a page is read when the one before it was taken, and no sooner."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from uuid import UUID

from events.log.connection import Source
from events.log.reader import LogReader
from events.log.stored import stored_events
from events.vocabulary import LogOffset
from service.exporting.event_lines import FORMAT, FirstLine, Tally, event_line, line

PAGE = 250
"""Events a page; what is in memory at a time is these, and their lines."""

Progress = Callable[[LogOffset], None]
"""Told which offset the lines given out have reached."""


class OutsideTheLog(ValueError):
    """The log does not hold these offsets; the text says which it does."""


@dataclass(frozen=True, slots=True)
class Span:
    """The events of one log after an offset and up to another, inclusive."""

    log_id: UUID
    after: LogOffset
    up_to: LogOffset

    @property
    def file_name(self) -> str:
        """A name for a file of it, which tells one span from another."""
        return f"record-{self.after + 1}-{self.up_to}.ndjson"


async def span_of(source: Source, *, after: int = 0, up_to: int | None = None) -> Span:
    """Return the span asked for; up to the head of the log where no end is given.

    Raises:
        OutsideTheLog: the log ends before it, or it ends before it begins.
        LogUnavailable: the database does not answer.
    """
    head = await LogReader(source).head()
    end = head.log_offset if up_to is None else up_to
    if max(after, end) > head.log_offset:
        raise OutsideTheLog(f"The log ends at offset {head.log_offset}; ask for events up to that.")
    if after > end:
        raise OutsideTheLog(f"Offset {after} is behind offset {end}; give the lower one as the one to begin after.")
    return Span(head.log_id, LogOffset(after), LogOffset(end))


async def record_lines(source: Source, span: Span, *, progress: Progress = lambda _: None) -> AsyncIterator[bytes]:
    """Yield the file of a span: the first line, whole event lines a page at a time, the last line.

    The source's connections speak JSON; a pool gives one for each page. What is erased meanwhile may be in it or not.

    Raises:
        LogUnavailable: the database does not answer; what was yielded lacks its last line.
    """
    tally = Tally()
    yield line(FirstLine(format=FORMAT, log=span.log_id, after=str(span.after), upTo=str(span.up_to)))
    reached = span.after
    while events := await stored_events(source, reached, upto=span.up_to, limit=PAGE):
        page = b"".join(map(event_line, events))
        tally.add(page, events=len(events))
        reached = events[-1].log_offset
        yield page
        progress(reached)
    yield line(tally.last_line())
