"""Owns which records a draft or content names, and in which field: one table, one walk.

Used to refuse unknown ids with the path of the field, and to tell whether a record is in use.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from events import contents, drafts
from events.drafts import Draft, drafts_within


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
def public_name(draft_type: type[Draft], field: str) -> str:
    """Return the public camelCase name of a field."""
    return draft_type.model_fields[field].alias or field


def mentions(draft: Draft, *, path: tuple[str, ...] = (), of: Named | None = None) -> Iterator[Mention]:
    """Yield every id in the draft, or those that name one sort of thing, in field order, with the path to each."""
    for field, name, named in _fields_with_ids(type(draft), of):
        value = getattr(draft, field)
        if value is None or value == ():
            continue
        here = (*path, name)
        items = [((*here, str(i)), item) for i, item in enumerate(value)] if type(value) is tuple else [(here, value)]
        for item_path, item in items:
            if named is not None:
                yield Mention(item_path, named, item)
            else:
                yield from mentions(item, path=item_path, of=of)


@cache
def _fields_with_ids(draft_type: type[Draft], of: Named | None) -> tuple[tuple[str, str, Named | None], ...]:
    """Return field, public name, and what is named, of every field that holds such ids or drafts that hold them."""
    table = {field: named for base in draft_type.__mro__ for field, named in MENTIONS.get(base, {}).items()}
    wanted = {field: named for field, named in table.items() if of in {None, named}}
    within = {f for f, kinds in drafts_within(draft_type).items() if any(_fields_with_ids(kind, of) for kind in kinds)}
    return tuple(
        (field, public_name(draft_type, field), wanted.get(field))
        for field in draft_type.model_fields
        if field in wanted or field in within
    )
