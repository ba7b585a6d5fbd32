"""The published agreement of the two coders is what the published units give."""

import csv
import json
from pathlib import Path

import krippendorff
import pytest

from service.importing.record import FIRST_RECORD

PAGE = (Path(__file__).parent.parent.parent / "docs" / "first-record.md").read_text(encoding="utf-8")
VALUES = ["NONE", "SUPPORT", "OPPOSE", "CONDITIONAL", "NEUTRAL", "AMBIGUOUS"]


@pytest.fixture(scope="module")
def units():
    with (FIRST_RECORD / "reliability.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def coded(units):
    """Return both codings of each unit in which either coder saw the issue."""
    found = [(VALUES.index(u["stance_a"]), VALUES.index(u["stance_b"])) for u in units if u["issue"]]
    return [pair for pair in found if pair != (0, 0)]


def alpha(pairs):
    return krippendorff.alpha([list(coder) for coder in zip(*pairs, strict=True)], level_of_measurement="nominal")


def test_alpha_over_all_units_and_issues(units):
    pairs = coded(units)
    issues = {u["issue"] for u in units if {u["stance_a"], u["stance_b"]} - {"NONE", ""}}
    joint_silence = len({u["unit"] for u in units}) * len(issues) - len(pairs)
    assert f"| {len(pairs) + joint_silence:,} | " in PAGE
    assert f"| {alpha(pairs + [(0, 0)] * joint_silence):.3f} |" in PAGE


def test_alpha_without_joint_silence(units):
    pairs = coded(units)
    same = sum(a == b for a, b in pairs) / len(pairs)
    assert f"| {len(pairs)} | {same * 100:.1f} % | {alpha(pairs):.3f} |" in PAGE


def test_the_settled_coding_is_the_one_shipped(units):
    shipped = {
        (statement["key"], stance["issue"], stance["stance"])
        for statement in json.loads((FIRST_RECORD / "statements.json").read_text(encoding="utf-8"))
        for stance in statement["stances"]
    }
    settled = {(u["unit"], u["issue"], u["settled"]) for u in units if u["settled"] not in {"", "NONE"}}
    assert shipped == settled
