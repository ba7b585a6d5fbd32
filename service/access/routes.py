"""Owns the check of routes that are no GraphQL: ``needs(scope)`` is the one line that such a route adds.

@app.get("/export/record.ndjson", dependencies=[needs(Scope.READ)])
async def exported() -> …

async def exported(caller: Annotated[Caller, needs(Scope.READ)]) -> …
"""

from typing import Any

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from service.access.audit import AuditOutcome, AuditTrail
from service.access.caller import Caller
from service.access.roles import Scope


class Forbidden(Exception):
    """The caller's role does not allow what was asked."""

    def __init__(self, caller: Caller, scope: Scope) -> None:
        self.scope = scope
        super().__init__(sentence_about(caller, scope))


def sentence_about(caller: Caller, scope: Scope) -> str:
    """Say why something is refused, and what to do."""
    return f"this needs the scope {scope}, which {caller.role} lacks; ask for a token of a higher role"


def caller_of(request: Request) -> Caller:
    """Return who asks, as ``admission`` found out."""
    caller: Caller = request.scope["caller"]
    return caller


def needs(scope: Scope) -> Any:
    """Return the dependency of a route that only those with a scope may use; its value is the caller.

    FastAPI types what marks a dependency as Any.
    """

    async def allowed(request: Request) -> Caller:
        caller = caller_of(request)
        trail: AuditTrail = request.app.state.services.access.audit
        if not caller.may(scope):
            await trail.add(caller, asked=_asked(request), outcome=AuditOutcome.REFUSED, detail=f"needs {scope}")
            raise Forbidden(caller, scope)
        if scope is Scope.ADMINISTER:
            await trail.add(caller, asked=_asked(request), outcome=AuditOutcome.ALLOWED, detail="")
        return caller

    return Depends(allowed)


async def forbidden(_request: Request, error: Exception) -> JSONResponse:
    """Answer what ``needs`` refused, in the shape of a GraphQL error."""
    scope = error.scope if isinstance(error, Forbidden) else None
    shown = {"message": str(error), "extensions": {"code": "FORBIDDEN", "scope": scope}}
    return JSONResponse({"errors": [shown]}, status_code=403)


def _asked(request: Request) -> str:
    return f"{request.method} {request.url.path}"
