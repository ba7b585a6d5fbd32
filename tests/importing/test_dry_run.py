"""A dry run says of every entry what the import will, though what it builds on is not there, and writes nothing."""

import pytest
from importing.made_up import dna_file, ndjson, vote
from importing.small_record import small_record, write
from importing.test_dna import BUILD, DEEP, coded
from importing.test_running import counts

from service.importing import running
from service.importing.dna import dna
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.unvotes import unvotes

STATES = ("France", "Peru", "Nauru", "Zanzibar", "Benin")


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    """Let whatever builds on an entry stand in another chunk."""
    monkeypatch.setattr(running, "FIRST_CHUNK", 2)
    monkeypatch.setattr(running, "_LARGEST_CHUNK", 3)


@pytest.fixture
def foresee(import_directory, reader):
    """Run dry, then import; check that both say the same, and that the dry run wrote nothing."""

    async def compared(make):
        before = await reader.head()
        foreseen = await import_directory(make(), is_dry=True)
        assert await reader.head() == before
        done = await import_directory(make())
        assert (counts(foreseen), foreseen.refused) == (counts(done), done.refused)
        return done

    return compared


async def test_of_votes_it_foresees_all(foresee, tmp_path):
    lines = [
        vote(state, None, "yes", number, issues=["Arms"] * (number % 2), session=50 + number // 4)
        for number in range(9)
        for state in STATES
    ]
    lines[7] |= {"date": "2999-01-01"}
    lines[20] |= {"vote": "maybe"}
    lines[21] |= {"vote": "absent"}
    path = ndjson(tmp_path / "votes.ndjson", lines)
    report = await foresee(lambda: unvotes(path))
    assert counts(report) == (45, 42, 0, 2, 1, 9, 0, 0)


async def test_after_half_of_an_import_it_foresees_the_rest(foresee, import_directory, tmp_path):
    lines = [vote(state, None, "no", 1) for state in STATES]
    await import_directory(unvotes(ndjson(tmp_path / "half.ndjson", lines[:3])))
    path = ndjson(tmp_path / "votes.ndjson", lines)
    report = await foresee(lambda: unvotes(path))
    assert counts(report) == (5, 2, 3, 0, 0, 2, 5, 0)


async def test_of_quotes_it_foresees_whether_they_stand(foresee, tmp_path):
    path = dna_file(tmp_path / "Zenda.dna", [coded(BUILD), coded(DEEP, person="Michael"), coded(DEEP, agreement=0)])
    assert counts(await foresee(lambda: dna(path))) == (3, 3, 0, 0, 0, 5, 0, 0)


async def test_of_a_record_it_foresees_what_names_other_entries(foresee, tmp_path):
    record = small_record()
    record["moves"][0]["actors"] = []
    directory = write(record, tmp_path / "record")
    report = await foresee(lambda: RecordDirectory(directory))
    assert [(e.place.file, e.place.key) for e in report.refused] == [
        ("moves.json", "news-conference"),
        ("statements.json", "offers-talks"),
        ("relations.json", "again"),
    ]


async def test_the_first_record_is_foreseen_whole(import_directory, reader):
    importer = RecordDirectory(FIRST_RECORD)
    report = await import_directory(importer, is_dry=True)
    assert (report.refused, report.recorded) == ([], importer.extent)
    assert (await reader.head()).log_offset == 0


async def test_a_row_that_stands_twice_far_apart_is_not_foreseen(import_directory, tmp_path):
    """The limit that the command names: a dry run remembers no rows."""
    lines = [vote("France", "FR", "yes", 1), *(vote("Peru", "PE", "yes", n) for n in range(9))]
    path = ndjson(tmp_path / "votes.ndjson", [*lines, lines[0]])
    assert counts(await import_directory(unvotes(path), is_dry=True))[:3] == (11, 11, 0)
    assert counts(await import_directory(unvotes(path)))[:3] == (11, 10, 1)
