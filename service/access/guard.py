"""Owns the check before every root field of the schema: one place for all transports, since all execute this schema.

context.caller may  ──► the resolver, after its use is noted where it administers, or is a dry run
            may not ──► FORBIDDEN, noted; the resolver is not called
"""

from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import Any, Protocol, TypeAlias

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLResolveInfo,
    GraphQLSchema,
    default_field_resolver,
    get_named_type,
)

from events.errors import Refusal, RefusalCode
from service.access.audit import AuditOutcome, AuditTrail
from service.access.caller import Caller
from service.access.roles import FIELDS, FieldWithoutScope, Scope, scope_of
from service.access.routes import sentence_about

_DRY_RUN = "dryRun"
Info: TypeAlias = "GraphQLResolveInfo[Any]"
Payloads = Mapping[str, Callable[[Refusal], object]]
"""What a field of some type answers to a refusal, by the name of the type; all others answer with a GraphQL error."""


class Asked(Protocol):
    """The context of a request, as far as the guard looks."""

    caller: Caller
    audit: AuditTrail
    noted: set[tuple[str, str]]


class FieldForbidden(GraphQLError):
    """The caller's role does not allow this field."""

    def __init__(self, caller: Caller, scope: Scope) -> None:
        super().__init__(sentence_about(caller, scope), extensions={"code": "FORBIDDEN", "scope": scope.value})


def guard(schema: GraphQLSchema, *, payloads: Payloads) -> None:
    """Put the check before every root field.

    Raises:
        FieldWithoutScope: the table of ``roles`` does not name one of them.
    """
    roots = {name: schema.get_type(name) for name in FIELDS}
    fields = {(root, name): field for root, kind in roots.items() if kind for name, field in _fields(kind).items()}
    missing = [f"{root}.{name}" for root, name in fields if not _is_named(root, name)]
    if missing:
        raise FieldWithoutScope(missing)
    for (root, name), field in fields.items():
        needed = scope_of(root, name)
        if root == "Subscription":
            field.subscribe = _checked(field.subscribe or default_field_resolver, needed, None)
            field.resolve = _checked_again(field.resolve or default_field_resolver, needed)
        else:
            payload = payloads.get(get_named_type(field.type).name)
            field.resolve = _checked(field.resolve or default_field_resolver, needed, payload)


def _fields(kind: Any) -> dict[str, GraphQLField]:
    fields: dict[str, GraphQLField] = kind.fields
    return fields


def _is_named(root: str, name: str) -> bool:
    return any(name in fields for fields in FIELDS[root].values())


def _checked(
    resolve: GraphQLFieldResolver, needed: Scope, payload: Callable[[Refusal], object] | None
) -> GraphQLFieldResolver:
    def checked(source: Any, info: Info, **arguments: Any) -> Any:
        asked: Asked = info.context
        if not asked.caller.may(needed):
            return _refused(asked, info, needed, payload)
        note = _worth_noting(needed, arguments)
        if note is None:
            return resolve(source, info, **arguments)
        return _after(_noted(asked, info, AuditOutcome.ALLOWED, note), lambda: resolve(source, info, **arguments))

    return checked


def _checked_again(resolve: GraphQLFieldResolver, needed: Scope) -> GraphQLFieldResolver:
    """Check each step of a subscription as well, though it was let in: what is shared has one caller for many."""

    def checked(source: Any, info: Info, **arguments: Any) -> Any:
        asked: Asked = info.context
        if not asked.caller.may(needed):
            raise FieldForbidden(asked.caller, needed)
        return resolve(source, info, **arguments)

    return checked


def _worth_noting(needed: Scope, arguments: Mapping[str, Any]) -> str | None:
    """Return what the trail says of a use, None where the log or nothing will tell of it."""
    if arguments.get(_DRY_RUN):
        return _DRY_RUN
    return "" if needed is Scope.ADMINISTER else None


async def _refused(asked: Asked, info: Info, needed: Scope, payload: Callable[[Refusal], object] | None) -> object:
    await _noted(asked, info, AuditOutcome.REFUSED, f"needs {needed}")
    if payload is None:
        raise FieldForbidden(asked.caller, needed)
    return payload(Refusal(RefusalCode.FORBIDDEN, (), sentence_about(asked.caller, needed)))


async def _noted(asked: Asked, info: Info, outcome: AuditOutcome, detail: str) -> None:
    """Note a use or a refusal; a refusal once a request, however many aliases it has."""
    field = f"{info.parent_type.name}.{info.field_name}"
    if outcome is AuditOutcome.REFUSED:
        if (field, detail) in asked.noted:
            return
        asked.noted.add((field, detail))
    await asked.audit.add(asked.caller, asked=field, outcome=outcome, detail=detail)


async def _after(noted: Awaitable[None], resolve: Callable[[], Any]) -> Any:
    await noted
    answer = resolve()
    return await answer if isawaitable(answer) else answer
