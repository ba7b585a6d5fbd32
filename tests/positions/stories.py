"""Histories written out: what happens to the record of a statement, told once from its beginning to its end."""

import datetime
from collections.abc import Callable
from functools import partial

from positions.contents import CAPACITIES, FIRST_DAY, draft_of, source
from positions.histories import History, begun
from positions.scenes import IMPLIED, LIFTS, SCENES, Line, played, said

from events import drafts
from events.decide.command import AddAppearance, Correct, Retract


def of_scene(scene: str) -> History:
    """Play one scene."""
    history = begun()
    for statement in played(scene, on=FIRST_DAY):
        history.say(statement)
    return history


def recorded_three_times() -> History:
    """Record one statement three times, told otherwise; part one, join it again; let it live on in another's source."""
    history = begun()
    support, oppose = _told("SUPPORT"), _told("OPPOSE")
    first = history.say(support)
    second = history.say(oppose.model_copy(update=_appearing("doc-two")))
    third = history.say(support.model_copy(update=_appearing("doc-three") | {"ordinal": 1}))
    history.judge("SAME_STATEMENT", second, first)
    history.judge("SAME_STATEMENT", third, second)
    history.judge("NOT_SAME_STATEMENT", first, third)
    parting = history.add(Retract(str(history.relations[1]), "not the same after all"))
    history.add(Retract("doc-one", "mistaken"))
    retraction = history.add(Retract(str(first), "mistaken"))
    history.add(Retract(str(parting), "the same after all"))
    history.add(Retract(str(retraction), "not mistaken"))
    return history


def corrected_in_every_way() -> History:
    """Correct the stance, then the date alone; add an appearance; retract, undo; re-date what the date hangs on."""
    history = begun()
    first = history.say(_told("OPPOSE"))
    history.say(played("three equals", on=FIRST_DAY)[0])
    dated = _told("SUPPORT").model_copy(
        update={"occurred": drafts.PeriodDraft(relative="days-before(1)", anchor="doc-two")}
    )
    for statement in (_told("SUPPORT"), dated):
        history.add(Correct(str(first), drafts.CorrectionDraft(reason="wrong", statement=statement)))
    history.add(AddAppearance(str(first), _appearing("doc-three")["appearances"][0]))
    history.add(Retract(str(history.add(Retract(str(first), "mistaken"))), "not mistaken"))
    redated = source("doc-one", {"edtf": "2021-12-08"})
    history.add(Correct("doc-one", drafts.CorrectionDraft(reason="re-dated", source=redated)))
    history.add(Retract("doc-one", "mistaken"))
    return history


def spoken_for_in_several_ranks() -> History:
    """Let each capacity there is speak on one day, in words and by implication, for persons beside their states."""
    history = begun()
    for stance, implied in (("SUPPORT", {}), ("OPPOSE", IMPLIED)):
        for capacities in CAPACITIES:
            stances = (draft_of(drafts.StanceDraft, issue="talks", stance=stance, **implied),)
            given = tuple(draft_of(drafts.CapacityDraft, **capacity) for capacity in capacities)
            history.say(_told(stance).model_copy(update={"capacities": given, "stances": stances}))
    history.add(Retract(str(history.add(Retract("doc-one", "mistaken"))), "not mistaken"))
    return history


def bounded_by_what_is_live() -> History:
    """Date a statement by its sources alone, then take away the earliest and give it back; none is left at last."""
    history = begun()
    two = tuple(_appearing(slug)["appearances"][0] for slug in ("doc-one", "doc-two"))
    unknown = {"occurred": drafts.PeriodDraft(edtf=""), "public": drafts.PeriodDraft(edtf="")}
    history.say(_told("OPPOSE").model_copy(update=unknown | {"appearances": two}))
    retraction = history.add(Retract("doc-two", "mistaken"))
    history.add(Retract(str(retraction), "not mistaken"))
    redated = source("doc-one", {"edtf": "2021-12-08/2021-12-12"})
    history.add(Correct("doc-one", drafts.CorrectionDraft(reason="re-dated", source=redated)))
    history.add(Retract("doc-two", "mistaken"))
    history.add(Correct("doc-one", drafts.CorrectionDraft(reason="undated", source=source("doc-one", None))))
    history.add(Retract("doc-one", "mistaken"))
    return history


def long_and_told_late() -> History:
    """Let one actor speak on 44 days; then late words lengthen, break and mend the run, and move between its ends."""
    history = begun()
    for day in range(44):
        history.say(_told("OPPOSE" if day > 20 and day % 2 else "SUPPORT", on=day))
    lengthens = history.say(_told("SUPPORT", on=-1))
    breaks = history.say(_told("OPPOSE", on=3))
    history.say(_told("NEUTRAL", on=23))
    moved = drafts.CorrectionDraft(reason="misdated", statement=_told("OPPOSE", on=25))
    history.add(Correct(str(breaks), moved))
    history.add(Retract(str(history.add(Retract(str(lengthens), "mistaken"))), "not mistaken"))
    return history


def in_order() -> History:
    """Let one actor speak day after day, in every way, sometimes several times a day."""
    history = begun()
    for line in _IN_ORDER:
        history.say(said(line, _EARLY))
    return history


def in_order_but_for_some() -> History:
    """The same, but one in the middle is withdrawn, one is told late, and one becomes public days after it was said."""
    history = begun()
    *most, last = _IN_ORDER
    events = [history.say(said(line, _EARLY)) for line in most]
    history.add(Retract(str(events[len(events) // 2]), "mistaken"))
    history.say(said(("OPPOSE", (2, 2), {"ordinal": 1}), _EARLY))
    history.say(said(("OPPOSE", (10, 10), {"public": (12, 12)}), _EARLY))
    history.say(said(("SUPPORT", (11, 11), {"public": (12, 12)}), _EARLY))
    history.say(said(("NEUTRAL", (11, 11), {"ordinal": 1, "public": (11, 11)}), _EARLY))
    history.say(said(last, _EARLY))
    return history


_EARLY = FIRST_DAY - datetime.timedelta(days=16)
_IN_ORDER: tuple[Line, ...] = (
    ("SUPPORT", (0, 0), {}),
    ("CONDITIONAL", (1, 1), {}),
    ("SUPPORT", (2, 2), {}),
    ("CONDITIONAL", (3, 3), {"text": "if they talk"}),
    ("OPPOSE", (3, 3), {"ordinal": 1}),
    ("CONDITIONAL", (3, 3), {"ordinal": 2}),
    ("SUPPORT", (4, 6), {}),
    ("SUPPORT", (5, 7), {"stance": IMPLIED}),
    ("OPPOSE", (8, 8), {"stance": IMPLIED}),
    ("OPPOSE", (8, 8), {"ordinal": 1}),
    ("SUPPORT", (8, 8), {"ordinal": 2}),
    ("SUPPORT", (9, 9), {"stance": LIFTS}),
    ("NEUTRAL", (9, 9), {"ordinal": 1}),
    ("NEUTRAL", (9, 9), {"ordinal": 2}),
    ("SUPPORT", (13, 13), {}),
)
STORIES: dict[str, Callable[[], History]] = {
    **{scene: partial(of_scene, scene) for scene in SCENES},
    "recorded three times": recorded_three_times,
    "corrected in every way": corrected_in_every_way,
    "spoken for in several ranks": spoken_for_in_several_ranks,
    "bounded by what is live": bounded_by_what_is_live,
    "long and told late": long_and_told_late,
    "in order": in_order,
    "in order but for some": in_order_but_for_some,
}
"""Every scene alone, and what happens to records."""


def _told(stance: str, *, on: int | None = None) -> drafts.StatementDraft:
    """Return one stance of one actor, on the first day or so many days after the end of October."""
    (statement, *_) = played("three equals", on=FIRST_DAY)
    changes: dict[str, object] = {"stances": (draft_of(drafts.StanceDraft, issue="talks", stance=stance),)}
    if on is not None:
        day = datetime.date(2021, 11, 1) + datetime.timedelta(days=on)
        changes["occurred"] = drafts.PeriodDraft(edtf=day.isoformat())
    return statement.model_copy(update=changes)


def _appearing(slug: str) -> dict[str, tuple[drafts.AppearanceDraft, ...]]:
    return {"appearances": (draft_of(drafts.AppearanceDraft, source=slug, rendering="PARAPHRASE"),)}
