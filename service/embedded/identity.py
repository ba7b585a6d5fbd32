"""As whom the server runs: as ourselves, unless we are root, which PostgreSQL refuses.

The owner of the data decides, so that a directory goes on working when it was begun. Root's own data are served from a
user namespace in which root has another name; where the kernel forbids that, new data are given to an ordinary account.
"""

import os
import pwd
from pathlib import Path

from service.embedded.errors import DataDirectoryUnusable, RootRefused

SAME = "same"
NAMESPACE = "namespace"
_ACCOUNTS = ("postgres", "nobody")


def identity_for(home: Path) -> str:
    """Name the identity, in the words of `service.embedded.launch`, that may serve this directory."""
    if os.geteuid() != 0:
        return SAME
    owner = home.stat()
    return NAMESPACE if owner.st_uid == 0 else f"{owner.st_uid}:{owner.st_gid}"


def give_to_ordinary_account(home: Path, *, program: Path) -> str:
    """Make an ordinary account the owner of a directory without data; return that identity.

    Raises RootRefused if there is no such account, or if it could not reach the directory or PostgreSQL's program.
    """
    account = _ordinary_account(home)
    for path in (home, program):
        closed = _first_closed_directory(path, account)
        if closed:
            raise RootRefused(
                home, because=f"user namespaces are forbidden, and the user {account.pw_name} cannot enter {closed}"
            )
    for path in (home, *home.iterdir()):
        os.chown(path, account.pw_uid, account.pw_gid)
    return f"{account.pw_uid}:{account.pw_gid}"


def refuse_root(home: Path) -> RootRefused:
    """Explain why data that root owns cannot be served without a user namespace."""
    return RootRefused(
        home,
        because=f"user namespaces are forbidden, and the data are root's (chown -R nobody {home} would hand them over)",
    )


def check_owner(home: Path) -> None:
    """Raise DataDirectoryUnusable if an ordinary user was given the directory of somebody else."""
    if os.geteuid() not in (0, home.stat().st_uid):
        raise DataDirectoryUnusable(home, because="it belongs to another user")


def _ordinary_account(home: Path) -> pwd.struct_passwd:
    for name in _ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RootRefused(home, because=f"user namespaces are forbidden, and there is no user {' or '.join(_ACCOUNTS)}")


def _first_closed_directory(path: Path, account: pwd.struct_passwd) -> Path | None:
    """Find the outermost directory above the path that the account may not enter."""
    for directory in reversed(path.resolve().parents):
        state = directory.stat()
        mine = state.st_uid == account.pw_uid and state.st_mode & 0o100
        if not (mine or state.st_mode & 0o001):
            return directory
    return None
