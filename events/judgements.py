"""Owns which statements are judged to be one: pure, from the judgements in force.

SAME_STATEMENT joins two records, transitively; NOT_SAME_STATEMENT keeps two apart. A judgement that would do both is
refused with the chain that contradicts it (domain.md, Corrections).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from events.contents import Relation
from events.event import RecordedEvent
from events.vocabulary import LogOffset, RelationKind


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two statement records are, or are not, the same statement."""

    first: str
    second: str
    is_same: bool
    log_offset: LogOffset


def statement_judgement(event: RecordedEvent) -> Judgement | None:
    """Read a relation event as a judgement on two statements, None for any other relation."""
    content = event.content
    if not isinstance(content, Relation):
        return None
    if content.type not in {RelationKind.SAME_STATEMENT, RelationKind.NOT_SAME_STATEMENT}:
        return None
    is_same = content.type is RelationKind.SAME_STATEMENT
    return Judgement(content.from_record, content.to_record, is_same, event.log_offset)


class Judgements:
    """The judgements in force, as classes of records held to be one statement."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._neighbours: dict[str, list[str]] = {}
        self._apart: list[tuple[str, str]] = []
        for judgement in sorted(judgements, key=lambda j: j.log_offset):
            if judgement.is_same:
                self._neighbours.setdefault(judgement.first, []).append(judgement.second)
                self._neighbours.setdefault(judgement.second, []).append(judgement.first)
            else:
                self._apart.append((judgement.first, judgement.second))

    @property
    def merged_records(self) -> frozenset[str]:
        """The records that some judgement in force holds to be the same as another."""
        return frozenset(self._neighbours)

    def class_of(self, record_id: str) -> frozenset[str]:
        """Return all records held to be the same statement as this one, itself among them."""
        return frozenset(self._walk(record_id))

    def chain(self, first: str, second: str) -> list[str] | None:
        """Return the records that lead from one to the other by SAME_STATEMENT, None where they are not joined."""
        came_from = self._walk(first)
        if second not in came_from:
            return None
        chain = [second]
        while chain[-1] != first:
            chain.append(came_from[chain[-1]])
        return chain[::-1]

    def contradiction(self, judgement: Judgement) -> list[str] | None:
        """Return the chain of records that this further judgement would contradict, None where it may stand."""
        if not judgement.is_same:
            return self.chain(judgement.first, judgement.second)
        for one, other in self._apart:
            for first, second in ((one, other), (other, one)):
                before, after = self.chain(first, judgement.first), self.chain(judgement.second, second)
                if before and after:
                    return [*before, *after]
        return None

    def _walk(self, start: str) -> dict[str, str]:
        came_from = {start: start}
        queue = [start]
        for current in queue:
            for neighbour in self._neighbours.get(current, ()):
                if neighbour not in came_from:
                    came_from[neighbour] = current
                    queue.append(neighbour)
        return came_from
