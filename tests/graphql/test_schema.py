"""The served schema: all of the contract is in it, and the printed copy is what is served."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    is_specified_scalar_type,
)

from service.graphql import schema as served

_HERE = Path(__file__).parent
_ORIGINAL = _HERE.parents[2] / "shared/design/contract.graphql"
_COPY = _HERE.parent / "contract.graphql"
CONTRACT = build_schema(_COPY.read_text(encoding="utf-8"))
SERVED = served.build_schema()
SERVED_SCHEMA = build_schema(SERVED.as_str())
TYPES = sorted(name for name in CONTRACT.type_map if not name.startswith("__"))


def _asked_for(schema: GraphQLSchema) -> frozenset[str]:
    """Return the types that a query can meet."""
    query = GraphQLSchema(query=schema.query_type, types=[t for t in schema.type_map.values() if _implements(t)])
    return frozenset(query.type_map)


def _implements(graphql_type: GraphQLNamedType) -> bool:
    return isinstance(graphql_type, GraphQLObjectType) and bool(graphql_type.interfaces)


MET_BY_QUERIES = _asked_for(CONTRACT)


def missing(wanted: GraphQLNamedType, schema: GraphQLSchema) -> list[str]:
    """Return what of a type the schema lacks."""
    found = schema.type_map.get(wanted.name)
    if type(found) is not type(wanted):
        return [f"{wanted.name} is {type(found).__name__}"]
    match wanted, found:
        case GraphQLEnumType(), GraphQLEnumType():
            return [f"{wanted.name}.{value}" for value in wanted.values if value not in found.values]
        case GraphQLInputObjectType(), GraphQLInputObjectType():
            return _missing_fields(wanted, found) + _too_much_asked(wanted, found)
        case GraphQLObjectType() | GraphQLInterfaceType(), GraphQLObjectType() | GraphQLInterfaceType():
            interfaces = {i.name for i in wanted.interfaces} - {i.name for i in found.interfaces}
            return [f"{wanted.name} implements {name}" for name in interfaces] + _missing_fields(wanted, found)
        case GraphQLUnionType(), _:
            raise NotImplementedError("the contract has no unions")
    return []


def _missing_fields(wanted, found) -> list[str]:
    lacking = []
    for name, field in wanted.fields.items():
        other = found.fields.get(name)
        here = f"{wanted.name}.{name}"
        if other is None:
            lacking.append(here)
        elif str(other.type) != str(field.type):
            lacking.append(f"{here}: {field.type}, not {other.type}")
        elif isinstance(field, GraphQLField):
            lacking += _missing_arguments(here, field, other)
        elif _default(field) != _default(other):
            lacking.append(f"{here} = {_default(field)}, not {_default(other)}")
    return lacking


def _missing_arguments(here: str, field: GraphQLField, other: GraphQLField) -> list[str]:
    lacking = []
    for name, argument in field.args.items():
        served_argument = other.args.get(name)
        if served_argument is None:
            lacking.append(f"{here}({name})")
        elif (str(argument.type), _default(argument)) != (str(served_argument.type), _default(served_argument)):
            lacking.append(f"{here}({name}: {argument.type} = {_default(argument)}), not {served_argument.type}")
    extra = [
        name for name, argument in other.args.items() if name not in field.args and str(argument.type).endswith("!")
    ]
    return lacking + [f"{here}({name}) is asked for" for name in extra]


def _too_much_asked(wanted: GraphQLInputObjectType, found: GraphQLInputObjectType) -> list[str]:
    new = found.fields.keys() - wanted.fields.keys()
    return [f"{found.name}.{name} is asked for" for name in new if str(found.fields[name].type).endswith("!")]


def _default(value) -> str:
    node = value.ast_node.default_value if value.ast_node else None
    return "nothing" if node is None else node.loc.source.body[node.loc.start : node.loc.end]


@pytest.mark.skipif(not _ORIGINAL.exists(), reason="the contract is not beside this repository")
def test_the_copy_of_the_contract_is_the_contract() -> None:
    assert _COPY.read_text(encoding="utf-8") == _ORIGINAL.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TYPES)
def test_the_contract_is_served(name: str) -> None:
    wanted = CONTRACT.type_map[name]
    if isinstance(wanted, GraphQLScalarType) and is_specified_scalar_type(wanted):
        return
    if name not in MET_BY_QUERIES and (SERVED_SCHEMA.mutation_type is None or SERVED_SCHEMA.subscription_type is None):
        pytest.skip("mutations and subscriptions are not served yet")
    assert missing(wanted, SERVED_SCHEMA) == []


def test_the_printed_schema_is_the_served_one() -> None:
    printed = served.PRINTED.read_text(encoding="utf-8")
    assert printed == SERVED.as_str() + "\n", "run `python -m service.graphql.schema`"


def test_every_type_and_field_has_a_description() -> None:
    silent = []
    for graphql_type in SERVED_SCHEMA.type_map.values():
        if graphql_type.name.startswith("__") or is_specified_scalar_type(graphql_type):
            continue
        if not graphql_type.description:
            silent.append(graphql_type.name)
        fields = getattr(graphql_type, "fields", {})
        silent += [f"{graphql_type.name}.{name}" for name, field in fields.items() if not field.description]
    assert silent == []
