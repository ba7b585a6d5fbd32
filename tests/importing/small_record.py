"""A record of a dozen entries, written as files; every kind is in it, and its one source has a text."""

import hashlib
import json
from pathlib import Path
from typing import Any

TEXT = "A headline\n\nHe said: “We are ready to talk, if NATO answers.” 𝕏\n\nLater: “We want talks.”\n"
OFFER = "We are ready to talk, if NATO answers."
WISH = "We want talks."

Record = dict[str, list[dict[str, Any]]]


def quoted(words: str) -> dict[str, Any]:
    """An appearance of words in the text, at their span."""
    start = TEXT.index(words)
    return {
        "source": "report",
        "quote": words,
        "rendering": "DIRECT",
        "spanStart": start,
        "spanEnd": start + len(words),
    }


def reported() -> dict[str, Any]:
    """An appearance without a quote."""
    return {"source": "report", "rendering": "PARAPHRASE"}


def _statement(key: str, day: str, stances: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "capacities": [{"speaker": "vladimir-putin", "onBehalfOf": ["russia"]}],
        "act": "OFFER",
        "summary": f"He {key.replace('-', ' ')}.",
        "occurred": {"edtf": day},
        "stances": stances,
    } | fields


def _english(text: str) -> list[dict[str, str]]:
    return [{"lang": "en", "text": text}]


def small_record() -> Record:
    """Return the files by name, without their ending."""
    offers = {
        "issue": "talks",
        "stance": "CONDITIONAL",
        "conditions": [{"text": "NATO answers"}],
    }
    implied = {
        "issue": "attack-plans",
        "stance": "OPPOSE",
        "basis": "IMPLIED",
        "impliedBy": "Who talks does not attack.",
    }
    return {
        "sources": [
            {
                "id": "report",
                "title": "A headline",
                "published": {"edtf": "2021-12-20"},
                "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            }
        ],
        "actors": [
            {"id": "russia", "kind": "state", "names": _english("Russia (Russian Federation)")},
            {"id": "nato", "kind": "international-organisation", "names": _english("NATO")},
            {"id": "vladimir-putin", "kind": "person", "names": _english("Vladimir Putin")},
            {"id": "an-analyst", "kind": "person", "names": _english("An analyst")},
        ],
        "roles": [
            {"key": "putin", "holder": "vladimir-putin", "type": "represents", "principal": "russia", "rank": "HEAD"}
        ],
        "issues": [
            {
                "id": "talks",
                "kind": "NORMATIVE",
                "labels": _english("Talks"),
                "propositions": _english("They should talk."),
            },
            {
                "id": "attack-plans",
                "kind": "FACTUAL",
                "parent": "talks",
                "labels": _english("Attack plans"),
                "propositions": _english("Russia plans an attack."),
            },
        ],
        "instruments": [
            {
                "id": "draft",
                "title": "A draft",
                "tabledBy": ["russia"],
                "addressedTo": ["nato"],
                "tabled": {"edtf": "2021-12-09"},
                "articlesTotal": 1,
                "provisions": [
                    {"id": "draft-art1", "article": 1, "label": "Talks", "binds": ["nato"], "issues": ["talks"]}
                ],
            }
        ],
        "moves": [
            {
                "key": "news-conference",
                "actors": ["russia"],
                "issues": ["talks"],
                "summary": "A news conference.",
                "occurred": {"edtf": "2021-12-10"},
                "appearances": [reported()],
            }
        ],
        "statements": [
            _statement("offers-talks", "2021-12-10", [offers], occasion="news-conference", appearances=[quoted(OFFER)]),
            _statement(
                "wants-talks", "2021-12-12", [{"issue": "talks", "stance": "SUPPORT"}], appearances=[quoted(WISH)]
            ),
            _statement("denies-plans", "2021-12-12", [implied], appearances=[reported()]),
        ],
        "assessments": [
            {
                "key": "will-not-talk",
                "author": "an-analyst",
                "about": ["nato"],
                "issues": ["talks"],
                "summary": "NATO will not talk.",
                "occurred": {"edtf": "2021-12-13"},
                "appearances": [reported()],
            }
        ],
        "schedules": [_schedule("talks-in-january", "PROPOSED"), _schedule("agreed", "AGREED", id="talks-in-january")],
        "relations": [
            {
                "key": "again",
                "type": "REAFFIRMS",
                "from": "wants-talks",
                "to": "offers-talks",
                "reason": "He says so again.",
            }
        ],
        "paragraphs": [
            {"source": "report", "paragraph": 1, "records": [], "note": "the headline"},
            {
                "source": "report",
                "paragraph": 2,
                "records": ["offers-talks", "news-conference", "will-not-talk", "draft"],
            },
            {
                "source": "report",
                "paragraph": 3,
                "records": ["wants-talks", "denies-plans", "talks-in-january", "agreed"],
            },
        ],
    }


def _schedule(key: str, state: str, **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "occurred": {"edtf": "2021-12-12"},
        "what": "Talks",
        "participants": ["russia", "nato"],
        "when": {"edtf": "2022-01"},
        "state": state,
        "saidBy": "russia",
        "appearances": [reported()],
    } | fields


def write(record: Record, directory: Path, *, name: str = "small") -> Path:
    """Write the files, and a folder with the text under a name that says nothing."""
    directory.mkdir(exist_ok=True)
    (directory / "record.json").write_text(json.dumps({"name": name}))
    for kind, entries in record.items():
        (directory / f"{kind}.json").write_text(json.dumps(entries))
    texts = directory / "texts"
    texts.mkdir(exist_ok=True)
    (texts / "anything.bin").write_bytes(TEXT.encode())
    return directory
