"""Owns the way from a GraphQL request to its encoded results, for transports that carry more than one.

    request ──► parsed, validated ──► query, mutation: one result
                                 └──► subscription: its stream, each step executed once for all who ask the same

What is executed has a context of its own, with its own data loaders, and none outlives it.
"""

import asyncio
import inspect
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Protocol
from weakref import WeakValueDictionary

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    Executor,
    GraphQLError,
    GraphQLFormattedError,
    OperationType,
    create_source_event_stream,
    execute,
    get_operation_ast,
)
from strawberry.types import ExecutionResult as StrawberryResult

from events.errors import LogUnavailable
from events.vocabulary import LogOffset
from service.access.caller import Caller
from service.access.roles import AccessRole
from service.graphql.execution import NO_SUCH_OPERATION, NotValid, Schema
from service.graphql.masking import masked

_KEPT_RESULTS = 64
_KEPT_SECONDS = 5.0
"""Long enough for all who are live to ask; what is erased meanwhile is soon gone from here as well."""
_PAUSE_SECONDS = 0.2
_SharedKey = tuple[str, str | None, bytes, AccessRole]


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client asks, as it wrote it. ``resume_after`` goes before the argument ``after`` of a subscription."""

    query: str
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    resume_after: LogOffset | None = None


@dataclass(frozen=True, slots=True)
class EncodedResult:
    """A response in JSON; ``log_offset`` is that of a subscription's delivery or checkpoint."""

    text: str
    log_offset: LogOffset | None = None


class RequestRefused(Exception):
    """The request was not executed, or its stream cannot go on; ``errors`` say why, as a response shows them."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        self.errors: list[GraphQLFormattedError] = [error.formatted for error in masked(errors)]
        super().__init__("; ".join(error.message for error in errors))


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The root value of a subscription: what its transport knows. ``resume_after`` as in the request."""

    resume_after: LogOffset | None = None


class Told(Protocol):
    """What the stream of a subscription field yields."""

    @property
    def log_offset(self) -> LogOffset:
        """The place in the log after which to resume."""
        ...

    @property
    def is_checkpoint(self) -> bool:
        """Whether nothing was found up to there."""
        ...


class Operations:
    """Run requests against one schema; ``new_context`` makes the context of one execution for a caller."""

    def __init__(self, schema: Schema, *, new_context: Callable[[Caller], Any]) -> None:
        self._schema, self._new_context = schema, new_context
        self._shared: WeakValueDictionary[_SharedKey, _SharedExecution] = WeakValueDictionary()

    async def results(
        self, request: GraphQLRequest, caller: Caller, *, may_write: bool = True
    ) -> AsyncGenerator[EncodedResult, None]:
        """Yield the one result of a query or mutation, or those of a subscription, without end.

        Raises:
            RequestRefused: it is not valid, or not allowed here, or the subscription cannot go on.
        """
        document = self._document(request.query)
        operation = get_operation_ast(document, request.operation_name)
        if operation is None:
            raise RequestRefused([GraphQLError(NO_SUCH_OPERATION)])
        if operation.operation is OperationType.MUTATION and not may_write:
            raise RequestRefused([GraphQLError("a mutation is sent by POST; a GET changes nothing")])
        if operation.operation is not OperationType.SUBSCRIPTION:
            yield await self._single(request, caller)
            return
        shared = self._shared_execution(request, document, caller)
        try:
            async with aclosing(await self._source(request, document, caller)) as source:
                async for told in source:
                    yield EncodedResult(await shared.result(told), told.log_offset)
        except GraphQLError as error:
            raise RequestRefused([error]) from error

    def _document(self, query: str) -> DocumentNode:
        try:
            return self._schema.documents.valid(query)
        except NotValid as error:
            raise RequestRefused(error.errors) from error

    async def _single(self, request: GraphQLRequest, caller: Caller) -> EncodedResult:
        result = await self._schema.execute(
            request.query,
            variable_values=dict(request.variables or {}),
            operation_name=request.operation_name,
            context_value=self._new_context(caller),
        )
        return EncodedResult(_encoded(result, result.errors))

    async def _source(
        self, request: GraphQLRequest, document: DocumentNode, caller: Caller
    ) -> AsyncGenerator[Told, None]:
        executor = Executor.build(
            self._schema.executable,
            document,
            root_value=Subscriber(request.resume_after),
            context_value=self._new_context(caller),
            raw_variable_values=dict(request.variables or {}),
            operation_name=request.operation_name,
        )
        if isinstance(executor, list):
            raise RequestRefused(executor)
        source = create_source_event_stream(executor)
        source = await source if inspect.isawaitable(source) else source
        if isinstance(source, ExecutionResult):
            raise RequestRefused(source.errors or [])
        if not isinstance(source, AsyncGenerator):
            raise TypeError("a subscription field resolves to a generator, which is closed with its subscriber")
        return source

    def _shared_execution(self, request: GraphQLRequest, document: DocumentNode, caller: Caller) -> "_SharedExecution":
        """Return the execution that all of one role share: nothing that a subscription answers tells them apart."""
        variables = orjson.dumps(request.variables, option=orjson.OPT_SORT_KEYS)
        key = (request.query, request.operation_name, variables, caller.role)
        shared = self._shared.get(key)
        if shared is None:
            shared = self._shared[key] = _SharedExecution(lambda told: self._told(request, document, told, caller))
        return shared

    async def _told(self, request: GraphQLRequest, document: DocumentNode, told: Told, caller: Caller) -> str:
        """Return the response for one step; a database that is away is waited for, and loses nobody a delivery."""
        while True:
            result = await self._executed(request, document, told, caller)
            if not any(isinstance(error.original_error, LogUnavailable) for error in result.errors or ()):
                return _encoded(result, masked(result.errors or ()))
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _executed(
        self, request: GraphQLRequest, document: DocumentNode, told: Told, caller: Caller
    ) -> ExecutionResult:
        result = execute(
            self._schema.executable,
            document,
            root_value=told,
            context_value=self._new_context(caller),
            variable_values=dict(request.variables or {}),
            operation_name=request.operation_name,
        )
        return await result if inspect.isawaitable(result) else result


@dataclass(slots=True)
class _Result:
    """The result of one step; without a text once done, its execution was broken off."""

    text: str | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)
    asked_at: float = field(default_factory=time.monotonic)

    @property
    def is_old(self) -> bool:
        return time.monotonic() > self.asked_at + _KEPT_SECONDS


class _SharedExecution:
    """Execute each step of one subscription once, for all who follow it with the same query and variables."""

    def __init__(self, execute_step: Callable[[Told], Awaitable[str]]) -> None:
        self._execute_step = execute_step
        self._results: OrderedDict[tuple[LogOffset, bool], _Result] = OrderedDict()

    async def result(self, told: Told) -> str:
        """Return the response for a step, executed now, by another subscriber meanwhile, or a moment ago."""
        key = (told.log_offset, told.is_checkpoint)
        while True:
            result = self._results.get(key)
            if result is None or (result.is_old and result.done.is_set()):
                result = await self._executed(told, key)
            else:
                await result.done.wait()
            if result.text is not None:
                return result.text

    async def _executed(self, told: Told, key: tuple[LogOffset, bool]) -> _Result:
        result = self._results[key] = _Result()
        if len(self._results) > _KEPT_RESULTS:
            self._results.popitem(last=False)
        try:
            result.text = await self._execute_step(told)
        finally:
            if result.text is None and self._results.get(key) is result:
                del self._results[key]
            result.done.set()
        return result


def _encoded(result: ExecutionResult | StrawberryResult, errors: Sequence[GraphQLError] | None) -> str:
    shown = {"errors": [error.formatted for error in errors]} if errors else {}
    return orjson.dumps({"data": result.data} | shown).decode()
