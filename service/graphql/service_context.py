"""Owns what resolvers that write or follow share, beside what all share (``service.graphql.context``)."""

from typing import TypeAlias

import strawberry

from events.decide.command import Request
from projections.reading.registries import Registries
from service.access.caller import Caller
from service.access.callers import Access
from service.graphql.context import Context, Reading
from service.graphql.loaders import Loaders
from service.graphql.writing import Preview, Writing
from service.live.hub import Hub


class ServiceContext(Context):
    """One request to a service that reads, writes and follows."""

    def __init__(self, reading: Reading, *, writing: Writing, hub: Hub, caller: Caller, access: Access) -> None:
        load = Loaders(reading.pool, reading.registries)
        super().__init__(reading, load, caller=caller, audit=access.audit)
        self.writing, self.hub, self.access = writing, hub, access
        self._loaders_of_record = self.load
        self._preview: Preview | None = None

    async def previewed(self, request: Request) -> Preview:
        """Return a preview of a request that nested fields read from, until the next one or the end of the operation.

        Raises:
            LogUnavailable, NotCaughtUp: see there.
        """
        await self.close_preview()
        self._preview = await Preview.opened(self.writing, request)
        self.load = Loaders(self._preview.source, Registries(self._preview.source))
        return self._preview

    async def close_preview(self) -> None:
        """Take back what was previewed; nested fields read the record again."""
        preview, self._preview, self.load = self._preview, None, self._loaders_of_record
        if preview is not None:
            await preview.close()


ServiceInfo: TypeAlias = strawberry.Info[ServiceContext, None]
