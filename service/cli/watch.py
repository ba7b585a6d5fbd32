"""The command `onrecord watch`: events as they are recorded, and what each of them changed."""

import asyncio
import datetime
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.text import Text

from events.event import RecordedEvent
from events.log.connection import Pool, open_reader_pool
from events.log.reader import LogReader
from events.log.wakeup import HeadWatch
from events.vocabulary import ChangeKind, Clock, LogOffset
from projections.reading.changes import changes_by
from projections.reading.log import progress
from projections.reading.positions import Position, positions_of
from projections.reading.registries import Registries
from projections.reading.view import View
from projections.rule import RULE
from projections.rule.changes import PairChange
from service.cli import looks
from service.cli.answers import actor_json, event_json, issue_json, show
from service.cli.asking import DataDir, Names
from service.cli.database import Databases, check_revision, reached
from service.cli.failures import BeyondTheLog, ServiceNeeded

app = typer.Typer(add_completion=False)
_PAGE = 500
_POLL = datetime.timedelta(seconds=1)
_PATIENCE_WITH_PROJECTIONS = 2.0
_LOOK_AGAIN = 0.02

After = Annotated[
    int | None,
    typer.Option(min=0, metavar="OFFSET", help="Begin behind this log offset; with what comes, if left out."),
]
AsLines = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command()
def watch(*, after: After = None, as_json: AsLines = False, data_dir: DataDir = None) -> None:
    """Follow the record live: each event as it is written, and the positions that it changed."""
    with reached(data_dir, tell=looks.aside.print) as databases:
        if databases.is_ours:
            raise ServiceNeeded("Nothing is recorded while no service runs. Start `onrecord serve`, then watch.")
        with suppress(KeyboardInterrupt):
            asyncio.run(_watched(databases, after, as_json=as_json))


@dataclass(frozen=True, slots=True)
class Seen:
    """What one event changed for one pair, on the first day on which it did."""

    change: PairChange
    before: Position | None
    after: Position | None


async def _watched(databases: Databases, after: int | None, *, as_json: bool) -> None:
    """Follow the log without end."""
    await check_revision(databases.reader)
    pool = await open_reader_pool(databases.reader, application_name="onrecord watch", size=1)
    try:
        head = (await progress(pool)).log_offset
        if after is not None and after > head:
            raise BeyondTheLog(f"The log ends at offset {head}; begin behind that or an earlier one.")
        at = head if after is None else LogOffset(after)
        looks.aside.print(f"Following the record from log offset {at} on. Ctrl+C ends it.", style="dim")
        registries = Registries(pool)
        async with HeadWatch(databases.writer, poll=_POLL) as watch:
            async for event in _events(pool, watch, at):
                names = Names(await registries.at(event.log_offset))
                _tell(event, await _changed(pool, event), names, as_json=as_json)
    finally:
        await pool.close()


async def _events(pool: Pool, watch: HeadWatch, after: LogOffset) -> AsyncIterator[RecordedEvent]:
    """Yield every event behind an offset, without end."""
    reader = LogReader(pool)
    async for end in watch.heads(after):
        while events := await reader.read(after, limit=_PAGE, upto=end):
            for event in events:
                yield event
            after = events[-1].log_offset


async def _changed(pool: Pool, event: RecordedEvent) -> list[Seen]:
    """Return what an event changed, once it is projected; nothing where that takes too long."""
    deadline = time.monotonic() + _PATIENCE_WITH_PROJECTIONS
    while (await progress(pool)).projected_to < event.log_offset:
        if time.monotonic() > deadline:
            return []
        await asyncio.sleep(_LOOK_AGAIN)
    seen = []
    for change in await changes_by(pool, event.log_offset, clock=Clock.OCCURRED):
        offsets = (LogOffset(event.log_offset - 1), event.log_offset)
        views = [View(change.on, offset, Clock.OCCURRED, RULE) for offset in offsets]
        before, after = [(await positions_of(pool, view, pairs=[change.pair])).get(change.pair) for view in views]
        seen.append(Seen(change, before, after))
    return seen


def _tell(event: RecordedEvent, seen: list[Seen], names: Names, *, as_json: bool) -> None:
    if as_json:
        answer = {"logOffset": str(event.log_offset), "event": event_json(event)}
        show(answer | {"changes": [_json(each, names) for each in seen]}, is_line=True)
        return
    recorded = event.recorded_at.astimezone()
    what = "correction" if event.version > 1 and event.content else event.kind.lower()
    looks.terminal.print(
        Text.assemble(
            (f"{recorded:%H:%M:%S} {event.log_offset:>6}  ", "dim"),
            (f"{what:<11}", "bold"),
            looks.of_event(event, names),
        )
    )
    for each in seen:
        looks.terminal.print(_line(each, names))


def _line(each: Seen, names: Names) -> Text:
    actor, issue = each.change.pair
    ends = [looks.mark(p.stance, p.basis) if p else Text("none", "dim") for p in (each.before, each.after)]
    kind = "" if each.change.kind is ChangeKind.WORLD_CHANGED else "  the record, not the world"
    where = f"  {names.short(actor)}, {names.label(issue)}"
    return Text.assemble(" " * 17, ends[0], " → ", ends[1], where, (kind, "dim"))


def _json(each: Seen, names: Names) -> dict[str, object]:
    ends = [{"stance": p.stance, "basis": p.basis} if p else None for p in (each.before, each.after)]
    return {
        "actor": actor_json(each.change.pair[0], names),
        "issue": issue_json(each.change.pair[1], names),
        "on": each.change.on,
        "kind": each.change.kind,
        "before": ends[0],
        "after": ends[1],
    }
