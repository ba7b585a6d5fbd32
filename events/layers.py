"""Owns a map that never changes and grows without being copied: the next one shares most of what it was grown from."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_RATIO = 8


class Layers(Generic[K, V]):
    """A map in layers, of which each is more than ``_RATIO`` times the next; a newer layer says what is held now.

    Growing by one entry at a time to n copies some n log n entries, and a look-up goes through at most log n layers.
    """

    def __init__(self, layers: tuple[Mapping[K, V], ...] = ()) -> None:
        self.layers = layers

    def grown(self, entries: Mapping[K, V]) -> "Layers[K, V]":
        """Return the map with these entries, new or in place of those of the same keys."""
        older, newest = list(self.layers), dict(entries)
        while older and len(older[-1]) <= _RATIO * len(newest):
            newest = {**older.pop(), **newest}
        return Layers((*older, newest))

    def get(self, key: K) -> V | None:
        """Return what is held for a key, None where there is nothing."""
        for layer in reversed(self.layers):
            if key in layer:
                return layer[key]
        return None

    def values(self) -> Iterator[V]:
        """Yield what is held for every key, in the order in which the keys came."""
        held: dict[K, V] = {}
        for layer in self.layers:
            held |= layer
        yield from held.values()
