"""Upcasting: contents of every earlier schema version read as today's, by a chain of small pure steps."""

import pytest

from events.upcasters import CURRENT, UPCASTERS, upcast
from events.vocabulary import RecordKind, SchemaVersion

KIND = RecordKind.ROLE
STEPS = {
    (KIND, SchemaVersion(1)): lambda content: {**content, "office": content["title"]},
    (KIND, SchemaVersion(2)): lambda content: {key: value for key, value in content.items() if key != "title"},
    (RecordKind.ACTOR, SchemaVersion(1)): lambda _: {"another": "kind"},
}
OLDEST, MIDDLE, TODAY = {"title": "envoy"}, {"title": "envoy", "office": "envoy"}, {"office": "envoy"}


def read(content, version, *, steps=STEPS, current=3):
    return upcast(
        content,
        record_kind=KIND,
        schema_version=SchemaVersion(version),
        upcasters=steps,
        current={KIND: SchemaVersion(current)},
    )


@pytest.mark.parametrize(("version", "content"), [(1, OLDEST), (2, MIDDLE), (3, TODAY)])
def test_every_version_is_read_as_today_s(version, content):
    assert read(content, version) == TODAY


def test_upcasting_leaves_what_is_stored_alone():
    stored = dict(OLDEST)
    read(stored, 1)
    assert stored == OLDEST


def test_a_missing_step_is_named():
    steps = {key: step for key, step in STEPS.items() if key != (KIND, 2)}
    with pytest.raises(LookupError, match="ROLE from schema version 2"):
        read(OLDEST, 1, steps=steps)


def test_a_newer_event_is_refused_rather_than_misread():
    with pytest.raises(LookupError, match="newer than this program; upgrade"):
        read(TODAY, 4)


@pytest.mark.parametrize("kind", CURRENT)
def test_every_kind_can_be_read_from_its_first_version_on(kind):
    assert {version for of, version in UPCASTERS if of is kind} == set(range(1, CURRENT[kind]))
