"""Operations made from the schema: for each root field a small valid one, so that a new field is covered by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_leaf_type,
)

from service.access.roles import Scope, scope_of

_WRITTEN = {
    "String": '"x"',
    "ID": '"x"',
    "Int": "1",
    "Float": "1.0",
    "Boolean": "false",
    "Date": '"2021-12-16"',
    "DateTime": '"2021-12-16T00:00:00Z"',
    "LogOffset": '"0"',
    "EDTF": '"2021-12-16"',
}
"""A value of each scalar."""
_FROM_THE_BEGINNING = {"Subscription": {"after": '"0"'}}
"""What would be silent for long is asked for from the beginning."""
_DEEP = 2
_NO_LEVEL_OF_THEIR_OWN = {"edges", "node"}


@dataclass(frozen=True)
class Operation:
    """A small valid operation with one root field."""

    root: str
    field: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.root}.{self.field}"

    @property
    def scope(self) -> Scope:
        return scope_of(self.root, self.field)


def operations(schema: GraphQLSchema, *, extra: str = "") -> list[Operation]:
    """Return an operation for every root field; ``extra`` is an argument that is given wherever it is taken."""
    return [_operation(schema, root, name, field, extra) for root, name, field in _root_fields(schema)]


def _root_fields(schema: GraphQLSchema) -> Iterator[tuple[str, str, GraphQLField]]:
    for kind in (schema.query_type, schema.mutation_type, schema.subscription_type):
        assert kind
        for name, field in kind.fields.items():
            yield kind.name, name, field


def _operation(schema: GraphQLSchema, root: str, name: str, field: GraphQLField, extra: str) -> Operation:
    given = {one: _value(argument.type) for one, argument in field.args.items() if _is_required(argument)}
    given |= {one: value for one, value in _FROM_THE_BEGINNING.get(root, {}).items() if one in field.args}
    if extra in field.args:
        given[extra] = "true"
    arguments = f"({', '.join(f'{one}: {value}' for one, value in given.items())})" if given else ""
    return Operation(root, name, f"{root.lower()} {{ {name}{arguments} {_selection(schema, field)} }}")


def _is_required(argument: GraphQLArgument | GraphQLInputField) -> bool:
    return isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined


def _value(kind: Any) -> str:
    if isinstance(kind, GraphQLNonNull):
        return _value(kind.of_type)
    if isinstance(kind, GraphQLList):
        return f"[{_value(kind.of_type)}]"
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        fields = {name: field for name, field in kind.fields.items() if _is_required(field)}
        return "{" + ", ".join(f"{name}: {_value(field.type)}" for name, field in fields.items()) + "}"
    return _WRITTEN[kind.name]


def _selection(schema: GraphQLSchema, field: GraphQLField, depth: int = _DEEP) -> str:
    """Return what of a field's type can be asked without arguments, two levels deep."""
    kind = get_named_type(field.type)
    if is_leaf_type(kind):
        return ""
    inner = []
    for name, below in kind.fields.items():  # type: ignore[union-attr]
        left = depth if name in _NO_LEVEL_OF_THEIR_OWN else depth - 1
        if any(map(_is_required, below.args.values())) or (left == 0 and not is_leaf_type(get_named_type(below.type))):
            continue
        inner.append(f"{name} {_selection(schema, below, left)}")
    return f"{{ __typename {' '.join(inner)} }}"


def met(schema: GraphQLSchema, field: GraphQLField) -> frozenset[str]:
    """Return the names of all types that can be met below a field."""
    found: set[str] = set()
    waiting = [get_named_type(field.type)]
    while waiting:
        kind = waiting.pop()
        if kind.name in found:
            continue
        found.add(kind.name)
        waiting += [get_named_type(below.type) for below in getattr(kind, "fields", {}).values()]
        if isinstance(kind, GraphQLInterfaceType):
            waiting += schema.get_implementations(kind).objects
    return frozenset(found)
