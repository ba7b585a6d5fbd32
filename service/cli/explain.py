"""The command `onrecord explain`: the card of one actor and issue, with everything that speaks for and against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import typer
from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from events.contents import Assessment, Move, Statement
from events.event import RecordedEvent
from events.log.connection import Connection
from events.vocabulary import AbsenceReason, Basis, Clock, EvidenceRole, LogOffset, Stance
from projections.reading.evidence import absences_of, evidence_of
from projections.reading.positions import Position, positions_of
from projections.reading.records import DatedEvent, events_at
from projections.reading.view import View
from projections.rule.evidence import Evidence
from service.cli import looks
from service.cli.answers import actor_json, evidence_json, issue_json, offsets_of, position_json, show, view_json
from service.cli.asking import AsJson, AsOf, DataDir, Known, Names, WhichClock, view_of
from service.cli.database import read
from service.cli.history import Actor, Issue

app = typer.Typer(add_completion=False)

_ABSENT = {
    AbsenceReason.NOT_YET: "What it said on this counts only after that day.",
    AbsenceReason.SPOKE_NOT_ON_THIS: "It spoke, but not on this.",
    AbsenceReason.MENTIONED_ONLY: "It is mentioned, and said nothing itself.",
    AbsenceReason.NEVER_SPOKE: "It never spoke.",
}
_NORMATIVE = {
    Stance.SUPPORT: "supports",
    Stance.OPPOSE: "opposes",
    Stance.NEUTRAL: "is neutral toward",
    Stance.AMBIGUOUS: "is ambiguous about",
}
_FACTUAL = _NORMATIVE | {Stance.SUPPORT: "affirms", Stance.OPPOSE: "denies"}


@dataclass(frozen=True, slots=True)
class Card:
    """One answer with its reasons."""

    pair: tuple[str, str]
    view: View
    position: Position | None
    absence: AbsenceReason | None
    evidence: Sequence[Evidence]
    events: Mapping[LogOffset, DatedEvent]
    names: Names


@app.command()
def explain(
    actor: Actor,
    issue: Issue,
    *,
    as_of: AsOf = None,
    known_at: Known = None,
    clock: WhichClock = Clock.OCCURRED,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Explain a position: what it rests on and what does not count; or why there is none."""

    async def question(connection: Connection) -> None:
        view = await view_of(connection, as_of=as_of, known_at=known_at, clock=clock)
        card = await _card(connection, view, (actor, issue))
        if as_json:
            show(_json(card))
        else:
            _print(card)

    read(question, data_dir=data_dir, tell=looks.aside.print)


async def _card(connection: Connection, view: View, pair: tuple[str, str]) -> Card:
    names = await Names.known(connection, view.known_at)
    names.check(actors=[pair[0]], issues=[pair[1]])
    position = (await positions_of(connection, view, pairs=[pair])).get(pair)
    evidence = (await evidence_of(connection, view, pairs=[pair], registry=names.registry))[pair]
    absence = (await absences_of(connection, view, pairs=[pair]))[pair]
    offsets = {item.log_offset for item in evidence} | offsets_of([position] if position else [])
    events = await events_at(connection, offsets, known_at=view.known_at)
    return Card(pair, view, position, absence, evidence, events, names)


def _print(card: Card) -> None:
    say = looks.say
    say(_sentence(card))
    say(Text(_circumstances(card), "dim"))
    if card.position:
        for condition in card.position.conditions:
            carried = " (stated earlier, never lifted)" if condition.carried_from else ""
            say(Text(f"  if {condition.text} → {looks.outcome(condition.then)}{carried}", "italic"))
    for role in EvidenceRole:
        found = [item for item in card.evidence if item.role is role]
        if found:
            say()
            looks.terminal.print(_table(found, card, title=_TITLES[role]))


_TITLES = {
    EvidenceRole.DECISIVE: "It rests on",
    EvidenceRole.EARLIER: "Said before",
    EvidenceRole.OUTRANKED: "Outranked",
    EvidenceRole.EXCLUDED: "Not counted",
}


def _sentence(card: Card) -> Text:
    actor, issue = card.pair
    name, proposition = card.names.short(actor), card.names.proposition(issue)
    if card.position is None:
        return Text.assemble(
            (name, "bold"), f" has no position on “{proposition}” ", _ABSENT[card.absence] if card.absence else ""
        )
    position = card.position
    implied = " by implication" if position.basis is Basis.IMPLIED else ""
    return Text.assemble(
        looks.mark(position.stance, position.basis),
        " ",
        (name, "bold"),
        f" {_verb(position, card)} “{proposition}”{implied}, since ",
        (looks.day(position.since), "bold"),
        f" (last stated {looks.day(position.last_stated)}).",
        Text(" Contested.", "bold") if position.contested_by else "",
    )


def _verb(position: Position, card: Card) -> str:
    verbs = _FACTUAL if card.names.is_factual(position.issue) else _NORMATIVE
    if position.stance is not Stance.CONDITIONAL:
        return verbs[position.stance]
    outcomes = dict.fromkeys(verbs[condition.then] for condition in position.conditions)
    return f"{' or '.join(outcomes)}, on conditions,"


def _circumstances(card: Card) -> str:
    view = card.view
    return (
        f"At the end of {looks.day(view.as_of)}, counting {looks.of_clock(view.clock)}, "
        f"as known at log offset {view.known_at}; rule {view.rule}."
    )


def _table(found: Sequence[Evidence], card: Card, *, title: str) -> Padding:
    table = Table(
        "", "", "", "", title=title, title_style="bold", title_justify="left", box=box.SIMPLE, show_header=False
    )
    for item in found:
        dated = card.events[item.log_offset]
        said = dated.said.latest if dated.said else None
        table.add_row(looks.day(said), _stated(dated.event, card), _words(dated.event, card), Text(item.reason, "dim"))
    return Padding(table, (0, 0, 0, 1))


def _stated(event: RecordedEvent, card: Card) -> Text:
    """The mark of the stance that the words took."""
    content = event.content
    stances = content.stances if isinstance(content, Statement) else ()
    own = [stance for stance in stances if stance.issue == card.pair[1]]
    return looks.mark(own[0].stance, own[0].basis) if own else Text("–", "dim")


def _words(event: RecordedEvent, card: Card) -> Text:
    content = event.content
    text = Text(looks.of_event(event, card.names))
    if isinstance(content, Statement) and content.quote:
        text.append(f"\n“{content.quote}”", style="italic")
    sources = getattr(content, "appearances", ()) if isinstance(content, Statement | Move | Assessment) else ()
    where = ", ".join(dict.fromkeys(appearance.source for appearance in sources))
    return text.append(f"\n{where}", style="dim") if where else text


def _json(card: Card) -> dict[str, object]:
    ids = {offset: str(dated.event.id) for offset, dated in card.events.items()}
    position = card.position
    return {
        "actor": actor_json(card.pair[0], card.names),
        "issue": issue_json(card.pair[1], card.names),
        "position": position_json(position, card.view, names=card.names, ids=ids) if position else None,
        "absence": card.absence,
        "evidence": [evidence_json(item, card.events[item.log_offset].event) for item in card.evidence],
    } | view_json(card.view)
