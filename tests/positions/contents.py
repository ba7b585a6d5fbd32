"""Random contents for histories; days lie close together, so that ties, ranks and overlapping ranges are common."""

import datetime
from typing import Any

from hypothesis import strategies as st

from events import drafts

FIRST_DAY = datetime.date(2021, 12, 6)
SOURCES = ("doc-one", "doc-two", "doc-three")
CAPACITIES: tuple[list[dict[str, Any]], ...] = (
    *[[{"speaker": "putin", "onBehalfOf": ["russia"]}]] * 3,
    [{"speaker": "ministry", "onBehalfOf": ["russia"]}],
    [{"speaker": "ryabkov", "onBehalfOf": ["ministry"]}],
    [{"speaker": "putin", "onBehalfOf": []}],
    [{"speaker": "council", "onBehalfOf": ["nato"]}],
    [{"speaker": "council", "onBehalfOf": ["nato"]}, {"speaker": "ryabkov", "onBehalfOf": ["russia"]}],
    [{"speaker": "ryabkov", "onBehalfOf": ["russia", "nato"]}],
    [{"speaker": "ryabkov", "onBehalfOf": ["russia"]}, {"speaker": "putin", "onBehalfOf": ["russia"]}],
    [{"speaker": "putin", "onBehalfOf": []}, {"speaker": "putin", "onBehalfOf": ["russia"]}],
)
"""Several principals, several ranks for one of them, and a person for himself beside his state."""


def statements(**given: Any) -> st.SearchStrategy[drafts.StatementDraft]:
    """Draw a statement, but for what is given of it."""
    drawn = {
        "capacities": st.sampled_from(CAPACITIES),
        "occurred": periods(),
        "public": st.one_of(st.none(), st.none(), periods()),
        "ordinal": st.sampled_from([None, None, 1, 2]),
        "stances": st.lists(stances(), min_size=1, max_size=2, unique_by=lambda stance: stance["issue"]),
        "appearances": st.lists(appearances(), min_size=1, max_size=2),
    }
    fixed = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in given.items()}
    return st.fixed_dictionaries(drawn | fixed).map(
        lambda fields: draft_of(drafts.StatementDraft, act="ASSERT", summary="said", **fields)
    )


def periods() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a date: absolute mostly, else relative or unknown."""
    relative = st.builds(
        lambda relative, anchor: {"relative": relative, "anchor": anchor},
        st.sampled_from(
            ["days-before(1)", "days-before(0)", "weekday-before-this-week(WE)", "last-weekday(WE)", "week-before"]
        ),
        st.sampled_from(SOURCES),
    )
    return st.one_of(days_and_spans(), days_and_spans(), days_and_spans(), relative, st.just({"edtf": ""}))


def days_and_spans() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a day, a few days, or an open end."""
    day = days().map(lambda d: {"edtf": d.isoformat()})
    span = st.tuples(days(), st.integers(1, 3)).map(
        lambda pair: {"edtf": f"{pair[0]}/{pair[0] + datetime.timedelta(days=pair[1])}"}
    )
    opened = days().map(lambda d: {"edtf": f"{d}/.."})
    return st.one_of(day, day, day, span, opened)


def vaguer(period: drafts.PeriodDraft) -> drafts.PeriodDraft:
    """Give the same date as a report that knows less of it would: up to the day, or nothing of it."""
    is_day = len(period.edtf or "") == len("2021-12-06")
    return drafts.PeriodDraft(edtf=f"../{period.edtf}" if is_day else "")


def appearances() -> st.SearchStrategy[drafts.AppearanceDraft]:
    """Draw where something stands."""
    return st.sampled_from([draft_of(drafts.AppearanceDraft, source=s, rendering="PARAPHRASE") for s in SOURCES])


def source(slug: str, published: dict[str, Any] | None) -> drafts.SourceDraft:
    """Return a source published then."""
    return draft_of(drafts.SourceDraft, id=slug, title=slug, published=published)


def draft_of(draft_type: type[Any], **fields: Any) -> Any:
    """Return a draft of this type, fields by their public names."""
    return draft_type.model_validate(fields)


def stances() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a stance, on the same issue mostly."""
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


def days() -> st.SearchStrategy[datetime.date]:
    """Draw one of seven days."""
    return st.integers(0, 6).map(lambda n: FIRST_DAY + datetime.timedelta(days=n))
