"""Owns the import of hand-coded statements from Discourse Network Analyzer: its SQLite file, or NDJSON of the same.

A file of the program holds the documents, so every quote is held against its text; NDJSON has the quotes alone.
What becomes what, and why: docs/importing.md.
"""

import re
from functools import lru_cache, partial
from pathlib import Path

from events.drafts import (
    ActorDraft,
    AppearanceDraft,
    CapacityDraft,
    IssueDraft,
    NameDraft,
    SourceDraft,
    StanceDraft,
    StatementDraft,
)
from events.vocabulary import PERSON, IssueKind, Rendering, SpeechAct, Stance
from service.importing.dna_file import DnaFile, is_dna_file
from service.importing.files import NdjsonFile
from service.importing.importer import SetAside
from service.importing.row import Row, UnreadableRow, on
from service.importing.rows import Reading, RowImporter, RowSource
from service.importing.slugs import slug_of

ORGANISATION = "organisation"
_CODED_SO = "The Discourse Network Analyzer file codes this speaker for this organization."
_WHAT_SHOULD_BE = re.compile(r"\b(should|shall|must|ought)\b", re.IGNORECASE)
_CODER = "dna"
_CACHED = 10_000


def dna(path: Path, *, name: str | None = None) -> RowImporter:
    """Return the importer of a file; ``name`` is what its ids and keys begin with, as the file has no name of its own.

    Raises:
        NotThisFormat: it is no file of Discourse Network Analyzer 3, and no NDJSON.
        OSError: the file cannot be read.
    """
    source: RowSource = DnaFile(path) if is_dna_file(path) else NdjsonFile(path)
    own = f"dna-{slug_of(name or path.stem)}"
    return RowImporter(own, source, partial(read, name=own))


def read(row: Row, *, name: str) -> Reading | SetAside:
    """Return a statement of a person for an organisation, with a stance on the concept."""
    if row.fields.get("is_coded") == 0:
        return SetAside(row.place, f"coded as {row.text('type')}, which has no agreement")
    person, organisation = _actor(row.optional("person"), PERSON), _actor(row.optional("organization"), ORGANISATION)
    speaker = person or organisation
    if speaker is None:
        raise UnreadableRow("person", "neither person nor organization is coded; a statement is somebody's")
    concept, document = _issue(row.optional("concept"), name), _document(row, name)
    draft = StatementDraft(
        capacities=(_capacity(speaker, organisation),),
        act=SpeechAct.ASSERT,
        quote=_quote(row),
        summary=_told(row, concept),
        occurred=on(row.day("date")),
        ordinal=row.whole("start"),
        stances=_stances(row, concept),
        appearances=(_appearance(row, document),),
    )
    needs = tuple(need for need in (person, organisation, concept, document) if need)
    return Reading(f"statements/{row.whole('statement_id')}", draft, needs=needs, recorded_by=_coder(row))


def _coder(row: Row) -> str:
    """Name the coder with where the name is from: it might be that of somebody at the desk."""
    coder = row.optional("coder")
    return f"{_CODER}: {coder}" if coder and coder.isprintable() else _CODER


@lru_cache(_CACHED)
def _actor(name: str | None, kind: str) -> ActorDraft | None:
    return ActorDraft(id=slug_of(name), kind=kind, names=_english(name)) if name else None


@lru_cache(_CACHED)
def _issue(concept: str | None, name: str) -> IssueDraft | None:
    """A concept is a proposition already; whether it says what should be or what is, only its words tell."""
    if concept is None:
        return None
    kind = IssueKind.NORMATIVE if _WHAT_SHOULD_BE.search(concept) else IssueKind.FACTUAL
    issue_id = f"{name}-{slug_of(concept)}"
    return IssueDraft(id=issue_id, kind=kind, labels=_english(concept), propositions=_english(concept))


def _document(row: Row, name: str) -> SourceDraft:
    document = row.fields.get("document")
    return SourceDraft(
        id=f"{name}-document-{row.whole('document_id')}",
        title=row.text("document_title"),
        publisher=row.optional("publisher"),
        byline=row.optional("byline"),
        published=on(row.day("date")),
        text=document if isinstance(document, str) else None,
    )


def _capacity(speaker: ActorDraft, organisation: ActorDraft | None) -> CapacityDraft:
    """The file says for whom somebody spoke this time; it is no register of offices, so no role is made of it."""
    if organisation is None:
        return CapacityDraft(speaker=speaker.id)
    because = None if speaker.id == organisation.id else _CODED_SO
    return CapacityDraft(speaker=speaker.id, on_behalf_of=(organisation.id,), without_role_because=because)


def _stances(row: Row, concept: IssueDraft | None) -> tuple[StanceDraft, ...]:
    if concept is None:
        return ()
    return (StanceDraft(issue=concept.id, stance=Stance.SUPPORT if _agrees(row) else Stance.OPPOSE),)


def _agrees(row: Row) -> bool:
    agreement = row.fields.get("agreement")
    if agreement not in (0, 1):
        raise UnreadableRow("agreement", f"{agreement!r} is neither true nor false; a coded concept has one of them")
    return bool(agreement)


def _told(row: Row, concept: IssueDraft | None) -> str:
    who = " for ".join(filter(None, [row.optional("person"), row.optional("organization")]))
    if concept is None:
        return f"{who} speaks; no concept is coded."
    return f"{who} {'agrees' if _agrees(row) else 'disagrees'}: {row.text('concept')}"


def _quote(row: Row) -> str:
    row.text("quote")
    return str(row.fields["quote"])


def _appearance(row: Row, document: SourceDraft) -> AppearanceDraft:
    return AppearanceDraft(
        source=document.id,
        quote=_quote(row),
        rendering=Rendering.DIRECT,
        span_start=row.whole("start"),
        span_end=row.whole("stop"),
    )


def _english(text: str) -> tuple[NameDraft, ...]:
    return (NameDraft(lang="en", text=text),)
