"""Owns how types and fields of the schema are declared: each is described to clients by its own docstring."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry
from typing_extensions import dataclass_transform

from service.graphql import enums  # noqa: F401 - an enumeration is named before any type uses it

C = TypeVar("C", bound=type[Any])
M = TypeVar("M", bound=Callable[..., Any])


def description_of(documented: object) -> str:
    """Return a docstring as one line.

    Raises:
        TypeError: there is none.
    """
    written = documented.__doc__
    if not written:
        raise TypeError(f"{documented} needs a docstring: clients read it")
    return " ".join(inspect.cleandoc(written).split())


@dataclass_transform(field_specifiers=(strawberry.field,))
def output(cls: C) -> C:
    """Make a class an object type; its methods are fields where ``field`` says so."""
    return strawberry.type(cls, description=description_of(cls))


@dataclass_transform(field_specifiers=(strawberry.field,))
def interface(cls: C) -> C:
    """Make a class an interface."""
    return strawberry.interface(cls, description=description_of(cls))


def field(method: M) -> M:
    """Make a method a field of the same name; a type checker goes on seeing the method."""
    return cast("M", strawberry.field(resolver=method, description=description_of(method)))


def field_named(name: str) -> Callable[[M], M]:
    """Make a method a field whose name is a word of Python."""

    def made(method: M) -> M:
        return cast("M", strawberry.field(resolver=method, name=name, description=description_of(method)))

    return made
