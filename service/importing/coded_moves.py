"""Owns what the coded event data sets share: actors known by name, the codes of CAMEO, and moves made of both."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from events.drafts import ActorDraft, AppearanceDraft, MoveCodingDraft, NameDraft
from events.vocabulary import Rendering
from service.importing.files import CsvFile
from service.importing.importer import RefusedEntry
from service.importing.row import Row, UnreadableRow
from service.importing.slugs import slug_of
from service.importing.states import STATE, state_called

GROUP = "group"
_HIGHEST_GOLDSTEIN = 10.0
_CACHED = 100_000
_KINDS: Sequence[tuple[str, str]] = (
    ("ministry", r"\bminist(r|er)y\b|\bdepartment\b|^foreign affairs\b"),
    ("government", r"^government \("),
    ("armed-forces", r"^(military|army|navy|naval|air force|armed forces) \("),
    ("body", r"^(legislature|parliament|senate|national assembly|supreme court) \("),
    ("media", r"^(media|newspaper|news agency|television) \("),
)
"""What a name tells, first that fits: a coder's category with its country, "Military (Syria)"."""


@lru_cache(_CACHED)
def actor_called(name: str) -> ActorDraft:
    """Return the actor of a name: a state if it is one's name, else of the kind that the name tells, else a group."""
    state = state_called(name)
    if state is not None:
        return ActorDraft(id=state.slug, kind=STATE, names=_named(state.name), codes=(state.alpha2,))
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, name, re.IGNORECASE)), GROUP)
    return ActorDraft(id=slug_of(name), kind=kind, names=_named(name))


@lru_cache(_CACHED)
def reported_in(source: str) -> AppearanceDraft:
    """Return the appearance of a move of which no words are at hand."""
    return AppearanceDraft(source=source, rendering=Rendering.PARAPHRASE)


def coding(row: Row, *, cameo: str, goldstein: str) -> MoveCodingDraft:
    """Return the coding in these two fields: the code as it stands ("010" is not "10"), the value where it is given."""
    value = row.number(goldstein)
    if value is not None and not abs(value) <= _HIGHEST_GOLDSTEIN:
        raise UnreadableRow(goldstein, f"{value} is no Goldstein value; it lies between -10 and 10")
    code = row.text(cameo)
    if not re.fullmatch(r"\d{2,4}", code, re.ASCII):
        raise UnreadableRow(cameo, f"{code!r} is no CAMEO code; it has two to four digits")
    return MoveCodingDraft(cameo=code, goldstein=value)


def told(what: str, *, actor: str, target: str | None) -> str:
    """Return a move in words."""
    return f"{what}: {actor}, toward {target}." if target else f"{what}: {actor}."


def cameo_names(path: Path) -> Mapping[str, str]:
    """Read a table of CAMEO codes with their names: CSV with the columns `code` and `name`.

    Raises:
        NotThisFormat: it lacks a column, or a row cannot be read.
        OSError: the file cannot be read.
    """
    rows = CsvFile(path, needs=("code", "name")).rows()
    return {row.text("code"): row.text("name") for row in rows if not isinstance(row, RefusedEntry)}


def _named(name: str) -> tuple[NameDraft, ...]:
    return (NameDraft(lang="en", text=name),)
