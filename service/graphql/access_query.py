"""Owns the queries for who asks, who else may, and what was refused or administered."""

import strawberry

from service.graphql.caller import AuditEntry, Caller, Token, caller_from, entry_from, token_from
from service.graphql.context import Info
from service.graphql.cursors import AUDIT
from service.graphql.fields import field
from service.graphql.pages import After, Connection, First, edges_of, page_info, size_of
from service.graphql.service_context import ServiceInfo


@strawberry.type
class AccessQuery:
    """Who may do what."""

    @field
    async def caller(self, info: Info) -> Caller:
        """Who asks, and what they may do."""
        return caller_from(info.context.caller)

    @field
    async def tokens(self, info: ServiceInfo) -> list[Token]:
        """Every token ever made, newest first; `onrecord token` makes and revokes them."""
        now = info.context.reading.now()
        return [token_from(token, now) for token in await info.context.access.tokens.all()]

    @field
    async def audit_trail(self, info: Info, *, first: First = None, after: After = None) -> Connection[AuditEntry]:
        """What was refused, and what was done beyond recording and correcting, newest first."""
        size, before = size_of(first), AUDIT.parse(after, argument="after")
        entries = await info.context.audit.page(before=before, limit=size.limit + 1)
        page = entries[: size.limit]
        edges = edges_of(page, [entry_from(one) for one in page], cursor=lambda entry: AUDIT.write(entry.id))
        info_of_page = page_info(edges, has_more=len(entries) > size.limit, is_inside=before is not None)
        return Connection(edges=edges, page_info=info_of_page)
