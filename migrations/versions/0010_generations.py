"""Owns revision 0010_generations: deriving everything beside what is served; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0010_generations"
down_revision = "0009_as_of"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Let a second generation of the projections be made, filled and switched to."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Keep the live generation only."""
    run_section(_SCRIPT, "down")
