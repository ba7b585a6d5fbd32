"""Owns revision 0006_positions: positions in fewer and smaller rows; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0006_positions"
down_revision = "0005_catch_up"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Write the rows of both clocks as one where they agree, and plain answers without their way there."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back a row for each clock, with all of its answer."""
    run_section(_SCRIPT, "down")
