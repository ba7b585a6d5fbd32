"""Owns which names and codes mean a state, so that the same state is the same actor whatever it was imported from.

`states.csv` lists the members of the United Nations, its two observers, Kosovo and Taiwan: the codes of ISO 3166-1 and
the names that data sets use. It takes no side; who is not on it is imported under its own name.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.importing.slugs import slug_of

STATE = "state"
_NAMES = "|"


@dataclass(frozen=True, slots=True)
class State:
    """A state: its slug follows from its usual name; codes are strings, Namibia's is NA."""

    alpha2: str
    alpha3: str
    name: str
    also: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The id under which it is registered."""
        return slug_of(self.name)

    def is_called(self, name: str) -> bool:
        """Tell whether this is one of its names, but for case, accents and hyphens."""
        return state_called(name) == self


@cache
def states() -> tuple[State, ...]:
    """Return all states, as the file lists them."""
    with Path(__file__).with_name("states.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        State(row["alpha2"], row["alpha3"], row["name"], tuple(filter(None, row["also"].split(_NAMES)))) for row in rows
    )


@cache
def _by_name() -> dict[str, State]:
    return {slug_of(name): state for state in states() for name in (state.name, *state.also)}


@cache
def _by_code() -> dict[str, State]:
    return {code: state for state in states() for code in (state.alpha2, state.alpha3)}


def state_called(name: str) -> State | None:
    """Return the state of that name, but for case, accents and hyphens."""
    return _by_name().get(slug_of(name))


def state_of_code(code: str) -> State | None:
    """Return the state of a two- or three-letter code."""
    return _by_code().get(code)
