"""Owns who sits at the terminal, as the operating system knows them: the audit trail names them."""

import getpass
import os


def terminal_user() -> str:
    """Return the user's name, or number where they have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's user need not be in its list of users
        return f"user {os.getuid()}"
