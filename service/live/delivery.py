"""Owns what a delivery is made of, and which of them a subscriber's filter passes.

A filter is asked of versions: the event's own, and every earlier one of the records it touches. So a correction,
retraction or appearance passes where the event passed before or after the change, a merge where either statement did.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from events.vocabulary import ChangeKind, Clock, EventKind, LogOffset
from projections.rule.changes import PairChange


@dataclass(frozen=True, slots=True)
class Version:
    """What a filter looks at in one event: its kind, the actors whose own it is, the issues it bears on.

    None is whoever and whatever: an erasure has taken away what would tell.
    """

    kind: EventKind
    actors: frozenset[str] | None
    issues: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event of the log, projected. ``recorded_on`` is its day in UTC; ``changes`` go by actor and issue."""

    log_offset: LogOffset
    recorded_on: datetime.date
    versions: frozenset[Version]
    changes: Mapping[Clock, tuple[PairChange, ...]]

    @property
    def size(self) -> int:
        """How many answers it changed, under both clocks."""
        return sum(map(len, self.changes.values()))


@dataclass(frozen=True, slots=True)
class EventsWanted:
    """The filter of ``events``; None asks for all. One and the same version must meet all of it."""

    actors: Collection[str] | None = None
    issues: Collection[str] | None = None
    kinds: Collection[EventKind] | None = None

    def picked_from(self, delivery: Delivery) -> LogOffset | None:
        """Return the event to tell of, None where the filter does not pass it."""
        return delivery.log_offset if any(map(self._passes, delivery.versions)) else None

    def _passes(self, version: Version) -> bool:
        return (
            (self.kinds is None or version.kind in self.kinds)
            and _meets(version.actors, self.actors)
            and _meets(version.issues, self.issues)
        )


def _meets(named: frozenset[str] | None, wanted: Collection[str] | None) -> bool:
    return wanted is None or named is None or not named.isdisjoint(wanted)


@dataclass(frozen=True, slots=True)
class ChangesWanted:
    """The filter of ``positionChanges``; None asks for all.

    ``max_age_days`` leaves out changes whose day was older than that when the event was recorded.
    """

    clock: Clock
    actors: Collection[str] | None = None
    issues: Collection[str] | None = None
    kinds: Collection[ChangeKind] | None = None
    max_age_days: int | None = None

    def picked_from(self, delivery: Delivery) -> tuple[PairChange, ...] | None:
        """Return the changes to tell of, None where there are none."""
        changes = delivery.changes.get(self.clock, ())
        return tuple(change for change in changes if self._passes(change, delivery.recorded_on)) or None

    def _passes(self, change: PairChange, recorded_on: datetime.date) -> bool:
        actor, issue = change.pair
        return (
            (self.kinds is None or change.kind in self.kinds)
            and (self.actors is None or actor in self.actors)
            and (self.issues is None or issue in self.issues)
            and (self.max_age_days is None or (recorded_on - change.on).days <= self.max_age_days)
        )
