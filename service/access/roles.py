"""Owns which roles there are, what each may do, and which root field of the schema needs which right."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Scope(StrEnum):
    """A right that a root field or a route needs."""

    READ = "READ"
    RECORD = "RECORD"
    CORRECT = "CORRECT"
    ADMINISTER = "ADMINISTER"


class AccessRole(StrEnum):
    """What somebody was given a token for; each may do all that the one before may."""

    READER = "READER"
    CODER = "CODER"
    EDITOR = "EDITOR"
    ADMIN = "ADMIN"


_ASCENDING = dict(zip(AccessRole, Scope, strict=True))
SCOPES: Mapping[AccessRole, frozenset[Scope]] = MappingProxyType(
    {role: frozenset(list(Scope)[: list(Scope).index(last) + 1]) for role, last in _ASCENDING.items()}
)
"""Reader: READ; coder: and RECORD; editor: and CORRECT; admin: and ADMINISTER."""

_READ_BY_QUERY = frozenset(
    {"absence", "activity", "actor", "actors", "caller", "changes", "event", "events", "instrument", "instruments",
     "issue", "issues", "log", "position", "positionHistory", "positionSteps", "positionTensions", "positions",
     "quantities", "source", "sources", "statementsWithoutRole", "tally"}
)  # fmt: skip
_RECORD = frozenset(
    {"registerActor", "recordRole", "defineIssue", "registerSource", "registerInstrument", "recordStatement",
     "recordMove", "recordAssessment", "recordSchedule", "assertRelation", "proposeCoding", "addAppearance"}
)  # fmt: skip
FIELDS: Mapping[str, Mapping[Scope, frozenset[str]]] = {
    "Query": {Scope.READ: _READ_BY_QUERY, Scope.ADMINISTER: frozenset({"tokens", "auditTrail"})},
    "Mutation": {Scope.RECORD: _RECORD, Scope.CORRECT: frozenset({"correctEvent", "retractEvent"})},
    "Subscription": {Scope.READ: frozenset({"events", "positionChanges"})},
}
"""Every root field under the scope that it needs: one in no line is a fault that ends the building of the schema."""


class FieldWithoutScope(Exception):
    """A root field that no line of the table names; ``fields`` are written as Type.field."""

    def __init__(self, fields: Collection[str]) -> None:
        self.fields = sorted(fields)
        names = ", ".join(self.fields)
        super().__init__(f"Nobody said who may use {names}: name it under a scope in service/access/roles.py.")


def scope_of(root: str, field: str) -> Scope:
    """Return the scope that a root field needs.

    Raises:
        FieldWithoutScope: the table does not name it.
    """
    for scope, fields in FIELDS[root].items():
        if field in fields:
            return scope
    raise FieldWithoutScope([f"{root}.{field}"])
