"""Owns watching how much memory processes take while something runs: the most that each was seen with."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_LOOK_EVERY = 0.25
_PRIVATE = ("Private_Clean:", "Private_Dirty:")


@dataclass
class Peaks:
    """The most memory seen, in bytes: resident of named processes, private of all PostgreSQL processes together."""

    resident: dict[str, int] = field(default_factory=dict)
    postgres: int = 0

    def look(self, processes: dict[str, int], server: int | None) -> None:
        """Take in what the processes use now; those that are gone use nothing."""
        for name, pid in processes.items():
            with contextlib.suppress(psutil.Error):
                self.resident[name] = max(self.resident.get(name, 0), psutil.Process(pid).memory_info().rss)
        if server is not None:
            self.postgres = max(self.postgres, sum(map(_private, _family(server))))

    async def watch(self, processes: dict[str, int], server: int | None) -> None:
        """Look four times a second, without end."""
        while True:
            await asyncio.to_thread(self.look, processes, server)
            await asyncio.sleep(_LOOK_EVERY)

    def __str__(self) -> str:
        """Say it in megabytes."""
        parts = [f"{name} {size / 1e6:,.0f} MB" for name, size in self.resident.items()]
        return ", ".join([*parts, f"PostgreSQL's private {self.postgres / 1e6:,.0f} MB"])


def _family(pid: int) -> Iterator[int]:
    with contextlib.suppress(psutil.Error):
        yield from (pid, *(child.pid for child in psutil.Process(pid).children(recursive=True)))


def _private(pid: int) -> int:
    """Return what only this process maps; what PostgreSQL's processes share is counted with none of them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(_PRIVATE))
