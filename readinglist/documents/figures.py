"""The figures and tables of a page, by their captions and what is drawn beside them (pure Python)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from readinglist.documents.page_lines import TextLine
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
PARAGRAPH_GAP = 0.9
"""Of a line's height: what is further below the caption's last line is no part of it."""


def find_figures(page: int, lines: Sequence[TextLine], drawn: Sequence[Box]) -> list[Figure]:
    """Figures and tables with a caption, in the order of their captions; the box takes in the caption."""
    upright = [line for line in lines if line.turn == 0]
    captions = [found for at in range(len(upright)) if (found := _caption(upright, at))]
    taken = {id(line) for _, _, members in captions for line in members}
    labels = [line.box for line in lines if id(line) not in taken]
    drawn = _without_background(drawn, [line.box for line in lines])
    return [
        Figure(page, kind, label, " ".join(line.text.strip() for line in members)[:LONGEST], box)
        for kind, label, members in captions
        if (box := _box(kind, _around([line.box for line in members]), drawn, labels))
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


def _box(kind: str, caption: Box, drawn: Sequence[Box], texts: Sequence[Box]) -> Box | None:
    """The caption with the figure above it or the table below it, or the other way round."""
    for below in (True, False) if kind == "table" else (False, True):
        side = _grown(caption, drawn, texts, below=below)
        if side is not None and side[3] - side[1] > (caption[3] - caption[1]) + SMALLEST:
            return side
    return None


def _grown(caption: Box, drawn: Sequence[Box], texts: Sequence[Box], *, below: bool) -> Box | None:
    """The caption grown by all that is drawn on one side of it with no more than GAP between."""
    edge = caption[3] if below else caption[1]
    column = [
        box
        for box in drawn
        if box[0] < caption[2] + 6 and box[2] > caption[0] - 6 and (box[1] >= edge - 4 if below else box[3] <= edge + 4)
    ]
    column.sort(key=lambda box: box[1] if below else -box[3])
    grown: Box | None = None
    for box in column:
        reach = (grown[3] if below else grown[1]) if grown else edge
        distance = box[1] - reach if below else reach - box[3]
        if distance > GAP and not _filled(texts, reach, box[1] if below else box[3], below):
            break
        grown = _around([grown, box]) if grown else box
    if grown is None:
        return None
    inside = [box for box in texts if _overlap(box, grown) > 0.5 * _area(box)]
    return _around([caption, grown, *inside])


def _filled(texts: Sequence[Box], reach: float, until: float, below: bool) -> bool:
    """Whether rows of short texts, as in a table between its rules, bridge the way from one drawn part to the next."""
    low, high = (reach, until) if below else (until, reach)
    rows = sorted((box[1], box[3]) for box in texts if box[1] >= low - 3 and box[3] <= high + 3)
    end = low
    for top, bottom in rows:
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
