"""Random histories of a small world, drawn by Hypothesis: every kind of event that can move a position.

The world: Russia, spoken for in three ranks; NATO with its Council and a member; a person who also speaks for himself; three
sources, one dated by another; two issues. A history is a list of requests; those that the record refuses are left out of it,
as a desk would have it.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from events import drafts
from events.decide.command import AddAppearance, Command, Correct, Record, Request, Retract

FIRST_DAY = datetime.date(2021, 12, 6)
RECORDED = datetime.datetime(2021, 12, 14, 9, tzinfo=datetime.UTC)
SOURCES = ("doc-one", "doc-two", "doc-three")
CAPACITIES: tuple[list[dict[str, Any]], ...] = (
    [{"speaker": "putin", "onBehalfOf": ["russia"]}],
    [{"speaker": "ministry", "onBehalfOf": ["russia"]}],
    [{"speaker": "ryabkov", "onBehalfOf": ["ministry"]}],
    [{"speaker": "putin", "onBehalfOf": []}],
    [{"speaker": "council", "onBehalfOf": ["nato"]}],
    [{"speaker": "council", "onBehalfOf": ["nato"]}, {"speaker": "ryabkov", "onBehalfOf": ["russia"]}],
)
NAME = [{"lang": "en", "text": "name"}]


def world() -> list[Command]:
    """Return what is on record before any statement."""
    actors = {"russia": "state", "ministry": "ministry", "putin": "person", "ryabkov": "person", "nato": "organisation",
              "council": "body", "bulgaria": "state"}  # fmt: skip
    roles = [("putin", "represents", "russia", "HEAD"), ("ministry", "organ-of", "russia", "MINISTER"),
             ("ryabkov", "represents", "ministry", "OFFICIAL"), ("council", "body-of", "nato", "HEAD"),
             ("bulgaria", "member-of", "nato", None)]  # fmt: skip
    return [
        *(Record(_draft(drafts.ActorDraft, id=slug, kind=kind, names=NAME)) for slug, kind in actors.items()),
        *(Record(_draft(drafts.RoleDraft, holder=h, type=t, principal=p, rank=r)) for h, t, p, r in roles),
        *(
            Record(_draft(drafts.IssueDraft, id=slug, kind="NORMATIVE", labels=NAME, propositions=NAME))
            for slug in ("talks", "accession")
        ),
        Record(_source("doc-one", {"edtf": "2021-12-10"})),
        Record(_source("doc-two", {"relative": "days-before(1)", "anchor": "doc-one"})),
        Record(_source("doc-three", None)),
    ]


@dataclass
class History:
    """A history in the making: what was drawn, and the ids that later requests can name."""

    requests: list[Request] = field(default_factory=list)
    statements: list[UUID] = field(default_factory=list)
    relations: list[UUID] = field(default_factory=list)
    events: list[UUID] = field(default_factory=list)

    def add(self, command: Command) -> UUID:
        """Add a request and return the id that its event will have."""
        self.requests.append(Request(command, recorded_by="desk"))
        event_id = UUID(int=len(self.requests))
        self.events.append(event_id)
        return event_id


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 14) -> History:
    """Draw a world and up to ``longest`` requests on top of it; event ids count up from 1."""
    history = History()
    for command in world():
        history.add(command)
    for _ in range(draw(st.integers(2, longest))):
        draw(st.sampled_from(_STEPS))(draw, history)
    return history


# ---- one step of a history each ----


def _say(draw: st.DrawFn, history: History) -> None:
    history.statements.append(history.add(Record(draw(statements()))))


def _correct(draw: st.DrawFn, history: History) -> None:
    if history.statements:
        target = str(draw(st.sampled_from(history.statements)))
        correction = drafts.CorrectionDraft(reason="wrong", statement=draw(statements()))
        history.add(Correct(target, correction))


def _retract(draw: st.DrawFn, history: History) -> None:
    world_size = len(world())
    named = [str(event) for event in history.events[world_size:]] + list(SOURCES)
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
    others = [other for other in SOURCES if other != slug]
    published = draw(
        st.one_of(
            st.none(),
            _absolute(),
            st.builds(
                lambda relative, anchor: {"relative": relative, "anchor": anchor},
                st.sampled_from(["days-before(1)", "last-weekday(FR)"]),
                st.sampled_from(others),
            ),
        )
    )
    history.add(Correct(slug, drafts.CorrectionDraft(reason="re-dated", source=_source(slug, published))))


def _merge(draw: st.DrawFn, history: History) -> None:
    if len(history.statements) > 1:
        one, other = draw(st.lists(st.sampled_from(history.statements), min_size=2, max_size=2, unique=True))
        kind = draw(st.sampled_from(["SAME_STATEMENT", "SAME_STATEMENT", "NOT_SAME_STATEMENT"]))
        relation = {"type": kind, "from": str(one), "to": str(other), "reason": "judged"}
        history.relations.append(history.add(Record(_draft(drafts.RelationDraft, **relation))))


def _part(draw: st.DrawFn, history: History) -> None:
    if history.relations:
        history.add(Retract(str(draw(st.sampled_from(history.relations))), "not the same after all"))


def _appear(draw: st.DrawFn, history: History) -> None:
    if history.statements:
        target = str(draw(st.sampled_from(history.statements)))
        history.add(AddAppearance(target, draw(_appearances())))


_STEPS = (_say, _say, _say, _say, _correct, _correct, _retract, _undo, _redate, _redate, _merge, _part, _appear)


# ---- the contents ----


def statements() -> st.SearchStrategy[drafts.StatementDraft]:
    """Draw a statement; days lie close together so that ties, ranks and overlapping ranges are common."""
    return st.builds(
        lambda capacities, occurred, public, ordinal, stances, appearances: _draft(
            drafts.StatementDraft,
            capacities=capacities,
            act="ASSERT",
            summary="said",
            occurred=occurred,
            public=public,
            ordinal=ordinal,
            stances=stances,
            appearances=[a.model_dump(by_alias=True) for a in appearances],
        ),
        st.sampled_from(CAPACITIES),
        _periods(),
        st.one_of(st.none(), st.none(), _periods()),
        st.sampled_from([None, None, 1, 2]),
        st.lists(_stances(), min_size=1, max_size=2, unique_by=lambda stance: stance["issue"]),
        st.lists(_appearances(), min_size=1, max_size=2),
    )


def _stances() -> st.SearchStrategy[dict[str, Any]]:
    condition = st.sampled_from([{"text": "if they withdraw"}, {"text": "if they talk", "then": "OPPOSE"}])
    plain = st.sampled_from(["SUPPORT", "SUPPORT", "OPPOSE", "NEUTRAL", "AMBIGUOUS"])
    basis = st.sampled_from([{}, {}, {"basis": "IMPLIED", "impliedBy": "the context"}])
    issue = st.sampled_from(["talks", "talks", "accession"])
    return st.one_of(
        st.builds(
            lambda i, s, b, lifts: {"issue": i, "stance": s, "liftsConditions": lifts and s == "SUPPORT"} | b,
            issue, plain, basis, st.booleans(),
        ),
        st.builds(
            lambda i, c, b, lifts: {"issue": i, "stance": "CONDITIONAL", "conditions": c, "liftsConditions": lifts} | b,
            issue, st.lists(condition, min_size=1, max_size=2, unique_by=lambda c: c["text"]), basis,
            st.sampled_from([False, False, True]),
        ),
    )  # fmt: skip


def _days() -> st.SearchStrategy[datetime.date]:
    return st.integers(0, 6).map(lambda n: FIRST_DAY + datetime.timedelta(days=n))


def _absolute() -> st.SearchStrategy[dict[str, Any]]:
    day = _days().map(lambda d: {"edtf": d.isoformat()})
    span = st.tuples(_days(), st.integers(1, 3)).map(
        lambda pair: {"edtf": f"{pair[0]}/{pair[0] + datetime.timedelta(days=pair[1])}"}
    )
    opened = _days().map(lambda d: {"edtf": f"{d}/.."})
    return st.one_of(day, day, day, span, opened)


def _periods() -> st.SearchStrategy[dict[str, Any]]:
    relative = st.builds(
        lambda relative, anchor: {"relative": relative, "anchor": anchor},
        st.sampled_from(["days-before(1)", "days-before(0)", "weekday-before-this-week(WE)", "last-weekday(WE)", "week-before"]),
        st.sampled_from(SOURCES),
    )
    return st.one_of(_absolute(), _absolute(), _absolute(), relative, st.just({"edtf": ""}))


def _appearances() -> st.SearchStrategy[drafts.AppearanceDraft]:
    return st.sampled_from(SOURCES).map(lambda slug: _draft(drafts.AppearanceDraft, source=slug, rendering="PARAPHRASE"))


def _source(slug: str, published: dict[str, Any] | None) -> drafts.SourceDraft:
    return _draft(drafts.SourceDraft, id=slug, title=slug, published=published)


def _draft(draft_type: type[Any], **fields: Any) -> Any:
    return draft_type.model_validate(fields)
