"""Owns how answers look in a terminal: shape before colour, solid is said and outline is implied, absence is empty."""

import datetime

from rich.console import Console
from rich.text import Text

from events.contents import Assessment, Move, Schedule, Statement
from events.event import RecordedEvent
from events.vocabulary import Basis, Clock, Stance
from projections.reading.positions import Position
from service.cli.asking import Names

SOLID = {Stance.SUPPORT: "●", Stance.OPPOSE: "✕", Stance.CONDITIONAL: "▲", Stance.NEUTRAL: "▬", Stance.AMBIGUOUS: "≈"}
OUTLINE = {Stance.SUPPORT: "○", Stance.OPPOSE: "✗", Stance.CONDITIONAL: "△", Stance.NEUTRAL: "▭", Stance.AMBIGUOUS: "∼"}
COLOURS = {
    Stance.SUPPORT: "#3d8bd9",
    Stance.OPPOSE: "#e0663a",
    Stance.CONDITIONAL: "#c79a1e",
    Stance.NEUTRAL: "#8d877c",
    Stance.AMBIGUOUS: "#8d877c",
}
_NORMATIVE = {
    Stance.SUPPORT: "supports",
    Stance.OPPOSE: "opposes",
    Stance.CONDITIONAL: "only if",
    Stance.NEUTRAL: "neutral",
    Stance.AMBIGUOUS: "ambiguous",
}
_FACTUAL = _NORMATIVE | {Stance.SUPPORT: "affirms", Stance.OPPOSE: "denies"}
_CLOCKS = {Clock.OCCURRED: "what had happened", Clock.PUBLIC: "what was public"}
_DAYS_A_WEEK, _DAYS_A_MONTH, _DAYS_A_YEAR = 7, 30.44, 365.25

terminal = Console(highlight=False)
aside = Console(stderr=True, highlight=False)


def say(sentence: str | Text = "", *, style: str = "") -> None:
    """Print a sentence, which wraps where the terminal ends and is not broken for it."""
    terminal.print(sentence, style=style, soft_wrap=True)


def word(stance: Stance, *, is_factual: bool) -> str:
    """Return the word for a stance; toward what is rather than what should be, one affirms or denies."""
    return (_FACTUAL if is_factual else _NORMATIVE)[stance]


def mark(stance: Stance, basis: Basis) -> Text:
    """Return the shape of a stance."""
    is_said = basis is Basis.EXPLICIT
    return Text.assemble(((SOLID if is_said else OUTLINE)[stance], COLOURS[stance] + (" bold" if is_said else "")))


def marked(stance: Stance, basis: Basis, *, is_factual: bool, is_contested: bool = False) -> Text:
    """Return shape and word, in italics where the stance is implied."""
    words = word(stance, is_factual=is_factual) + (", implied" if basis is Basis.IMPLIED else "")
    text = mark(stance, basis).append(f" {words}", style="italic" if basis is Basis.IMPLIED else "")
    return text.append(" contested", style="reverse") if is_contested else text


def day(date: datetime.date | None) -> str:
    """Return a date with the month as a word, which nobody reads the wrong way round."""
    return f"{date.day} {date:%b %Y}" if date else ""


def age(date: datetime.date, *, on: datetime.date) -> str:
    """Return how long ago a day was: 3 d, 2 wk, 5 mo, 4 yr."""
    days = (on - date).days
    if days < 2 * _DAYS_A_WEEK:
        return f"{days} d"
    if days < 2 * _DAYS_A_MONTH:
        return f"{days // _DAYS_A_WEEK} wk"
    if days < 2 * _DAYS_A_YEAR:
        return f"{int(days / _DAYS_A_MONTH)} mo"
    return f"{int(days / _DAYS_A_YEAR)} yr"


def of_clock(clock: Clock) -> str:
    """Return what a clock counts."""
    return _CLOCKS[clock]


def key() -> Text:
    """Return the key to the shapes."""
    parts = [mark(stance, Basis.EXPLICIT).append(f" {_NORMATIVE[stance]}  ") for stance in Stance]
    implied = Text(f"  {OUTLINE[Stance.SUPPORT]}{OUTLINE[Stance.OPPOSE]}{OUTLINE[Stance.CONDITIONAL]} implied")
    return Text.assemble(*parts, implied, "  ! contested", style="dim")


def outcome(then: Stance) -> str:
    """Return what a condition that is met turns the stance into."""
    return "for it" if then is Stance.SUPPORT else "against it"


def of_position(position: Position, names: Names) -> Text:
    """Return the stance of a position."""
    return marked(
        position.stance,
        position.basis,
        is_factual=names.is_factual(position.issue),
        is_contested=bool(position.contested_by),
    )


def of_event(event: RecordedEvent, names: Names) -> str:
    """Return an event in a line: who speaks or acts, and what of it is on record."""
    content = event.content
    match content:
        case Statement():
            who = ", ".join(dict.fromkeys(names.short(capacity.speaker) for capacity in content.capacities))
            return f"{who}, {content.act.lower()}: {content.summary}"
        case Move():
            return f"{', '.join(map(names.short, content.actors))}: {content.summary}"
        case Assessment():
            return f"{names.short(content.author)} judges: {content.summary}"
        case Schedule():
            return f"{names.short(content.said_by)}, {content.state.lower()}: {content.what}"
        case None:
            return f"{event.kind.lower()} of {event.record.kind.lower()} {event.record.id}"
        case _:
            return f"{event.record.kind.lower()} {event.record.id}"
