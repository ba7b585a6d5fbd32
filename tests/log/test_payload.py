"""What is hashed is what is stored: canonical JSON survives the database."""

import datetime
import json
from dataclasses import replace
from enum import Enum
from typing import get_args

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from events.contents import CONTENT_OF_RECORD, Actor, Quantity
from events.errors import Refused
from events.event import RecordRef, Version
from events.payload import body_from, canonical, payload_bytes, payload_hash
from events.vocabulary import Change, EventKind, RecordKind, SchemaVersion

FIGURES = [0.0, -0.0, 0.1, 1 / 3, 90_000.0, 1e-7, 5e-324, 123_456_789.123_456_79, 1e15, 2.0**53 - 1, 1 - 2.0**53]
TEXTS = ["", "\x01\x1f\x7f", '"\\/', "\u2028\u2029\ufeff", "Є 𝄞 e\u0301", "\r\n\t", "\ud7ff\ue000\U0010ffff"]
SALT = bytes(16)
FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-10, 10) | st.integers(-(2**54), 2**54).map(float)
LEAVES = FLOATS | st.integers(1 - 2**53, 2**53 - 1) | st.text() | st.booleans() | st.none()


@pytest.mark.parametrize("figure", FIGURES)
async def test_every_figure_keeps_its_hash(superuser, figure):
    stored = Quantity(value=figure, counts="troops").model_dump(mode="json", exclude_none=True)
    read = await superuser.fetchval("select $1::jsonb", stored)
    assert payload_hash(read, salt=SALT) == payload_hash(stored, salt=SALT)
    assert Quantity.model_validate(read).value == figure


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def written(write, value):
    """Return what is written, or that it is refused."""
    try:
        return write(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        return type(error)


@given(_JSON)
def test_every_value_is_written_as_the_standard_says(value):
    assert written(canonical, value) == written(rfc8785.dumps, value)


@pytest.mark.parametrize("figure", [*FIGURES, 1e-4, 9.99e-5, 1.5e-6, 2.0**53, 1e16, 1e21, 1e22, 2**53 - 1, 2**53])
def test_every_figure_is_written_as_the_standard_says(figure):
    assert written(canonical, [figure]) == written(rfc8785.dumps, [figure])


@pytest.mark.parametrize("text", TEXTS)
async def test_every_text_keeps_its_hash(superuser, text):
    read = await superuser.fetchval("select $1::jsonb", {"text": text})
    assert canonical(read) == canonical({"text": text})


@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_the_short_way_to_canonical_json_writes_what_the_long_one_writes(value):
    assert canonical(value) == rfc8785.dumps(value)


_VALUES = {
    str: st.text(),
    int: st.integers(-(2**31), 2**31 - 1),
    float: FLOATS.filter(lambda figure: abs(figure) < 2**53),
    bool: st.booleans(),
    type(None): st.none(),
    datetime.date: st.dates(),
}


def values_of(annotation):
    """Return a strategy for all that a field so annotated may hold, whatever else is asked of it."""
    if annotation in _VALUES:
        return _VALUES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {name: values_of(field.annotation) for name, field in annotation.model_fields.items()}
        return st.fixed_dictionaries(fields).map(lambda values: annotation.model_construct(**values))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    parts = [values_of(part) for part in get_args(annotation) if part is not Ellipsis and not is_constraint(part)]
    return st.lists(parts[0], max_size=2).map(tuple) if Ellipsis in get_args(annotation) else st.one_of(parts)


def is_constraint(part):
    return not isinstance(part, type) and not get_args(part)


@pytest.mark.parametrize("content_type", CONTENT_OF_RECORD.values())
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_every_content_is_written_as_the_standard_says(content_type, data):
    content = data.draw(values_of(content_type))
    reason, adopts = data.draw(st.none() | st.text()), data.draw(st.none() | st.uuids())
    envelope = {"change": "FIRST", "content": content.model_dump(mode="json", exclude_none=True)}
    envelope |= {"reason": reason} if reason is not None else {}
    envelope |= {"adopts": str(adopts)} if adopts is not None else {}
    body = Version(Change.FIRST, content, reason, adopts)
    assert written(payload_bytes, body) == written(rfc8785.dumps, envelope)


@pytest.mark.parametrize("figure", [float("inf"), float("nan"), 2.0**53, -(2.0**53)])
def test_a_figure_that_canonical_json_cannot_write_is_refused(figure):
    with pytest.raises(ValidationError):
        Quantity(value=figure, counts="troops")


async def test_a_text_with_a_null_character_is_refused_with_a_sentence(log, reader, event_of):
    event = event_of("nato")
    content = Actor.model_validate(event.body.content.model_dump() | {"codes": ["a\x00b"]})
    with pytest.raises(Refused, match=r"U\+0000"):
        async with log.appending() as appending:
            await appending.append([replace(event, body=Version(Change.FIRST, content))])
    assert (await reader.head()).log_offset == 0


def test_an_empty_list_is_stored_and_an_absent_value_is_not():
    actor = Actor.model_validate({"id": "nato", "kind": "igo", "names": [{"lang": "en", "text": "NATO"}]})
    payload = json.loads(payload_bytes(Version(Change.FIRST, actor)))
    assert payload == {
        "change": "FIRST",
        "content": {"id": "nato", "kind": "igo", "names": [{"lang": "en", "text": "NATO"}], "codes": []},
    }
    body = body_from(
        payload, record=RecordRef(RecordKind.ACTOR, "nato"), kind=EventKind.REFERENCE, schema_version=SchemaVersion(1)
    )
    assert body == Version(Change.FIRST, actor)
