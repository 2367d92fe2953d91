"""Mends pages whose words are in pieces, as in PDFs with Type 3 fonts whose letters have no proper widths."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Sequence

Word = tuple[float, float, float, float, str, int, int, int]
"""A word as MuPDF gives it: left, top, right, bottom, text, and the numbers of its block, line and word."""


def is_in_shreds(lines: str) -> bool:
    """Whether the lines of a page are pieces of words."""
    count = lines.count("\n")
    return count > 150 and len(lines) < 8 * count


def mend(words: Sequence[Word], blocks: Sequence[str]) -> list[str]:
    """The paragraphs of a page, each with its lines, put together by where the pieces stand."""
    lines: list[str] = []
    steps: list[float] = []
    right = bottom = 0.0
    for left, end, base, text in _pieces(words, blocks):
        letter = (end - left) / len(text)
        if lines and abs(base - bottom) < 0.5 * letter and left > right - 2 * letter:
            lines[-1] += text if left - right < 0.3 * letter else f" {text}"
        else:
            lines.append(text)
            steps.append(base - bottom)
        right, bottom = end, base
    usual = statistics.median(steps) if steps else 0.0
    paragraphs: list[str] = []
    for line, step in zip(lines, steps, strict=True):
        if paragraphs and 0 < step < 1.3 * usual:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return paragraphs


def _pieces(words: Sequence[Word], blocks: Sequence[str]) -> Iterator[tuple[float, float, float, str]]:
    """(left, right, bottom, text) of each piece; its text from the blocks, for words lack TeX's ligatures."""
    texts = [block.split("\n") for block in blocks]
    for (block, line), group in itertools.groupby(words, key=lambda word: word[5:7]):
        first, *rest = group
        text = texts[block][line] if block < len(texts) and line < len(texts[block]) else first[4]
        yield first[0], (rest[-1] if rest else first)[2], first[3], text.strip(" ") or first[4]
