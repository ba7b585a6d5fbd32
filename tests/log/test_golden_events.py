"""Golden samples: one stored event of every shape ever written; never edited, they load for ever.

A new shape: write ``tests/golden/<record kind>-<schema version>.json`` with every field filled and without
``payload_hash`` and ``leaf``, then run this file once with ``ONRECORD_WRITE_GOLDEN=1``, which adds what is missing and
touches nothing else.
"""

import datetime
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from pydantic import BaseModel

from events.contents import CONTENT_OF_RECORD
from events.event import Erased, RecordedEvent, RecordRef, Version
from events.payload import body_from, canonical, leaf, payload_bytes, payload_hash
from events.upcasters import CURRENT
from events.vocabulary import EventId, EventKind, LogOffset, RecordKind, SchemaVersion, StreamVersion

DIRECTORY = Path(__file__).parents[1] / "golden"
NAMES = sorted(path.stem for path in DIRECTORY.glob("*.json"))
SHAPES = [f"{kind.lower()}-{version}" for kind in CONTENT_OF_RECORD for version in range(1, CURRENT[kind] + 1)]
SHAPES += ["retraction-1", "erasure-1", "erased-1"]
TODAY = {f"{kind.lower()}-{CURRENT[kind]}": content for kind, content in CONTENT_OF_RECORD.items()}
NEVER_STORED = {("schedule", "id")}


def sample(name: str) -> dict[str, Any]:
    return json.loads((DIRECTORY / f"{name}.json").read_text(encoding="utf-8"))


def body_of(stored: dict[str, Any]):
    return body_from(
        stored["payload"],
        record=RecordRef(RecordKind(stored["record_kind"]), stored["record_id"]),
        kind=EventKind(stored["kind"]),
        schema_version=SchemaVersion(stored["schema_version"]),
    )


def digests(stored: dict[str, Any]) -> dict[str, str]:
    """Compute what proves an event; what was erased keeps its payload hash."""
    salt = stored["salt"]
    digest = (
        payload_hash(stored["payload"], salt=bytes.fromhex(salt)) if salt else bytes.fromhex(stored["payload_hash"])
    )
    event = RecordedEvent(
        log_offset=LogOffset(stored["log_offset"]),
        id=EventId(UUID(stored["id"])),
        record=RecordRef(RecordKind(stored["record_kind"]), stored["record_id"]),
        version=StreamVersion(stored["version"]),
        kind=EventKind(stored["kind"]),
        schema_version=SchemaVersion(stored["schema_version"]),
        recorded_at=datetime.datetime.fromisoformat(stored["recorded_at"]),
        recorded_by=stored["recorded_by"],
        body=body_of(stored),
    )
    return {"payload_hash": digest.hex(), "leaf": leaf(event, payload_hash=digest).hex()}


def empty_fields(model: type[BaseModel], value: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Name the fields, however deep, that the sample leaves out or leaves empty."""
    for name, field in model.model_fields.items():
        given = value.get(name)
        if given is None or given == []:
            yield (*path, name)
        nested = [part for part in (field.annotation, *get_args(field.annotation)) if isinstance(part, type)]
        for part in nested:
            if issubclass(part, BaseModel):
                for item in given if isinstance(given, list) else [given or {}]:
                    yield from empty_fields(part, item, (*path, name))


@pytest.fixture(scope="module", autouse=True)
def _complete_new_samples():
    if os.environ.get("ONRECORD_WRITE_GOLDEN"):
        for name in NAMES:
            stored = sample(name)
            if "leaf" not in stored:
                text = json.dumps(stored | digests(stored), ensure_ascii=False, indent=2)
                (DIRECTORY / f"{name}.json").write_text(text + "\n", encoding="utf-8")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_a_sample(shape):
    assert shape in NAMES, f"write tests/golden/{shape}.json"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_of_a_known_shape(name):
    assert name in SHAPES, f"{name} is of a shape that the program has forgotten; events written so exist"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_loads(name):
    body = body_of(sample(name))
    assert isinstance(body, Version) == (name not in {"retraction-1", "erasure-1", "erased-1"})


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_has_the_hash_and_the_leaf_that_it_was_written_with(name):
    stored = sample(name)
    assert digests(stored) == {"payload_hash": stored["payload_hash"], "leaf": stored["leaf"]}


@pytest.mark.parametrize("name", sorted({*TODAY, "retraction-1", "erasure-1", "erased-1"}))
def test_today_s_shape_is_written_as_it_is_read(name):
    stored = sample(name)
    assert payload_bytes(body_of(stored)) == canonical(stored["payload"])


@pytest.mark.parametrize("name", TODAY)
def test_a_sample_of_today_s_shape_fills_every_field(name):
    content = sample(name)["payload"]["content"]
    one_or_other = {"edtf", "earliest", "latest", "relative", "anchor"}
    kind = name.rpartition("-")[0]
    empty = {path for path in empty_fields(TODAY[name], content, (kind,)) if path[-1] not in one_or_other}
    assert empty - NEVER_STORED == set()


@pytest.mark.parametrize("name", NAMES)
async def test_the_database_stores_a_sample_so_that_its_hash_still_holds(superuser, name):
    stored = sample(name)
    payload = await superuser.fetchval("select $1::text::jsonb", json.dumps(stored["payload"]))
    assert payload == stored["payload"]
    if stored["salt"]:
        assert payload_hash(payload, salt=bytes.fromhex(stored["salt"])).hex() == stored["payload_hash"]


def test_the_erased_sample_has_the_proofs_of_the_one_it_was():
    statement, erased = sample("statement-1"), sample("erased-1")
    assert isinstance(body_of(erased), Erased)
    gone = {"payload", "salt"}
    assert {k: v for k, v in erased.items() if k not in gone} == {k: v for k, v in statement.items() if k not in gone}
