"""Rebuilding from the command line: how far the projections are, there and back."""

import json
import re

import asyncpg
import pytest

HEAD = "17"


@pytest.fixture
def half_rebuilt(small, postgres_cluster, database):
    """Have another process that rebuilds, and has just begun."""
    connect, run = asyncpg.connect, postgres_cluster.runner.run

    async def begin():
        connection = await connect(database)
        await connection.execute("select pg_advisory_lock(7310), projection.begin_generation('{}')")
        return connection

    connection = run(begin())
    yield small
    run(connection.close())


def generations(onrecord):
    shown = json.loads(onrecord("projections", "--json").stdout)
    assert shown["head"] == HEAD
    return [(one["generation"], one["projectedTo"], one["lag"]) for one in shown["generations"]]


def test_how_far_they_are_is_shown(small):
    assert generations(small) == [("LIVE", HEAD, 0)]
    shown = small("projections").stdout
    assert "The log goes to offset 17." in shown
    assert re.search(r"LIVE +17 +0 +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", shown)


def test_there_and_back(small):
    assert small("rebuild").exit_code == 0
    assert generations(small) == [("LIVE", HEAD, 0), ("PREVIOUS", HEAD, 0)]
    back = small("rebuild", "--back")
    assert (back.exit_code, back.stdout) == (
        0,
        "What was served before the last rebuild is served again, up to log offset 17.\n",
    )
    assert generations(small) == [("LIVE", HEAD, 0), ("PREVIOUS", HEAD, 0)]
    dropped = small("rebuild", "--drop-previous")
    assert (dropped.exit_code, dropped.stdout) == (0, "What was served before the last rebuild is dropped.\n")
    assert generations(small) == [("LIVE", HEAD, 0)]
    nowhere = small("rebuild", "--back")
    assert (nowhere.exit_code, nowhere.stderr.strip()) == (
        1,
        "no previous generation is kept; run `onrecord rebuild` to derive everything anew",
    )


def test_there_or_back_and_not_both(small):
    assert small("rebuild", "--back", "--drop-previous").exit_code == 2
    assert generations(small) == [("LIVE", HEAD, 0)]


@pytest.mark.parametrize("options", [[], ["--back"], ["--drop-previous"]])
def test_another_rebuild_is_not_disturbed(half_rebuilt, options):
    refused = half_rebuilt("rebuild", *options)
    assert (refused.exit_code, refused.stderr.strip()) == (
        1,
        "another process rebuilds the projections; wait until it is done, or stop it, and try again",
    )
    assert generations(half_rebuilt) == [("LIVE", HEAD, 0), ("NEXT", "0", 17)]
