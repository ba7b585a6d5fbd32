"""The command `onrecord serve`: the database, its migrations, the first record if asked for, and the service on top.

port taken ──► database reached ──► migrated ──► (first record) ──► served ──► stopped, the other way round
"""

import asyncio
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

import migrations
from events.log.reader import LogReader
from events.vocabulary import LogOffset
from service.cli import looks
from service.cli.asking import DataDir
from service.cli.database import Databases, check_revision, embedded_databases, named_database, open_writer
from service.cli.failures import CannotListen, NotOpenToOthers
from service.embedded.logins import make_logins
from service.embedded.server import EmbeddedPostgres
from service.settings import settings

if TYPE_CHECKING:
    from service.importing.record import RecordDirectory

app = typer.Typer(add_completion=False)
_WAITING_CONNECTIONS = 2048

Host = Annotated[str | None, typer.Option(help="The address to listen on.", show_default="ONRECORD_HOST")]
Port = Annotated[
    int | None,
    typer.Option(min=0, max=65535, help="The port to listen on; 0: any free one.", show_default="ONRECORD_PORT"),
]
Demo = Annotated[bool, typer.Option("--demo", help="Load the first record, December 2021, into an empty log.")]
Open = Annotated[bool, typer.Option("--open", help="Read and write without a token; on this machine only.")]


@app.command()
def serve(
    *,
    host: Host = None,
    port: Port = None,
    data_dir: DataDir = None,
    demo: Demo = False,
    is_open: Open = False,
) -> None:
    """Serve the record over GraphQL, in the foreground."""
    address = host or settings().host
    if is_open and not _is_loopback(address):
        raise NotOpenToOthers(
            f"With --open anybody who reaches {address} could write. Leave --open out, or listen on 127.0.0.1."
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        with (
            _listening(address, settings().port if port is None else port) as listener,
            _database(data_dir) as (databases, postgres),
        ):
            asyncio.run(_prepared(databases, demo=demo))
            from service.cli import web_server  # noqa: PLC0415 - half a second, for which `--help` need not wait

            web_server.serve(listener, databases, postgres, is_open=is_open)
    except KeyboardInterrupt:
        looks.aside.print("Stopped.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Take the port before anything is started; who connects meanwhile waits for the answer."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind)
    except OSError as error:
        raise CannotListen(f"Cannot listen on {host}: {error}. Give another --host.") from error
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(place)
            listener.listen(_WAITING_CONNECTIONS)
        except OSError as error:
            raise CannotListen(f"Cannot listen on {host}, port {port}: {error}. Give another --port.") from error
        yield listener


@contextmanager
def _database(data_dir: Path | None) -> Iterator[tuple[Databases, EmbeddedPostgres | None]]:
    """Name the database of the environment, or run our own as long as the service runs."""
    named = named_database()
    if named is not None:
        if settings().owner_url is None:
            looks.aside.print("ONRECORD_OWNER_URL is not set: DATABASE_URL migrates, so the service owns the database.")
        yield named, None
        return
    server = EmbeddedPostgres(data_dir or settings().data_dir, progress=looks.aside.print)
    with server:
        databases = embedded_databases(server, is_ours=True)
        asyncio.run(make_logins(databases.owner))
        yield databases, server


async def _prepared(databases: Databases, *, demo: bool) -> None:
    """Bring the database to the head revision, and load the first record into an empty log if asked."""
    await migrations.upgrade(databases.owner)
    await check_revision(databases.reader)
    if not demo:
        return
    pool = await open_writer(databases)
    try:
        head = await LogReader(pool).head()
        from service.importing.record import FIRST_RECORD, RecordDirectory  # noqa: PLC0415 - needed for --demo alone

        first_record = RecordDirectory(FIRST_RECORD)
        if head.log_offset and not await _is_half_loaded(first_record, LogReader(pool), head.log_offset):
            looks.aside.print(f"The log holds {head.log_offset} events already; the first record is not loaded again.")
            return
        from service.cli.imports import imported  # noqa: PLC0415 - a warm start has no time for what it does not need

        report = await imported(first_record, pool)
        looks.aside.print(f"Loaded the first record: {report.recorded} events of December 2021.")
    finally:
        await pool.close()


async def _is_half_loaded(first_record: "RecordDirectory", reader: LogReader, head: LogOffset) -> bool:
    """Tell whether the log holds nothing but the beginning of the first record, whose loading was killed."""
    from service.importing.importer import Entry, event_id_of  # noqa: PLC0415 - needed for --demo alone

    keys = [entry.key for entry in first_record.entries() if isinstance(entry, Entry)]
    begun = await reader.events_by_id([event_id_of(keys[0])])
    return bool(begun) and head < len(keys)
