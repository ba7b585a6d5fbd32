"""A map in layers holds what a dictionary would, and growing it copies little of what is held."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.event import RecordRef
from events.layers import Layers
from events.registry import Registry
from events.vocabulary import RecordKind

ENTRIES = st.dictionaries(st.integers(0, 20), st.integers())


@given(st.lists(ENTRIES, max_size=30))
def test_it_holds_what_a_dictionary_does_and_so_does_everything_it_was_grown_from(grown):
    held, layers = [{}], [Layers()]
    for entries in grown:
        held.append(held[-1] | entries)
        layers.append(layers[-1].grown(entries))
    for expected, found in zip(held, layers, strict=True):
        assert list(found.values()) == list(expected.values())
        assert {key: found.get(key) for key in range(21)} == {key: expected.get(key) for key in range(21)}


def copied(before: Layers, after: Layers) -> int:
    """Count the entries of the layers that are new."""
    kept = {id(layer) for layer in before.layers}
    return sum(len(layer) for layer in after.layers if id(layer) not in kept)


@pytest.mark.parametrize("size", [1_000, 16_000])
def test_growing_by_one_at_a_time_copies_some_n_log_n_entries_and_layers_stay_few(size):
    steps = list(itertools.accumulate(range(size), lambda layers, key: layers.grown({key: key}), initial=Layers()))
    assert sum(map(copied, steps, steps[1:])) <= 5 * size * math.log2(size)
    assert max(len(step.layers) for step in steps) <= math.log(size, 8) + 1


def test_a_registry_of_thousands_of_names_grows_by_one_without_copying_them(desk, monkeypatch):
    work, grown = [], Layers.grown

    def counted(before: Layers, entries: dict) -> Layers:
        after = grown(before, entries)
        work.append(copied(before, after))
        return after

    monkeypatch.setattr(Layers, "grown", counted)
    registry, russia = Registry(), desk.of("russia")
    for number in range(4_000):
        registry = registry.evolved([replace(russia, record=RecordRef(RecordKind.ACTOR, f"actor-{number}"))])
    assert len([*registry.in_force()]) == 4_000
    assert sum(work) <= 5 * 4_000 * math.log2(4_000)
