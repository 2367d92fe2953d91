"""Texts cut into sentences, with places."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\W_a-z])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?i:e\.g|i\.e|et al|cf|vs|figs?|eqs?|sec|tab|no|dr|prof|resp|approx|w\.r\.t|a\.k\.a)|(?:^|[\s(])[A-Z])\.$"
)
SHORTEST = 12
"""Characters; what is shorter (a number, a heading) goes with the next sentence."""


def shortened(text: str, longest: int = 160) -> str:
    """A text on one line, cut between words with an ellipsis if it has more characters."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    return words[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def sentences_of(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence, without the space between them."""
    found: list[tuple[int, int]] = []
    start = _skip_space(text, 0)
    for end in _END.finditer(text):
        stop = end.start() + len(end[0].rstrip())
        before = text[start : end.start() + 1]
        if stop - start < SHORTEST or _ABBREVIATION.search(before):
            continue
        found.append((start, stop))
        start = end.end()
    stop = len(text.rstrip())
    if stop > start:
        found.append((start, stop))
    return found


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
