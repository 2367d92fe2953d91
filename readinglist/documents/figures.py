"""The figures and tables of a page, by their captions and what is drawn beside them (pure Python)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from readinglist.documents.page_lines import TextLine, on_one_line
from readinglist.documents.pages import Box, Figure

_CAPTION = re.compile(
    r"\s*(?P<word>(?:extended data |supplementary |supplemental )?(?:fig(?:ure|\.)?|abb(?:ildung|\.)|scheme|algorithm"
    r"|listing|tab(?:le|elle|leau|\.)|図|表))\s*(?P<label>[A-Z]?\.?\d+(?:\.\d+)?[a-z]?|[IVX]+)"
    r"\s*(?P<end>[.:|—–-]|$|(?=\s[A-Z(]))",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?:.* )?(?:tab|表)", re.IGNORECASE)
LONGEST = 1_000
GAP = 28.0
"""Points of white between the parts of one figure, and between it and its caption."""
SMALLEST = 20.0
RUNNING = 0.8
"""Of the caption's width: as wide are the lines of running text, and not many cells of tables."""
PARAGRAPH_GAP = 0.9
"""Of a line's height: what is further below the caption's last line is no part of it."""


def find_figures(page: int, lines: Sequence[TextLine], drawn: Sequence[Box]) -> list[Figure]:
    """Figures and tables with a caption, in the order of their captions; the box takes in the caption."""
    upright = [line for line in lines if line.turn == 0]
    captions = [found for at in range(len(upright)) if (found := _caption(upright, at))]
    taken = {id(line) for _, _, members in captions for line in members}
    labels = [line.box for line in lines if id(line) not in taken]
    drawn = _without_background(drawn, [line.box for line in lines])
    places = [_around([line.box for line in members]) for _, _, members in captions]
    return [
        Figure(page, kind, label, on_one_line([line.text.strip() for line in members], lines)[:LONGEST], box)
        for (kind, label, members), place in zip(captions, places, strict=True)
        if (box := _box(kind, place, [other for other in places if other is not place], drawn, labels))
    ]


def _caption(lines: Sequence[TextLine], at: int) -> tuple[Literal["figure", "table"], str, list[TextLine]] | None:
    """Kind, printed number and lines of the caption that begins with a line."""
    line = lines[at]
    match = _CAPTION.match(line.text)
    if match is None or (at and lines[at - 1].block == line.block and not _is_below(lines[at - 1], line)):
        return None
    if not match["end"] and match.end() < len(line.text.rstrip()):
        return None
    if at and lines[at - 1].block == line.block and not lines[at - 1].text.rstrip().endswith((".", ":")):
        return None  # "as is seen in / Figure 3. There ..."
    members = [line]
    for following in lines[at + 1 :]:
        height = line.box[3] - line.box[1]
        near = following.box[1] - members[-1].box[3] < PARAGRAPH_GAP * height and _is_below(members[-1], following)
        if not near or following.block != line.block or len(members) > 12 or _CAPTION.match(following.text):
            break
        members.append(following)
    return ("table" if _TABLE.match(match["word"]) else "figure"), match["label"].strip("."), members


def _is_below(one: TextLine, other: TextLine) -> bool:
    return other.box[1] > one.box[1] + 2


def _without_background(drawn: Sequence[Box], texts: Sequence[Box]) -> list[Box]:
    """What is drawn, but for frames and colours behind the whole page."""
    if not texts:
        return list(drawn)
    page = _around([*texts])
    whole = max(_area(page), 1.0)
    return [box for box in drawn if _area(box) < 0.85 * whole]


def _box(kind: str, caption: Box, others: Sequence[Box], drawn: Sequence[Box], texts: Sequence[Box]) -> Box | None:
    """The caption with what belongs to it: a figure is above it if there is one, a table on the side that is nearer."""
    sides = [_grown(caption, others, drawn, texts, below=below) for below in (False, True)]
    fit = [side for side in sides if side and side.box[3] - side.box[1] > caption[3] - caption[1] + SMALLEST]
    if not fit:
        return None
    return (min(fit, key=lambda side: side.distance) if kind == "table" else fit[0]).box


@dataclass(frozen=True, slots=True)
class _Side:
    """A caption grown to one side, and how far off the nearest that is drawn there begins."""

    box: Box
    distance: float


def _grown(
    caption: Box, others: Sequence[Box], drawn: Sequence[Box], texts: Sequence[Box], *, below: bool
) -> _Side | None:
    """The caption grown by all that is drawn on one side of it with no more than GAP between, up to another caption."""
    edge = caption[3] if below else caption[1]
    end = _end(caption, others, below=below)
    column = [
        box
        for box in drawn
        if box[0] < caption[2] + 6
        and box[2] > caption[0] - 6
        and (edge - 4 <= box[1] <= box[3] <= end + 4 if below else end - 4 <= box[1] <= box[3] <= edge + 4)
    ]
    column.sort(key=lambda box: box[1] if below else -box[3])
    grown: Box | None = None
    first = 0.0
    for box in column:
        reach = (grown[3] if below else grown[1]) if grown else edge
        distance = box[1] - reach if below else reach - box[3]
        if distance > GAP and not _filled(texts, caption, reach, box[1] if below else box[3], below):
            break
        first = first if grown else max(distance, 0.0)
        grown = _around([grown, box]) if grown else box
    if grown is None:
        return None
    inside = [box for box in texts if _overlap(box, grown) > 0.5 * _area(box)]
    return _Side(_around([caption, grown, *inside]), first)


def _end(caption: Box, others: Sequence[Box], *, below: bool) -> float:
    """Where another caption of the same column stops the growth."""
    beside = [box for box in others if box[0] < caption[2] and box[2] > caption[0]]
    if below:
        return min((box[1] for box in beside if box[1] >= caption[3]), default=math.inf)
    return max((box[3] for box in beside if box[3] <= caption[1]), default=-math.inf)


def _filled(texts: Sequence[Box], caption: Box, reach: float, until: float, below: bool) -> bool:
    """Whether rows of short texts, as in a table between its rules, bridge the way from one drawn part to the next."""
    low, high = (reach, until) if below else (until, reach)
    rows = sorted(
        (box[1], box[3], box[2] - box[0])
        for box in texts
        if box[1] >= low - 3 and box[3] <= high + 3 and box[0] < caption[2] and box[2] > caption[0]
    )
    if sum(width > RUNNING * (caption[2] - caption[0]) for _, _, width in rows) > 0.6 * len(rows):
        return False  # a paragraph
    end = low
    for top, bottom, _ in rows:
        if top - end > GAP:
            return False
        end = max(end, bottom)
    return bool(rows) and high - end <= GAP


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
