"""Wrapped text for widgets that paint themselves, at most so many lines; `*words*` and names in backticks stand out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

_MARKED = re.compile(r"\*([^*]+)\*|`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Text broken into lines for one width, `height` pixels tall."""

    layout: QTextLayout
    height: float
    colour: QColor

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Draw it with its upper left corner there."""
        painter.setPen(self.colour)
        self.layout.draw(painter, at)


def wrap(
    text: str,
    font: QFont,
    colour: QColor,
    width: float,
    *,
    most: int,
    pitch: float = 1.35,
    emphasis: QColor | None = None,
    as_it_is: bool = False,
    looks: Sequence[QTextLayout.FormatRange] = (),
) -> Wrapped:
    """Break `text` into at most `most` lines of `pitch` font sizes; what is longer ends in an ellipsis.

    `*words*` are set in italics; they and names in backticks have the colour `emphasis`;
    `as_it_is` leaves both signs alone; it then has those `looks`.
    """
    plain, ranges = (text, list(looks)) if as_it_is else _marked(text, emphasis or colour)
    layout, lines = _lay_out(plain, ranges, font, width, most + 1)
    if lines > most:
        end = layout.lineAt(most - 1).textStart() + layout.lineAt(most - 1).textLength()
        plain = plain.encode("utf-16-le")[: 2 * end].decode("utf-16-le", "ignore").rstrip()
        metrics = QFontMetricsF(font)
        start = layout.lineAt(most - 1).textStart()
        last = plain.encode("utf-16-le")[2 * start :].decode("utf-16-le", "ignore")
        while last and metrics.horizontalAdvance(last + "…") > width:
            last, plain = last[:-1], plain[:-1]
        layout, lines = _lay_out(plain.rstrip() + "…", ranges, font, width, most)
    height = _place(layout, min(lines, most), pitch * font.pixelSize())
    return Wrapped(layout, height, colour)


def _marked(text: str, colour: QColor) -> tuple[str, list[QTextLayout.FormatRange]]:
    plain, ranges, read = "", [], 0
    for found in _MARKED.finditer(text):
        plain += text[read : found.start()]
        inside = found[1] or found[2]
        looks = QTextCharFormat()
        looks.setFontItalic(bool(found[1]))
        looks.setForeground(colour)
        words = QTextLayout.FormatRange()
        words.start, words.length, words.format = _units(plain), _units(inside), looks
        ranges.append(words)
        plain += inside
        read = found.end()
    return plain + text[read:], ranges


def _lay_out(
    text: str, ranges: list[QTextLayout.FormatRange], font: QFont, width: float, most: int
) -> tuple[QTextLayout, int]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(ranges)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    lines = 0
    while lines < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        lines += 1
    layout.endLayout()
    return layout, lines


def _place(layout: QTextLayout, lines: int, pitch: float) -> float:
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        line.setPosition(QPointF(0, number * pitch + (pitch - line.height()) / 2))
    return lines * pitch


def _units(text: str) -> int:
    return len(text) + sum(1 for character in text if character > "\uffff")
