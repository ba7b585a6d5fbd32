"""Owns revision 0005_catch_up: deriving positions faster, to the same answers; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0005_catch_up"
down_revision = "0004_access"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Replace the step of the fold and widen the working list."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back what was before."""
    run_section(_SCRIPT, "down")
