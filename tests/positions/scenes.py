"""Small scenes that meet the rarer branches of the rule, to be played on any first day, among anything else.

A line is a stance on talks, the days from the first on which it was said, and what else there is to say of it.
"""

import datetime
from typing import Any

from positions.contents import draft_of

from events import drafts

Line = tuple[str, tuple[int, int], dict[str, Any]]
IMPLIED = {"basis": "IMPLIED", "impliedBy": "the context"}
LIFTS = {"liftsConditions": True}
SCENES: dict[str, tuple[Line, ...]] = {
    "of two equals one lifts the condition and one is silent": (
        ("CONDITIONAL", (0, 0), {}),
        ("SUPPORT", (2, 2), {"stance": LIFTS}),
        ("SUPPORT", (2, 2), {}),
    ),
    "an implied silence beside words that lift": (
        ("CONDITIONAL", (0, 0), {}),
        ("CONDITIONAL", (2, 2), {"stance": LIFTS}),
        ("SUPPORT", (2, 2), {"stance": IMPLIED}),
    ),
    "silence after a refusal that may have come last": (
        ("OPPOSE", (0, 2), {}),
        ("CONDITIONAL", (1, 3), {}),
        ("SUPPORT", (5, 5), {}),
    ),
    "silence after a condition that may have come last": (
        ("CONDITIONAL", (0, 2), {}),
        ("OPPOSE", (1, 3), {}),
        ("SUPPORT", (5, 5), {}),
        ("SUPPORT", (6, 6), {"stance": LIFTS}),
    ),
    "an implication after words of which either may have come last": (
        ("OPPOSE", (0, 2), {}),
        ("SUPPORT", (1, 3), {}),
        ("SUPPORT", (5, 5), {"stance": IMPLIED}),
        ("SUPPORT", (6, 6), {}),
    ),
    "the first of several on a day has a range": (
        ("SUPPORT", (0, 2), {"ordinal": 1}),
        ("SUPPORT", (2, 2), {"ordinal": 2}),
        ("OPPOSE", (3, 3), {"ordinal": 1}),
        ("SUPPORT", (2, 3), {"ordinal": 2}),
        ("SUPPORT", (3, 3), {"ordinal": 3}),
    ),
    "a condition becomes public after the support that is silent on it": (
        ("CONDITIONAL", (0, 0), {"public": (3, 5)}),
        ("SUPPORT", (1, 1), {}),
        ("OPPOSE", (1, 1), {"ordinal": -1, "public": (6, 6)}),
    ),
    "a contest by implication, restated by an implication and ended by words": (
        ("SUPPORT", (0, 0), {}),
        ("OPPOSE", (1, 1), {"stance": IMPLIED}),
        ("SUPPORT", (2, 2), {"stance": IMPLIED}),
        ("SUPPORT", (3, 3), {"ordinal": 1}),
        ("NEUTRAL", (3, 3), {"stance": IMPLIED}),
    ),
    "a run broken and taken up again within a day": (
        ("CONDITIONAL", (0, 0), {}),
        ("OPPOSE", (2, 2), {"ordinal": 1}),
        ("CONDITIONAL", (2, 2), {"ordinal": 2, "text": "if they talk"}),
    ),
    "two conditions, both carried, then neither for nor against": (
        ("CONDITIONAL", (0, 0), {}),
        ("CONDITIONAL", (1, 1), {"text": "if they talk"}),
        ("SUPPORT", (2, 2), {}),
        ("NEUTRAL", (3, 3), {}),
    ),
    "all of it only implied": (
        ("OPPOSE", (0, 0), {"stance": IMPLIED}),
        ("SUPPORT", (1, 1), {"stance": IMPLIED}),
    ),
    "three equals": (("SUPPORT", (1, 1), {}), ("CONDITIONAL", (1, 1), {}), ("OPPOSE", (1, 1), {})),
}


def played(scene: str, *, on: datetime.date) -> list[drafts.StatementDraft]:
    """Return the statements of a scene that begins on this day."""
    return [said(line, on) for line in SCENES[scene]]


def said(line: Line, first: datetime.date) -> drafts.StatementDraft:
    """Return the statement of a line, its days counted from the first."""
    value, days, given = line
    conditions = [{"text": given.get("text", "if they withdraw")}] if value == "CONDITIONAL" else []
    return draft_of(
        drafts.StatementDraft,
        capacities=[{"speaker": "putin", "onBehalfOf": ["russia"]}],
        act="ASSERT",
        summary="said",
        occurred=_period(days, first),
        public=_period(given["public"], first) if "public" in given else None,
        ordinal=given.get("ordinal"),
        stances=[{"issue": "talks", "stance": value, "conditions": conditions} | given.get("stance", {})],
        appearances=[{"source": "doc-one", "rendering": "PARAPHRASE"}],
    )


def _period(days: tuple[int, int], first: datetime.date) -> dict[str, str]:
    start, end = (first + datetime.timedelta(days=number) for number in days)
    return {"edtf": start.isoformat() if start == end else f"{start}/{end}"}
