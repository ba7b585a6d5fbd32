"""Owns revision 0012_plain: deriving everything at once in several sessions; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0012_plain"
down_revision = "0011_order"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Let conditions be carried along claims, and tables be completed one by one."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Bring back what was before."""
    run_section(_SCRIPT, "down")
