"""`onrecord import` of a data set tells what became of every row, in the terminal, as JSON and in a file."""

import asyncio
import json

import asyncpg
import pytest
from importing.made_up import GRAPH_HEADER, comma, dna_file, gdelt_event, ndjson, tabbed, tables, vote
from importing.test_dna import BUILD, coded
from rich.console import Console

from service.cli import looks

VOTES = [
    vote("France", "FR", "yes", 1),
    vote("Peru", "PE", "absent", 1),
    vote("Peru", "PE", "maybe", 2),
    vote("Namibia", "NA", "no", 2),
]
MAYBE = "'maybe' is no vote; it is one of yes, no, abstain, absent, not a member"
DRY = (
    "A dry run: nothing was written. It does not foresee what others record until the import, and takes a row that "
    "stands in the file twice, far apart, for two."
)


@pytest.fixture
def votes(tmp_path):
    return ndjson(tmp_path / "votes.ndjson.gz", VOTES)


def head(database):
    return asyncio.run(_head(database))


async def _head(database):
    connection = await asyncpg.connect(database)
    count = await connection.fetchval("select count(*) from log.event")
    await connection.close()
    return count


def test_what_became_of_the_rows_is_told(onrecord, votes):
    result = onrecord("import", "unvotes", votes)
    assert result.exit_code == 1
    assert [line.strip() for line in result.stdout.splitlines()] == [
        "unvotes: 4 rows, 2 recorded, 0 already there, 1 refused, 1 set aside",
        "Actors, issues and sources: 4 registered, 0 before, 0 refused",
        "Set aside: 1 absent from the roll call",
        "file             entry   field  code     why",
        f"votes.ndjson.gz  line 3  vote   INVALID  {MAYBE}",
        "Refused for: INVALID 1",
    ]
    assert result.stderr == ""


def test_what_is_imported_is_projected(onrecord, votes):
    onrecord("import", "unvotes", votes)
    positions = json.loads(onrecord("positions", "--json").stdout)
    assert [(p["actor"]["id"], p["stance"]) for p in positions] == [("france", "SUPPORT"), ("namibia", "OPPOSE")]


def test_a_dry_run_writes_nothing(onrecord, votes, database):
    result = onrecord("import", "unvotes", votes, "--dry-run")
    assert result.exit_code == 1
    shown = result.stdout.splitlines()
    assert shown[0] == "unvotes: 4 rows, 2 would be recorded, 0 already there, 1 refused, 1 set aside"
    assert shown[1] == "Actors, issues and sources: 4 would be registered, 0 before, 0 refused"
    assert shown[-1] == DRY
    assert head(database) == 0


def test_everything_that_is_not_recorded_is_written_line_by_line(onrecord, votes, tmp_path):
    onrecord("import", "unvotes", votes, "--report", tmp_path / "report.ndjson")
    assert [json.loads(line) for line in (tmp_path / "report.ndjson").read_text().splitlines()] == [
        {
            "outcome": "SET_ASIDE",
            "file": "votes.ndjson.gz",
            "line": 2,
            "key": None,
            "reason": "absent from the roll call",
        },
        {
            "outcome": "REFUSED",
            "file": "votes.ndjson.gz",
            "line": 3,
            "key": None,
            "reasons": [{"field": ["vote"], "code": "INVALID", "message": MAYBE}],
        },
    ]


def test_a_report_is_not_written_over(onrecord, votes, database):
    result = onrecord("import", "unvotes", votes, "--report", votes)
    assert (result.exit_code, result.stderr) == (1, f"{votes} is there already; give another name for the report.\n")
    assert head(database) == 0


def test_the_same_is_told_as_json(onrecord, votes):
    told = json.loads(onrecord("import", "unvotes", votes, "--json").stdout)
    (refused,) = told.pop("refused")
    assert (refused["line"], refused["field"], refused["code"]) == (3, ["vote"], "INVALID")
    assert told == {
        "import": "unvotes",
        "isDryRun": False,
        "rows": 4,
        "recorded": 2,
        "alreadyThere": 0,
        "rowsRefused": 1,
        "setAside": {"absent from the roll call": 1},
        "registered": 4,
        "registeredBefore": 0,
        "registrationsRefused": 0,
        "refusals": {"INVALID": 1},
    }


def test_of_many_refusals_the_first_are_shown(onrecord, tmp_path):
    shown = onrecord("import", "unvotes", ndjson(tmp_path / "votes.ndjson", ["{"] * 30)).stdout.splitlines()
    assert sum("no JSON" in line for line in shown) == 20
    assert shown[-2:] == ["and 10 more; --report FILE has them all", "Refused for: INVALID 30"]


def test_every_format_has_its_command(onrecord, tmp_path):
    paths = {
        "unvotes": tables(tmp_path / "tables", [VOTES[0]]),
        "icews": comma(tmp_path / "moves.csv", GRAPH_HEADER, [[1, "2018-11-05", "A", "010", "Say", "0", "B"]]),
        "gdelt": tabbed(tmp_path / "export.CSV", [gdelt_event(1)]),
        "dna": dna_file(tmp_path / "Zenda.dna", [coded(BUILD)]),
    }
    for name, path in paths.items():
        result = onrecord("import", name, path)
        assert (result.exit_code, result.stdout.splitlines()[0].partition(": ")[2]) == (
            0,
            "1 rows, 1 recorded, 0 already there, 0 refused, 0 set aside",
        ), name


def test_summaries_of_gdelt_have_words_from_one_s_own_table(onrecord, tmp_path):
    table = comma(tmp_path / "cameo.csv", "code,name", [["036", "Express intent to meet"]])
    assert onrecord("import", "gdelt", tabbed(tmp_path / "a.CSV", [gdelt_event(1)]), "--cameo", table).exit_code == 0
    (row,) = [line for line in onrecord("export").stdout.splitlines() if '"MOVE"' in line]
    assert "Express intent to meet: United Kingdom, toward France." in row


def test_a_dna_file_may_be_named(onrecord, tmp_path):
    path = dna_file(tmp_path / "Zenda.dna", [coded(BUILD)])
    assert onrecord("import", "dna", path, "--name", "River talks").stdout.startswith("dna-river-talks: 1 rows")


def test_what_is_in_another_format_is_told_in_a_sentence(onrecord, tmp_path):
    path = comma(tmp_path / "moves.csv", "a,b", [])
    result = onrecord("import", "icews", path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{path} has no column 'date', 'source', 'cameo'")


def test_who_waits_at_a_terminal_sees_how_far_it_is(onrecord, votes, monkeypatch):
    screen = Console(stderr=True, force_terminal=True, width=100, highlight=False)
    monkeypatch.setattr(looks, "aside", screen)
    result = onrecord("import", "unvotes", votes)
    assert "4 rows, " in result.stderr
    assert "100%" in result.stderr
