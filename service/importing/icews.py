"""Owns the import of ICEWS events: dated moves of actors known by name, each with its CAMEO code and intensity.

Two forms: CSV as used in research on temporal graphs (date, source, cameo, relation, goldstein, target), and the
project's own tab-separated one with 20 columns. What becomes what, and why: docs/importing.md.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from events.drafts import MoveDraft, SourceDraft
from service.importing.coded_moves import actor_called, coding, reported_in, told
from service.importing.files import CsvFile, LinesOfFile, TabFile
from service.importing.row import Row, on
from service.importing.rows import Reading, RowImporter

NAME = "icews"
_GRAPH = ("date", "source", "cameo", "relation", "goldstein", "target")
_RAW = ("Event ID", "Event Date", "Source Name", "Event Text", "CAMEO Code", "Intensity", "Target Name", "Story ID",
        "Publisher", "City", "District", "Province", "Country")  # fmt: skip
_PLACE = ("City", "District", "Province", "Country")
_MISSING = "NA"
_DATA_SET = SourceDraft(id="icews", title="Integrated Crisis Early Warning System (ICEWS), coded events")
_CACHED = 10_000


def icews(path: Path) -> RowImporter:
    """Return the importer of a file in either form.

    Raises:
        NotThisFormat: a column is missing.
        OSError: the file cannot be read.
    """
    if "\t" in LinesOfFile(path).first:
        return RowImporter(NAME, TabFile(path, needs=_RAW), read_raw)
    return RowImporter(NAME, CsvFile(path, needs=_GRAPH), read_graph)


def read_graph(row: Row) -> Reading:
    """Return a row of the CSV form; it has no id of its own, so its content is its key: day, actors and code."""
    actor, target, code = actor_called(row.text("source")), actor_called(row.text("target")), row.text("cameo")
    day = row.day("date")
    said = "\n".join([day.isoformat(), row.text("source"), code, row.text("target")])
    draft = MoveDraft(
        actors=(actor.id,),
        targets=(target.id,),
        summary=told(row.text("relation"), actor=row.text("source"), target=row.text("target")),
        occurred=on(day),
        codings=(coding(row, cameo="cameo", goldstein="goldstein"),),
        appearances=(reported_in(_DATA_SET.id),),
    )
    key = f"days/{hashlib.sha256(said.encode()).hexdigest()}"
    return Reading(key, draft, needs=(actor, target, _DATA_SET), recorded_by=NAME)


def read_raw(row: Row) -> Reading:
    """Return a row of the tab-separated form, with its place and with the story it was found in as its source."""
    actor, target = actor_called(row.text("Source Name")), actor_called(row.text("Target Name"))
    story = _story(row.text("Story ID"), _given(row, "Publisher"))
    draft = MoveDraft(
        actors=(actor.id,),
        targets=(target.id,),
        place=", ".join(place for name in _PLACE if (place := _given(row, name))) or None,
        summary=told(row.text("Event Text"), actor=row.text("Source Name"), target=row.text("Target Name")),
        occurred=on(row.day("Event Date")),
        codings=(coding(row, cameo="CAMEO Code", goldstein="Intensity"),),
        appearances=(reported_in(story.id),),
    )
    return Reading(f"events/{row.whole('Event ID')}", draft, needs=(actor, target, story), recorded_by=NAME)


def _given(row: Row, name: str) -> str | None:
    """Where something is happening or was published NA means that nobody knows; actors are never missing."""
    value = row.optional(name)
    return None if value == _MISSING else value


@lru_cache(_CACHED)
def _story(number: str, publisher: str | None) -> SourceDraft:
    by = f", {publisher}" if publisher else ""
    return SourceDraft(id=f"icews-story-{number}", title=f"Story {number}{by}", publisher=publisher)
