"""Random claims of one pair, for what must hold of any fold."""

import datetime
import itertools
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from rule.asking import day, words
from writing import DECEMBER_2021, Desk

from events.vocabulary import Basis, LogOffset, Stance
from projections.rule.claims import Claim
from projections.rule.known import Days

_CONDITIONS = [("they withdraw", Stance.SUPPORT), ("they talk", Stance.SUPPORT), ("they withdraw", Stance.OPPOSE)]
_SOME_CONDITIONS = [frozenset(some) for size in (1, 2) for some in itertools.combinations(_CONDITIONS, size)]


def _an_event() -> Any:
    desk = Desk()
    desk.record(*DECEMBER_2021)
    return desk.record(words("OPPOSE", on=15))


EVENT = _an_event()


def drawing(examples: int) -> settings:
    """Draw so many examples, the same in every run."""
    health = list(HealthCheck)
    return settings(deadline=None, derandomize=True, max_examples=examples, suppress_health_check=health, database=None)


def claims(*, days: int = 5, longest: int = 7, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Claim]]:
    """Draw claims of a few days, in the order of their arrival; ``given`` replaces what is drawn of each."""
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "stance": st.sampled_from([*Stance, Stance.SUPPORT, Stance.CONDITIONAL]),
        "basis": st.sampled_from([Basis.EXPLICIT, Basis.EXPLICIT, Basis.IMPLIED]),
        "rank": st.sampled_from([3, 3, 2]),
        "ordinal": st.sampled_from([0, 0, 1]),
        "lifts_conditions": st.booleans(),
        "conditions": st.sampled_from(_SOME_CONDITIONS),
        "said": _days(days),
        "public": st.none() | _days(days),
    }
    return st.lists(st.fixed_dictionaries(drawn | given), min_size=1, max_size=longest).map(
        lambda found: [_claimed(LogOffset(number), **fields) for number, fields in enumerate(found, 1)]
    )


def words_of_distinct_days(*, longest: int, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Claim]]:
    """Draw claims of which no two have the same last day."""
    drawn = claims(days=9, longest=longest, **given)
    return drawn.map(lambda found: list({claim.said.latest: claim for claim in found}.values()))


def _claimed(offset: LogOffset, *, said: Days, public: Days | None, **fields: Any) -> Claim:
    if fields["stance"] is not Stance.CONDITIONAL:
        fields["conditions"] = frozenset()
        fields["lifts_conditions"] &= fields["stance"] is Stance.SUPPORT
    event = replace(EVENT, log_offset=offset, id=UUID(int=offset))
    return Claim(event=event, actor="russia", issue="talks", said=said, seen=public or said, **fields)


def _days(count: int) -> st.SearchStrategy[Days]:
    lengths = (0, 0, 0, 1, 2, 4, None)
    return st.sampled_from(
        [
            Days(None if length is None else day(latest - length), day(latest))
            for latest in range(10, 11 + count)
            for length in lengths
        ]
    )


def every_day(of_pair: list[Claim]) -> list[datetime.date]:
    """Return each day from before the first becomes visible until after the last does."""
    visible = [claim.visible for claim in of_pair]
    first, last = min(visible).toordinal() - 1, max(visible).toordinal() + 1
    return [datetime.date.fromordinal(number) for number in range(first, last + 1)]
