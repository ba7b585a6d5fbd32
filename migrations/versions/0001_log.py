"""Owns revision 0001_log: the schema of the log; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0001_log"
down_revision = None
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Create the log."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Drop the log."""
    run_section(_SCRIPT, "down")
