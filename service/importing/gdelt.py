"""Owns the import of GDELT 2.0 events: the 61 tab-separated columns of an export file, which names none of them.

What becomes what, and why: docs/importing.md.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path

from events.drafts import ActorDraft, MoveDraft, NameDraft, PeriodDraft, SourceDraft
from events.vocabulary import DateBasis
from service.importing.coded_moves import GROUP, coding, reported_in, told
from service.importing.files import TabFile
from service.importing.row import Row, UnreadableRow, on
from service.importing.rows import Reading, RowImporter
from service.importing.slugs import slug_of
from service.importing.states import STATE, state_of_code

NAME = "gdelt"
_OF_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
             "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_OF_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{number}{name}" for number in (1, 2) for name in _OF_ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _OF_PLACE),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""Of version 2.0, in the order of the file."""
_LENGTH_OF_DAY = 8
_CACHED = 100_000


def gdelt(path: Path, *, cameo: Mapping[str, str] | None = None) -> RowImporter:
    """Return the importer of an export file; ``cameo`` has the names of codes, for the summaries.

    Raises:
        OSError: the file cannot be read.
    """
    return RowImporter(NAME, TabFile(path, columns=COLUMNS), partial(read, names=cameo or {}))


def read(row: Row, *, names: Mapping[str, str]) -> Reading:
    """Return a row as a move, reported in the article that GDELT read."""
    actor, target = _actor(row, "Actor1"), _actor(row, "Actor2")
    if actor is None:
        raise UnreadableRow("Actor1Code", "nobody is named as acting; a move is somebody's")
    coded = coding(row, cameo="EventCode", goldstein="GoldsteinScale")
    day, added = row.day("Day"), _day_added(row)
    article = _article(row.text("SOURCEURL"), added.edtf)
    what = names.get(row.text("EventCode")) or f"CAMEO {row.text('EventCode')}"
    draft = MoveDraft(
        actors=(actor.id,),
        targets=(target.id,) if target else (),
        place=row.optional("ActionGeo_FullName"),
        summary=told(what, actor=actor.names[0].text, target=target.names[0].text if target else None),
        occurred=on(day),
        public=_public(on(day), added),
        codings=(coded,),
        appearances=(reported_in(article.id),),
    )
    needs = tuple(need for need in (actor, target, article) if need)
    return Reading(f"events/{row.whole('GlobalEventID')}", draft, needs=needs, recorded_by=NAME)


def _actor(row: Row, which: str) -> ActorDraft | None:
    code, name = row.optional(f"{which}Code"), row.optional(f"{which}Name")
    return _known(code, name or code) if code else None


@lru_cache(_CACHED)
def _known(code: str, name: str) -> ActorDraft:
    """One actor for each code with its name: TEXAS is coded USA, and is not the United States."""
    state = state_of_code(code)
    if state is not None and state.is_called(name):
        return ActorDraft(id=state.slug, kind=STATE, names=_named(state.name), codes=(state.alpha2,))
    text = f"{name.title()} ({code})"
    return ActorDraft(id=f"gdelt-{slug_of(text)}", kind=GROUP, names=_named(text), codes=(code,))


def _named(name: str) -> tuple[NameDraft, ...]:
    return (NameDraft(lang="en", text=name),)


def _day_added(row: Row) -> PeriodDraft:
    """Return the day on which GDELT added the event; the time of day behind it is left out."""
    fields = {"DATEADDED": row.text("DATEADDED")[:_LENGTH_OF_DAY]}
    return on(Row(row.place, fields).day("DATEADDED"))


def _public(day: PeriodDraft, added: PeriodDraft) -> PeriodDraft | None:
    """Return when outsiders could know: by the day it was added; nothing where that is the day itself, or earlier."""
    if (added.edtf or "") <= (day.edtf or ""):
        return None
    note = "Known by the day on which GDELT found it reported."
    return PeriodDraft(edtf=f"{day.edtf}/{added.edtf}", basis=DateBasis.INFERRED, note=note)


@lru_cache(_CACHED)
def _article(address: str, added: str) -> SourceDraft:
    digest = hashlib.sha256(address.encode()).hexdigest()
    published = PeriodDraft(edtf=f"../{added}", basis=DateBasis.INFERRED, note="GDELT found it by that day.")
    return SourceDraft(id=f"gdelt-{digest[:16]}", title=address, published=published)
