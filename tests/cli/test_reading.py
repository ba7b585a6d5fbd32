"""The reading commands on a small record: what a person sees, and what a program gets."""

import json

import pytest

TALKS, PLANS = "They should talk.", "Russia plans an attack."


def answer(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def lines(result):
    assert result.exit_code == 0, result.output
    return [line.strip() for line in result.stdout.splitlines() if line.strip()]


def test_positions_are_a_matrix_of_propositions_and_actors(small):
    shown = lines(small("positions", "--as-of", "2021-12-15"))
    assert shown[0].startswith("Who stands where at the end of Wed 15 Dec 2021, counting what had happened")
    assert [line.split() for line in shown if "." in line] == [
        [*TALKS.split(), "▲", "3", "d"],
        [*PLANS.split(), "claim", "✗", "3", "d"],
    ]


def test_positions_are_a_list_with_dates_if_asked(small):
    shown = lines(small("positions", "--list", "--as-of", "2021-12-15"))
    assert [line.split() for line in shown if "." in line] == [
        ["▲", "only", "if", *TALKS.split(), *["10", "Dec", "2021"], *["12", "Dec", "2021", "(3", "d)"]],
        ["✗", "denies,", "implied", *PLANS.split(), *["12", "Dec", "2021"], *["12", "Dec", "2021", "(3", "d)"]],
    ]


def test_positions_are_json_in_the_names_of_the_schema(small):
    (talks,) = answer(small("positions", "--json", "--issue", "talks", "--as-of", "2021-12-15"))
    assert {
        name: talks[name] for name in ("actor", "issue", "stance", "basis", "since", "lastStated", "contested")
    } == {
        "actor": {"id": "russia", "name": "Russia (Russian Federation)"},
        "issue": {"id": "talks", "label": "Talks"},
        "stance": "CONDITIONAL",
        "basis": "EXPLICIT",
        "since": "2021-12-10",
        "lastStated": "2021-12-12",
        "contested": False,
    }
    ((condition),) = talks["conditions"]
    assert (condition["text"], condition["then"]) == ("NATO answers", "SUPPORT")
    assert [len(talks["restsOn"]), len(condition["carriedFrom"])] == [2, 1]
    assert (talks["asOf"], talks["knownAtOffset"], talks["clock"]) == ("2021-12-15", "17", "OCCURRED")
    assert talks["rule"] == "latest-authoritative@1"


@pytest.mark.parametrize(
    ("options", "positions"),
    [
        (["--as-of", "2021-12-09"], 0),
        (["--as-of", "2021-12-10"], 1),
        (["--as-of", "2021-12-12"], 2),
        (["--known-at", "10"], 0),
        (["--known-at", "11"], 1),
        (["--known-at", "2021-12-31T00:00:00Z"], 0),
        (["--clock", "public"], 2),
        (["--actor", "nato"], 0),
    ],
)
def test_a_view_is_of_a_day_and_of_what_was_known(small, options, positions):
    assert len(answer(small("positions", "--json", *options))) == positions


def test_history_shows_each_step_oldest_first(small):
    steps = answer(small("history", "russia", "talks", "--json"))
    assert [(step["asOf"], step["stance"], step["lastStated"]) for step in steps] == [
        ("2021-12-10", "CONDITIONAL", "2021-12-10"),
        ("2021-12-12", "CONDITIONAL", "2021-12-12"),
    ]
    shown = lines(small("history", "russia", "talks"))
    assert shown[0] == f"Russia on “{TALKS}”"
    assert "if NATO answers → for it" in "\n".join(shown)


def test_history_of_nothing_says_so(small):
    assert lines(small("history", "nato", "talks"))[-1] == "No position at any day."


def test_changes_show_what_was_and_what_is(small):
    (talks, plans) = answer(small("changes", "2021-12-09", "2021-12-15", "--json"))[::-1]
    assert (talks["on"], talks["kind"], talks["before"], talks["after"]["stance"]) == (
        "2021-12-10", "WORLD_CHANGED", None, "CONDITIONAL",
    )  # fmt: skip
    assert (plans["on"], plans["after"]["basis"], len(plans["causes"])) == ("2021-12-12", "IMPLIED", 1)
    shown = "\n".join(lines(small("changes", "2021-12-09", "2021-12-15")))
    assert "none → ▲ only if" in shown
    assert "Vladimir Putin, offer: He denies plans." in shown


def test_changes_of_the_record_are_told_apart(small):
    (talks, _) = answer(small("changes", "2021-12-15", "2021-12-15", "--known-from", "10", "--json"))[::-1]
    assert (talks["kind"], talks["on"], talks["before"]) == ("RECORD_CHANGED", "2021-12-15", None)


def test_no_changes_say_so(small):
    assert lines(small("changes", "2021-12-15", "2021-12-16"))[-1] == "No position changed."


def test_explain_is_a_sentence_with_its_reasons(small):
    shown = "\n".join(lines(small("explain", "russia", "talks", "--as-of", "2021-12-15")))
    assert f"▲ Russia supports, on conditions, “{TALKS}”, since 10 Dec 2021" in shown
    assert "if NATO answers → for it (stated earlier, never lifted)" in shown
    assert "It stated a condition that nothing later lifted." in shown
    assert "“We want talks.”" not in shown or "report" in shown


def test_explain_says_why_there_is_no_position(small):
    card = answer(small("explain", "nato", "talks", "--json"))
    assert (card["position"], card["absence"]) == (None, "MENTIONED_ONLY")
    assert [item["code"] for item in card["evidence"]] == ["ASSESSMENT"]
    assert "It is mentioned, and said nothing itself." in small("explain", "nato", "talks").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["positions", "--actor", "rusia"], "No actor 'rusia' is on record. Did you mean russia?"),
        (["history", "russia", "attack"], "No issue 'attack' is on record. Did you mean attack-plans?"),
        (["explain", "xyz", "talks"], "No actor 'xyz' is on record. Look up its id with `onrecord positions`."),
        (["positions", "--known-at", "99"], "The log ends at offset 17; ask for that or an earlier one."),
        (["changes", "2021-12-15", "2021-12-09"], "2021-12-15 to 2021-12-09 ends before it begins; swap them."),
        (
            ["changes", "2021-12-09", "2021-12-15", "--known-from", "12", "--known-at", "11"],
            "Known from 12 to 11 ends before it begins; swap them.",
        ),
        (["import", "record", "/nowhere"], "/nowhere holds no record; it would have files such as statements.json"),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(small, arguments, sentence):
    result = small(*arguments)
    assert (result.exit_code, result.stderr.strip(), result.stdout) == (1, sentence, "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["positions", "--as-of", "12/11/2021"], "is no calendar date; write it as 2021-12-31"),
        (["positions", "--known-at", "2021-12-31"], "is neither a log offset nor a moment"),
        (["no-such-command"], "No such command"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(onrecord, arguments, sentence):
    result = onrecord(*arguments)
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.replace("│", "").split())
