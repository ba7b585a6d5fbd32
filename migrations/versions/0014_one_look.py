"""Owns revision 0014_one_look: the log's own check of its order in one query; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0014_one_look"
down_revision = "0013_judgements"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Look once for what stands before the new events, in the log and in their streams."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back what was before."""
    run_section(_SCRIPT, "down")
