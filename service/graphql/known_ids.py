"""Owns refusing ids that nothing was ever put on record under (R4)."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from events.event import RecordRef
from events.log.connection import Source
from events.vocabulary import RecordKind
from projections.reading.records import known_records
from service.graphql.errors import UnknownId


class Named(StrEnum):
    """What an id in an argument names, as an error calls it."""

    ACTOR = "actor"
    ISSUE = "issue"
    SOURCE = "source"
    INSTRUMENT = "instrument"

    def ref(self, record_id: str) -> RecordRef:
        """Return the record that an id names."""
        return RecordRef(RecordKind(self.upper()), record_id)


Ids = Sequence[str] | str | None


async def require_known(source: Source, named: Named, ids: Ids, *, argument: str) -> None:
    """Return if every id is on record, withdrawn or not, at whatever offset.

    Raises:
        UnknownId: for the first one that is not, with the path of the argument.
    """
    await require_all_known(source, {argument: (named, ids)})


async def require_all_known(source: Source, arguments: Mapping[str, tuple[Named, Ids]]) -> None:
    """Do the like for several arguments, in one query.

    Raises:
        UnknownId: for the first one that is not, with the path of the argument.
    """
    asked = [found for argument, (named, ids) in arguments.items() for found in _asked(argument, named, ids)]
    known = await known_records(source, {named.ref(one) for _, named, one in asked}) if asked else frozenset()
    for path, named, one in asked:
        if named.ref(one) not in known:
            raise UnknownId(named, one, argument=path)


def _asked(argument: str, named: Named, ids: Ids) -> Iterator[tuple[list[str], Named, str]]:
    if isinstance(ids, str):
        yield [argument], named, ids
    else:
        yield from (([argument, str(place)], named, one) for place, one in enumerate(ids or ()))
