"""How large a query may be, and what is told of errors that the client did not make."""

import asyncpg
import structlog
from graphql import get_introspection_query

from events.errors import LogUnavailable
from projections.reading import records
from service.graphql import execution
from service.graphql.limits import DEEPEST, MOST_ALIASES, MOST_TOKENS
from service.graphql.masking import MOST_ERRORS


def nested(depth: int) -> str:
    return '{ issue(id: "nato-enlargement") ' + "{ parent " * (depth - 2) + "{ id }" + " }" * (depth - 1)


async def test_a_query_may_be_deep_but_not_deeper(desk):
    assert not (await desk.answer(nested(DEEPEST))).errors
    refusal = await desk.refusal(nested(DEEPEST + 1))
    assert (refusal["code"], refusal["deepest"]) == ("QUERY_TOO_LARGE", DEEPEST)


async def test_fragments_are_as_deep_as_where_they_are_spread(desk):
    spreads = "".join(f" fragment F{number} on Issue {{ parent {{ ...F{number + 1} }} }}" for number in range(DEEPEST))
    query = f'{{ issue(id: "nato-enlargement") {{ ...F0 }} }} {spreads} fragment F{DEEPEST} on Issue {{ id }}'
    assert (await desk.refusal(query))["code"] == "QUERY_TOO_LARGE"


async def test_fragments_that_multiply_are_counted_without_being_walked(desk):
    doubling = "".join(
        f" fragment F{number} on Issue {{ ...F{number + 1} x{number}: id ...F{number + 1} }}" for number in range(60)
    )
    query = f'{{ issue(id: "nato-enlargement") {{ ...F0 }} }} {doubling} fragment F60 on Issue {{ id }}'
    answer = await desk.answer(query)
    assert {error.extensions["code"] for error in answer.errors} == {"QUERY_TOO_LARGE"}


async def test_aliases_and_tokens_are_bounded(desk):
    aliases = " ".join(f"a{number}: log {{ head }}" for number in range(MOST_ALIASES + 1))
    assert (await desk.refusal(f"{{ {aliases} }}"))["mostAliases"] == MOST_ALIASES
    answer = await desk.answer("{ log { " + "head " * MOST_TOKENS + "} }")
    assert f"more than {MOST_TOKENS} tokens" in answer.errors[0].message.lower()


async def test_a_query_is_parsed_and_validated_once_however_often_it_is_asked(desk, monkeypatch):
    validated = []
    monkeypatch.setattr(execution, "validate", lambda *asked: validated.append(asked) or [])
    for _ in range(3):
        await desk.ask("{ once: log { head } }")
    assert len(validated) == 1


async def test_introspection_is_as_deep_as_it_needs_to_be(desk):
    assert (await desk.ask(get_introspection_query()))["__schema"]["queryType"]["name"] == "Query"


async def test_an_unexpected_error_is_logged_whole_and_told_without_its_words(desk, monkeypatch):
    async def broken(*_args, **_kwargs):
        raise asyncpg.UndefinedTableError("relation secret.table does not exist")

    monkeypatch.setattr(records, "standing_records", broken)
    with structlog.testing.capture_logs() as logged:
        refusal = await desk.refusal('{ actor(id: "nato") { id } }')
    assert refusal["code"] == "INTERNAL"
    assert "secret" not in refusal["message"]
    assert [(entry["event"], entry["path"]) for entry in logged] == [("a query failed", ["actor"])]


async def test_a_database_that_is_away_is_told_as_such(desk, monkeypatch):
    async def away(*_args, **_kwargs):
        raise LogUnavailable("connection to 10.0.0.1 refused")

    monkeypatch.setattr(records, "standing_records", away)
    refusal = await desk.refusal('{ actor(id: "nato") { id } }')
    assert refusal["code"] == "UNAVAILABLE"
    assert "10.0.0.1" not in refusal["message"]


async def test_the_errors_of_one_answer_are_bounded(desk):
    asked = " ".join(f'a{number}: actor(id: "unknown") {{ id }}' for number in range(MOST_ERRORS + 5))
    answer = await desk.answer(f"{{ {asked} }}")
    assert len(answer.errors) == MOST_ERRORS + 1
    assert answer.errors[-1].message == "5 more errors are left out"
