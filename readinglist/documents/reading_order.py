"""The order in which a person reads the lines of a page: column after column, what spans them in between (pure)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from readinglist.documents.page_lines import TextLine
from readinglist.documents.pages import Box

MIDDLE = 0.28, 0.72
"""Between which shares of the text's width a gutter is looked for."""
MOST_ACROSS = 0.35
"""Share of the text (by area) that may run across a gutter: title, abstract, wide figures' captions."""
DEEPEST = 3
LEAP = 14.0
"""Points by which a block begins above the one before it in the file, where the file is not in order."""
MOST_LEAPS = 0.2
"""Share of blocks that may do so: notes in the margin, figures, fractions."""


def in_reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """The same lines, upright ones first; the order of the file where a page has but one column."""
    upright = [line for line in lines if line.turn == 0]
    others = [line for line in lines if line.turn != 0]
    return [*_ordered(upright, 0), *others]


def _ordered(lines: list[TextLine], depth: int) -> list[TextLine]:
    gutter = _gutter(lines) if depth < DEEPEST else None
    if gutter is None:
        return _down(lines)
    left: list[TextLine] = []
    right: list[TextLine] = []
    across: list[TextLine] = []
    for line in lines:
        box = line.box
        (left if box[2] <= gutter + 1 else right if box[0] >= gutter - 1 else across).append(line)
    found: list[TextLine] = []
    for band in _bands(across):
        top = band[0].box[1]
        found += _ordered(_take(left, top), depth + 1) + _ordered(_take(right, top), depth + 1) + band
    return [*found, *_ordered(left, depth + 1), *_ordered(right, depth + 1)]


def _take(lines: list[TextLine], bottom: float) -> list[TextLine]:
    """Take away and give the lines that stand above `bottom`."""
    above = [line for line in lines if _middle(line.box) < bottom]
    lines[:] = [line for line in lines if _middle(line.box) >= bottom]
    return above


def _bands(across: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines across the columns, together where no line of a column fits in between."""
    bands: list[list[TextLine]] = []
    for line in sorted(across, key=lambda line: line.box[1]):
        box = line.box
        if bands and box[1] - bands[-1][-1].box[3] < 0.8 * (box[3] - box[1]):
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _gutter(lines: Sequence[TextLine]) -> float | None:
    """The x of the white stripe between two columns; None where there is but one column."""
    boxes = [line.box for line in lines if not line.text.isspace()]
    if len(boxes) < 6:
        return None
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    width = right - left
    whole = sum(map(_area, boxes))
    candidates = {box[0] - 1 for box in boxes} | {box[2] + 1 for box in boxes}
    found: list[tuple[float, float, float]] = []
    for x in candidates:
        if not left + MIDDLE[0] * width <= x <= left + MIDDLE[1] * width:
            continue
        across = sum(_area(box) for box in boxes if box[0] < x - 1 and box[2] > x + 1)
        if across > MOST_ACROSS * whole:
            continue
        sides = [[box for box in boxes if box[2] <= x + 1], [box for box in boxes if box[0] >= x - 1]]
        if any(len(side) < 3 or sum(map(_area, side)) < 0.12 * whole for side in sides) or not _side_by_side(*sides):
            continue
        found.append((across, abs(x - (left + right) / 2), x))
    return min(found)[2] if found else None


def _side_by_side(one: Sequence[Box], other: Sequence[Box]) -> bool:
    """Whether two sets of lines stand beside each other over most of the lower one's height, each with full lines."""
    tops = [min(box[1] for box in side) for side in (one, other)]
    bottoms = [max(box[3] for box in side) for side in (one, other)]
    height = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
    return min(bottoms) - max(tops) > 0.5 * height and all(_is_text(side) for side in (one, other))


def _is_text(side: Sequence[Box]) -> bool:
    """Whether a good part of the lines are as wide as the column, as in running text and not in a table."""
    width = max(box[2] for box in side) - min(box[0] for box in side)
    return sum(box[2] - box[0] > 0.7 * width for box in side) >= 0.3 * len(side)


def _down(lines: list[TextLine]) -> list[TextLine]:
    """The lines of one column: as the file has them, which knows formulas best, unless it leaps up and down."""
    blocks: dict[int, list[TextLine]] = {}
    for line in lines:
        blocks.setdefault(line.block, []).append(line)
    tops = [min(line.box[1] for line in block) for block in blocks.values()]
    leaps = sum(other < one - LEAP for one, other in itertools.pairwise(tops))
    if leaps <= MOST_LEAPS * len(tops):
        return lines
    return [line for _, block in sorted(zip(tops, blocks.values(), strict=True), key=_first) for line in block]


def _first(pair: tuple[float, list[TextLine]]) -> float:
    return pair[0]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2
