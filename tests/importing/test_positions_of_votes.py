"""Positions after an import equal what plain Python makes of the same rows: the last vote of each day decides."""

import datetime
import random
from dataclasses import dataclass

import pytest
from importing.made_up import ndjson, vote

from events.vocabulary import Clock
from projections.projector import Projector
from projections.reading.positions import PositionFilter, positions_page
from projections.reading.view import View
from projections.rule import RULE
from service.importing.slugs import slug_of
from service.importing.unvotes import unvotes

_STANCES = {"yes": "SUPPORT", "no": "OPPOSE", "abstain": "NEUTRAL"}
_FIRST = datetime.date(1999, 11, 1)
_DAYS, _ROLL_CALLS = 12, 40
_STATES = ("France", "Nauru", "Peru", "Zanzibar")
_TOPICS = ("Arms", "Rivers", "Zoos")


@dataclass(frozen=True, order=True)
class Answer:
    actor: str
    issue: str
    stance: str
    since: datetime.date
    last_stated: datetime.date


def drawn(seed):
    """Draw votes: several roll calls a day, their numbers in no order of days, some without a topic, some absent."""
    random_ = random.Random(seed)
    roll_calls = [
        {
            "roll_call": number,
            "date": (_FIRST + datetime.timedelta(random_.randrange(_DAYS))).isoformat(),
            "issues": random_.sample(_TOPICS, random_.choice([0, 1, 1, 2, 3])),
        }
        for number in range(_ROLL_CALLS)
    ]
    votes = [
        vote(state, None, random_.choice(["yes", "no", "abstain", "absent"]), **roll_call)
        for roll_call in roll_calls
        for state in _STATES
    ]
    random_.shuffle(votes)
    return votes


def answers(votes, as_of):
    """Compute the answers of one day: for each state and topic the vote of the greatest (date, roll call)."""
    for state in _STATES:
        for topic in _TOPICS:
            cast = sorted(
                (v["date"], v["rcid"], _STANCES[v["vote"]])
                for v in votes
                if v["actor"] == state and topic in v["issues"] and v["vote"] != "absent" and v["date"] <= as_of
            )
            by_day = {day: stance for day, _, stance in cast}
            if by_day:
                yield _answer(state, topic, list(by_day.items()), cast)


def _answer(state, topic, days, cast):
    stance = days[-1][1]
    since = days[-1][0]
    for day, answered in reversed(days):
        if answered != stance:
            break
        since = day
    last_stated = max(day for day, _, said in cast if said == stance)
    return Answer(slug_of(state), f"unga-{slug_of(topic)}", stance, _date(since), _date(last_stated))


def _date(text):
    return datetime.date.fromisoformat(text)


async def served(pool, as_of, head):
    page = await positions_page(
        pool, View(as_of, head, Clock.OCCURRED, RULE), wanted=PositionFilter(), after=None, limit=None
    )
    return [Answer(p.actor, p.issue, p.stance, p.since, p.last_stated) for p in page.rows]


@pytest.mark.parametrize("seed", range(3))
async def test_positions_equal_those_computed_from_the_rows(import_directory, writer_pool, reader, tmp_path, seed):
    votes = drawn(seed)
    report = await import_directory(unvotes(ndjson(tmp_path / "votes.ndjson", votes)))
    assert report.rows == len(votes)
    await Projector(writer_pool).catch_up()
    head = (await reader.head()).log_offset
    for day in range(-1, _DAYS + 1):
        as_of = _FIRST + datetime.timedelta(day)
        assert sorted(await served(writer_pool, as_of, head)) == sorted(answers(votes, as_of.isoformat()))
