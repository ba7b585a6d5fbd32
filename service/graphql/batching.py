"""Owns data loaders whose keys are grouped by what they are asked under, so that each group is one query."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from strawberry.dataloader import DataLoader

Under = TypeVar("Under", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def grouped(
    read: Callable[[Under, Sequence[Key]], Awaitable[Mapping[Key, Value]]],
) -> "DataLoader[tuple[Under, Key], Value | None]":
    """Return a loader of (what it is asked under, key): one ``read`` for each group of a batch, None if not found."""
    return DataLoader(load_fn=partial(_loaded, read))


async def _loaded(
    read: Callable[[Under, Sequence[Key]], Awaitable[Mapping[Key, Value]]], asked: list[tuple[Under, Key]]
) -> list[Value | None]:
    groups: dict[Under, dict[Key, None]] = {}
    for under, key in asked:
        groups.setdefault(under, {})[key] = None
    answers = await asyncio.gather(*(read(under, list(keys)) for under, keys in groups.items()))
    found = dict(zip(groups, answers, strict=True))
    return [found[under].get(key) for under, key in asked]
