"""Owns the one way to take a payload out of the log; only a connection of the owner may."""

from events.errors import LogUnavailable
from events.event import RecordedEvent
from events.log.connection import Connection, translated
from events.log.reader import QUERIES, LogReader
from events.vocabulary import EventId


async def erase(
    connection: Connection, event_id: EventId, *, erasure_id: EventId, reason: str, recorded_by: str
) -> RecordedEvent:
    """Replace an event's payload by a tombstone and return the erasure, which is appended in the same transaction.

    Salt and request hash go too, since they would confirm a guess; payload hash and leaf stay, so proofs still hold.
    Asking again with the same ``erasure_id`` returns the same erasure. The connection speaks JSON (``speak_json``).

    Raises:
        Refused: no such event, erased before by another erasure, or no content version.
        LogUnavailable: nothing is known to be erased.
    """
    with translated():
        await connection.execute(QUERIES["erase"], event_id, erasure_id, reason, recorded_by)
    erasure = await LogReader(connection).event(erasure_id)
    if erasure is None:
        raise LogUnavailable("the erasure was taken back; ask again with the same erasure id")
    return erasure
