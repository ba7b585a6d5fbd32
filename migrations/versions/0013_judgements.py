"""Owns revision 0013_judgements: what judgements are found by; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0013_judgements"
down_revision = "0012_plain"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Find the judgements of a relation without looking through all of them."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back what was before."""
    run_section(_SCRIPT, "down")
