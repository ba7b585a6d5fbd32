"""What was derived from an erased payload is gone as well, at every offset at which it was once known."""

import datetime
from uuid import UUID

import asyncpg
from positions.contents import SOURCES, draft_of
from positions.histories import begun
from positions.recording import as_happened, opened, recorded
from positions.served import expected_rows, served_rows

from events import drafts
from events.decide.command import Record
from events.log.connection import speak_json
from events.log.erasure import erase
from events.log.reader import LogReader
from events.vocabulary import Clock, EventId, LogOffset
from projections.projector import Projector
from projections.rule.known import Known
from projections.rule.timeline import timelines


def said(day: int, stance: str) -> Record:
    return Record(
        draft_of(
            drafts.StatementDraft,
            capacities=[{"speaker": "putin", "onBehalfOf": ["russia"]}],
            act="ASSERT",
            summary="said",
            occurred={"edtf": datetime.date(2021, 12, day).isoformat()},
            stances=[{"issue": "talks", "stance": stance}],
            appearances=[{"source": SOURCES[0], "rendering": "PARAPHRASE"}],
        )
    )


async def test_an_erased_statement_never_counted(database: str) -> None:
    history = begun()
    for command in (said(7, "SUPPORT"), said(8, "OPPOSE")):
        history.add(command)
    pool = await opened(database)
    owner = await asyncpg.connect(database)
    try:
        await recorded(pool, as_happened(history))
        await Projector(pool).catch_up()
        await speak_json(owner)
        await erase(
            owner, EventId(history.events[-1]), erasure_id=EventId(UUID(int=99)), reason="a court", recorded_by="d"
        )
        await Projector(pool).catch_up()
        log = await LogReader(pool).read(LogOffset(0), limit=1000)
        for offset in range(1, len(log) + 1):
            known = Known(log, at=LogOffset(offset))
            expected = {pair: expected_rows(line) for pair, line in timelines(known, clock=Clock.OCCURRED).items()}
            assert await served_rows(owner, clock=Clock.OCCURRED, known_at=known.at) == expected
        assert [row.stance for row in expected["russia", "talks"]] == ["SUPPORT"]
    finally:
        await owner.close()
        await pool.close()
