"""Words and names that have no place in this project; each is here because it slipped in once, somewhere."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_THIS_FILE = Path(__file__)
_OUR_PACKAGES = {"events", "projections", "service", "migrations"}
_NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}

FORBIDDEN = {
    "a path of one machine": r"/(work|opt|root|home/\w+)/",
    "a registry's host": r"\bpythonhosted\.org|\bpypi\.(org|io)|registry\.npmjs|\bdeb\.debian\.org|\bghcr\.io",
    "work left for later": r"\b(TODO|FIXME|XXX|HACK)\b",
    "SQL called a statement, which somebody says": r"\b(SQL|prepared|D[DM]L|SELECT|INSERT|UPDATE|DELETE) statements?\b",
}


def project_files() -> Iterator[Path]:
    """Yield every file that git keeps or would keep; without git, every file outside hidden directories."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [_ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in _ROOT.rglob("*") if not any(p.startswith(".") for p in path.relative_to(_ROOT).parts)]
    return (path for path in paths if path.is_file())


def _texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        if path != _THIS_FILE and path.name != "LICENSE":
            try:
                yield path.relative_to(_ROOT), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in _texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, f"{what}:\n" + "\n".join(found)


def test_every_module_is_named_after_what_it_owns() -> None:
    found = [
        str(path.relative_to(_ROOT))
        for path in project_files()
        if path.suffix == ".py" and _NAMES_THAT_SAY_NOTHING & {part.removesuffix(".py") for part in path.parts}
    ]
    assert not found


def test_every_package_says_what_is_in_it_and_hands_nothing_on() -> None:
    for path in project_files():
        if path.name == "__init__.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert ast.get_docstring(tree), f"{path} lacks the map of its package"
            assert not list(_handed_on(tree)), f"{path} re-exports {list(_handed_on(tree))}"


def _handed_on(package: ast.Module) -> Iterator[str]:
    for node in package.body:
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] in _OUR_PACKAGES):
            yield from (name.name for name in node.names)
