"""Every row is accounted for, once: recorded, there already, refused with its place and reason, or set aside."""

import pytest
from importing.made_up import dna_file, gdelt_event, ndjson, tabbed, vote
from importing.test_dna import BUILD, DEEP, coded

from events.contents import Move, Source, Statement
from events.decide.command import Record, Request
from events.drafts import ActorDraft, IssueDraft
from events.errors import RefusalCode
from events.log.appending import Log
from events.log.recorder import Recorder
from service.importing.dna import dna
from service.importing.gdelt import gdelt
from service.importing.importer import RefusedEntry, SetAside
from service.importing.running import FIRST_CHUNK, SMALLEST_CHUNK, next_size
from service.importing.unvotes import unvotes

VOTES = [
    vote("France", "FR", "yes", 1),
    vote("Peru", "PE", "absent", 1),
    "{",
    vote("France", "FR", "no", 2, date="2999-01-01"),
    vote("Namibia", "NA", "no", 2),
]


@pytest.fixture
def votes(tmp_path):
    return unvotes(ndjson(tmp_path / "votes.ndjson", VOTES))


@pytest.fixture
def register(writer_pool):
    """Register somebody or something by hand, before the import."""

    async def registered(draft):
        await Recorder(Log(writer_pool), writer_pool).record([Request(Record(draft), "an editor")])

    return registered


def counts(report):
    return (
        report.rows,
        report.recorded,
        report.already_there,
        report.rows_refused,
        report.set_aside.total(),
        report.registered,
        report.registered_before,
        report.registrations_refused,
    )


async def contents(reader, kind):
    return [event for event in await reader.read(0, limit=1000) if isinstance(event.content, kind)]


async def test_every_row_is_in_one_of_the_counts(import_directory, votes):
    report = await import_directory(votes)
    assert counts(report) == (5, 2, 0, 2, 1, 4, 0, 0)
    assert report.refusals == {RefusalCode.INVALID: 1, RefusalCode.FUTURE_DATE: 1}
    assert [(e.place.line, e.refusals[0].code) for e in report.refused] == [(3, "INVALID"), (4, "FUTURE_DATE")]


async def test_what_is_not_recorded_is_told_as_it_comes(import_directory, votes):
    told = []
    await import_directory(votes, tell=told.append)
    assert [(type(entry), entry.place.line) for entry in told] == [(SetAside, 2), (RefusedEntry, 3), (RefusedEntry, 4)]


async def test_importing_again_finds_every_row(import_directory, votes, reader):
    await import_directory(votes)
    head = await reader.head()
    assert counts(await import_directory(votes)) == (5, 0, 2, 2, 1, 0, 4, 0)
    assert await reader.head() == head


async def test_a_report_keeps_the_first_refusals_and_counts_all(import_directory, tmp_path):
    told = []
    importer = unvotes(ndjson(tmp_path / "votes.ndjson", ["{"] * 1_500))
    report = await import_directory(importer, tell=told.append)
    assert (len(report.refused), report.rows_refused, report.refusals["INVALID"], len(told)) == (1000, 1500, 1500, 1500)


async def test_a_row_that_stands_twice_is_recorded_once(import_directory, tmp_path):
    importer = unvotes(ndjson(tmp_path / "votes.ndjson", [VOTES[0], VOTES[0], VOTES[0] | {"vote": "no"}]))
    report = await import_directory(importer)
    assert (report.recorded, report.already_there, report.refusals) == (1, 1, {RefusalCode.KEY_REUSED: 1})


async def test_an_actor_that_somebody_registered_is_that_actor(import_directory, register, reader, votes):
    await register(ActorDraft.model_validate(
        {"id": "france", "kind": "state", "names": [{"lang": "fr", "text": "République française"}]}
    ))  # fmt: skip
    report = await import_directory(votes)
    assert counts(report) == (5, 2, 0, 2, 1, 3, 1, 0)
    spoken = [event.content.capacities[0].speaker for event in await contents(reader, Statement)]
    assert spoken == ["france", "namibia"]


async def test_an_issue_that_somebody_else_registered_is_told(import_directory, register, votes):
    text = [{"lang": "en", "text": "Ruritania should be left alone."}]
    issue = {"id": "unga-ruritanian-conflict", "kind": "NORMATIVE", "labels": text, "propositions": text}
    await register(IssueDraft.model_validate(issue))
    report = await import_directory(votes)
    assert (report.registrations_refused, report.refusals[RefusalCode.ID_TAKEN]) == (1, 1)


async def test_moves_are_coded_by_who_coded_them(import_directory, reader, tmp_path):
    await import_directory(gdelt(tabbed(tmp_path / "export.CSV", [gdelt_event(1)])))
    (move,) = await contents(reader, Move)
    (article,) = await contents(reader, Source)
    assert [(c.cameo, c.goldstein, c.coded_by) for c in move.content.codings] == [("036", 4.0, "gdelt")]
    assert (move.recorded_by, article.recorded_by) == ("gdelt", "desk")


async def test_quotes_of_a_dna_file_are_held_against_its_document(import_directory, reader, tmp_path):
    report = await import_directory(dna(dna_file(tmp_path / "Zenda.dna", [coded(BUILD), coded(DEEP)])))
    assert counts(report) == (2, 2, 0, 0, 0, 4, 0, 0)
    said = [event.content for event in await contents(reader, Statement)]
    assert [(s.appearances[0].quote, s.stances[0].coded_by) for s in said] == [
        (BUILD, "dna: Antoinette de Mauban"),
        (DEEP, "dna: Antoinette de Mauban"),
    ]
    assert [(c.rank, c.on_behalf_of) for c in said[0].capacities] == [("OFFICIAL", ("the-crown",))]


async def test_a_quote_that_its_document_does_not_bear_out_is_refused(import_directory, tmp_path):
    source = dna_file(tmp_path / "Zenda.dna", [coded(BUILD)])
    await import_directory(dna(source))
    line = {"statement_id": 9, "document_id": 1, "document_title": "A hearing", "date": "2005-02-02", "start": 0,
            "stop": 4, "person": "X", "concept": "C", "agreement": False, "quote": "Lies"}  # fmt: skip
    report = await import_directory(dna(ndjson(tmp_path / "more.ndjson", [line]), name="zenda"))
    assert report.refusals == {RefusalCode.QUOTE_NOT_FOUND: 1}


async def test_progress_counts_what_is_read(import_directory, votes):
    told = []
    await import_directory(votes, progress=lambda report: told.append((report.rows, votes.reached)))
    assert told[-1] == (5, votes.extent)


@pytest.mark.parametrize(
    ("size", "seconds", "then"),
    [
        (FIRST_CHUNK, 0.001, 2 * FIRST_CHUNK),
        (400, 0.1, 400),
        (400, 0.2, 200),
        (1_500, 0.01, 2_000),
        (FIRST_CHUNK, 3.0, SMALLEST_CHUNK),
        (400, 3.0, SMALLEST_CHUNK),
    ],
)
def test_a_chunk_takes_a_tenth_of_a_second_but_is_never_too_small_to_be_worth_its_transaction(size, seconds, then):
    assert next_size(size, seconds) == then
