"""Text to read and select: as tall as what it says, wrapped to any width, coloured by the theme."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.theme import BASE_SIZE, REGULAR, Theme

_PROSE = "The people who wrote these papers had their readers in mind, and so do we; "
"""What an average line is made of, to reckon how wide seventy-five characters are."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one look; with `link` it can be clicked."""

    text: str
    role: str = "text"
    link: str = ""
    weight: QFont.Weight = REGULAR
    italic: bool = False
    ground: str = ""
    """The role of the colour behind it, if there is one."""


class FittedText(QTextBrowser):
    """Text without frame or scroll bars that asks for exactly the height it needs at its width.

    Links are told by `anchorClicked`; the text opens nothing and fetches nothing by itself.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heights: dict[int, int] = {}
        self.setProperty("kind", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._on_theme_changed)

    def loadResource(self, kind: int, name: QUrl | str, /) -> None:
        """Nothing is ever fetched from disk or network to show a text."""
        return

    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(20)
    def heightForWidth(self, width: int) -> int:
        width = min(width, self.maximumWidth())  # a box reckons with all the width it has
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = height_at(self.document(), width)
        return known

    @guarded(QSize(200, 20))
    def sizeHint(self) -> QSize:
        ideal = math.ceil(self.document().idealWidth())
        width = min(ideal, self.maximumWidth()) if ideal else 40
        resized = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        return QSize(width, self.heightForWidth(self.width() if resized else width))

    @guarded(QSize(40, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(40, 0)

    def _rewritten(self) -> None:
        """The text or its looks are new: ask for room anew."""
        self._heights.clear()
        self.updateGeometry()

    @Slot()
    def _on_theme_changed(self) -> None:
        raise NotImplementedError


class ReadingText(FittedText):
    """A paragraph or several. Showing the same text again changes nothing, so that a selection lives through it."""

    def __init__(
        self,
        theme: Theme,
        *,
        size: float = BASE_SIZE,
        weight: QFont.Weight = REGULAR,
        role: str = "text",
        line_height: float = 1.4,
        characters: int | None = None,
        gap: float = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`size` in pixels at 13 px text, `line_height` in sizes, at most `characters` wide (None: no limit).

        `gap` is what stands between two paragraphs (lines of the text), in pixels at 13 px text.
        """
        super().__init__(theme, parent)
        self._size, self._weight, self._role = size, weight, role
        self._line_height, self._characters, self._gap = line_height, characters, gap
        self._runs: tuple[Run, ...] = ()
        self._limit_width()

    def set_text(self, text: str) -> None:
        """Show this text in the look given at the start."""
        self.set_runs((Run(text, self._role, weight=self._weight),) if text else ())

    def set_runs(self, runs: Sequence[Run]) -> None:
        """Show pieces of different looks one after another."""
        if tuple(runs) != self._runs:
            self._runs = tuple(runs)
            self._write()

    def set_role(self, role: str) -> None:
        """The colour of what `set_text` shows from now on."""
        self._role = role

    def text(self) -> str:
        """What it says, without looks."""
        return "".join(run.text for run in self._runs)

    def _write(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        font = self._theme.font(self._size, self._weight)
        block = line_height_format(font, self._line_height)
        block.setBottomMargin(self._theme.px(self._gap))
        cursor.setBlockFormat(block)
        for run in self._runs:
            cursor.insertText(run.text, self._format(run))
        cursor.endEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        self._rewritten()

    def _format(self, run: Run) -> QTextCharFormat:
        looks = QTextCharFormat()
        looks.setFont(self._theme.font(self._size, run.weight, italic=run.italic))
        looks.setForeground(self._theme.colour(run.role))
        if run.ground:
            looks.setBackground(self._theme.colour(run.ground))
        if run.link:
            looks.setAnchor(True)
            looks.setAnchorHref(run.link)
        return looks

    def _limit_width(self) -> None:
        if self._characters is not None:
            metrics = QFontMetricsF(self._theme.font(self._size, self._weight))
            self.setMaximumWidth(int(metrics.horizontalAdvance(_PROSE) * self._characters / len(_PROSE)))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._limit_width()
        self._write()


def height_at(document: QTextDocument, width: int) -> int:
    """The height of the document if it is that wide; its own width, if it has one already, stays as it is."""
    before = document.textWidth()
    if round(before) == width:
        return math.ceil(document.size().height())
    document.setTextWidth(max(width, 1))
    height = math.ceil(document.size().height())
    if before > 0:
        document.setTextWidth(before)
    return height


def line_height_format(font: QFont, sizes: float) -> QTextBlockFormat:
    """Lines that are `sizes` times the font's size apart, as style sheets of the web reckon it."""
    block = QTextBlockFormat()
    percent = 100 * sizes * font.pixelSize() / QFontMetricsF(font).height()
    block.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return block
