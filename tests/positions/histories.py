"""Random histories of a small world, drawn by Hypothesis: every kind of event that can move a position.

The world: Russia, spoken for in three ranks; NATO with its Council and a member; persons who also speak for themselves;
three sources, one dated by another; two issues. A history is a list of requests; those that the record refuses are left
out of it, as a desk would have it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from positions.contents import (
    CAPACITIES,
    SOURCES,
    appearances,
    days,
    days_and_spans,
    draft_of,
    periods,
    source,
    statements,
    vaguer,
)
from positions.scenes import SCENES, played

from events import drafts
from events.decide.command import AddAppearance, Command, Correct, Record, Request, Retract
from events.vocabulary import RelationKind

NAME = [{"lang": "en", "text": "name"}]


def world() -> list[Command]:
    """Return what is on record before any statement."""
    actors = {"russia": "state", "ministry": "ministry", "putin": "person", "ryabkov": "person", "nato": "organisation",
              "council": "body", "bulgaria": "state"}  # fmt: skip
    roles = [("putin", "represents", "russia", "HEAD"), ("ministry", "organ-of", "russia", "MINISTER"),
             ("ryabkov", "represents", "ministry", "OFFICIAL"), ("ryabkov", "represents", "nato", "OFFICIAL"),
             ("council", "body-of", "nato", "HEAD"), ("bulgaria", "member-of", "nato", None)]  # fmt: skip
    return [
        *(Record(draft_of(drafts.ActorDraft, id=slug, kind=kind, names=NAME)) for slug, kind in actors.items()),
        *(Record(draft_of(drafts.RoleDraft, holder=h, type=t, principal=p, rank=r)) for h, t, p, r in roles),
        *(
            Record(draft_of(drafts.IssueDraft, id=slug, kind="NORMATIVE", labels=NAME, propositions=NAME))
            for slug in ("talks", "accession")
        ),
        Record(source("doc-one", {"edtf": "2021-12-10"})),
        Record(source("doc-two", {"relative": "days-before(1)", "anchor": "doc-one"})),
        Record(source("doc-three", None)),
    ]


@dataclass
class History:
    """A history in the making: what was drawn, and the ids that later requests can name."""

    requests: list[Request] = field(default_factory=list)
    statements: dict[UUID, drafts.StatementDraft] = field(default_factory=dict)
    relations: list[UUID] = field(default_factory=list)
    events: list[UUID] = field(default_factory=list)

    def add(self, command: Command) -> UUID:
        """Add a request and return the id that its event will have; ids count up from 1."""
        self.requests.append(Request(command, recorded_by="desk"))
        event_id = UUID(int=len(self.requests))
        self.events.append(event_id)
        return event_id

    def say(self, statement: drafts.StatementDraft) -> UUID:
        """Add a statement."""
        event_id = self.add(Record(statement))
        self.statements[event_id] = statement
        return event_id

    def judge(self, kind: str, one: UUID, other: UUID) -> None:
        """Add a judgement on two statements."""
        relation = {"type": kind, "from": str(one), "to": str(other), "reason": "judged"}
        self.relations.append(self.add(Record(draft_of(drafts.RelationDraft, **relation))))


def begun() -> History:
    """Return a history in which nobody has spoken yet."""
    history = History()
    for command in world():
        history.add(command)
    return history


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 12) -> History:
    """Draw a world and up to ``longest`` steps on top of it."""
    history = begun()
    for _ in range(draw(st.integers(3, longest))):
        draw(st.sampled_from(_STEPS))(draw, history)
    return history


# ---- one step of a history each ----


def _say(draw: st.DrawFn, history: History) -> None:
    history.say(draw(statements()))


def _say_together(draw: st.DrawFn, history: History) -> None:
    """Say two or three things on one day, mostly as equals."""
    fixed = {"capacities": draw(st.sampled_from(CAPACITIES)), "occurred": {"edtf": draw(days()).isoformat()}}
    ordinals = draw(st.lists(st.sampled_from([None, None, None, 1]), min_size=2, max_size=3))
    for ordinal in ordinals:
        history.say(draw(statements(**fixed, public=None, ordinal=ordinal)))


def _play(draw: st.DrawFn, history: History) -> None:
    """Play a scene."""
    for statement in played(draw(st.sampled_from(sorted(SCENES))), on=draw(days())):
        history.say(statement)


def _correct(draw: st.DrawFn, history: History) -> None:
    _correct_to(draw, history, lambda _: draw(statements()))


def _correct_the_date(draw: st.DrawFn, history: History) -> None:
    """Correct when it was said, or when it was public, and nothing else."""
    moved = {draw(st.sampled_from(["occurred", "occurred", "public"])): drafts.PeriodDraft(**draw(periods()))}
    _correct_to(draw, history, lambda said: said.model_copy(update=moved))


def _correct_to(
    draw: st.DrawFn, history: History, change: Callable[[drafts.StatementDraft], drafts.StatementDraft]
) -> None:
    if history.statements:
        target = draw(st.sampled_from(list(history.statements)))
        history.statements[target] = change(history.statements[target])
        correction = drafts.CorrectionDraft(reason="wrong", statement=history.statements[target])
        history.add(Correct(str(target), correction))


def _retract(draw: st.DrawFn, history: History) -> None:
    named = [str(event) for event in history.events[len(world()) :]] + list(SOURCES)
    history.add(Retract(draw(st.sampled_from(named)), "mistaken"))


def _undo(draw: st.DrawFn, history: History) -> None:
    """Retract a retraction, one of the last few: undoing, and undoing that."""
    retractions = [
        event
        for event, request in zip(history.events, history.requests, strict=True)
        if isinstance(request.command, Retract)
    ]
    if retractions:
        history.add(Retract(str(draw(st.sampled_from(retractions[-3:]))), "not mistaken"))


def _redate(draw: st.DrawFn, history: History) -> None:
    slug = draw(st.sampled_from(SOURCES))
    anchored = st.builds(
        lambda relative, anchor: {"relative": relative, "anchor": anchor},
        st.sampled_from(["days-before(1)", "last-weekday(FR)"]),
        st.sampled_from([other for other in SOURCES if other != slug]),
    )
    published = draw(st.one_of(st.none(), days_and_spans(), anchored))
    history.add(Correct(slug, drafts.CorrectionDraft(reason="re-dated", source=source(slug, published))))


def _record_twice(draw: st.DrawFn, history: History) -> None:
    """Record an earlier statement again from a source of its own, perhaps read otherwise, and judge them the same."""
    if not history.statements:
        return
    first = draw(st.sampled_from(list(history.statements)))
    read = history.statements[first]
    other = draw(statements())
    changes: list[dict[str, Any]] = [
        {},
        {"stances": other.stances},
        {"ordinal": other.ordinal, "public": other.public},
        {"occurred": vaguer(read.occurred)},
    ]
    update = draw(st.sampled_from(changes)) | {"appearances": (draw(appearances()),)}
    second = history.say(read.model_copy(update=update))
    pair = draw(st.permutations([first, second]))
    history.judge("SAME_STATEMENT", *pair)
    if draw(st.booleans()):
        history.add(Retract(read.appearances[0].source, "mistaken"))


def _judge(draw: st.DrawFn, history: History) -> None:
    """Judge any two statements; mostly refused, as speakers or days differ, or an earlier judgement says otherwise."""
    if len(history.statements) > 1:
        one, other = draw(st.lists(st.sampled_from(list(history.statements)), min_size=2, max_size=2, unique=True))
        history.judge(draw(st.sampled_from(["SAME_STATEMENT", "NOT_SAME_STATEMENT"])), one, other)


def _contradict(draw: st.DrawFn, history: History) -> None:
    """Judge the contrary of an earlier judgement: refused while it is in force; or correct it to its contrary."""
    if not history.relations:
        return
    judgement = draw(st.sampled_from(history.relations))
    (command,) = (r.command for e, r in zip(history.events, history.requests, strict=True) if e == judgement)
    relation = command.draft.model_copy(update={"type": _CONTRARY[command.draft.type]})
    if draw(st.booleans()):
        history.relations.append(history.add(Record(relation)))
    else:
        history.add(Correct(str(judgement), drafts.CorrectionDraft(reason="wrong", relation=relation)))


def _part(draw: st.DrawFn, history: History) -> None:
    if history.relations:
        history.add(Retract(str(draw(st.sampled_from(history.relations))), "not the same after all"))


def _appear(draw: st.DrawFn, history: History) -> None:
    if history.statements:
        target = str(draw(st.sampled_from(list(history.statements))))
        history.add(AddAppearance(target, draw(appearances())))


_CONTRARY = {
    RelationKind.SAME_STATEMENT: RelationKind.NOT_SAME_STATEMENT,
    RelationKind.NOT_SAME_STATEMENT: RelationKind.SAME_STATEMENT,
}
_STEPS = (
    *[_say] * 4,
    *[_say_together] * 2,
    *[_play] * 2,
    _correct,
    _correct_the_date,
    *[_retract] * 2,
    _undo,
    *[_redate] * 2,
    *[_record_twice] * 3,
    _judge,
    _contradict,
    _part,
    _appear,
)
