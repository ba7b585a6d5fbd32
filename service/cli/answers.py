"""Owns how answers look as JSON: in the names and shapes of the GraphQL schema, ids where that has objects."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import typer

from events.event import RecordedEvent
from events.payload import recorded_at_text
from events.vocabulary import LogOffset
from projections.reading.positions import Position
from projections.reading.view import View
from projections.rule.evidence import Evidence
from service.cli.asking import Names

Ids = Mapping[LogOffset, str]
"""Event ids by offset."""


def show(answer: Any, *, is_line: bool = False) -> None:
    """Print an answer, as one line where a stream of them is."""
    typer.echo(orjson.dumps(answer, option=0 if is_line else orjson.OPT_INDENT_2).decode())


def position_json(position: Position, view: View, *, names: Names, ids: Ids) -> dict[str, Any]:
    """Return a position as GraphQL answers it."""
    return {
        "actor": actor_json(position.actor, names),
        "issue": issue_json(position.issue, names),
        "stance": position.stance,
        "basis": position.basis,
        "conditions": [
            {"text": c.text, "then": c.then, "carriedFrom": _events(c.carried_from, ids)} for c in position.conditions
        ],
        "since": position.since,
        "sinceEarliest": position.since_earliest,
        "lastStated": position.last_stated,
        "restsOn": _events(position.rests_on, ids),
        "contested": bool(position.contested_by),
        "contestedBy": _events(position.contested_by, ids),
    } | view_json(view)


def view_json(view: View) -> dict[str, Any]:
    """Return what an answer holds for."""
    return {"asOf": view.as_of, "knownAtOffset": str(view.known_at), "clock": view.clock, "rule": view.rule}


def actor_json(actor: str, names: Names) -> dict[str, str]:
    """Return an actor by id and name."""
    return {"id": actor, "name": names.actor(actor)}


def issue_json(issue: str, names: Names) -> dict[str, str]:
    """Return an issue by id and label."""
    return {"id": issue, "label": names.label(issue)}


def evidence_json(evidence: Evidence, event: RecordedEvent) -> dict[str, Any]:
    """Return a piece of evidence, with its event, as GraphQL answers it."""
    return {
        "event": event_json(event),
        "stance": evidence.stance,
        "role": evidence.role,
        "counted": evidence.is_counted,
        "code": evidence.code,
        "reason": evidence.reason,
    }


def event_json(event: RecordedEvent) -> dict[str, Any]:
    """Return what every event has."""
    return {
        "id": str(event.id),
        "recordId": event.record.id,
        "version": event.version,
        "logOffset": str(event.log_offset),
        "kind": event.kind,
        "recordedAt": recorded_at_text(event.recorded_at),
        "recordedBy": event.recorded_by,
        "summary": getattr(event.content, "summary", None),
    }


def offsets_of(positions: Iterable[Position]) -> set[LogOffset]:
    """Return the offsets of all events that positions name."""
    return {
        offset
        for position in positions
        for offsets in (position.rests_on, position.contested_by, *(c.carried_from for c in position.conditions))
        for offset in offsets
    }


def _events(offsets: Iterable[LogOffset], ids: Ids) -> list[dict[str, str]]:
    return [{"id": ids[offset], "logOffset": str(offset)} for offset in offsets]
