"""Owns revision 0008_tally: which claims are votes, to be counted; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0008_tally"
down_revision = "0007_layers"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Mark votes and index votings."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Take it back."""
    run_section(_SCRIPT, "down")
