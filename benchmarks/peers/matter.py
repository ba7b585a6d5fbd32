"""Owns what every peer is asked to do."""

from enum import Enum

CALLERS, BATCH, PAGE = 16, 1_000, 1_000


class Matter(Enum):
    """What is measured, and how many events a round has where one caller appends one."""

    ONE = ("append, 1 caller", 1)
    MANY = (f"append, {CALLERS} callers", 8)
    BATCHES = (f"append, batches of {BATCH:,}", 32)
    READ = ("read the log", 32)

    def __init__(self, title: str, times: int) -> None:
        self.title, self.times = title, times
