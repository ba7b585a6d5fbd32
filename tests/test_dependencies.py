"""Every dependency has a reason, and is pinned in a lock that names no host."""

import re
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_LOCKS = ("requirements.lock", "tests/requirements.lock")


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0] for requirement in requirements}


RUN = _names(_PROJECT["dependencies"])
DEVELOP = _names(_PROJECT["optional-dependencies"]["dev"])


def test_each_dependency_has_one_reason() -> None:
    text = (_ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows: list[str] = re.findall(r"^\| `([\w-]+)` \| \S.*\|$", text, re.MULTILINE)
    assert sorted(rows) == sorted(RUN | DEVELOP)


@pytest.mark.parametrize(("lock", "wanted"), [(_LOCKS[0], RUN), (_LOCKS[1], RUN | DEVELOP)])
def test_the_lock_pins_each_dependency_with_hashes(lock: str, wanted: set[str]) -> None:
    text = (_ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)==\S+ .*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert wanted <= set(pins)


@pytest.mark.parametrize("lock", _LOCKS)
def test_the_lock_has_pins_and_hashes_and_nothing_else(lock: str) -> None:
    line = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w .<>=!'()]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    odd = [text for text in (_ROOT / lock).read_text(encoding="utf-8").splitlines() if not line.fullmatch(text)]
    assert not odd


def test_both_locks_agree() -> None:
    running, developing = (
        set(re.findall(r"^[a-z0-9-]+==\S+", (_ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in _LOCKS
    )
    assert running <= developing
