"""Owns revision 0009_as_of: positions of any day, as known at any offset, by index; its SQL is in the file beside."""

from pathlib import Path

from migrations.steps import run_section

revision = "0009_as_of"
down_revision = "0008_tally"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Index what a day and an offset look up, and name the ways to look."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back the indexes of before."""
    run_section(_SCRIPT, "down")
