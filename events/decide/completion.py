"""Owns how a draft becomes a content: dates get bounds, capacities principals and rank, stances their coder.

Completion assumes a draft without objections (``events.decide.objections``) and looks nothing up but what it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from events import contents, drafts
from events.decide.knowledge import Knowledge
from events.drafts import Draft
from events.edtf_dates import Bounds, parse
from events.vocabulary import Rank

_CACHED_PERIODS = 1_000
_SAID = tuple(drafts.PeriodDraft.model_fields)
_said = attrgetter(*_SAID)
_COMPLETED_APART = frozenset({"capacities", "stances", "responses"})


@dataclass(frozen=True, slots=True)
class Completion:
    """Completes drafts of one request; ``coded_by`` is who the codings are by."""

    knowledge: Knowledge
    coded_by: str

    def content(self, draft: Draft) -> contents.Content:
        """Return the stored content of any draft."""
        match draft:
            case drafts.StatementDraft():
                return self._statement(draft)
            case drafts.RelationDraft():
                return self._relation(draft)
            case drafts.CodingDraft():
                return self._coding(draft)
            case _:
                return _CONTENT_OF_DRAFT[type(draft)].model_validate(self._fields(draft) | self._own(draft))

    def _own(self, draft: Draft) -> dict[str, Any]:
        """Return the fields that completion adds to the drafts of some kinds."""
        match draft:
            case drafts.MoveDraft():
                return {"codings": self._coded(draft.codings)}
            case drafts.RoleDraft(type=role_type, rank=None, holder=holder, principal=principal):
                registry = self.knowledge.registry
                return {"rank": registry.default_rank(role_type, holder=holder, principal=principal)}
            case drafts.ScheduleDraft():
                return {"id": None}
            case _:
                return {}

    def period(self, draft: drafts.PeriodDraft) -> contents.Period:
        """Return a period with the strict bounds of its EDTF text; none where it is relative or unknown."""
        return _period(_said(draft))

    def appearances(self, holder: drafts.AppearanceHolder) -> tuple[drafts.AppearanceDraft, ...]:
        """Return the appearances, each quote with its span where the held text shows it."""
        return tuple(self._appearance(appearance) for appearance in holder.appearances)

    def acting_days(self, draft: drafts.StatementDraft) -> Bounds:
        """Return the days on which the capacity must hold: when it was said, bounded by the earliest source."""
        said = self.knowledge.registry.bounds(self.period(draft.occurred))
        if said.latest is not None:
            return said
        registry = self.knowledge.registry
        published = [registry.published(a.source).latest for a in draft.appearances if registry.is_live(a.source)]
        return Bounds(said.earliest, min((day for day in published if day), default=self.knowledge.today))

    def rank(self, capacity: drafts.CapacityDraft, principal: str, days: Bounds) -> Rank | None:
        """Return the rank in which the speaker reaches the principal on those days, None where no role does."""
        roles = self.knowledge.registry.speaking_roles
        reach = roles.reach(capacity.speaker, earliest=days.earliest, latest=days.latest)
        return reach.rank_by_principal.get(principal)

    def _statement(self, draft: drafts.StatementDraft) -> contents.Statement:
        days = self.acting_days(draft)
        roles = self.knowledge.registry.speaking_roles
        relayed = roles.completed(draft.attributes_to, earliest=days.earliest, latest=days.latest)
        move = self.knowledge.move(draft.occasion) if draft.occasion else None
        return contents.Statement.model_validate(
            self._fields(draft, but=_COMPLETED_APART)
            | {
                "capacities": [c for capacity in draft.capacities for c in self._capacities(capacity, days)],
                "relayed_principals": relayed,
                "occasion": move.id if move else None,
                "stances": self._coded(draft.stances),
                "responses": self._coded(draft.responses),
            },
        )

    def _capacities(self, draft: drafts.CapacityDraft, days: Bounds) -> list[contents.Capacity]:
        """One capacity for each rank in which the principals, completed upward, are reached."""
        if not draft.on_behalf_of:
            return [contents.Capacity(**draft.model_dump(), rank=Rank.HEAD)]
        roles = self.knowledge.registry.speaking_roles
        principals = roles.completed(draft.on_behalf_of, earliest=days.earliest, latest=days.latest)
        ranked = [(self.rank(draft, principal, days) or Rank.OFFICIAL, principal) for principal in principals]
        by_rank = groupby(sorted(ranked, key=lambda pair: -pair[0].height), key=lambda pair: pair[0])
        given = draft.model_dump(exclude={"on_behalf_of"})
        return [
            contents.Capacity(**given, on_behalf_of=tuple(p for _, p in pairs), rank=rank) for rank, pairs in by_rank
        ]

    def _relation(self, draft: drafts.RelationDraft) -> contents.Relation:
        from_event, to_event = (self.knowledge.event(event_id) for event_id in (draft.from_event, draft.to_event))
        if from_event is None or to_event is None:
            raise LookupError("a relation is completed only after its two events were found")
        ends = {
            "from_event": str(from_event.id),
            "to_event": str(to_event.id),
            "from_record": from_event.record.id,
            "to_record": to_event.record.id,
        }
        return contents.Relation.model_validate(draft.model_dump() | ends)

    def _coding(self, draft: drafts.CodingDraft) -> contents.Coding:
        statement = self.knowledge.event(draft.of)
        if statement is None:
            raise LookupError("a coding is completed only after its statement was found")
        by = Completion(self.knowledge, draft.coded_by)
        return contents.Coding(
            of=statement.record.id,
            coded_by=draft.coded_by,
            stances=tuple(contents.CodedStance(**s) for s in by._coded(draft.stances)),
            responses=tuple(contents.CodedResponse(**r) for r in by._coded(draft.responses)),
        )

    def _coded(self, items: Sequence[Draft]) -> list[dict[str, Any]]:
        return [item.model_dump() | {"coded_by": self.coded_by} for item in items]

    def _fields(self, draft: Draft, *, but: frozenset[str] = frozenset()) -> dict[str, Any]:
        """Return the draft's fields as they are, every period in them with bounds and every quote with its span."""
        within = drafts.drafts_within(type(draft)).keys() - but
        return {name: self._completed(value) if name in within and value else value for name, value in draft}

    def _completed(self, value: Any) -> Any:
        match value:
            case tuple():
                return tuple([self._completed(item) for item in value])
            case drafts.PeriodDraft():
                return self.period(value)
            case drafts.AppearanceDraft():
                return self._appearance(value)
            case Draft():
                return self._fields(value)
            case _:
                return value

    def _appearance(self, draft: drafts.AppearanceDraft) -> drafts.AppearanceDraft:
        """Give a quote its span where the text is held and the quote stands in it once."""
        text = self.knowledge.texts.get(draft.source)
        if text is None or draft.quote is None or draft.span_start is not None or text.count(draft.quote) != 1:
            return draft
        start = text.index(draft.quote)
        return draft.model_copy(update={"span_start": start, "span_end": start + len(draft.quote)})


@lru_cache(_CACHED_PERIODS)
def _period(said: tuple[Any, ...]) -> contents.Period:
    """Make a period of what its draft says; to find it by the draft itself takes four times as long."""
    fields = dict(zip(_SAID, said, strict=True))
    bounds = parse(fields["edtf"]) if fields["edtf"] else Bounds(None, None)
    edtf = fields["edtf"] if fields["relative"] is None else None
    return contents.Period(**fields | {"edtf": edtf, "earliest": bounds.earliest, "latest": bounds.latest})


_CONTENT_OF_DRAFT: dict[type[Draft], type[contents.Content]] = {
    drafts.MoveDraft: contents.Move,
    drafts.AssessmentDraft: contents.Assessment,
    drafts.ScheduleDraft: contents.Schedule,
    drafts.RoleDraft: contents.Role,
    drafts.ActorDraft: contents.Actor,
    drafts.IssueDraft: contents.Issue,
    drafts.SourceDraft: contents.Source,
    drafts.InstrumentDraft: contents.Instrument,
}
