"""What becomes of an execution whose client goes away amid its fields: nothing that anybody hears of."""

import asyncio
import gc
import warnings
from contextlib import suppress

import strawberry

from service.access.caller import open_caller
from service.cli.web_server import hear_nothing_of_unasked_fields
from service.graphql.execution import Schema
from service.live.operation import GraphQLRequest, Operations

NODE = GraphQLRequest("{ node { name nodes { name nodes { name nodes { name } } } } }")


@strawberry.type
class Node:
    @strawberry.field
    async def name(self) -> str:
        await asyncio.sleep(0)
        return "a node"

    @strawberry.field
    async def nodes(self) -> list["Node"]:
        await asyncio.sleep(0)
        return [Node(), Node()]


@strawberry.type
class Query:
    node: Node = strawberry.field(resolver=Node)


async def test_a_client_may_go_away_at_any_moment():
    operations = Operations(Schema(Query), new_context=lambda _: None)
    gc.collect()  # what others left
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        hear_nothing_of_unasked_fields()
        for moment in range(40):
            asking = asyncio.ensure_future(anext(operations.results(NODE, open_caller("desk"))))
            for _ in range(moment):
                await asyncio.sleep(0)
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking
        gc.collect()
    assert [str(one.message) for one in warned if "never awaited" in str(one.message)] == []
