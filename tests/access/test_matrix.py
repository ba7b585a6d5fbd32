"""Every root field × everybody who may ask × every lane: allowed exactly where the table says, and nothing leaks."""

from collections.abc import Iterator, Mapping

import asyncpg
import pytest
from access.closed_service import LANES, Answer, Holder, Refused, asked_in, holders_in, in_a_thread
from access.operations import Operation, met, operations
from cluster import Cluster
from live_service import Service

from service.access.roles import FIELDS, SCOPES, Scope, scope_of
from service.graphql.schema import build_schema

SCHEMA = build_schema().executable
OPERATIONS = operations(SCHEMA)
HOLDERS = (
    "no token",
    "bad token",
    "no token of ours",
    "expired",
    "revoked",
    "reader",
    "coder",
    "editor",
    "admin",
    "open",
)
_UNSERVED = {"GET": {"Mutation", "Subscription"}, "POST": {"Subscription"}}
"""What a lane serves nobody."""


@pytest.fixture(scope="module")
def dsn(postgres_cluster: Cluster, migrated_template: str) -> Iterator[str]:
    yield postgres_cluster.create_database("matrix", template=migrated_template)
    postgres_cluster.drop_database("matrix")


@pytest.fixture(scope="module")
def services(dsn: str) -> Iterator[Mapping[bool, Service]]:
    with in_a_thread(dsn, is_open=False) as closed, in_a_thread(dsn, is_open=True) as opened:
        yield {False: closed, True: opened}


@pytest.fixture(scope="module")
def holders(dsn: str, postgres_cluster: Cluster) -> Mapping[str, Holder]:
    return postgres_cluster.runner.run(holders_in(dsn))


@pytest.fixture(scope="module", autouse=True)
def _something_on_record(services: Mapping[bool, Service], holders: Mapping[str, Holder]) -> None:
    """Have one event, for subscriptions from the beginning to tell of."""
    actor = '{id: "nato", kind: "x", names: [{lang: "en", text: "NATO"}]}'
    register = f"mutation {{ registerActor(input: {actor}) {{ errors {{ code field message }} }} }}"
    (answer,) = asked_in("POST", services[True].url, holders["open"], [register])
    assert answer
    assert answer["data"]["registerActor"]["errors"] == []


class Kept:
    """What is on record and in the trail."""

    def __init__(self, cluster: Cluster, dsn: str) -> None:
        self._cluster, self._dsn = cluster, dsn

    def head(self) -> int:
        return int(self._ask("select count(*) as number from log.event")[0]["number"])

    def last_entry(self) -> int:
        return int(self._ask("select coalesce(max(id), 0) as id from access.audit")[0]["id"])

    def entries(self, *, after: int) -> list[tuple[object, ...]]:
        query = "select who, token_id, asked, outcome, detail from access.audit where id > $1 order by id"
        return [tuple(row) for row in self._ask(query, after)]

    def _ask(self, query: str, *arguments: object) -> list[asyncpg.Record]:
        async def asked() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self._dsn)
            try:
                return list(await connection.fetch(query, *arguments))
            finally:
                await connection.close()

        return self._cluster.runner.run(asked())


@pytest.fixture(scope="module")
def kept(postgres_cluster: Cluster, dsn: str) -> Kept:
    return Kept(postgres_cluster, dsn)


def may(holder: Holder, operation: Operation) -> bool:
    return holder.role is not None and operation.scope in SCOPES[holder.role]


def is_forbidden(answer: Answer, operation: Operation) -> bool:
    """Tell whether an answer refuses; fail where it shows anything beside."""
    errors, data = answer.get("errors", []), answer.get("data") or {}
    if any((error.get("extensions") or {}).get("code") == "FORBIDDEN" for error in errors):
        assert data.get(operation.field) is None
        assert [error["extensions"]["scope"] for error in errors] == [operation.scope]
        return True
    payload = data.get(operation.field)
    if operation.root != "Mutation" or not payload or [e["code"] for e in payload["errors"]] != ["FORBIDDEN"]:
        return False
    shown = {name: value for name, value in payload.items() if name not in {"__typename", "errors", "isProjected"}}
    assert all(value in (None, []) for value in shown.values()), shown
    return True


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("who", HOLDERS)
def test_everybody_gets_what_the_table_says_and_no_more(services, holders, kept, who, lane):
    holder = holders[who]
    url, head, last = services[holder.is_open].url, kept.head(), kept.last_entry()
    served = [one for one in OPERATIONS if one.root not in _UNSERVED.get(lane, ())]
    if holder.role is None:
        for operation in OPERATIONS:
            with pytest.raises(Refused, match="UNAUTHENTICATED"):
                asked_in(lane, url, holder, [operation.text])
    else:
        answers = asked_in(lane, url, holder, [one.text for one in OPERATIONS])
        got = {one.name: is_forbidden(answer, one) for one, answer in zip(OPERATIONS, answers, strict=True) if answer}
        assert got == {one.name: not may(holder, one) for one in served}
    assert kept.entries(after=last) == [entry for one in served for entry in audited(holder, one)]
    if holder.role is None or Scope.RECORD not in SCOPES[holder.role] or lane == "GET":
        assert kept.head() == head


def audited(holder: Holder, operation: Operation) -> list[tuple[object, ...]]:
    """Return what the trail says of an operation."""
    if holder.role is None:
        return []
    if not may(holder, operation):
        return [(holder.name, holder.token_id, operation.name, "REFUSED", f"needs {operation.scope}")]
    is_used = operation.scope is Scope.ADMINISTER
    return [(holder.name, holder.token_id, operation.name, "ALLOWED", "")] if is_used else []


@pytest.mark.parametrize("who", ["reader", "coder", "editor", "open"])
def test_a_dry_run_changes_nothing_and_is_in_the_trail(services, holders, kept, who):
    holder, head, last = holders[who], kept.head(), kept.last_entry()
    tried = [one for one in operations(SCHEMA, extra="dryRun") if "dryRun: true" in one.text]
    assert {one.field for one in tried} >= {"recordStatement", "recordMove", "correctEvent", "retractEvent"}
    answers = asked_in("POST", services[holder.is_open].url, holder, [one.text for one in tried])
    assert [is_forbidden(answer or {}, one) for one, answer in zip(tried, answers, strict=True)] == [
        not may(holder, one) for one in tried
    ]
    said = {True: ("ALLOWED", "dryRun"), False: ("REFUSED", "needs {}")}
    assert kept.entries(after=last) == [
        (holder.name, holder.token_id, one.name, outcome, detail.format(one.scope))
        for one in tried
        for outcome, detail in [said[may(holder, one)]]
    ]
    assert kept.head() == head


def test_a_refusal_under_many_names_is_one_entry(services, holders, kept):
    last = kept.last_entry()
    text = "query { " + " ".join(f"a{number}: caller {{ name }}" for number in range(3))
    text += " ".join(f" t{number}: tokens {{ id }}" for number in range(50)) + " }"
    asked_in("POST", services[False].url, holders["reader"], [text])
    assert kept.entries(after=last) == [
        ("a reader", holders["reader"].token_id, "Query.tokens", "REFUSED", "needs ADMINISTER")
    ]


@pytest.mark.parametrize("hidden", ["Token", "AuditEntry"])
def test_tokens_and_trail_are_met_below_fields_of_admins_alone(hidden):
    roots = [kind for kind in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type) if kind]
    meeting = {
        (kind.name, name) for kind in roots for name, field in kind.fields.items() if hidden in met(SCHEMA, field)
    }
    assert meeting
    assert {scope_of(root, name) for root, name in meeting} == {Scope.ADMINISTER}


def test_no_type_leads_back_to_a_root():
    roots = [SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type]
    below = {name for kind in roots if kind for field in kind.fields.values() for name in met(SCHEMA, field)}
    assert below.isdisjoint({"Query", "Mutation", "Subscription"})


def test_the_table_names_no_field_that_is_not_there():
    there = {(one.root, one.field) for one in OPERATIONS}
    assert {(root, field) for root, of in FIELDS.items() for fields in of.values() for field in fields} == there
