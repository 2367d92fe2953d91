"""What two texts say differently, word by word; no widgets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")
MOST = 4000
"""Words and blanks of a text up to which they are compared one by one: that takes less than a second."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether the other text has it not."""

    text: str
    other: bool


def word_differences(ours: str, theirs: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; put together again they are what they were."""
    mine, yours = _WORDS.findall(ours), _WORDS.findall(theirs)
    if not mine or not yours or len(mine) > MOST or len(yours) > MOST:
        return _whole(ours), _whole(theirs)
    mine_other, yours_other = [True] * len(mine), [True] * len(yours)
    # Blanks stand between any two words: what they have in common says nothing.
    matcher = SequenceMatcher(str.isspace, mine, yours, autojunk=False)
    for block in matcher.get_matching_blocks():
        mine_other[block.a : block.a + block.size] = [False] * block.size
        yours_other[block.b : block.b + block.size] = [False] * block.size
    return _pieces(mine, mine_other), _pieces(yours, yours_other)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()


def _pieces(words: Sequence[str], other: Sequence[bool]) -> tuple[Piece, ...]:
    """Words that are alike in this together; a blank between two that the other text has not belongs to them."""
    flags = list(other)
    for number, word in enumerate(words):
        if word.isspace():
            before = flags[number - 1] if number else False
            after = other[number + 1] if number + 1 < len(words) else False
            flags[number] = before and after
    found: list[Piece] = []
    for word, flag in zip(words, flags, strict=True):
        if found and found[-1].other == flag:
            found[-1] = Piece(found[-1].text + word, flag)
        else:
            found.append(Piece(word, flag))
    return tuple(found)
