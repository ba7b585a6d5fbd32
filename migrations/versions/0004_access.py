"""Owns revision 0004_access: tokens and the audit trail; its SQL is in the file beside it."""

from pathlib import Path

from migrations.steps import run_section

revision = "0004_access"
down_revision = "0003_latest_authoritative_1"
_SCRIPT = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Create tokens and trail."""
    run_section(_SCRIPT, "up")


def downgrade() -> None:
    """Drop them."""
    run_section(_SCRIPT, "down")
