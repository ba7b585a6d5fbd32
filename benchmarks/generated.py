"""Owns files in the shapes of the public data sets, drawn at random, for whoever has none of those at hand."""

import csv
import datetime
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_STATES = 190
_TOPICS = ("Arms", "Colonies", "Rivers", "Rights", "Trade", "Zenda")
_VOTES = (*("yes",) * 16, *("abstain",) * 2, "no")
_FIRST = datetime.date(1946, 1, 1)
_YEARS = 70
_LATE_SHARE = 0.1
_NAMES = 3_000
_CODES = (("010", "Make statement", 0.0), ("036", "Express intent to meet", 4.0), ("112", "Accuse", -2.0),
          ("051", "Praise or endorse", 3.4), ("190", "Use force", -10.0))  # fmt: skip


def votes(path: Path, rows: int) -> Path:
    """Write votes as NDJSON, packed: roll calls of 190 states, a tenth of them of earlier days than those before."""
    draw = random.Random(1)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        for number in range(rows):
            if number % _STATES == 0:
                roll_call = _roll_call(number // _STATES, max(rows // _STATES, 1), draw)
            file.write(json.dumps(roll_call | _vote(number % _STATES, draw)) + "\n")
    return path


def _roll_call(number: int, of: int, draw: random.Random) -> dict[str, Any]:
    day = number * 365 * _YEARS // of
    if draw.random() < _LATE_SHARE:
        day = max(0, day - draw.randrange(400))
    return {
        "rcid": number + 3,
        "date": (_FIRST + datetime.timedelta(day)).isoformat(),
        "session": 1 + number * _YEARS // of,
        "resolution": f"R/{number}",
        "issues": draw.sample(_TOPICS, draw.choice([0, 0, 1, 1, 2])),
    }


def _vote(state: int, draw: random.Random) -> dict[str, Any]:
    return {"actor": f"State {state}", "actorCode": None, "vote": draw.choice(_VOTES)}


def moves(path: Path, rows: int) -> Path:
    """Write moves as CSV, packed: each day, actors, code and value once, as in research on temporal graphs."""
    draw = random.Random(2)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1, newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(("seq", "date", "source", "cameo", "relation", "goldstein", "target"))
        write.writerows(_moves(rows, draw))
    return path


def _moves(rows: int, draw: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(rows):
        source = f"Citizen ({number % _NAMES})"
        code, relation, goldstein = draw.choice(_CODES)
        day = datetime.date(2018, 1, 1) + datetime.timedelta(number // _NAMES)
        yield number + 1, day.isoformat(), source, code, relation, goldstein, f"Ministry ({draw.randrange(_NAMES)})"
