"""The desk's modules keep to the types that their comments state; where Node.js is found."""

import shutil
import subprocess
from pathlib import Path

import pytest

DESK = Path(__file__).parents[2] / "service/desk"
TYPESCRIPT = "typescript@5.9.3"


@pytest.fixture(scope="session")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fetch the type checker, or skip: a desk may be offline."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    home = tmp_path_factory.mktemp("typescript")
    fetched = subprocess.run(
        [npm, "install", "--prefix", home, "--no-audit", "--no-fund", TYPESCRIPT], capture_output=True, check=False
    )
    if fetched.returncode:
        pytest.skip(f"{TYPESCRIPT} could not be fetched")
    return home / "node_modules/typescript/bin/tsc"


@pytest.mark.node
def test_every_module_is_well_typed(compiler: Path) -> None:
    checked = subprocess.run(
        ["node", compiler, "-p", DESK / "jsconfig.json"], capture_output=True, text=True, check=False
    )
    assert checked.stdout == ""
