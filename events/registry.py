"""Owns actors, roles, issues, sources, instruments and relations as the log stands: a pure fold over their events.

The writer keeps one, advanced inside each appending transaction; the oracle folds one up to an offset.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeVar

from events.capacity import SpeakingRoles
from events.contents import Actor, Instrument, Issue, Period, Role, Source
from events.edtf_dates import Bounds
from events.event import RecordedEvent
from events.judgements import Judgements, statement_judgement
from events.layers import Layers
from events.relative_dates import resolve
from events.streams import Stream
from events.vocabulary import SPEAKING_ROLES, Rank, RecordKind

T = TypeVar("T")

REGISTERED = frozenset(
    {
        RecordKind.ACTOR,
        RecordKind.ROLE,
        RecordKind.ISSUE,
        RecordKind.SOURCE,
        RecordKind.INSTRUMENT,
        RecordKind.RELATION,
    },
)
"""The records a registry keeps."""
UNKNOWN = Bounds(None, None)
_NO_STREAMS: Layers[str, Stream] = Layers()
_DERIVED_FROM = {
    "instrument_of_provision": RecordKind.INSTRUMENT,
    "roles": RecordKind.ROLE,
    "speaking_roles": RecordKind.ROLE,
    "judgements": RecordKind.RELATION,
}
"""The kind of record that each cached property is derived from."""


class Registry:
    """What statements refer to. Immutable: ``evolved`` returns the next one and shares what did not change."""

    def __init__(self, streams: Mapping[RecordKind, Layers[str, Stream]] | None = None) -> None:
        self._streams = streams or {}

    def evolved(self, events: Iterable[RecordedEvent]) -> "Registry":
        """Return the registry after further events, which must follow each record's last version."""
        changed: dict[RecordKind, dict[str, Stream]] = {}
        for event in events:
            kind, record_id = event.record.kind, event.record.id
            if kind in REGISTERED:
                streams = changed.setdefault(kind, {})
                known = streams.get(record_id) or self.stream(kind, record_id) or Stream(())
                streams[record_id] = Stream((*known.events, event))
        if not changed:
            return self
        grown = {kind: self._streams.get(kind, _NO_STREAMS).grown(streams) for kind, streams in changed.items()}
        return self._sharing(Registry({**self._streams, **grown}), changed=changed.keys())

    def _sharing(self, later: "Registry", *, changed: Collection[RecordKind]) -> "Registry":
        """Hand on what was derived from records that did not change: sources leave the roles as they are."""
        vars(later).update(
            {name: vars(self)[name] for name in _DERIVED_FROM.keys() & vars(self) if _DERIVED_FROM[name] not in changed}
        )
        return later

    def stream(self, kind: RecordKind, record_id: str) -> Stream | None:
        """Return the stream of a registered record, None where there is none."""
        return self._streams.get(kind, _NO_STREAMS).get(record_id)

    def in_force(self) -> Iterator[RecordedEvent]:
        """Yield the version in force of every record that has one, kind by kind, in the order of record."""
        yield from (event for kind in self._streams for event in self._in_force_of(kind))

    def actor(self, actor_id: str) -> Actor | None:
        """Return the actor in force."""
        content = self._in_force(RecordKind.ACTOR, actor_id)
        return content if isinstance(content, Actor) else None

    def issue(self, issue_id: str) -> Issue | None:
        """Return the issue in force."""
        content = self._in_force(RecordKind.ISSUE, issue_id)
        return content if isinstance(content, Issue) else None

    def source(self, source_id: str) -> Source | None:
        """Return the source, retracted or not: a retracted one still anchors."""
        stream = self.stream(RecordKind.SOURCE, source_id)
        standing = stream.last_standing if stream else None
        return standing.content if standing and isinstance(standing.content, Source) else None

    def is_live(self, source_id: str) -> bool:
        """Tell whether the source exists and is not withdrawn."""
        return self._in_force(RecordKind.SOURCE, source_id) is not None

    def instrument(self, instrument_id: str) -> Instrument | None:
        """Return the instrument in force."""
        content = self._in_force(RecordKind.INSTRUMENT, instrument_id)
        return content if isinstance(content, Instrument) else None

    @cached_property
    def instrument_of_provision(self) -> dict[str, str]:
        """The instrument id of every provision in force."""
        instruments = self._all(Instrument, RecordKind.INSTRUMENT)
        return {provision.id: instrument.id for instrument in instruments for provision in instrument.provisions}

    @cached_property
    def speaking_roles(self) -> SpeakingRoles:
        """The speaking roles in force."""
        return SpeakingRoles(self.roles)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """All roles in force, in the order of record."""
        return tuple(self._all(Role, RecordKind.ROLE))

    @cached_property
    def judgements(self) -> Judgements:
        """The judgements in force on which statements are the same."""
        return self.judgements_beside(None)

    def judgements_beside(self, relation_id: str | None) -> Judgements:
        """Return the judgements in force but for that of one relation."""
        events = [event for event in self._in_force_of(RecordKind.RELATION) if event.record.id != relation_id]
        return Judgements([j for j in map(statement_judgement, events) if j is not None])

    def bounds(self, period: Period | None) -> Bounds:
        """Return the bounds of a period: its own, or those of its relative date resolved against the anchor."""
        if period is None:
            return UNKNOWN
        if period.relative is None or period.anchor is None:
            return Bounds(period.earliest, period.latest)
        return resolve(period.relative, self.published(period.anchor))

    def published(self, source_id: str) -> Bounds:
        """Return the publication days of a source, unknown where it gives none."""
        source = self.source(source_id)
        return self.bounds(source.published) if source else UNKNOWN

    def anchors_of(self, source_id: str) -> list[str]:
        """Return the source, the one its date hangs on, and so on; ends where it would repeat."""
        chain = [source_id]
        while (source := self.source(chain[-1])) and source.published and (anchor := source.published.anchor):
            if anchor in chain:
                return [*chain, anchor]
            chain.append(anchor)
        return chain

    def issues_above(self, issue_id: str, *, along: Literal["parent", "replaces"]) -> list[str]:
        """Return the issue, the one above it or replaced by it, and so on; ends where it would repeat."""
        chain = [issue_id]
        while (issue := self.issue(chain[-1])) and (above := issue.parent if along == "parent" else issue.replaces):
            if above in chain:
                return [*chain, above]
            chain.append(above)
        return chain

    def default_rank(self, role_type: str, *, holder: str, principal: str) -> Rank | None:
        """Return the rank of a role that names none, by the kinds of its two ends; None where it lets nobody speak."""
        if role_type not in SPEAKING_ROLES:
            return None
        if role_type == "holds-office":
            ranks = [
                link.rank for link in self.speaking_roles.links(principal, earliest=None, latest=None) if link.rank
            ]
            return max(ranks, key=lambda rank: rank.height, default=Rank.OFFICIAL)
        return _RANK_OF_ENDS.get(
            (role_type, *self._kinds(holder, principal)), _RANK_OF_TYPE.get(role_type, Rank.OFFICIAL)
        )

    def _kinds(self, holder: str, principal: str) -> tuple[str, str]:
        holding, held = self.actor(holder), self.actor(principal)
        is_ministry = held is not None and held.kind == "ministry"
        return holding.kind if holding else "", "ministry" if is_ministry else ""

    def _in_force(self, kind: RecordKind, record_id: str) -> object | None:
        stream = self.stream(kind, record_id)
        event = stream.in_force if stream else None
        return event.content if event else None

    def _in_force_of(self, kind: RecordKind) -> Iterator[RecordedEvent]:
        streams = self._streams.get(kind, _NO_STREAMS).values()
        yield from (event for stream in streams if (event := stream.in_force))

    def _all(self, content_type: type[T], kind: RecordKind) -> Iterator[T]:
        contents = (event.content for event in self._in_force_of(kind))
        yield from (content for content in contents if isinstance(content, content_type))


_RANK_OF_TYPE = {"government-of": Rank.HEAD, "body-of": Rank.HEAD, "office-of": Rank.HEAD}
_RANK_OF_ENDS = {
    ("body-of", "body", "ministry"): Rank.MINISTER,
    ("office-of", "office", "ministry"): Rank.OFFICIAL,
    ("organ-of", "ministry", ""): Rank.MINISTER,
    ("organ-of", "office-organ", ""): Rank.HEAD,
}
