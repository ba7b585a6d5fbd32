"""What is answered after an import equals what DuckDB makes of the same file, by SQL of its own."""

import gzip
import json

import pytest
from importing.made_up import ndjson

from benchmarks import generated
from benchmarks.independent import VotesOfFile, compared_votes, differing_moves
from events.log.connection import open_reader_pool
from projections.projector import Projector
from projections.reading.log import progress
from service.importing.icews import icews
from service.importing.unvotes import unvotes

ROWS = 1_900


@pytest.fixture
async def readers(database):
    pool = await open_reader_pool(database, application_name="a test", size=2)
    yield pool
    await pool.close()


@pytest.fixture
def votes(tmp_path):
    return generated.votes(tmp_path / "votes.ndjson.gz", ROWS)


async def test_every_answer_of_a_dozen_days_known_at_three_offsets(import_directory, writer_pool, readers, votes):
    report = await import_directory(unvotes(votes))
    await Projector(writer_pool).catch_up()
    compared = await compared_votes(votes, readers)
    assert (report.recorded, report.registered_before) == (ROWS, 0)
    assert len({(c.day, c.known_at) for c in compared}) == 3 * 12
    assert [c for c in compared if c.differing] == []
    assert [c.equal for c in compared if c.known_at == compared[-1].known_at][-1] == 190 * 6


async def test_a_vote_that_is_missing_is_seen(import_directory, writer_pool, readers, votes, tmp_path):
    lines = map(json.loads, gzip.decompress(votes.read_bytes()).splitlines())
    changed = ndjson(tmp_path / "changed.ndjson.gz", (v | {"vote": "no"} if v["rcid"] == 12 else v for v in lines))
    await import_directory(unvotes(changed))
    await Projector(writer_pool).catch_up()
    assert any(c.differing for c in await compared_votes(votes, readers))


async def test_moves_are_as_many_as_in_the_file_and_make_no_answer(import_directory, writer_pool, readers, tmp_path):
    file = generated.moves(tmp_path / "moves.csv.gz", 400)
    await import_directory(icews(file))
    await Projector(writer_pool).catch_up()
    assert await differing_moves(file, readers) == (400, [])
    assert (await progress(readers)).is_caught_up
    assert await readers.fetchval("select count(*) from projection.position") == 0


def test_the_days_end_with_the_last_vote(votes):
    with VotesOfFile(votes) as of_file:
        assert of_file.lines == ROWS
        assert len(set(of_file.days())) == 12
        assert of_file.answers(of_file.days()[-1], read=0) == []
