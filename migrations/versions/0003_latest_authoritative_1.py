"""Owns revision 0003_latest_authoritative_1: the functions of the rule; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0003_latest_authoritative_1"
down_revision = "0002_projections"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Create the functions."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Drop the functions."""
    run_section(_SCRIPT, "down")
