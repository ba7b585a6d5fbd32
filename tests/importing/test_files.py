"""Files are read line by line: what cannot be read is told with its line, and everything else is read."""

import gzip

import pytest
from importing.made_up import tabbed

from service.importing.files import CsvFile, LinesOfFile, NdjsonFile, TabFile
from service.importing.importer import NotThisFormat, RefusedEntry
from service.importing.slugs import slug_of
from service.importing.states import state_called, state_of_code, states


def told(file):
    """Return line and fields of each row, line and message of each refusal."""
    return [
        (e.place.line, e.refusals[0].message if isinstance(e, RefusedEntry) else dict(e.fields)) for e in file.rows()
    ]


@pytest.fixture
def written(tmp_path):
    def write(content, name="file"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_objects_are_read_a_line_each(written):
    file = NdjsonFile(written('{"a": "é"}\r\n\n{"a": 2}'))
    assert told(file) == [(1, {"a": "é"}), (3, {"a": 2})]


def test_a_line_that_is_no_object_is_told(written):
    lines = told(NdjsonFile(written(b'{"a": \n[1]\n{"a": "\xff"}\n{"a": "\\ud800"}\n{"a": 4}\n')))
    assert [line for line, _ in lines] == [1, 2, 3, 4, 5]
    assert lines[1][1] == "one object stands in each line; put it in braces"
    assert [str(what).partition(" (")[0] for _, what in lines if isinstance(what, str)] == [
        "this is no JSON",
        "one object stands in each line; put it in braces",
        "this is no JSON",
        "this is no JSON",
    ]
    assert lines[4] == (5, {"a": 4})


def test_a_packed_file_that_breaks_off_is_told_behind_its_last_line(written):
    content = gzip.compress(b'{"a": 1}\n' * 100_000, compresslevel=1)
    lines = told(NdjsonFile(written(content[: len(content) // 2])))
    assert len(lines) > 1000
    number, message = lines[-1]
    assert number == len(lines) - 1
    assert message.startswith("the packed file is damaged behind this line")


def test_a_packed_file_with_a_wrong_byte_is_told(written):
    content = bytearray(gzip.compress(bytes(range(256)).hex().encode() * 50))
    content[len(content) // 2] ^= 0xFF
    assert "the packed file is damaged" in told(NdjsonFile(written(bytes(content))))[-1][1]


def test_a_line_without_end_is_not_held(written):
    lines = told(NdjsonFile(written('{"a": 1}\n' + "x" * 3_000_000 + '\n{"a": 2}\n')))
    assert lines == [
        (1, {"a": 1}),
        (2, "this line is longer than 1,048,576 bytes; is it this format?"),
        (3, {"a": 2}),
    ]


def test_commas_and_line_ends_stand_in_quotation_marks(written):
    file = CsvFile(written('\ufeffa,b\r\n"x, ""y""","1\n2"\r\n3,4\r\n'), needs=("a",))
    assert told(file) == [(3, {"a": 'x, "y"', "b": "1\n2"}), (4, {"a": "3", "b": "4"})]


def test_only_the_row_that_is_not_utf8_is_refused(written):
    file = CsvFile(written(b"a,b\n1,caf\xe9\n2,caf\xc3\xa9\n"), needs=("a", "b"))
    assert told(file) == [(2, "this line is not UTF-8; convert the file"), (3, {"a": "2", "b": "café"})]


def test_a_row_of_another_width_is_told(written):
    file = CsvFile(written("a,b\n1\n2,3,4\n5,6\n"), needs=("a", "b"))
    assert told(file) == [
        (2, "1 values stand here where 2 belong; look for a stray separator"),
        (3, "3 values stand here where 2 belong; look for a stray separator"),
        (4, {"a": "5", "b": "6"}),
    ]


def test_a_quotation_mark_that_is_not_closed_swallows_no_rest_unseen(written):
    rows = "".join(f"{number},x\n" for number in range(50_000))
    lines = told(CsvFile(written(f'a,b\n1,"open\n{rows}'), needs=("a",)))
    (broken,) = [line for line in lines if "this is no CSV" in line[1]]
    assert broken[0] > 2
    assert lines[-1] == (50_002, {"a": "49999", "b": "x"})


def test_a_column_that_is_missing_is_named(written):
    with pytest.raises(NotThisFormat, match=r"has no column 'b', 'c'; its first line names the columns"):
        CsvFile(written("a\n1\n"), needs=("a", "b", "c"))
    with pytest.raises(NotThisFormat, match="has no column 'b'"):
        TabFile(written(b""), needs=("b",))


def test_a_file_that_begins_with_no_object_is_no_ndjson(written):
    with pytest.raises(NotThisFormat, match="has no object of JSON in its first line"):
        NdjsonFile(written("rcid,country,vote\n1,France,yes\n"))
    assert told(NdjsonFile(written(""))) == []


def test_tabs_know_no_quotation_marks(tmp_path):
    path = tabbed(tmp_path / "a.tab", [("a", "b"), ('"x', 'y" z'), ("", "")])
    assert told(TabFile(path, needs=("a",))) == [(2, {"a": '"x', "b": 'y" z'}), (3, {"a": "", "b": ""})]


@pytest.mark.parametrize("packed", [False, True])
def test_how_far_a_file_is_read_is_counted_as_it_is_stored(written, packed):
    content = b'{"a": 1}\n' * 1000
    path = written(gzip.compress(content) if packed else content)
    file = LinesOfFile(path)
    assert (file.extent, file.reached) == (path.stat().st_size, 0)
    assert sum(1 for _ in file.lines()) == 1000
    assert file.reached == file.extent


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kim Jong-Un", "kim-jong-un"),
        ("São Tomé & Príncipe", "sao-tome-principe"),
        ("Łódź", "lodz"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("U.S. Public Interest Research Group", "u-s-public-interest-research-group"),
        ("Владимир", "3e3fb0c6d8de"),
        ("…", "b4935894c8ce"),
    ],
)
def test_a_name_has_one_slug(name, slug):
    assert slug_of(name) == slug


def test_names_that_a_slug_cannot_tell_apart_end_in_a_digest():
    assert slug_of("Партия (A)") != slug_of("Союз (A)")
    assert slug_of("x" * 150) != slug_of("x" * 151)
    assert len(slug_of("x" * 500)) <= 133


def test_states_are_known_by_all_their_names_and_codes():
    assert len(states()) == 197
    assert len({s.alpha2 for s in states()}) == len({s.alpha3 for s in states()}) == 197
    assert state_called("Korea, Republic of") == state_called("south korea") == state_of_code("KOR")
    assert state_of_code("NA").slug == "namibia"
    assert state_called("Ruritania") is state_of_code("XX") is None


def test_no_name_means_two_states():
    names = [{slug_of(name) for name in (state.name, *state.also)} for state in states()]
    assert sum(map(len, names)) == len(set().union(*names))
