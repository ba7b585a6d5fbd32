"""Owns the served schema: its three roots, its scalars, and every type that only an interface leads to.

``python -m service.graphql.schema`` writes it to ``schema.graphql`` beside this file; a test compares.
"""

from pathlib import Path

from graphql import GraphQLInterfaceType, GraphQLObjectType, Undefined
from strawberry.schema.config import StrawberryConfig

from service.access.guard import guard
from service.graphql.execution import Schema
from service.graphql.move import Move, Schedule
from service.graphql.mutation import Mutation
from service.graphql.needs import show_needs
from service.graphql.query import Query
from service.graphql.record_events import (
    Assessment,
    Coding,
    Erased,
    Erasure,
    InstrumentTabled,
    ReferenceChange,
    Relation,
    Retraction,
)
from service.graphql.record_payload import RecordPayload
from service.graphql.scalars import SCALARS
from service.graphql.statement import Statement
from service.graphql.subscription import Subscription

EVENT_TYPES = (
    Statement,
    Move,
    Assessment,
    Retraction,
    Schedule,
    InstrumentTabled,
    ReferenceChange,
    Coding,
    Erasure,
    Erased,
    Relation,
)
PRINTED = Path(__file__).with_name("schema.graphql")


def build_schema() -> Schema:
    """Return the schema, each of its root fields guarded.

    Raises:
        FieldWithoutScope: nobody said who may use a root field.
    """
    for root in (Query, Mutation, Subscription):
        show_needs(root)
    schema = Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=EVENT_TYPES,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    _leave_out_null_defaults(schema)
    guard(schema.executable, payloads={"RecordPayload": lambda refusal: RecordPayload.refused([refusal])})
    return schema


def _leave_out_null_defaults(schema: Schema) -> None:
    """Make arguments whose Python default is None have no default, as the contract has them."""
    owners = (GraphQLObjectType, GraphQLInterfaceType)
    fields = [
        f for owner in schema.executable.type_map.values() if isinstance(owner, owners) for f in owner.fields.values()
    ]
    for argument in (argument for field in fields for argument in field.args.values()):
        if argument.default_value is None:
            argument.default_value = Undefined


def write_schema() -> None:
    """Write the schema to the file that is kept beside this module."""
    PRINTED.write_text(build_schema().as_str() + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_schema()
