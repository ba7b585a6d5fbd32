"""Owns measuring several ways of the same work by turns in one run, and telling them as ratios to the first."""

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable

Work = Callable[[], Awaitable[None]]
Way = Callable[[], Work | Awaitable[Work]]
"""Makes one round ready."""
Rates = dict[str, list[float]]


async def by_turns(ways: Mapping[str, Way], *, count: int, rounds: int) -> Rates:
    """Return what each way did in each round, in items a second; every round is made ready anew, outside the time."""
    rates: Rates = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            made = way()
            rates[name].append(count / await _seconds(await made if isawaitable(made) else made))
    return rates


def ratio(rates: Rates, name: str) -> float:
    """Return the median, over the rounds, of a way's rate by that of the first way in the same round."""
    floor = next(iter(rates.values()))
    return statistics.median(rate / base for rate, base in zip(rates[name], floor, strict=True))


def told(matter: str, rates: Rates) -> str:
    """Return one line: the median rate of each way, and its ratio to the first."""
    return f"{matter}: " + ", ".join(f"{name} {told_shortly(rates, name)}" for name in rates)


def told_shortly(rates: Rates, name: str) -> str:
    """Return the median rate of one way, and its ratio to the first, which is no news of the first itself."""
    rate = f"{statistics.median(rates[name]):,.0f}/s"
    return rate if name == next(iter(rates)) else f"{rate} ({ratio(rates, name):.2f})"


async def _seconds(work: Work) -> float:
    gc.collect()
    gc.freeze()  # what was made ready for the round is not looked through again and again while it is measured
    began = time.perf_counter()
    await work()
    took = time.perf_counter() - began
    gc.unfreeze()
    return took
