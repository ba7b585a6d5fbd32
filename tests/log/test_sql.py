"""SQL files: sections by name, and every query of the log understood by the migrated database."""

import pytest

from events.log.reader import QUERIES
from events.log.sql import MalformedSql, load


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "some.sql"
        path.write_text(text)
        return path

    return write


def test_sections_are_found_by_name_in_order(file):
    sections = load(
        file("-- whose file this is\n\n-- one --\n-- The first.\nselect 1;\nselect 2\n\n-- two --\nselect 3\n")
    )
    assert dict(sections) == {"one": "-- The first.\nselect 1;\nselect 2", "two": "select 3"}
    assert list(sections) == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("-- one --\nselect 1\n-- one --\nselect 2", "two sections are named one"),
        ("-- one --\n-- only a comment\n-- two --\nselect 2", "section one is empty"),
        ("select 1\n-- two --\nselect 2", "SQL before the first header"),
    ],
)
def test_a_file_whose_sections_cannot_be_told_apart_is_refused(file, text, fault):
    with pytest.raises(MalformedSql, match=fault):
        load(file(text))


@pytest.mark.parametrize("name", QUERIES)
async def test_the_database_understands_every_query(superuser, name):
    await superuser.prepare(QUERIES[name])


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_begins_with_its_purpose(name):
    assert QUERIES[name].startswith("-- ")
    assert QUERIES[name].splitlines()[0].endswith(".")
