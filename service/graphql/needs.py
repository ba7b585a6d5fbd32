"""Owns the directive @needs: it shows clients which scope a root field needs. What enforces it is the guard."""

from typing import Any

import strawberry
from strawberry.schema_directive import Location

from service.access.roles import Scope, scope_of
from service.graphql import enums  # noqa: F401 - an enumeration is named before any type uses it


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    description="The scope without which this field answers FORBIDDEN; a token's role has scopes (`caller`).",
)
class Needs:
    """The scope that a root field needs."""

    scope: Scope


def show_needs(root: type[Any]) -> None:
    """Show on each field of a root type what it needs.

    Raises:
        FieldWithoutScope: nobody said who may use a field.
    """
    definition = root.__strawberry_definition__
    for field in definition.fields:
        name = field.graphql_name or _camel_case(field.python_name)
        field.directives = [Needs(scope=scope_of(definition.name, name))]


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
