"""Every query of the reading side fits the migrated database, and each module reads its own file."""

from pathlib import Path

import asyncpg
import pytest

from events.log.sql import load

_FILES = sorted((Path(__file__).parents[2] / "projections/reading").glob("*.sql"))


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
async def test_every_query_can_be_prepared(database: str, path: Path) -> None:
    connection = await asyncpg.connect(database)
    for name, query in load(path).items():
        try:
            await connection.prepare(query)
        except asyncpg.PostgresError as error:
            pytest.fail(f"{path.name}, {name}: {error}")
    await connection.close()


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_every_file_belongs_to_a_module_that_uses_each_query(path: Path) -> None:
    module = path.with_suffix(".py").read_text(encoding="utf-8")
    assert [name for name in load(path) if f'QUERIES["{name}"]' not in module] == []
