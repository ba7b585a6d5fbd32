"""Owns which records a draft or content names, and in which field: one table, one walk.

Used to refuse unknown ids with the path of the field, and to tell whether a record is in use.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from events import contents, drafts
from events.drafts import Draft


class Named(StrEnum):
    """What an id in a field names."""

    ACTOR = "actor"
    ISSUE = "issue"
    SOURCE = "source"
    INSTRUMENT = "instrument"
    PROVISION = "provision"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Mention:
    """One id in one field; ``field`` is its path in public camelCase names."""

    field: tuple[str, ...]
    named: Named
    id: str


MENTIONS: Mapping[type[Draft], Mapping[str, Named]] = {
    drafts.PeriodDraft: {"anchor": Named.SOURCE},
    drafts.StanceDraft: {"issue": Named.ISSUE},
    drafts.AppearanceDraft: {"source": Named.SOURCE, "reported_by": Named.ACTOR},
    drafts.QuantityDraft: {"estimated_by": Named.ACTOR, "relayed_by": Named.ACTOR},
    drafts.CapacityDraft: {"speaker": Named.ACTOR, "on_behalf_of": Named.ACTOR},
    drafts.ResponseDraft: {"instrument": Named.INSTRUMENT, "provision": Named.PROVISION},
    drafts.StatementDraft: {
        "addressees": Named.ACTOR,
        "about": Named.ACTOR,
        "attributes_to": Named.ACTOR,
        "occasion": Named.EVENT,
        "provision": Named.PROVISION,
    },
    drafts.MoveDraft: {"actors": Named.ACTOR, "targets": Named.ACTOR, "issues": Named.ISSUE},
    drafts.AssessmentDraft: {"author": Named.ACTOR, "about": Named.ACTOR, "issues": Named.ISSUE},
    drafts.ScheduleDraft: {"participants": Named.ACTOR, "said_by": Named.ACTOR},
    drafts.RelationDraft: {"from_event": Named.EVENT, "to_event": Named.EVENT, "asserted_by": Named.ACTOR},
    drafts.CodingDraft: {"of": Named.EVENT},
    drafts.RoleDraft: {"holder": Named.ACTOR, "principal": Named.ACTOR, "office": Named.ACTOR},
    drafts.IssueDraft: {"parent": Named.ISSUE, "replaces": Named.ISSUE},
    drafts.ProvisionDraft: {"binds": Named.ACTOR, "issues": Named.ISSUE},
    drafts.InstrumentDraft: {"tabled_by": Named.ACTOR, "addressed_to": Named.ACTOR},
    contents.Statement: {"relayed_principals": Named.ACTOR},
    contents.Relation: {"from_record": Named.EVENT, "to_record": Named.EVENT},
}
"""Which fields hold ids; a content has those of its draft beside its own."""


@cache
def _mentions_of(draft_type: type[Draft]) -> Mapping[str, Named]:
    return {field: named for base in draft_type.__mro__ for field, named in MENTIONS.get(base, {}).items()}


def public_name(draft_type: type[Draft], field: str) -> str:
    """Return the public camelCase name of a field."""
    return draft_type.model_fields[field].alias or field


def mentions(draft: Draft, *, path: tuple[str, ...] = ()) -> Iterator[Mention]:
    """Yield every id in the draft, in field order, with the path that leads to it."""
    named = _mentions_of(type(draft))
    for field in type(draft).model_fields:
        here = (*path, public_name(type(draft), field))
        value = getattr(draft, field)
        items = (
            [((*here, str(i)), item) for i, item in enumerate(value)] if isinstance(value, tuple) else [(here, value)]
        )
        for item_path, item in items:
            if isinstance(item, Draft):
                yield from mentions(item, path=item_path)
            elif item is not None and field in named:
                yield Mention(item_path, named[field], item)
