"""Owns the import of roll-call votes of the United Nations General Assembly, as the data set `unvotes` gives them.

Two forms, the same entries: one NDJSON file with a vote a line, or a directory with the source's own three tables
(`unvotes.csv`, `roll_calls.csv`, `issues.csv`). What becomes what, and why: docs/importing.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

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
from events.vocabulary import IssueKind, Rendering, SpeechAct, Stance
from service.importing.files import CsvFile, NdjsonFile
from service.importing.importer import NotThisFormat, RefusedEntry, SetAside
from service.importing.row import Row, UnreadableRow, on
from service.importing.rows import Reading, RowImporter, RowSource
from service.importing.slugs import slug_of
from service.importing.states import STATE, state_of_code

T = TypeVar("T")
NAME = "unvotes"
_STANCES = {"yes": Stance.SUPPORT, "no": Stance.OPPOSE, "abstain": Stance.NEUTRAL}
_VERBS = {"yes": "votes yes", "no": "votes no", "abstain": "abstains"}
_NO_VOTES = {"absent": "absent from the roll call", "not a member": "not a member at the time"}
_ASSEMBLY = "United Nations General Assembly"
_TABLES = ("unvotes", "roll_calls", "issues")
_ENDINGS = (".csv", ".csv.gz")


def unvotes(path: Path) -> RowImporter:
    """Return the importer of a file or of a directory of three tables.

    Raises:
        NotThisFormat: it is no NDJSON, or the directory lacks a table, or a table a column.
        OSError: a file cannot be read.
    """
    source: RowSource = ThreeTables(path) if path.is_dir() else NdjsonFile(path)
    return RowImporter(NAME, source, read)


def read(row: Row) -> Reading | SetAside:
    """Return a vote as a statement of the state that cast it, with a stance on each issue of the roll call."""
    vote = row.text("vote").lower()
    if vote in _NO_VOTES:
        return SetAside(row.place, _NO_VOTES[vote])
    if vote not in _STANCES:
        known = ", ".join([*_STANCES, *_NO_VOTES])
        raise UnreadableRow("vote", f"{vote!r} is no vote; it is one of {known}")
    state, source = _state(row.text("actor"), row.optional("actorCode")), _session(row.whole("session"))
    issues = tuple(map(_issue, _issues(row)))
    roll_call = row.whole("rcid")
    on_what = f"{row.optional('resolution') or 'a motion without a number'} (roll call {roll_call})"
    draft = StatementDraft(
        capacities=(_capacity(state.id),),
        act=SpeechAct.VOTE,
        summary=f"{row.text('actor')} {_VERBS[vote]} on {on_what}.",
        occurred=on(row.day("date")),
        ordinal=roll_call,
        stances=tuple(_stance(issue.id, _STANCES[vote]) for issue in issues),
        appearances=(_appearance(source.id),),
    )
    return Reading(f"votes/{roll_call}/{state.id}", draft, needs=(state, source, *issues))


def _issues(row: Row) -> list[str]:
    issues = row.fields.get("issues")
    if not isinstance(issues, list) or not all(isinstance(issue, str) and issue for issue in issues):
        raise UnreadableRow("issues", "this is a list of names, empty where the roll call has no issue; give it")
    return sorted(set(issues))


@cache
def _state(name: str, code: str | None) -> ActorDraft:
    known = state_of_code(code) if code else None
    return ActorDraft(
        id=known.slug if known else slug_of(name),
        kind=STATE,
        names=(NameDraft(lang="en", text=name),),
        codes=(code,) if code else (),
    )


@cache
def _issue(topic: str) -> IssueDraft:
    """The data name topics, not propositions; a vote on a resolution is for or against adopting it, and no more."""
    return IssueDraft(
        id=f"unga-{slug_of(topic)}",
        kind=IssueKind.NORMATIVE,
        labels=(NameDraft(lang="en", text=f"UN resolutions: {topic}"),),
        propositions=(
            NameDraft(lang="en", text=f"Resolutions of the General Assembly on the topic “{topic}” should be adopted."),
        ),
    )


@cache
def _session(session: int) -> SourceDraft:
    return SourceDraft(
        id=f"unga-session-{session}",
        title=f"Roll-call votes of the {_ASSEMBLY}, session {session}",
        publisher=_ASSEMBLY,
    )


@cache
def _capacity(state: str) -> CapacityDraft:
    return CapacityDraft(speaker=state, on_behalf_of=(state,))


@cache
def _stance(issue: str, stance: Stance) -> StanceDraft:
    return StanceDraft(issue=issue, stance=stance)


@cache
def _appearance(source: str) -> AppearanceDraft:
    return AppearanceDraft(source=source, rendering=Rendering.PARAPHRASE)


@dataclass(frozen=True, slots=True)
class _RollCall:
    session: str
    date: str
    resolution: str


class ThreeTables:
    """The three tables joined, a row for each vote; the roll calls and their issues are held, the votes are not."""

    def __init__(self, directory: Path) -> None:
        """Read the two small tables.

        Raises:
            NotThisFormat: a table or a column is missing.
        """
        votes, roll_calls, issues = (_table(directory, name) for name in _TABLES)
        self._votes = CsvFile(votes, needs=("rcid", "country", "country_code", "vote"))
        self._unread: list[RefusedEntry] = []
        self._roll_calls = dict(self._small(roll_calls, ("rcid", "session", "date", "unres"), _roll_call))
        self._issues: dict[str, list[str]] = defaultdict(list)
        for roll_call, issue in self._small(issues, ("rcid", "issue"), _issue_of_roll_call):
            self._issues[roll_call].append(issue)

    @property
    def extent(self) -> int:
        """The bytes of the table of votes."""
        return self._votes.extent

    @property
    def reached(self) -> int:
        """How many of them are read."""
        return self._votes.reached

    def rows(self) -> Iterator[Row | RefusedEntry]:
        """Yield what is wrong with the small tables, then every vote with its roll call."""
        yield from self._unread
        for row in self._votes.rows():
            yield row if isinstance(row, RefusedEntry) else self._joined(row)

    def _small(self, path: Path, needs: Sequence[str], read_row: Callable[[Row], T]) -> Iterator[T]:
        """Yield what the rows of a table say; what cannot be read is told before the votes."""
        for row in CsvFile(path, needs=needs).rows():
            try:
                if isinstance(row, Row):
                    yield read_row(row)
                else:
                    self._unread.append(row)
            except UnreadableRow as error:
                self._unread.append(RefusedEntry(row.place, (error.refusal,)))

    def _joined(self, row: Row) -> Row | RefusedEntry:
        roll_call = self._roll_calls.get(row.fields["rcid"])
        if roll_call is None:
            message = f"no roll call {row.fields['rcid']!r} can be read in the table of roll calls; mend it there"
            return RefusedEntry(row.place, (UnreadableRow("rcid", message).refusal,))
        fields: dict[str, Any] = {
            "actor": row.fields["country"],
            "actorCode": _code(row),
            "vote": row.fields["vote"],
            "rcid": row.fields["rcid"],
            "date": roll_call.date,
            "session": roll_call.session,
            "resolution": roll_call.resolution,
            "issues": self._issues.get(row.fields["rcid"], []),
        }
        return Row(row.place, fields)


def _roll_call(row: Row) -> tuple[str, _RollCall]:
    session, date, resolution = (row.optional(name) or "" for name in ("session", "date", "unres"))
    return row.text("rcid"), _RollCall(session, date, resolution)


def _issue_of_roll_call(row: Row) -> tuple[str, str]:
    return row.text("rcid"), row.text("issue")


def _code(row: Row) -> str | None:
    """Beside Namibia NA is its code; beside any other name it is how the language R writes that there is none."""
    code, state = row.fields["country_code"], state_of_code("NA")
    is_namibia = state is not None and state.is_called(row.fields["country"])
    return code if code != "NA" or is_namibia else None


def _table(directory: Path, name: str) -> Path:
    found = [path for ending in _ENDINGS if (path := directory / f"{name}{ending}").exists()]
    if not found:
        raise NotThisFormat(f"{directory} has no {name}.csv; the votes come as three tables: {', '.join(_TABLES)}")
    return found[0]
