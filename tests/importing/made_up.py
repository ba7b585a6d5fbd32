"""Rows made up in the shapes of the formats, written as files: no row of theirs is a row of the public data."""

import csv
import gzip
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from service.importing.gdelt import COLUMNS

Vote = dict[str, Any]


def vote(state: str, code: str | None, cast: str, roll_call: int, **fields: Any) -> Vote:
    """A vote as a line of NDJSON has it."""
    return {
        "id": f"unga:{roll_call}:{state}",
        "date": "1999-11-30",
        "actor": state,
        "actorCode": code,
        "vote": cast,
        "rcid": roll_call,
        "session": 54,
        "resolution": "R/54/1",
        "issues": ["Ruritanian conflict"],
    } | fields


def ndjson(path: Path, lines: Iterable[Mapping[str, Any] | str]) -> Path:
    """Write objects a line each; a text stands as it is."""
    written = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return _write(path, "".join(f"{line}\n" for line in written))


def tables(directory: Path, votes: Sequence[Vote]) -> Path:
    """Write the three tables that say the same as votes of NDJSON; a missing code is written as R writes it."""
    directory.mkdir()
    roll_calls = {v["rcid"]: v for v in votes}.values()
    comma(directory / "unvotes.csv", "rcid,country,country_code,vote",
          [[v["rcid"], v["actor"], v["actorCode"] or "NA", v["vote"]] for v in votes])  # fmt: skip
    comma(directory / "roll_calls.csv", "rcid,session,importantvote,date,unres,amend,para,short,descr",
          [[v["rcid"], v["session"], 0, v["date"], v["resolution"], 0, 0, "", "To adopt, as a whole"]
           for v in roll_calls])  # fmt: skip
    comma(directory / "issues.csv", "rcid,short_name,issue",
          [[v["rcid"], "xx", issue] for v in roll_calls for issue in reversed(v["issues"])])  # fmt: skip
    return directory


def comma(path: Path, header: str, rows: Iterable[Sequence[Any]]) -> Path:
    """Write comma-separated values."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(","), *rows])
    return _write(path, text.getvalue())


def tabbed(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write tab-separated values."""
    return _write(path, "".join("\t".join(row) + "\n" for row in rows))


GRAPH_HEADER = "seq,date,source,cameo,relation,goldstein,target"
RAW_HEADER = ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
              "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number",
              "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude")  # fmt: skip


def raw_move(number: int, source: str, target: str, **fields: str) -> list[str]:
    """A row of the 20 columns of ICEWS."""
    row = dict.fromkeys(RAW_HEADER, "NA") | {
        "Event ID": str(number),
        "Event Date": "2018-11-05",
        "Source Name": source,
        "Event Text": "Praise or endorse",
        "CAMEO Code": "051",
        "Intensity": "3.4",
        "Target Name": target,
        "Story ID": "777",
        "Publisher": "The Strelsau Courier",
        "City": "Strelsau",
        "Country": "Ruritania",
    }
    return list((row | fields).values())


def gdelt_event(number: int, **fields: str) -> list[str]:
    """A row of the 61 columns of GDELT, most of them empty as they are there."""
    row = dict.fromkeys(COLUMNS, "") | {
        "GlobalEventID": str(number),
        "Day": "20191105",
        "Actor1Code": "GBR",
        "Actor1Name": "UNITED KINGDOM",
        "Actor2Code": "FRA",
        "Actor2Name": "FRANCE",
        "EventCode": "036",
        "GoldsteinScale": "4.0",
        "ActionGeo_FullName": "Strelsau, Ruritania",
        "DATEADDED": "20191105143000",
        "SOURCEURL": "https://news.example/strelsau",
    }
    return list((row | fields).values())


DOCUMENT = "\nTESTIMONY\n\nMr. Rassendyll. We should build 𝕏 bridges. The river is deep.\n"


def dna_file(path: Path, statements: Sequence[Mapping[str, Any]], *, document: str = DOCUMENT) -> Path:
    """Write a file of Discourse Network Analyzer 3 with one document; of its tables those that matter."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_DNA_TABLES)
        connection.execute(
            "insert into DOCUMENTS values (1, 'A hearing', ?, 1, 'A clerk', 'Hansard', 1107302400)", [document]
        )
        for number, statement in enumerate(statements, 1):
            _add(connection, number, statement)
    return path


def _add(connection: sqlite3.Connection, number: int, statement: Mapping[str, Any]) -> None:
    kind = statement.get("type", 1)
    connection.execute("insert into STATEMENTS values (?, ?, 1, ?, ?, 1)",
                       [number, kind, statement["start"], statement["stop"]])  # fmt: skip
    for variable, name in enumerate(("person", "organization", "concept"), 1):
        if kind == 1:
            entity = connection.execute("insert into ENTITIES (VariableId, Value) values (?, ?)",
                                        [variable, statement.get(name, "")]).lastrowid  # fmt: skip
            connection.execute("insert into DATASHORTTEXT (StatementId, VariableId, Entity) values (?, ?, ?)",
                               [number, variable, entity])  # fmt: skip
    if "agreement" in statement:
        connection.execute("insert into DATABOOLEAN (StatementId, VariableId, Value) values (?, 4, ?)",
                           [number, statement["agreement"]])  # fmt: skip


_DNA_TABLES = """
create table CODERS (ID integer primary key, Name text);
create table DOCUMENTS (ID integer primary key, Title text, Text text, Coder integer, Author text, Source text,
  Date integer);
create table STATEMENTTYPES (ID integer primary key, Label text);
create table VARIABLES (ID integer primary key, Variable text, DataType text, StatementTypeId integer);
create table STATEMENTS (ID integer primary key, StatementTypeId integer, DocumentId integer, Start integer,
  Stop integer, Coder integer);
create table ENTITIES (ID integer primary key, VariableId integer, Value text);
create table DATASHORTTEXT (ID integer primary key, StatementId integer, VariableId integer, Entity integer);
create table DATABOOLEAN (ID integer primary key, StatementId integer, VariableId integer, Value integer);
insert into CODERS values (1, 'Antoinette de Mauban');
insert into STATEMENTTYPES values (1, 'DNA Statement'), (2, 'Annotation');
insert into VARIABLES values (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
  (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 2);
"""


def _write(path: Path, text: str) -> Path:
    content = text.encode("utf-8")
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
