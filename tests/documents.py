"""Fenced blocks of Markdown, and what follows what."""

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: ```language tags."""

    document: str
    line: int
    language: str
    tags: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        """Where a reader finds it."""
        return f"{self.document}:{self.line}"


@dataclass(frozen=True)
class Example:
    """Something to run, with the variables it takes and the answer that the document shows, where it does."""

    block: Block
    variables: Block | None
    answer: Block | None


def blocks(path: Path, *, root: Path) -> list[Block]:
    """Read the fenced blocks of a document, in order."""
    text = path.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        language, *tags = fence[1].split() or [""]
        line = text.count("\n", 0, fence.start()) + 1
        found.append(Block(str(path.relative_to(root)), line, language, tuple(tags), fence[2]))
    return found


def examples(found: list[Block], *, language: str, answered_in: str) -> list[Example]:
    """Pair each block of a language with the blocks that directly follow it."""
    result = []
    for number, block in enumerate(found):
        if block.language == language:
            following = found[number + 1 : number + 3]
            variables = _first(following, language="json", tags=("variables",))
            answer = _first(following[1:] if variables else following, language=answered_in, tags=())
            result.append(Example(block, variables, answer))
    return result


def _first(following: list[Block], *, language: str, tags: tuple[str, ...]) -> Block | None:
    block = following[0] if following else None
    return block if block and (block.language, block.tags) == (language, tags) else None
