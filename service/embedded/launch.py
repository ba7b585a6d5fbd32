"""Keep one program from outliving the process that wanted it, and give up root's rights for it.

Run as `python -I -S launch.py IDENTITY SIGNAL PATIENCE PROGRAM ARGUMENT...`. It stands between the service and
PostgreSQL because what it does between fork and exec is safe only in a process with one thread, and because it works
where the kernel cannot signal a child on its parent's death (macOS).

    service ──pipe──▶ launch ──fork──▶ program
      ends or dies: the pipe ends  ──▶ SIGNAL to the program
                      dies: the kernel sends SIGNAL (Linux)
      sees the exit ◀── exits with ◀── ends or dies

IDENTITY is `same`, `namespace` (root only: a user namespace in which this user is not called root), or `UID:GID`.
SIGNAL is what makes the program stop: INT for a fast shutdown, QUIT for an immediate one. If it has not ended after
PATIENCE seconds, QUIT follows: a fast shutdown may wait for ever for what hangs, and what was committed is kept anyway.
"""

import ctypes
import os
import select
import signal
import sys
from pathlib import Path

IDENTITY_REFUSED = 77
_CANNOT_EXECUTE = 126
_KILLED_BY_SIGNAL = 128

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_NAME_IN_NAMESPACE = 1000


def _take_identity(identity: str) -> None:
    if identity == "namespace":
        _enter_user_namespace()
    elif identity != "same":
        user, group = map(int, identity.split(":"))
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)


def _enter_user_namespace() -> None:
    user, group = os.geteuid(), os.getegid()
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{_NAME_IN_NAMESPACE} {group} 1")
    Path("/proc/self/uid_map").write_text(f"{_NAME_IN_NAMESPACE} {user} 1")


def _start(command: list[str], *, stop: signal.Signals) -> int:
    launcher = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, stop, 0, 0, 0)
        if os.getppid() == launcher:
            os.execv(command[0], command)
    except OSError as error:
        print(f"{command[0]}: {error}", file=sys.stderr, flush=True)
    os._exit(_CANNOT_EXECUTE)


def _wait(child: int, *, woken: int, stop: signal.Signals, patience: float) -> int:
    """Wait for the child to end; stop it when standard input ends or this process is asked to."""
    watched = [0, woken]
    timeout: float | None = None
    while True:
        ready, _, _ = select.select(watched, [], [], timeout)
        signals = os.read(woken, 64) if woken in ready else b""
        if 0 in ready or signal.SIGTERM in signals:
            watched, timeout = [woken], patience
            os.kill(child, stop)
        elif not ready:
            os.kill(child, signal.SIGQUIT)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else _KILLED_BY_SIGNAL - code


def _wake_on(*signals: signal.Signals) -> int:
    """Turn signals into bytes on a pipe; return its reading end."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    for each in signals:
        signal.signal(each, lambda *_: None)
    return woken


def main() -> int:
    """Run the program to its end and return its exit code."""
    identity, stop_name, patience, *command = sys.argv[1:]
    stop = signal.Signals[f"SIG{stop_name}"]
    try:
        _take_identity(identity)
    except OSError as error:
        print(f"identity {identity}: {error}", file=sys.stderr)
        return IDENTITY_REFUSED
    woken = _wake_on(signal.SIGCHLD, signal.SIGTERM)
    return _wait(_start(command, stop=stop), woken=woken, stop=stop, patience=float(patience))


if __name__ == "__main__":
    sys.exit(main())
