"""Owns what a draft is refused for, kind by kind: each objection has a code, the field's path and what to do.

What every draft shares (unknown ids, dates, appearances, quantities) is in ``draft_objections``; what one kind adds is
in its own function, listed in ``_BY_KIND``.
"""

import datetime
from collections.abc import Callable, Iterator

from events import drafts
from events.decide.completion import Completion
from events.decide.knowledge import Knowledge
from events.drafts import Draft
from events.edtf_dates import DateError, EndBeforeStart, parse
from events.errors import Refusal, RefusalCode
from events.mentions import mentions, public_name
from events.relative_dates import check
from events.vocabulary import (
    DERIVED_RESPONSES,
    ROLE_TYPES,
    SPEAKING_ROLES,
    Basis,
    DateBasis,
    RecordKind,
    RelationKind,
    Stance,
)

Path = tuple[str, ...]
Objections = Iterator[Refusal]


def draft_objections(draft: Draft, *, completion: Completion, path: Path) -> list[Refusal]:
    """Return all objections to a draft, in field order; an empty list means that it may be completed and recorded."""
    knowledge = completion.knowledge
    shared = [
        *_unknown_ids(draft, knowledge, path),
        *_dates(draft, path),
        *_appearances(draft, knowledge, path),
        *_quantities(draft, path),
    ]
    if shared:
        return shared
    of_its_kind = _BY_KIND.get(type(draft))
    return [*_future(draft, completion, path), *(of_its_kind(draft, completion, path) if of_its_kind else ())]


# ---- shared by all kinds ----


def _unknown_ids(draft: Draft, knowledge: Knowledge, path: Path) -> Objections:
    for mention in mentions(draft, path=path):
        if not knowledge.knows(mention):
            hint = f"register the {mention.named.value} first, or correct the id"
            yield Refusal(
                RefusalCode.UNKNOWN_ID, mention.field, f"no {mention.named.value} {mention.id!r} is on record; {hint}"
            )


def _periods(draft: Draft, path: Path) -> Iterator[tuple[Path, drafts.PeriodDraft]]:
    for name in drafts.drafts_within(type(draft)):
        value, here = getattr(draft, name), (*path, public_name(type(draft), name))
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from _periods(item, (*here, str(index)))
        elif isinstance(value, drafts.PeriodDraft):
            yield here, value


def _dates(draft: Draft, path: Path) -> Objections:
    for here, period in _periods(draft, path):
        yield from _date(period, here)


def _date(period: drafts.PeriodDraft, path: Path) -> Objections:
    if period.basis is DateBasis.BOUNDED_BY_SOURCE:
        yield Refusal(
            RefusalCode.INVALID, (*path, "basis"), "BOUNDED_BY_SOURCE is derived; leave the date empty instead"
        )
    if period.edtf and period.relative:
        yield Refusal(RefusalCode.INVALID, (*path, "relative"), "give either an EDTF date or a relative one, not both")
    if (period.relative is None) != (period.anchor is None):
        missing = "anchor" if period.anchor is None else "relative"
        yield Refusal(
            RefusalCode.BAD_DATE,
            (*path, missing),
            "a relative date needs its anchor, and an anchor its date; give both",
        )
    try:
        if period.edtf:
            parse(period.edtf)
        if period.relative:
            check(period.relative)
    except EndBeforeStart as error:
        yield Refusal(RefusalCode.END_BEFORE_START, (*path, "edtf"), str(error))
    except DateError as error:
        yield Refusal(RefusalCode.BAD_DATE, (*path, "edtf" if period.edtf else "relative"), str(error))


def _future(draft: Draft, completion: Completion, path: Path) -> Objections:
    """Refuse what is dated wholly after tomorrow: it is a schedule; a schedule's ``when`` may be."""
    tomorrow = completion.knowledge.today + datetime.timedelta(days=1)
    for name in ("occurred", "public", "tabled"):
        period = getattr(draft, name, None)
        if period is None:
            continue
        earliest = completion.knowledge.registry.bounds(completion.period(period)).earliest
        if earliest is not None and earliest > tomorrow:
            message = f"{earliest} is after tomorrow; record what is to come with recordSchedule"
            yield Refusal(RefusalCode.FUTURE_DATE, (*path, name), message)


def _appearances(draft: Draft, knowledge: Knowledge, path: Path) -> Objections:
    appearances: tuple[drafts.AppearanceDraft, ...] | None = getattr(draft, "appearances", None)
    if appearances is None:
        return
    if not appearances:
        message = "name at least one source in which it appears"
        yield Refusal(RefusalCode.INVALID, (*path, "appearances"), message)
    for index, appearance in enumerate(appearances):
        yield from appearance_objections(appearance, knowledge, (*path, "appearances", str(index)))


def appearance_objections(appearance: drafts.AppearanceDraft, knowledge: Knowledge, path: Path) -> Objections:
    """Yield what is wrong with one appearance: its span, or a quote that the held text does not bear out."""
    start, end = appearance.span_start, appearance.span_end
    if (start is None) != (end is None) or (start is not None and end is not None and end <= start):
        yield Refusal(
            RefusalCode.INVALID, (*path, "spanEnd"), "a span needs a start and an end after it, in code points"
        )
        return
    text = knowledge.texts.get(appearance.source)
    if text is None:
        return
    stands = appearance.quote is None or (
        appearance.quote in text if start is None else text[start:end] == appearance.quote
    )
    if not stands or (end is not None and end > len(text)):
        message = (
            f"the text of {appearance.source!r} does not read so there; "
            "copy the quote letter for letter and give its span"
        )
        yield Refusal(RefusalCode.QUOTE_NOT_FOUND, (*path, "quote"), message)


def _quantities(draft: Draft, path: Path) -> Objections:
    for index, quantity in enumerate(getattr(draft, "quantities", ())):
        here = (*path, "quantities", str(index))
        if quantity.value is None and quantity.min is None and quantity.max is None:
            yield Refusal(RefusalCode.INVALID, (*here, "value"), "a quantity has a value or a bound; give one")
        elif quantity.min is not None and quantity.max is not None and quantity.max < quantity.min:
            yield Refusal(RefusalCode.INVALID, (*here, "max"), "the upper bound is below the lower one; exchange them")


# ---- kind by kind ----


def _statement(draft: Draft, completion: Completion, path: Path) -> Objections:
    if not isinstance(draft, drafts.StatementDraft):
        return
    yield from _capacities(draft, completion, path)
    yield from _coding_of(draft, completion, path)
    if draft.occasion and completion.knowledge.move(draft.occasion) is None:
        yield Refusal(
            RefusalCode.INVALID, (*path, "occasion"), "an occasion is a move; record the meeting, call or speech as one"
        )


def _capacities(draft: drafts.StatementDraft, completion: Completion, path: Path) -> Objections:
    days = completion.acting_days(draft)
    for index, capacity in enumerate(draft.capacities):
        for place, principal in enumerate(capacity.on_behalf_of):
            if (capacity.without_role_because or "").strip() or completion.rank(capacity, principal, days):
                continue
            message = (
                f"{capacity.speaker!r} has no role that speaks for {principal!r} then; "
                "record the role, or say in withoutRoleBecause why the words count all the same"
            )
            yield Refusal(RefusalCode.NO_ROLE, (*path, "capacities", str(index), "onBehalfOf", str(place)), message)


def _coding_of(draft: drafts.StatementDraft | drafts.CodingDraft, completion: Completion, path: Path) -> Objections:
    seen: set[str] = set()
    for index, stance in enumerate(draft.stances):
        here = (*path, "stances", str(index))
        yield from _stance(stance, here)
        if stance.issue in seen:
            yield Refusal(
                RefusalCode.INVALID, (*here, "issue"), "one statement takes one stance on an issue; unite the two"
            )
        seen.add(stance.issue)
    for index, response in enumerate(draft.responses):
        yield from _response(response, completion, (*path, "responses", str(index)))


def _stance(stance: drafts.StanceDraft, path: Path) -> Objections:
    if stance.stance is Stance.CONDITIONAL and not stance.conditions:
        yield Refusal(
            RefusalCode.CONDITION_MISSING, (*path, "conditions"), "a CONDITIONAL stance lists its conditions; name one"
        )
    if stance.stance is not Stance.CONDITIONAL and stance.conditions:
        message = "conditions belong to a CONDITIONAL stance; make it one, or leave them out"
        yield Refusal(RefusalCode.INVALID, (*path, "conditions"), message)
    if stance.basis is Basis.IMPLIED and not (stance.implied_by or "").strip():
        message = "an IMPLIED stance needs its reason; say by what the words imply it"
        yield Refusal(RefusalCode.IMPLIED_REASON_MISSING, (*path, "impliedBy"), message)
    for index, condition in enumerate(stance.conditions):
        if condition.then not in {Stance.SUPPORT, Stance.OPPOSE}:
            message = "once its condition is met a stance is SUPPORT or OPPOSE; choose one"
            yield Refusal(RefusalCode.INVALID, (*path, "conditions", str(index), "then"), message)


def _response(response: drafts.ResponseDraft, completion: Completion, path: Path) -> Objections:
    if response.response in DERIVED_RESPONSES:
        message = f"{response.response} is derived, never recorded; leave the response out"
        yield Refusal(RefusalCode.INVALID, (*path, "response"), message)
    owner = completion.knowledge.registry.instrument_of_provision.get(response.provision or "", response.instrument)
    if owner != response.instrument:
        yield Refusal(
            RefusalCode.INVALID, (*path, "provision"), f"this provision is of {owner!r}; name that instrument"
        )


def _coding(draft: Draft, completion: Completion, path: Path) -> Objections:
    if not isinstance(draft, drafts.CodingDraft):
        return
    event = completion.knowledge.event(draft.of)
    if event is None or event.record.kind is not RecordKind.STATEMENT:
        yield Refusal(RefusalCode.INVALID, (*path, "of"), "only the words of a statement are coded; name a statement")
    yield from _coding_of(draft, completion, path)


def _relation(draft: Draft, completion: Completion, path: Path) -> Objections:
    if not isinstance(draft, drafts.RelationDraft):
        return
    first, second = completion.knowledge.event(draft.from_event), completion.knowledge.event(draft.to_event)
    if first is None or second is None:
        return
    if first.record == second.record:
        yield Refusal(RefusalCode.INVALID, (*path, "to"), "a relation joins two different records; name another event")
    elif draft.type in {RelationKind.SAME_STATEMENT, RelationKind.NOT_SAME_STATEMENT}:
        if {first.record.kind, second.record.kind} != {RecordKind.STATEMENT}:
            yield Refusal(
                RefusalCode.INVALID, (*path, "type"), "only statements are judged to be the same; name two statements"
            )
        elif draft.type is RelationKind.SAME_STATEMENT:
            yield from _same_statement(draft, completion, path)


def _same_statement(draft: drafts.RelationDraft, completion: Completion, path: Path) -> Objections:
    """Equal speakers, compatible dates: of the versions in force."""
    knowledge = completion.knowledge
    contents = []
    for event_id in (draft.from_event, draft.to_event):
        event = knowledge.event(event_id)
        in_force = knowledge.stream_of(event.record).in_force if event else None
        if in_force is None or in_force.content is None:
            yield Refusal(
                RefusalCode.INVALID, path, "a withdrawn statement cannot be merged; undo its retraction first"
            )
            return
        contents.append(in_force.content)
    speakers = [{c.speaker for c in getattr(content, "capacities", ())} for content in contents]
    if speakers[0] != speakers[1]:
        yield Refusal(
            RefusalCode.INVALID, (*path, "to"), "one statement has one set of speakers, these differ; correct one first"
        )
    first, second = (knowledge.registry.bounds(getattr(content, "occurred", None)) for content in contents)
    apart = (first.latest and second.earliest and first.latest < second.earliest) or (
        second.latest and first.earliest and second.latest < first.earliest
    )
    if apart:
        message = "these were said on different days; the same words on another day are a new statement (REAFFIRMS)"
        yield Refusal(RefusalCode.INVALID, (*path, "to"), message)


def _role(draft: Draft, _completion: Completion, path: Path) -> Objections:
    if not isinstance(draft, drafts.RoleDraft):
        return
    if draft.type not in ROLE_TYPES:
        known = ", ".join(sorted(ROLE_TYPES))
        yield Refusal(RefusalCode.INVALID, (*path, "type"), f"no role type {draft.type!r}; use one of {known}")
    elif draft.rank and draft.type not in SPEAKING_ROLES:
        yield Refusal(
            RefusalCode.INVALID, (*path, "rank"), f"{draft.type} lets nobody speak, so it has no rank; leave it out"
        )
    if draft.from_date and draft.to_date and draft.to_date < draft.from_date:
        yield Refusal(RefusalCode.END_BEFORE_START, (*path, "to"), "the role ends before it begins; exchange the dates")


def _instrument(draft: Draft, completion: Completion, path: Path) -> Objections:
    if not isinstance(draft, drafts.InstrumentDraft):
        return
    seen: set[str] = set()
    for index, provision in enumerate(draft.provisions):
        here = (*path, "provisions", str(index))
        owner = completion.knowledge.registry.instrument_of_provision.get(provision.id, draft.id)
        if provision.id in seen or owner != draft.id:
            yield Refusal(
                RefusalCode.ID_TAKEN, (*here, "id"), f"provision {provision.id!r} exists already; choose another id"
            )
        if provision.article > draft.articles_total:
            message = f"the instrument has {draft.articles_total} articles; correct the article or articlesTotal"
            yield Refusal(RefusalCode.INVALID, (*here, "article"), message)
        seen.add(provision.id)


_ByKind = dict[type[Draft], Callable[[Draft, Completion, Path], Objections]]
_BY_KIND: _ByKind = {
    drafts.StatementDraft: _statement,
    drafts.CodingDraft: _coding,
    drafts.RelationDraft: _relation,
    drafts.RoleDraft: _role,
    drafts.InstrumentDraft: _instrument,
}
