"""The table of rights and the guard: cumulative roles, no field without a scope, and routes that are no GraphQL."""

from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI
from graphql import build_schema
from strawberry.printer import print_schema

from service.access.audit import AuditOutcome
from service.access.caller import Caller
from service.access.guard import guard
from service.access.roles import SCOPES, AccessRole, FieldWithoutScope, Scope, scope_of
from service.access.routes import Forbidden, forbidden, needs
from service.graphql import schema as served

PRINTED = build_schema(served.PRINTED.read_text(encoding="utf-8"))


def test_each_role_may_do_all_that_the_one_before_may():
    assert dict(SCOPES) == {
        AccessRole.READER: {Scope.READ},
        AccessRole.CODER: {Scope.READ, Scope.RECORD},
        AccessRole.EDITOR: {Scope.READ, Scope.RECORD, Scope.CORRECT},
        AccessRole.ADMIN: {Scope.READ, Scope.RECORD, Scope.CORRECT, Scope.ADMINISTER},
    }


@pytest.mark.parametrize(
    ("field", "scope"),
    [
        (("Query", "position"), Scope.READ),
        (("Query", "caller"), Scope.READ),
        (("Query", "tokens"), Scope.ADMINISTER),
        (("Query", "auditTrail"), Scope.ADMINISTER),
        (("Mutation", "recordStatement"), Scope.RECORD),
        (("Mutation", "proposeCoding"), Scope.RECORD),
        (("Mutation", "correctEvent"), Scope.CORRECT),
        (("Mutation", "retractEvent"), Scope.CORRECT),
        (("Subscription", "positionChanges"), Scope.READ),
    ],
)
def test_a_field_needs_what_was_decided(field, scope):
    assert scope_of(*field) is scope


def test_a_field_that_nobody_thought_of_ends_the_building_of_the_schema():
    schema = build_schema("type Query { log: Int, secrets: Int } type Mutation { forgetAll: Int }")
    with pytest.raises(FieldWithoutScope) as refusal:
        guard(schema, payloads={})
    assert str(refusal.value) == (
        "Nobody said who may use Mutation.forgetAll, Query.secrets: name it under a scope in service/access/roles.py."
    )


def test_the_printed_schema_says_what_each_root_field_needs():
    shown = {
        (kind.name, name): [d.arguments[0].value.value for d in field.ast_node.directives if d.name.value == "needs"]
        for kind in (PRINTED.query_type, PRINTED.mutation_type, PRINTED.subscription_type)
        for name, field in kind.fields.items()
    }
    assert shown == {field: [scope_of(*field)] for field in shown}
    assert "@needs(scope: READ)" in print_schema(served.build_schema())


class Trail:
    """Keeps what it is told, in place of the database's."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, AuditOutcome, str]] = []

    async def add(self, caller: Caller, *, asked: str, outcome: AuditOutcome, detail: str) -> None:
        self.told.append((caller.name, asked, outcome, detail))


class Held:
    def __init__(self, **held: object) -> None:
        self.__dict__ |= held


@pytest.mark.parametrize("role", AccessRole)
@pytest.mark.parametrize("scope", Scope)
async def test_a_route_lets_in_who_may(role, scope):
    app, trail = FastAPI(), Trail()
    app.state.services = Held(access=Held(audit=trail))
    app.add_exception_handler(Forbidden, forbidden)

    @app.get("/there")
    async def there(caller: Annotated[Caller, needs(scope)]) -> str:
        return caller.name

    async def admitted(scope_, receive, send):
        await app({**scope_, "caller": Caller("alice", role)}, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=admitted), base_url="http://localhost") as client:
        answer = await client.get("/there")
    if scope in SCOPES[role]:
        assert (answer.status_code, answer.json()) == (200, "alice")
        is_noted = scope is Scope.ADMINISTER
        assert trail.told == ([("alice", "GET /there", AuditOutcome.ALLOWED, "")] if is_noted else [])
    else:
        message = f"this needs the scope {scope}, which {role} lacks; ask for a token of a higher role"
        shown = {"message": message, "extensions": {"code": "FORBIDDEN", "scope": scope}}
        assert (answer.status_code, answer.json()) == (403, {"errors": [shown]})
        assert trail.told == [("alice", "GET /there", AuditOutcome.REFUSED, f"needs {scope}")]
