"""Owns revision 0002_projections: the tables that projections are kept in; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0002_projections"
down_revision = "0001_log"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Create the projections."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Drop the projections."""
    run_section(_SCRIPT, "down")
