"""Settings come from the environment, and the list for people is the list in the code."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import Settings, variable


def test_every_setting_is_listed_for_people_with_its_default() -> None:
    listed = Path(__file__).parent.parent.joinpath("docs/settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory or field.default is None else f"`{field.default}`"
        assert f"| `{variable(name)}` | {default} | {field.description} |\n" in listed


def test_each_variable_sets_its_field(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "database_url": "postgresql://writer@db/onrecord",
        "owner_url": "postgresql://owner@db/onrecord",
        "read_url": "postgresql://reader@standby/onrecord",
        "data_dir": str(tmp_path),
        "desk": "foreign desk",
        "host": "0.0.0.0",
        "port": "9000",
        "projection_wait": "0.5",
        "shutdown_wait": "1",
    }
    for name, value in given.items():
        monkeypatch.setenv(variable(name), value)
    assert Settings().model_dump() == given | {
        "data_dir": tmp_path,
        "port": 9000,
        "projection_wait": 0.5,
        "shutdown_wait": 1.0,
    }


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert Settings().database_url is None


def test_a_url_of_another_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://writer@db/onrecord")
    with pytest.raises(ValidationError, match="DATABASE_URL"):
        Settings()
