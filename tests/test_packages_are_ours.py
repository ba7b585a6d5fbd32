"""Our packages have plain names, one of which a package on the public index has too: what is imported must be ours."""

from importlib.util import find_spec
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["events", "projections", "service", "migrations"])
def test_the_package_comes_from_this_repository(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin) == _ROOT / name / "__init__.py"
