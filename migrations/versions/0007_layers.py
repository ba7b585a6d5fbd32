"""Owns revision 0007_layers: fewer index entries for what each event says; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0007_layers"
down_revision = "0006_positions"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Drop indexes that nobody needs, and put one in better order."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back what was before."""
    run_section(_SCRIPT, "down")
