"""Owns how contents written under an earlier schema version are read today.

Raising ``CURRENT`` for a kind needs an upcaster from the version before, and a golden sample of the old shape that
stays in ``tests/golden`` for ever. Upcasters are pure and chain: 1 to 2, 2 to 3, and so on.
"""

from collections.abc import Callable, Mapping
from typing import Any

from events.vocabulary import RecordKind, SchemaVersion

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

CURRENT: Mapping[RecordKind, SchemaVersion] = {kind: SchemaVersion(1) for kind in RecordKind}
"""The schema version that new events of each kind are written under."""

UPCASTERS: Mapping[tuple[RecordKind, SchemaVersion], Upcaster] = {}
"""From (kind, version) to the version after it."""


def upcast(
    content: Mapping[str, Any],
    *,
    record_kind: RecordKind,
    schema_version: SchemaVersion,
    upcasters: Mapping[tuple[RecordKind, SchemaVersion], Upcaster] = UPCASTERS,
    current: Mapping[RecordKind, SchemaVersion] = CURRENT,
) -> dict[str, Any]:
    """Return the content in today's shape.

    Raises:
        LookupError: the event is newer than this program, or a step between the versions is missing.
    """
    shape = dict(content)
    for version in range(schema_version, current[record_kind]):
        step = upcasters.get((record_kind, SchemaVersion(version)))
        if step is None:
            raise LookupError(f"no upcaster for {record_kind} from schema version {version}; add one to UPCASTERS")
        shape = step(shape)
    if schema_version > current[record_kind]:
        raise LookupError(f"{record_kind} of schema {schema_version} is newer than this program; upgrade onrecord")
    return shape
