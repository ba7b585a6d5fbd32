"""Owns the process that has eventsourcing: it does what it is told on its standard input, one line of JSON each.

    {"payloads": [...]}                                      what every event carries by turns
    {"append": 600, "callers": 16, "size": 1}                get so many events ready, each in a new aggregate
    {"read": 20000, "page": 1000}                            get ready to read
    {"go": true}                                             do it

Each line is answered by one when it is done.
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent

Work = Callable[[], None]


def appending(recorder: Any, payloads: list[bytes], told: dict[str, int]) -> Work:
    """Get batches ready, dealt out to the callers."""
    batches: list[list[list[StoredEvent]]] = [[] for _ in range(told["callers"])]
    for start in range(0, told["append"], told["size"]):
        numbers = range(start, min(start + told["size"], told["append"]))
        batch = [StoredEvent(uuid4(), 1, "Recorded", payloads[n % len(payloads)]) for n in numbers]
        batches[start // told["size"] % told["callers"]].append(batch)

    def call(own: list[list[StoredEvent]]) -> None:
        for batch in own:
            recorder.insert_events(batch)

    def work() -> None:
        with ThreadPoolExecutor(len(batches)) as threads:
            list(threads.map(call, batches))

    return work


def reading(recorder: Any, told: dict[str, int]) -> Work:
    """Get ready to read by pages."""

    def work() -> None:
        read, after = 0, None
        while read < told["read"]:
            page = min(told["page"], told["read"] - read)
            found = recorder.select_notifications(start=after, limit=page, inclusive_of_start=False)
            read, after = read + len(found), found[-1].id

    return work


def main() -> None:
    """Do what each line says."""
    application: Application[Any] = Application()  # it takes its recorder along where it is let go
    payloads: list[bytes] = []
    work: Work | None = None
    for line in sys.stdin:
        told = json.loads(line)
        if "payloads" in told:
            payloads = [payload.encode() for payload in told["payloads"]]
        elif "append" in told:
            work = appending(application.recorder, payloads, told)
        elif "read" in told:
            work = reading(application.recorder, told)
        elif work is not None:
            work()
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
