"""Three-way merging of a note that was written in two places at once; no Qt."""

from __future__ import annotations

from typing import NamedTuple

DIVIDER = "\n\n---\n\n"


class Edit(NamedTuple):
    """Replace `before[start:end]` by `text`."""

    start: int
    end: int
    text: str


def single_edit(before: str, after: str) -> Edit:
    """The one replacement, as short as can be, that turns `before` into `after`."""
    longest = min(len(before), len(after))
    start = _common_start(before, after, longest)
    tail = _common_start(before[start:][::-1], after[start:][::-1], longest - start)
    return Edit(start, len(before) - tail, after[start : len(after) - tail])


def _common_start(a: str, b: str, longest: int) -> int:
    """How many characters are the same at the start, found by halving: comparing slices is done in C."""
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def merge(base: str, mine: str, theirs: str) -> str | None:
    """One text with the edits of both sides, or None where they changed the same place and a person must choose."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    ours, other = single_edit(base, mine), single_edit(base, theirs)
    if ours.start == ours.end == other.start == other.end:  # both only added, at one place: nothing is lost
        return base[: ours.start] + ours.text + other.text + base[ours.end :]
    first, second = sorted((ours, other))
    if first.end > second.start or first.start == second.start:
        return None
    between = base[first.end : second.start]
    return base[: first.start] + first.text + between + second.text + base[second.end :]


def both(mine: str, theirs: str) -> str:
    """The two texts one under the other; a text that holds the other already stands alone."""
    if theirs in mine:
        return mine
    return theirs if mine in theirs else mine + DIVIDER + theirs
