"""Files and functions stay small enough to be read at one sitting: if one grows, the design is asking for something."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_LINES_OF_A_FILE = 400
_LINES_OF_A_FUNCTION = 40
_DEEPEST_NESTING = 3

_NESTS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)

_MODULES = sorted(
    path for name in ("events", "projections", "service", "migrations") for path in (_ROOT / name).rglob("*.py")
)


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: str(path.relative_to(_ROOT)))
def test_the_module_is_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= _LINES_OF_A_FILE
    assert not list(_too_large(ast.parse(text)))


def _too_large(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > _LINES_OF_A_FUNCTION:
                yield f"{node.name} has {lines} lines"
            if _nesting(node) > _DEEPEST_NESTING:
                yield f"{node.name} nests {_nesting(node)} deep"


def _nesting(node: ast.AST) -> int:
    """Count the deepest chain of nested blocks; an `elif` is no deeper than its `if`."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        is_elif = (
            isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse and len(node.orelse) == 1
        )
        deepest = max(deepest, _nesting(child) + (isinstance(child, _NESTS) and not is_elif))
    return deepest
