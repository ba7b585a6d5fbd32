"""Owns which answer to a provision is shown: pure, from the answers that count (domain.md, Drafts and answers)."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from events.vocabulary import Basis, LogOffset, ResponseKind


@dataclass(frozen=True, slots=True)
class Response:
    """An answer coded in a statement that counts; no provision means the whole instrument.

    ``rank`` is 3 for HEAD to 1 for OFFICIAL; ``visible`` the day from which it counts under the clock asked.
    """

    instrument: str
    provision: str | None
    actor: str
    response: ResponseKind
    basis: Basis
    rank: int
    ordinal: int
    said: datetime.date
    visible: datetime.date
    event_id: UUID
    log_offset: LogOffset


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody to whom an instrument is addressed, and whether a statement of theirs counts since it was tabled."""

    actor: str
    has_spoken: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What one actor answered to one provision.

    ``shown`` is the statement that ``response``, or failing that ``to_whole``, rests on; None where neither was given.
    """

    actor: str
    response: ResponseKind
    to_whole: ResponseKind | None
    since: datetime.date | None
    shown: Response | None


def answers(provision: str, responses: Sequence[Response], *, expected: Sequence[Expected]) -> list[Answer]:
    """Return the answers to one provision: of those expected to answer, in their order, then of others by id.

    ``responses`` are those to its instrument, the whole among them.
    """
    spoken = {one.actor: one.has_spoken for one in expected}
    answering = {one.actor for one in responses if one.provision in {provision, None}}
    actors = [*spoken, *sorted(answering - spoken.keys())]
    return [
        _answer(provision, [r for r in responses if r.actor == actor], actor, spoken.get(actor, True))
        for actor in actors
    ]


def _answer(provision: str, own: Collection[Response], actor: str, has_spoken: bool) -> Answer:
    to_it = [one for one in own if one.provision == provision]
    to_whole = latest([one for one in own if one.provision is None])
    shown = latest(to_it)
    whole = to_whole.response if to_whole else None
    if shown is not None:
        return Answer(actor, shown.response, whole, _since(to_it, shown), shown)
    derived = ResponseKind.NOT_ADDRESSED if has_spoken or to_whole else ResponseKind.SILENT
    return Answer(actor, derived, whole, None, to_whole)


def latest(responses: Iterable[Response]) -> Response | None:
    """Return the last by day said, rank and ordinal; among equals words outweigh what is implied, then the event id."""
    return max(responses, key=_order, default=None)


def _order(one: Response) -> tuple[datetime.date, int, int, bool, UUID]:
    return one.said, one.rank, one.ordinal, one.basis is Basis.EXPLICIT, one.event_id


def _since(responses: Collection[Response], shown: Response) -> datetime.date:
    """Return the first day of the unbroken run of days on which this was the answer."""
    since = max(one.visible for one in responses)
    for day in sorted({one.visible for one in responses}, reverse=True):
        then = latest(one for one in responses if one.visible <= day)
        if then is None or then.response is not shown.response:
            break
        since = day
    return since
