"""A vote becomes a statement of the state that cast it, in its day's order; what is no vote is named."""

import pytest
from importing.made_up import comma, ndjson, tables, vote
from importing.yielded import drafts, keys, refused, registered, set_aside

from events.drafts import ActorDraft, IssueDraft, NameDraft, StatementDraft
from events.vocabulary import IssueKind
from service.importing.importer import NotThisFormat
from service.importing.unvotes import unvotes


@pytest.fixture
def votes(tmp_path):
    """Return the importer of these votes."""
    return lambda *lines: unvotes(ndjson(tmp_path / "votes.ndjson.gz", lines))


def named(text):
    return (NameDraft(lang="en", text=text),)


def test_a_vote_is_a_statement_of_the_state(votes):
    importer = votes(vote("Namibia", "NA", "no", 4711, issues=["Nuclear weapons", "Ruritanian conflict"]))
    assert drafts(importer) == [
        StatementDraft.model_validate(
            {
                "capacities": [{"speaker": "namibia", "onBehalfOf": ["namibia"]}],
                "act": "VOTE",
                "summary": "Namibia votes no on R/54/1 (roll call 4711).",
                "occurred": {"edtf": "1999-11-30"},
                "ordinal": 4711,
                "stances": [
                    {"issue": "unga-nuclear-weapons", "stance": "OPPOSE"},
                    {"issue": "unga-ruritanian-conflict", "stance": "OPPOSE"},
                ],
                "appearances": [{"source": "unga-session-54", "rendering": "PARAPHRASE"}],
            }
        )
    ]
    assert keys(importer) == ["unvotes/votes/4711/namibia"]


@pytest.mark.parametrize(("cast", "stance"), [("yes", "SUPPORT"), ("no", "OPPOSE"), ("abstain", "NEUTRAL")])
def test_each_vote_has_its_stance(votes, cast, stance):
    (draft,) = drafts(votes(vote("France", "FR", cast, 1)))
    assert [stated.stance for stated in draft.stances] == [stance]


def test_a_roll_call_without_issues_or_number_is_a_statement_without_stances(votes):
    (draft,) = drafts(votes(vote("France", "FR", "abstain", 1, issues=[], resolution="")))
    assert (draft.stances, draft.summary) == ((), "France abstains on a motion without a number (roll call 1).")


def test_namibia_s_code_is_na_and_a_state_without_a_code_has_none(votes):
    found = registered(votes(vote("Namibia", "NA", "yes", 1), vote("Zanzibar", None, "yes", 1)))
    assert found["unvotes/actors/namibia"] == ActorDraft(
        id="namibia", kind="state", names=named("Namibia"), codes=("NA",)
    )
    assert found["unvotes/actors/zanzibar"] == ActorDraft(id="zanzibar", kind="state", names=named("Zanzibar"))


def test_a_state_has_the_slug_of_its_usual_name_and_the_name_of_the_data(votes):
    found = registered(votes(vote("Myanmar (Burma)", "MM", "yes", 1), vote("Côte d’Ivoire", "CI", "no", 1)))
    assert [(a.id, a.names[0].text) for a in found.values() if isinstance(a, ActorDraft)] == [
        ("myanmar", "Myanmar (Burma)"),
        ("cote-d-ivoire", "Côte d’Ivoire"),
    ]


def test_a_topic_is_worded_as_a_proposition_about_its_resolutions(votes):
    found = registered(votes(vote("France", "FR", "yes", 1)))
    assert found["unvotes/issues/unga-ruritanian-conflict"] == IssueDraft(
        id="unga-ruritanian-conflict",
        kind=IssueKind.NORMATIVE,
        labels=named("UN resolutions: Ruritanian conflict"),
        propositions=named("Resolutions of the General Assembly on the topic “Ruritanian conflict” should be adopted."),
    )


def test_what_rows_name_is_registered_once_and_before_them(votes):
    importer = votes(vote("France", "FR", "yes", 1), vote("France", "FR", "yes", 2))
    assert [entry.key for entry in importer.entries()] == [
        "unvotes/actors/france",
        "unvotes/sources/unga-session-54",
        "unvotes/issues/unga-ruritanian-conflict",
        "unvotes/votes/1/france",
        "unvotes/votes/2/france",
    ]


def test_who_was_absent_said_nothing(votes):
    importer = votes(vote("France", "FR", "absent", 1), vote("Peru", "PE", "not a member", 1))
    assert set_aside(importer) == [(1, "absent from the roll call"), (2, "not a member at the time")]
    assert drafts(importer) == []


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"vote": "perhaps"}, "vote", "INVALID"),
        ({"vote": None}, "vote", "INVALID"),
        ({"actor": " "}, "actor", "INVALID"),
        ({"actor": 7}, "actor", "INVALID"),
        ({"actor": "Fr\0nce"}, "actor", "INVALID"),
        ({"date": "1999-02-30"}, "date", "BAD_DATE"),
        ({"date": ""}, "date", "INVALID"),
        ({"date": "1999"}, "date", "BAD_DATE"),
        ({"rcid": "7b"}, "rcid", "INVALID"),
        ({"rcid": True}, "rcid", "INVALID"),
        ({"rcid": 2**40}, "ordinal", "INVALID"),
        ({"session": None}, "session", "INVALID"),
        ({"issues": None}, "issues", "INVALID"),
        ({"issues": [None]}, "issues", "INVALID"),
    ],
)
def test_a_vote_that_cannot_be_read_is_named_and_the_next_is_read(votes, fields, field, code):
    importer = votes(vote("France", "FR", "yes", 1, **fields), vote("Peru", "PE", "yes", 1))
    assert refused(importer) == [(1, field, code)]
    assert keys(importer) == ["unvotes/votes/1/peru"]


def test_nobody_is_registered_for_a_row_that_is_refused(votes):
    assert registered(votes(vote("France", "FR", "yes", 1, date="never"))) == {}


VOTES = [
    vote("Namibia", "NA", "yes", 1),
    vote("Zanzibar", None, "abstain", 1),
    vote("Namibia", "NA", "no", 2, issues=["Arms", "Zoos"], session=55, date="2000-01-02", resolution=""),
    vote("Peru", "PE", "yes", 3, issues=[]),
]


def test_the_three_tables_give_the_same_entries_as_ndjson(tmp_path, votes):
    importer = unvotes(tables(tmp_path / "tables", VOTES))
    assert [(e.key, e.command) for e in importer.entries()] == [(e.key, e.command) for e in votes(*VOTES).entries()]


def test_a_vote_on_an_unknown_roll_call_is_named(tmp_path):
    directory = tables(tmp_path / "tables", VOTES)
    comma(directory / "roll_calls.csv", "rcid,session,date,unres", [[1, 54, "1999-11-30", "R/54/1"], ["", 55, "", ""]])
    assert refused(unvotes(directory)) == [(3, "rcid", "INVALID"), (4, "rcid", "INVALID"), (5, "rcid", "INVALID")]


def test_tables_may_be_packed(tmp_path):
    directory = tables(tmp_path / "tables", VOTES)
    text = (directory / "unvotes.csv").read_text()
    (directory / "unvotes.csv").unlink()
    comma(directory / "unvotes.csv.gz", *_split(text))
    assert len(drafts(unvotes(directory))) == 4


def _split(text):
    header, *lines = text.splitlines()
    return header, [line.split(",") for line in lines]


def test_a_directory_without_a_table_or_a_column_is_refused(tmp_path):
    directory = tables(tmp_path / "tables", VOTES)
    comma(directory / "issues.csv", "rcid,topic", [])
    with pytest.raises(NotThisFormat, match=r"issues\.csv has no column 'issue'"):
        unvotes(directory)
    (directory / "issues.csv").unlink()
    with pytest.raises(NotThisFormat, match=r"has no issues\.csv"):
        unvotes(directory)
