"""Owns the inputs of the schema. Each has the fields of its draft (``events.drafts``), which is where they are defined.

What a draft leaves open is settled here: which texts are ids (``events.mentions`` says), which lists a client must give
although the draft may do without, and the descriptions. A resolver is given an input as it was sent, and ``draft_of``
turns that into its draft, which checks it: an object in between took a tenth of the processor time of recording.
"""

import dataclasses
import types
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import strawberry
from pydantic.fields import FieldInfo
from strawberry.types import get_object_definition
from strawberry.types.arguments import InputContext

from events import drafts
from events.drafts import Draft
from events.mentions import MENTIONS, public_name
from service.graphql.input_fields import DESCRIPTIONS

D = TypeVar("D", bound=Draft)
C = TypeVar("C", bound=type)

_IDS_BESIDE_MENTIONS = {"id", "adopts"}
_INPUT_OF_DRAFT: dict[type[Draft], type] = {}


def draft_of(given: object, draft_type: type[D]) -> D:
    """Return the draft that an input stands for; what is null in it is left out.

    Raises:
        pydantic.ValidationError: it does not fit its draft, in a way that GraphQL does not see.
    """
    return draft_type.model_validate(_without_nulls(given))


def _without_nulls(value: object) -> Any:
    match value:
        case list():
            return [_without_nulls(item) for item in value]
        case dict():
            return {name: _without_nulls(item) for name, item in value.items() if item is not None}
        case _:
            return value


def _input_of(draft_type: type[Draft], *, required: Collection[str] = ()) -> Callable[[C], C]:
    """Make an empty class the input of a draft, described by its docstring.

    ``required`` are the lists that a client must give.
    """

    def filled(empty: C) -> C:
        for name, field in draft_type.model_fields.items():
            is_required = field.is_required() or name in required
            kind = _public_type(field.annotation, is_id=_is_id(draft_type, name))
            empty.__annotations__[name] = kind if is_required else kind | None
            setattr(empty, name, _field(draft_type, name, field, is_required=is_required))
        _INPUT_OF_DRAFT[draft_type] = empty
        made = strawberry.input(empty, description=empty.__doc__)
        get_object_definition(made, strict=True).from_input = _as_sent
        return made

    return filled


def _as_sent(_input: type, given: Mapping[str, Any], _context: InputContext) -> Mapping[str, Any]:
    return given


def _field(draft_type: type[Draft], name: str, field: FieldInfo, *, is_required: bool) -> Any:
    is_silent = field.default is None or field.default == ()
    default = dataclasses.MISSING if is_required else strawberry.UNSET if is_silent else field.default
    description = DESCRIPTIONS.get((draft_type, name)) or DESCRIPTIONS[name]
    return strawberry.field(name=public_name(draft_type, name), default=default, description=description)


def _is_id(draft_type: type[Draft], name: str) -> bool:
    return name in _IDS_BESIDE_MENTIONS or name in MENTIONS.get(draft_type, {})


def _public_type(annotation: Any, *, is_id: bool) -> Any:
    """Return the type of a field in GraphQL, as Strawberry reads it, leaving aside whether it may be null."""
    origin, members = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return list[_public_type(members[0], is_id=is_id)]  # type: ignore[misc]
    if origin in {Union, types.UnionType, Annotated}:
        return _public_type(members[0], is_id=is_id)
    if annotation is str and is_id:
        return strawberry.ID
    is_enumeration = isinstance(annotation, type) and issubclass(annotation, Enum)
    return annotation if is_enumeration else _INPUT_OF_DRAFT.get(annotation, annotation)


@_input_of(drafts.PeriodDraft)
class PeriodInput:
    """A date: EDTF text, or a relative date with its anchor; neither means unknown."""


@_input_of(drafts.ConditionDraft)
class ConditionInput:
    """What a conditional stance waits for, and what it turns into when that is met."""


@_input_of(drafts.StanceDraft)
class StanceInput:
    """A stance on one issue, toward the proposition as worded."""


@_input_of(drafts.AppearanceDraft)
class AppearanceInput:
    """Where it stands in a source. Spans are code points of the raw file, start inclusive, end exclusive."""


@_input_of(drafts.QuantityDraft)
class QuantityInput:
    """A figure: a value or bounds, of what, as of when, on whose estimate."""


@_input_of(drafts.CapacityDraft, required=["on_behalf_of"])
class CapacityInput:
    """Who speaks, and on whose behalf."""


@_input_of(drafts.ResponseDraft)
class ResponseInput:
    """An answer to one provision, or to the whole instrument."""


@_input_of(drafts.StatementDraft, required=["stances"])
class RecordStatementInput:
    """Words: who spoke for whom, what was done by it, and what it says about which issue."""


@_input_of(drafts.MoveCodingDraft)
class MoveCodingInput:
    """One coder's classification of a move."""


@_input_of(drafts.MoveDraft)
class RecordMoveInput:
    """Conduct: a deployment, an exercise, a handover, a publication, a meeting, a call."""


@_input_of(drafts.AssessmentDraft)
class AssessmentInput:
    """What a journalist or analyst says about actors; never counted in a position."""


@_input_of(drafts.ScheduleDraft)
class ScheduleInput:
    """A meeting to come, or the new state of one: `occurred` is when it was said, `when` what it is for."""


@_input_of(drafts.RelationDraft)
class RelationInput:
    """An asserted link between two events."""


@_input_of(drafts.CodingDraft)
class CodingInput:
    """A further coding of a statement's words, never counted until a correction of the statement adopts it."""


@_input_of(drafts.NameDraft)
class NameInput:
    """A name, label or proposition in one language."""


@_input_of(drafts.ActorDraft)
class RegisterActorInput:
    """A person, office, organ, organisation, state, group or rhetorical collective."""


@_input_of(drafts.RoleDraft)
class RoleInput:
    """Who speaks for whom, in what office and rank, from when to when; undated means always."""


@_input_of(drafts.IssueDraft)
class DefineIssueInput:
    """A proposition in the tree of issues."""


@_input_of(drafts.SourceDraft)
class RegisterSourceInput:
    """A document the desk read; its text only where the desk may hold it."""


@_input_of(drafts.ProvisionDraft, required=["issues"])
class ProvisionInput:
    """One article of an instrument, or one sentence of it."""


@_input_of(drafts.InstrumentDraft)
class InstrumentInput:
    """A draft treaty: tabled by whom, addressed to whom, with its provisions."""


@_input_of(drafts.CorrectionDraft)
class CorrectionInput:
    """The whole new content of one record, of exactly one kind, its own, with the reason for it."""
