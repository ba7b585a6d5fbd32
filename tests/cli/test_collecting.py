"""A service does not stop for long to collect garbage: what it was built of is left out of that."""

import signal
import subprocess
import sys
import time
from pathlib import Path

_COUNTED = """
import atexit, gc
from service.cli.main import app
atexit.register(lambda: print("\\nlooked through and left out:", len(gc.get_objects()), gc.get_freeze_count()))
app()
"""
_SECONDS_TO_START = 60


def test_what_a_service_was_built_of_is_left_out_of_garbage_collections(database: str, tmp_path: Path) -> None:
    printed = tmp_path / "printed"
    with printed.open("w") as output:
        service = subprocess.Popen(
            [sys.executable, "-u", "-c", _COUNTED, "serve", "--open", "--port", "0"],
            env={"DATABASE_URL": database, "COLUMNS": "140"},
            stdout=output,
        )
        deadline = time.monotonic() + _SECONDS_TO_START
        while "Ctrl+C" not in printed.read_text():
            assert service.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        service.send_signal(signal.SIGINT)
        service.wait()
    *_, looked_through, left_out = printed.read_text().split()
    assert int(left_out) > 10 * int(looked_through)
