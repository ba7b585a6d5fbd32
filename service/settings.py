"""What the environment sets, read in this one place; `docs/settings.md` is the same list for people."""

from functools import cache
from pathlib import Path
from typing import Annotated

from platformdirs import user_state_path
from pydantic import AliasChoices, Field, PositiveFloat, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PostgresUrl = Annotated[str, Field(pattern=r"^postgres(ql)?://")]


class Settings(BaseSettings):
    """Everything that can be set from outside; an option of the command line goes before its variable."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", env_ignore_empty=True, frozen=True, populate_by_name=True)

    database_url: PostgresUrl | None = Field(
        default=None,
        validation_alias=AliasChoices("DATABASE_URL"),
        description="PostgreSQL 18 as the writer role; unset: the service runs its own in ONRECORD_DATA_DIR",
    )
    owner_url: PostgresUrl | None = Field(
        default=None, description="The same database as the role that migrates it; unset: DATABASE_URL, with a warning"
    )
    read_url: PostgresUrl | None = Field(
        default=None, description="The database or a standby of it as the reader role; unset: DATABASE_URL"
    )
    data_dir: Path = Field(
        default_factory=lambda: user_state_path("onrecord"),
        description="Where the service keeps its own PostgreSQL; unset: onrecord in the user's state directory",
    )
    desk: str = Field(
        default="desk", min_length=1, description="recordedBy in what is imported, and in what an open service records"
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to listen on; 0: any free one")
    projection_wait: PositiveFloat = Field(
        default=2.0, description="The seconds that a mutation waits, at most, for its own event to be projected"
    )
    shutdown_wait: PositiveFloat = Field(
        default=3.0, description="The seconds that open requests and subscriptions are given when the service stops"
    )

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()


@cache
def settings() -> Settings:
    """Read the environment, once for the process."""
    return Settings()


def variable(name: str) -> str:
    """Name the environment variable that sets a field."""
    return "DATABASE_URL" if name == "database_url" else f"ONRECORD_{name.upper()}"
