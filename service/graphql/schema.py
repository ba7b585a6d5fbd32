"""Owns the served schema: its three roots, its scalars, and every type that only an interface leads to.

``python -m service.graphql.schema`` writes it to ``schema.graphql`` beside this file; a test compares.
"""

from pathlib import Path

import strawberry
from graphql import GraphQLError, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, Undefined
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext
from typing_extensions import override

from service.access.guard import guard
from service.graphql.limits import Limits
from service.graphql.masking import Masking
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
from service.graphql.service_context import Previews
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
_KEPT_QUERIES = 256
PRINTED = Path(__file__).with_name("schema.graphql")


class Schema(strawberry.Schema):
    """Strawberry's schema, quiet about errors that the client made: ``masking`` logs the others."""

    @property
    def executable(self) -> GraphQLSchema:
        """The schema as graphql-core executes it."""
        return self._schema

    @override
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave logging to the extension that masks."""


def _kept_documents() -> ParserCache:
    return ParserCache(maxsize=_KEPT_QUERIES)


def _kept_validations() -> ValidationCache:
    return ValidationCache(maxsize=_KEPT_QUERIES)


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
        extensions=[Limits, _kept_documents, _kept_validations, Masking, Previews],
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
