"""Owns holding quotes against the texts of their sources: letter for letter at their spans, in code points.

Texts are found by the SHA-256 that a source carries, under whatever file names. A quote that such a text does not
bear out is an objection; a source whose text is not at hand is named as not checked.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from events.drafts import AppearanceDraft
from events.errors import Refusal, RefusalCode

_LARGEST_TEXT = 50 * 1024 * 1024
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a source its quotes add up to, in code points; what two quotes share counts once."""

    source: str
    quotes: int
    covered: int
    total: int

    @property
    def share(self) -> float:
        """Covered by total, 0 for an empty text."""
        return self.covered / self.total if self.total else 0.0


class QuoteCheck:
    """Checks the quotes of one import, and remembers what it found."""

    def __init__(self, sources: Iterable[Mapping[str, Any]], directory: Path | None) -> None:
        """Look among the files of ``directory`` for the texts of the sources; without one, nothing can be checked."""
        digests = {str(source["id"]): source.get("sha256") for source in sources}
        by_digest = _texts_by_digest(directory, {d for d in digests.values() if d}) if directory else {}
        self.texts: Mapping[str, str] = {name: by_digest[d] for name, d in digests.items() if d in by_digest}
        self.unchecked: Sequence[str] = sorted(digests.keys() - self.texts.keys())
        self._spans: dict[str, list[Span]] = {name: [] for name in self.texts}

    def objections(self, appearances: Iterable[AppearanceDraft]) -> list[Refusal]:
        """Return what is wrong with the quotes and spans of one entry, and count those that are right."""
        found = []
        right: list[tuple[str, Span]] = []
        for index, appearance in enumerate(appearances):
            text = self.texts.get(appearance.source)
            objection = _objection(appearance, text) if text is not None else None
            if objection:
                field = "spanStart" if appearance.quote is None else "quote"
                path = ("appearances", str(index), field)
                found.append(Refusal(RefusalCode.QUOTE_NOT_FOUND, path, objection))
            elif text is not None and appearance.quote is not None:
                right.append((appearance.source, _span(appearance)))
        if not found:
            for source, span in right:
                self._spans[source].append(span)
        return found

    def coverage(self) -> Iterator[Coverage]:
        """Yield each checked source's share of quotes, so far."""
        for source, spans in self._spans.items():
            yield Coverage(source, len(spans), _united_length(spans), len(self.texts[source]))


def _objection(appearance: AppearanceDraft, text: str) -> str | None:
    start, end = _span(appearance)
    if start < 0 or end < 0:
        return None if appearance.quote is None else "this quote has no span; give spanStart and spanEnd"
    if end > len(text):
        return f"the text ends at {len(text)}; correct the span"
    if appearance.quote is None or text[start:end] == appearance.quote:
        return None
    places = text.count(appearance.quote)
    hint = f"it stands at {text.index(appearance.quote)}" if places else "it stands nowhere in this text"
    return f"the text reads {text[start:end]!r} at {start} to {end}, and {hint}; correct the quote or its span"


def _span(appearance: AppearanceDraft) -> Span:
    """Return the span, -1 for an end that is not given."""
    start, end = appearance.span_start, appearance.span_end
    return -1 if start is None else start, -1 if end is None else end


def _united_length(spans: Iterable[Span]) -> int:
    covered, reached = 0, 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _texts_by_digest(directory: Path, wanted: set[str]) -> dict[str, str]:
    """Return the texts of the wanted digests; only files that are UTF-8 can be texts."""
    found: dict[str, str] = {}
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.stat().st_size <= _LARGEST_TEXT:
            raw = path.read_bytes()
            digest = hashlib.sha256(raw).hexdigest()
            if digest in wanted:
                found[digest] = raw.decode("utf-8", errors="replace")
    return found
