"""The pages in docs/ keep up with the code they describe."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from events import vocabulary
from service.cli.main import COMMANDS

DOCS = Path(__file__).parent.parent.parent / "docs"
README = DOCS.parent / "README.md"
ENUMERATIONS = [
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
]


@pytest.mark.parametrize("enumeration", ENUMERATIONS, ids=lambda enumeration: enumeration.__name__)
def test_the_glossary_has_every_word_of_the_vocabulary(enumeration):
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert [word.value for word in enumeration if f"`{word.value}`" not in text] == []


@pytest.mark.parametrize("page", [README, *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_names_every_command():
    text = README.read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"onrecord {command}" not in text] == []
