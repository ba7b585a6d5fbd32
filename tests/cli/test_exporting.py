"""`onrecord export` writes the record to a file or on standard output, `onrecord import events` puts it back."""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from service.cli.exporting import target
from service.cli.terminal_user import terminal_user
from service.settings import settings

ONRECORD = Path(sys.executable).with_name("onrecord")
EVENTS = 17


@pytest.fixture
def elsewhere(onrecord, environment, postgres_cluster, migrated_template):
    """Run a command on another database, which is empty at first."""
    dsn = postgres_cluster.create_database("elsewhere", template=migrated_template)

    def run(*arguments):
        before = os.environ["DATABASE_URL"]
        environment.setenv("DATABASE_URL", dsn)
        settings.cache_clear()
        result = onrecord(*arguments)
        environment.setenv("DATABASE_URL", before)
        settings.cache_clear()
        return result

    yield run
    postgres_cluster.drop_database("elsewhere")


def test_a_record_is_exported_and_put_back_elsewhere(small, elsewhere, tmp_path):
    file = tmp_path / "record.ndjson"
    exported = small("export", file)
    assert (exported.exit_code, exported.stdout) == (0, f"{file}: {EVENTS} events, up to offset {EVENTS}\n")
    restored = elsewhere("import", "events", file)
    assert (restored.exit_code, restored.stdout) == (0, f"{file}: {EVENTS} events restored, 0 already there\n")
    assert elsewhere("positions", "--json").stdout == small("positions", "--json").stdout
    assert len(json.loads(elsewhere("positions", "--json").stdout)) == 2


def test_an_import_is_in_the_audit_trail_of_the_log_that_it_changes(small, elsewhere, postgres_cluster, tmp_path):
    small("export", tmp_path / "record.ndjson")
    log_id = json.loads((tmp_path / "record.ndjson").read_text().splitlines()[0])["log"]
    for _ in range(2):
        elsewhere("import", "events", tmp_path / "record.ndjson")
    dsn = postgres_cluster.server.dsn(database="elsewhere")
    trail = asyncio.run(fetched(dsn, "select who, asked, outcome, detail from access.audit"))
    detail = f"offsets 1 to {EVENTS} of log {log_id}"
    assert trail == [(terminal_user(), "onrecord import events", "ALLOWED", detail)]


async def fetched(dsn, query):
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(query)
    await connection.close()
    return [tuple(row) for row in rows]


def test_importing_again_is_reported_as_json(small, elsewhere, tmp_path):
    file = tmp_path / "record.ndjson"
    small("export", file)
    reports = [json.loads(elsewhere("import", "events", file, "--json").stdout) for _ in range(2)]
    assert reports == [{"restored": EVENTS, "alreadyThere": 0}, {"restored": 0, "alreadyThere": EVENTS}]


def test_standard_output_gets_the_same_bytes_and_nothing_else(small, tmp_path):
    file = tmp_path / "record.ndjson"
    small("export", file)
    printed = small("export")
    assert printed.stdout_bytes == file.read_bytes()
    assert printed.stderr == ""


def test_a_part_is_exported(small):
    first, *events, last = map(json.loads, small("export", "--after", "3", "--up-to", "5").stdout.splitlines())
    assert (first["after"], first["upTo"]) == ("3", "5")
    assert ([event["logOffset"] for event in events], last["events"]) == (["4", "5"], 2)


def test_a_file_that_is_there_is_not_written_over_unless_forced(small, tmp_path):
    file = tmp_path / "notes"
    file.write_text("of mine")
    refused = small("export", file)
    assert refused.exit_code == 1
    assert refused.stderr == f"{file} is there already; give another name, or --force to write over it.\n"
    assert file.read_text() == "of mine"
    assert small("export", file, "--force").exit_code == 0
    assert len(file.read_bytes().splitlines()) == EVENTS + 2


def test_an_export_that_fails_leaves_no_file(small, tmp_path):
    refused = small("export", tmp_path / "record.ndjson", "--after", "99")
    assert (refused.exit_code, refused.stderr) == (1, f"The log ends at offset {EVENTS}; ask for events up to that.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["record"]


def test_an_export_that_is_broken_off_leaves_the_file_that_was_there(tmp_path):
    file = tmp_path / "record.ndjson"
    file.write_text("of yesterday")
    with suppress(KeyboardInterrupt), target(file) as opened:
        opened.write(b"half of tod")
        raise KeyboardInterrupt
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("record.ndjson", "of yesterday")]


def test_a_damaged_file_is_refused_with_its_line_and_nothing_is_written(small, elsewhere, tmp_path):
    file = tmp_path / "record.ndjson"
    small("export", file)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:9]))
    refused = elsewhere("import", "events", file)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == "Line 10: the file ends here, before its last line: it was cut off; export it again.\n"
    assert elsewhere("export").stdout.count("\n") == 2


def test_a_log_of_something_else_is_left_alone(small, elsewhere, tmp_path):
    file = tmp_path / "record.ndjson"
    elsewhere("import", "record", "first")
    elsewhere("export", file)
    before = small("export").stdout_bytes
    refused = small("import", "events", file)
    assert (refused.exit_code, refused.stdout) == (1, "")
    why = "at offset 1 it holds another event. Import the file into an empty one."
    assert refused.stderr == f"This log is not the one of the file: {why}\n"
    assert small("export").stdout_bytes == before


def test_who_reads_only_the_beginning_is_not_complained_to(small):
    command = f"{ONRECORD} export | head -c 1"
    ran = subprocess.run(["bash", "-c", command], env=os.environ, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"{", b"")


def test_a_file_is_put_back_where_there_is_no_database_yet(small, tmp_path):
    file = tmp_path / "record.ndjson"
    small("export", file)
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    for arguments, printed in (
        (("import", "events", file), f"{file}: {EVENTS} events restored, 0 already there"),
        (("import", "events", file), f"{file}: 0 events restored, {EVENTS} already there"),
    ):
        command = [ONRECORD, *arguments, "--data-dir", tmp_path / "data"]
        ran = subprocess.run(command, env=ours | {"COLUMNS": "999"}, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout.strip()) == (0, printed), ran.stderr
