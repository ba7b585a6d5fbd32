"""Rows of ICEWS and GDELT become moves, with their codes as they stand and as their coder's."""

import pytest
from importing.made_up import GRAPH_HEADER, RAW_HEADER, comma, gdelt_event, raw_move, tabbed
from importing.yielded import drafts, keys, refused, registered

from events.drafts import MoveDraft
from service.importing.coded_moves import actor_called, cameo_names
from service.importing.gdelt import COLUMNS, gdelt
from service.importing.icews import icews
from service.importing.importer import Entry, NotThisFormat


@pytest.fixture
def graph(tmp_path):
    """Return the importer of rows in the CSV form."""
    return lambda *rows: icews(comma(tmp_path / "moves.csv.gz", GRAPH_HEADER, rows))


@pytest.fixture
def raw(tmp_path):
    """Return the importer of rows in the form with 20 columns."""
    return lambda *rows: icews(tabbed(tmp_path / "moves.tab", [RAW_HEADER, *rows]))


@pytest.fixture
def export(tmp_path):
    """Return the importer of a GDELT export."""
    return lambda *rows, **options: gdelt(tabbed(tmp_path / "export.CSV.gz", rows), **options)


ROW = [1, "2018-11-05", "Police (France)", "010", "Make statement", "0", "Rudolf Rassendyll"]


def test_a_row_of_icews_is_a_move(graph):
    importer = graph(ROW)
    assert drafts(importer) == [
        MoveDraft.model_validate(
            {
                "actors": ["police-france"],
                "targets": ["rudolf-rassendyll"],
                "summary": "Make statement: Police (France), toward Rudolf Rassendyll.",
                "occurred": {"edtf": "2018-11-05"},
                "codings": [{"cameo": "010", "goldstein": 0}],
                "appearances": [{"source": "icews", "rendering": "PARAPHRASE"}],
            }
        )
    ]
    assert {entry.recorded_by for entry in importer.entries() if not entry.registers} == {"icews"}


def test_the_same_row_has_the_same_key_wherever_it_stands(graph):
    again = [7, *ROW[1:]]
    other = [*ROW[:3], "011", *ROW[4:]]
    first, second, third = keys(graph(ROW, again, other))
    assert first == second != third


def test_a_raw_row_has_its_own_number_its_story_and_its_place(raw):
    importer = raw(raw_move(91, "Russia", "Citizen (Nauru)"))
    assert drafts(importer) == [
        MoveDraft.model_validate(
            {
                "actors": ["russia"],
                "targets": ["citizen-nauru"],
                "place": "Strelsau, Ruritania",
                "summary": "Praise or endorse: Russia, toward Citizen (Nauru).",
                "occurred": {"edtf": "2018-11-05"},
                "codings": [{"cameo": "051", "goldstein": 3.4}],
                "appearances": [{"source": "icews-story-777", "rendering": "PARAPHRASE"}],
            }
        )
    ]
    assert keys(importer) == ["icews/events/91"]
    story = registered(importer)["icews/sources/icews-story-777"]
    assert (story.title, story.publisher) == ("Story 777, The Strelsau Courier", "The Strelsau Courier")


def test_quotation_marks_in_tabbed_rows_are_letters(raw):
    (draft,) = drafts(raw(raw_move(91, 'The "Black" Michael', "Côte d’Ivoire")))
    assert (draft.actors, draft.targets) == (("the-black-michael",), ("cote-d-ivoire",))


@pytest.mark.parametrize(
    ("name", "slug", "kind", "codes"),
    [
        ("Viet Nam", "vietnam", "state", ("VN",)),
        ("UNITED STATES", "united-states", "state", ("US",)),
        ("Education Ministry (Peru)", "education-ministry-peru", "ministry", ()),
        ("Foreign Affairs (Peru)", "foreign-affairs-peru", "ministry", ()),
        ("Military (Peru)", "military-peru", "armed-forces", ()),
        ("Rudolf Rassendyll", "rudolf-rassendyll", "group", ()),
    ],
)
def test_a_name_tells_whether_it_is_a_state(name, slug, kind, codes):
    actor = actor_called(name)
    assert (actor.id, actor.kind, actor.codes) == (slug, kind, codes)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ([1, "2018-11-31", *ROW[2:]], "date", "BAD_DATE"),
        ([1, ROW[1], "", *ROW[3:]], "source", "INVALID"),
        ([*ROW[:3], "10a", *ROW[4:]], "cameo", "INVALID"),
        ([*ROW[:5], "high", ROW[6]], "goldstein", "INVALID"),
        ([*ROW[:5], "11", ROW[6]], "goldstein", "INVALID"),
        ([*ROW[:5], "nan", ROW[6]], "goldstein", "INVALID"),
        ([*ROW, "stray"], "", "INVALID"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(graph, row, field, code):
    importer = graph(row, ROW)
    assert refused(importer) == [(2, field, code)]
    assert len(drafts(importer)) == 1


def test_a_file_of_other_columns_is_refused(tmp_path):
    with pytest.raises(NotThisFormat, match="has no column 'cameo'"):
        icews(comma(tmp_path / "other.csv", "date,source,target,relation,goldstein", []))


def test_an_event_of_gdelt_is_a_move_reported_in_its_article(export):
    importer = export(gdelt_event(5))
    article = next(e.command.draft for e in importer.entries() if "/sources/" in e.key)
    assert (article.title, article.published.edtf) == ("https://news.example/strelsau", "../2019-11-05")
    assert drafts(importer) == [
        MoveDraft.model_validate(
            {
                "actors": ["united-kingdom"],
                "targets": ["france"],
                "place": "Strelsau, Ruritania",
                "summary": "CAMEO 036: United Kingdom, toward France.",
                "occurred": {"edtf": "2019-11-05"},
                "codings": [{"cameo": "036", "goldstein": 4.0}],
                "appearances": [{"source": article.id, "rendering": "PARAPHRASE"}],
            }
        )
    ]
    assert [e.recorded_by for e in importer.entries() if isinstance(e, Entry)] == [None, None, None, "gdelt"]


def test_an_event_added_a_year_later_was_public_by_then(export):
    (draft,) = drafts(export(gdelt_event(5, Day="20181105")))
    assert (draft.occurred.edtf, draft.public.edtf) == ("2018-11-05", "2018-11-05/2019-11-05")


def test_an_event_without_a_second_actor_has_no_target(export):
    (draft,) = drafts(export(gdelt_event(5, Actor2Code="", Actor2Name="")))
    assert (draft.targets, draft.summary) == ((), "CAMEO 036: United Kingdom.")


def test_a_code_of_a_state_under_another_name_is_not_the_state(export):
    found = registered(export(gdelt_event(5, Actor1Name="EDINBURGH", Actor2Code="GOV", Actor2Name="")))
    actors = [(a.id, a.kind, a.names[0].text, a.codes) for key, a in found.items() if "/actors/" in key]
    assert actors == [
        ("gdelt-edinburgh-gbr", "group", "Edinburgh (GBR)", ("GBR",)),
        ("gdelt-gov-gov", "group", "Gov (GOV)", ("GOV",)),
    ]


def test_names_of_codes_come_from_a_table_of_one_s_own(export, tmp_path):
    table = comma(tmp_path / "cameo.csv", "code,name", [["036", "Express intent to meet"]])
    (draft,) = drafts(export(gdelt_event(5), cameo=cameo_names(table)))
    assert draft.summary == "Express intent to meet: United Kingdom, toward France."


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"Actor1Code": "", "Actor1Name": ""}, "Actor1Code", "INVALID"),
        ({"Day": "20191305"}, "Day", "BAD_DATE"),
        ({"DATEADDED": ""}, "DATEADDED", "INVALID"),
        ({"SOURCEURL": ""}, "SOURCEURL", "INVALID"),
        ({"SOURCEURL": "https://news.example/" + "x" * 1000}, "title", "INVALID"),
        ({"EventCode": ""}, "EventCode", "INVALID"),
    ],
)
def test_an_event_that_cannot_be_read_is_named(export, fields, field, code):
    assert refused(export(gdelt_event(4), gdelt_event(5, **fields))) == [(2, field, code)]


def test_a_row_of_another_width_is_named(export):
    assert len(COLUMNS) == 61
    assert refused(export(gdelt_event(4)[:-1])) == [(1, "", "INVALID")]
