"""Owns which enumerations of the domain are public, each described by its own docstring."""

import inspect
from enum import Enum

import strawberry

from events import vocabulary
from events.errors import RefusalCode
from service.access.audit import AuditOutcome
from service.access.roles import AccessRole, Scope

PUBLIC: tuple[type[Enum], ...] = (
    vocabulary.Stance,
    vocabulary.Basis,
    vocabulary.Clock,
    vocabulary.ChangeKind,
    vocabulary.EventStatus,
    vocabulary.EventKind,
    vocabulary.IssueKind,
    vocabulary.Rank,
    vocabulary.SpeechAct,
    vocabulary.ResponseKind,
    vocabulary.RelationKind,
    vocabulary.EvidenceRole,
    vocabulary.EvidenceReason,
    vocabulary.AbsenceReason,
    vocabulary.TallyChoice,
    vocabulary.DateBasis,
    vocabulary.Rendering,
    vocabulary.ScheduleState,
)
"""Enumerations whose public name is that of the class. Clients must accept values they do not know (R6)."""

for enumeration in PUBLIC:
    strawberry.enum(enumeration, description=inspect.getdoc(enumeration))
for enumeration in (AccessRole, AuditOutcome, Scope):
    strawberry.enum(enumeration, description=inspect.getdoc(enumeration))
strawberry.enum(RefusalCode, name="RecordErrorCode", description="Why nothing was written.")
