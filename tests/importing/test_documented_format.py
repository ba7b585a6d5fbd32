"""The format that docs/importing.md makes up works as it stands there."""

from pathlib import Path

from documents import blocks
from importing.test_running import counts

from events.contents import Statement

_ROOT = Path(__file__).parent.parent.parent
_BLOCKS = {block.language: block.text for block in blocks(_ROOT / "docs/importing.md", root=_ROOT)}


def bills(path):
    """Run the module that is shown, and return its importer."""
    module = {}
    exec(compile(_BLOCKS["python"], "docs/importing.md", "exec"), module)
    return module["bills"](path)


async def test_the_rows_shown_are_recorded_by_the_module_shown(import_directory, reader, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text(_BLOCKS["csv"])
    assert counts(await import_directory(bills(path), is_dry=True)) == (2, 2, 0, 0, 0, 3, 0, 0)
    assert counts(await import_directory(bills(path))) == (2, 2, 0, 0, 0, 3, 0, 0)
    said = [event.content for event in await reader.read(0, limit=10) if isinstance(event.content, Statement)]
    assert [(s.ordinal, s.stances[0].stance, s.appearances[0].quote) for s in said] == [
        (1, "SUPPORT", "We welcome it."),
        (2, "OPPOSE", "Not in this form."),
    ]


async def test_a_row_that_the_module_shown_cannot_read_is_named(import_directory, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text(_BLOCKS["csv"] + "3,2024-03-07,Ruritania,maybe,Perhaps.\n4,yesterday,Ruritania,yes,Yes.\n")
    report = await import_directory(bills(path))
    assert [(e.place.line, e.refusals[0].field, e.refusals[0].code) for e in report.refused] == [
        (4, ("for",), "INVALID"),
        (5, ("day",), "BAD_DATE"),
    ]
