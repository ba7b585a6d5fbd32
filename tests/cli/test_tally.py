"""Votes counted on the command line, from an import of votes."""

import json

import pytest
from importing.made_up import ndjson, vote

VOTES = [
    vote("Ruritania", None, "yes", 1),
    vote("Ruritania", None, "no", 2),
    vote("France", "FRA", "abstain", 2),
]
ISSUE = "unga-ruritanian-conflict"


@pytest.fixture
def voted(onrecord, tmp_path):
    result = onrecord("import", "unvotes", ndjson(tmp_path / "votes.ndjson", VOTES))
    assert result.exit_code == 0, result.output
    return onrecord


def test_a_tally_is_a_sentence_for_each_actor_and_issue(voted):
    shown = voted("tally", "--issue", ISSUE)
    assert shown.exit_code == 0, shown.output
    assert [line.split("conflict")[1].strip() for line in shown.stdout.splitlines() if "conflict" in line] == [
        "In the one vote in this window it abstained. Not on record as voting in 1 of 2 votings.",
        "Not enough to say: 2 votes, minimum 5.",
    ]


def test_a_tally_is_json_in_the_names_of_the_schema(voted):
    shown = voted("tally", "--actor", "ruritania", "--to", "1999-11-30", "--minimum", "2", "--json")
    (found,) = json.loads(shown.stdout)
    assert {name: value for name, value in found.items() if name != "knownAtOffset"} == {
        "actor": {"id": "ruritania", "name": "Ruritania"},
        "issue": {"id": ISSUE, "label": "UN resolutions: Ruritanian conflict"},
        "from": None, "to": "1999-11-30", "held": 2, "voted": 2, "for": 1, "against": 1, "neutral": 0,
        "conditional": 0, "ambiguous": 0, "notVoting": 0, "statements": 2, "contested": 0, "minimum": 2,
        "isEnough": True, "sentence": "For 1, against 1, abstained 0, in 2 votes.", "clock": "OCCURRED",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name actors, issues or both"),
        (["--actor", "ruritania", "--minimum", "0"], "--minimum"),
        (["--actor", "ruritania", "--from", "2000-01-02", "--to", "2000-01-01"], "swap them"),
        (["--actor", "zenda"], "No actor 'zenda' is on record."),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(voted, arguments, said):
    refused = voted("tally", *arguments)
    assert refused.exit_code != 0
    assert said in refused.output + refused.stderr + str(refused.exception)
