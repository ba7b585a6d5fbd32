"""Replay folds the log afresh and holds it against what is served; rebuild mends what it finds."""

import json

import pytest


@pytest.fixture
def tampered(small, postgres_cluster, database):
    """Have a served position say something that no event says."""
    connect = __import__("asyncpg").connect

    async def tamper():
        connection = await connect(database)
        await connection.execute("update projection.position_open set since = '2021-12-01'")
        await connection.close()

    postgres_cluster.runner.run(tamper())
    return small


def test_the_first_record_folds_to_what_is_served(first):
    result = first("replay", "--as-of", "2021-12-22")
    assert result.exit_code == 0
    assert "the service answers the same" in result.stdout


def test_a_fold_is_of_what_was_known(small):
    answer = json.loads(small("replay", "--known-at", "11", "--json").stdout)
    assert (answer["positions"], answer["differences"]) == ({"OCCURRED": 1, "PUBLIC": 1}, [])


def test_a_difference_is_shown_and_fails(tampered):
    result = tampered("replay", "--as-of", "2021-12-15")
    assert result.exit_code == 1
    shown = " ".join(result.stdout.split())
    assert "4 positions differ. Run `onrecord rebuild`, and report it." in shown
    assert "since: 2021-12-10" in shown
    assert "since: 2021-12-01" in shown


def test_a_rebuild_derives_everything_anew(tampered):
    rebuilt = tampered("rebuild")
    assert (rebuilt.exit_code, rebuilt.stdout) == (0, "Everything is derived anew, up to log offset 17.\n")
    assert tampered("replay", "--as-of", "2021-12-15").exit_code == 0
