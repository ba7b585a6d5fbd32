"""A service in a process of its own, which is killed in the middle of its work and started again.

It records a move under each key that it reads, many at once, and says where each is in the log.
"""

import asyncio
import datetime
import os
import signal
import sys
from contextlib import suppress
from uuid import UUID

from recording import request
from writing import TODAY, move

from events.errors import LogUnavailable
from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.recorder import Recorder
from events.log.shared_recorder import SharedRecorder

PATIENCE = datetime.timedelta(seconds=10)


class Killed(Exception):
    """The service is gone, and nobody knows how far it came."""


class KilledService:
    """Ask a process to record; ``kill`` ends it in the middle, and the next question starts it again."""

    def __init__(self, dsn):
        self._dsn, self._process, self._answers, self._listening = dsn, None, {}, None
        self._starting = asyncio.Lock()

    async def record(self, key):
        """Return offset and id of the move of a key; raise Killed if the process went away, or knows no better."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                await self._start()
        answer = self._answers.setdefault(key, asyncio.get_running_loop().create_future())
        with suppress(ConnectionError):
            self._process.stdin.write(f"{key}\n".encode())
        return await answer

    async def kill(self):
        """Kill the process, if it is there."""
        if self._listening is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            await self._listening

    async def _start(self):
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, self._dsn,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
        self._listening = asyncio.create_task(self._listen(self._process))

    async def _listen(self, process):
        async for line in process.stdout:
            key, *place = line.decode().split()
            answer = self._answers.pop(key)
            if place:
                answer.set_result((int(place[0]), UUID(place[1])))
            else:
                answer.set_exception(Killed)
        await process.wait()
        for answer in self._answers.values():
            answer.set_exception(Killed)
        self._answers.clear()


async def answer(shared, key):
    place = ""
    with suppress(LogUnavailable):
        (recorded,) = await shared.record([request(move(), key)])
        place = f" {recorded.event.log_offset} {recorded.event.id}"
    sys.stdout.write(f"{key}{place}\n")
    sys.stdout.flush()


async def serve(dsn):
    pool = await open_writer_pool(
        dsn, application_name="soaked", size=4, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )
    shared = SharedRecorder(Recorder(Log(pool), pool, today=lambda: TODAY))
    keys = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(keys), sys.stdin)
    async with asyncio.TaskGroup() as tasks:
        async for key in keys:
            tasks.create_task(answer(shared, key.decode().strip()))


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
