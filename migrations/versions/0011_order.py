"""Owns revision 0011_order: the log's own check of its order, at less cost; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0011_order"
down_revision = "0010_generations"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Ask of every new event what stands before it, instead of counting them."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back what was before."""
    run_section(_SCRIPT, "down")
