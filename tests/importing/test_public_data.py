"""The public data sets in the directory that ONRECORD_DATA names: every row of them is accounted for."""

import csv
import gzip
from collections import Counter
from datetime import date

import pytest
from importing.test_running import counts

from events.vocabulary import Clock
from projections.projector import Projector
from projections.reading.positions import PositionFilter, positions_page
from projections.reading.view import View
from projections.rule import RULE
from service.importing.dna import dna
from service.importing.gdelt import gdelt
from service.importing.icews import icews
from service.importing.importer import Entry
from service.importing.states import state_of_code
from service.importing.unvotes import unvotes

pytestmark = pytest.mark.data
STANCES = {"yes": "SUPPORT", "no": "OPPOSE", "abstain": "NEUTRAL"}
SLICE = "unvotes/slice_2013_2016"


def tally(importer):
    """Count what is yielded: rows, what they name, and what is refused or set aside."""
    return Counter(
        ("registers" if entry.registers else "row") if isinstance(entry, Entry) else type(entry).__name__
        for entry in importer.entries()
    )


def test_every_vote_of_seventy_years_is_a_statement(data):
    importer = unvotes(data / "unvotes/un_votes_to_2016.ndjson.gz")
    assert tally(importer) == {"row": 814_357, "registers": 200 + 6 + 71}


def test_the_slice_says_the_same_as_the_whole(data):
    part = {e.key: e.command for e in unvotes(data / SLICE).entries()}
    whole = unvotes(data / "unvotes/un_votes_to_2016.ndjson.gz").entries()
    assert sum(part.get(entry.key) == entry.command for entry in whole) == len(part) == 12_669 + 49


def test_every_row_of_icews_is_a_move(data):
    assert tally(icews(data / "icews/icews18_to_2018-09.csv.gz"))["row"] == 422_402
    assert tally(icews(data / "icews/events.2018.sample.tab"))["row"] == 3_705


def test_what_gdelt_does_not_say_who_did_is_refused(data):
    found = tally(gdelt(data / "gdelt/20191024143000.export.CSV.gz"))
    assert (found["row"], found["RefusedEntry"]) == (1_937, 174)


async def test_every_quote_of_the_dna_file_stands_in_its_document(data, import_directory):
    report = await import_directory(dna(data / "dna/sample.dna"))
    assert counts(report) == (41, 40, 0, 0, 1, 27, 0, 0)
    again = await import_directory(dna(data / "dna/statements.ndjson", name="sample"))
    assert counts(again) == (40, 0, 40, 0, 0, 0, 27, 0)


async def test_positions_of_the_slice_equal_those_computed_from_its_tables(data, import_directory, writer_pool, reader):
    report = await import_directory(unvotes(data / SLICE))
    assert counts(report) == (12_669, 12_669, 0, 0, 0, 49, 0, 0)
    await Projector(writer_pool).catch_up()
    head = (await reader.head()).log_offset
    for as_of in (date(2013, 10, 29), date(2014, 1, 1), date(2014, 12, 2), date(2015, 12, 31)):
        page = await positions_page(
            writer_pool, View(as_of, head, Clock.OCCURRED, RULE), wanted=PositionFilter(), after=None, limit=None
        )
        assert {(p.actor, p.issue): p.stance.value for p in page.rows} == computed(data / SLICE, as_of.isoformat())


def computed(directory, as_of):
    """Return for each state and topic what its vote of the greatest (date, roll call) says."""
    dates = {row["rcid"]: row["date"] for row in table(directory / "roll_calls.csv")}
    topics = table(directory / "issues.csv")
    of_roll_call = {number: [row["issue"] for row in topics if row["rcid"] == number] for number in dates}
    votes = sorted(table(directory / "unvotes.csv"), key=lambda row: (dates[row["rcid"]], int(row["rcid"])))
    return {
        (state_of_code(row["country_code"]).slug, f"unga-{topic.lower().replace(' ', '-')}"): STANCES[row["vote"]]
        for row in votes
        for topic in of_roll_call[row["rcid"]]
        if dates[row["rcid"]] <= as_of
    }


def table(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
