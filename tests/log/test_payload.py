"""What is hashed is what is stored: canonical JSON survives the database."""

from dataclasses import replace

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from events.contents import Actor, Quantity
from events.errors import Refused
from events.event import RecordRef, Version
from events.payload import body_from, canonical, payload_hash, payload_of
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
    payload = payload_of(Version(Change.FIRST, actor))
    assert payload == {
        "change": "FIRST",
        "content": {"id": "nato", "kind": "igo", "names": [{"lang": "en", "text": "NATO"}], "codes": []},
    }
    body = body_from(
        payload, record=RecordRef(RecordKind.ACTOR, "nato"), kind=EventKind.REFERENCE, schema_version=SchemaVersion(1)
    )
    assert body == Version(Change.FIRST, actor)
