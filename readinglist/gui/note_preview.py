"""A note as it reads: its Markdown set as headings, lists, tables and links."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import (
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QWidget

from readinglist.gui.details_text import FittedText, line_height_format
from readinglist.gui.theme import BASE_SIZE, REGULAR, SEMIBOLD, Theme

_HEADING = {1: 17, 2: 15, 3: 14}


class NotePreview(FittedText):
    """Only a view: the note itself stays the text that was typed. Pictures and raw HTML are not followed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._markdown = ""
        self.setAccessibleName("Note, as it reads")

    def set_markdown(self, text: str) -> None:
        """Show this note."""
        if text != self._markdown:
            self._markdown = text
            self._write()

    def markdown(self) -> str:
        """What is shown, as it was typed."""
        return self._markdown

    def _write(self) -> None:
        document = self.document()
        document.setDefaultFont(self._theme.font(BASE_SIZE))
        document.setIndentWidth(self._theme.px(20))
        features = QTextDocument.MarkdownFeature
        document.setMarkdown(self._markdown, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        block = document.begin()
        while block.isValid():
            self._set_block(block)
            block = block.next()
        self._set_tables()
        self._rewritten()

    def _set_block(self, block: QTextBlock) -> None:
        theme, kind = self._theme, block.blockFormat()
        level = kind.headingLevel()
        font = theme.font(_HEADING.get(level, BASE_SIZE), SEMIBOLD if level else REGULAR)
        cursor = QTextCursor(block)
        in_table = cursor.currentTable() is not None
        spaced = line_height_format(font, 1.35 if level else 1.5)
        above = 0 if in_table or not block.blockNumber() else 12 if level else 2 if block.textList() else 6
        spaced.setTopMargin(theme.px(above))
        spaced.setBottomMargin(theme.px(0 if in_table else 2))
        cursor.mergeBlockFormat(spaced)
        quoted = bool(kind.intProperty(QTextFormat.Property.BlockQuoteLevel))
        if level or quoted:
            for fragment in _fragments(block):
                looks = fragment.charFormat()
                if level:
                    looks.clearProperty(QTextFormat.Property.FontSizeAdjustment)
                    looks.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
                    looks.setProperty(QTextFormat.Property.FontPixelSize, font.pixelSize())
                else:
                    looks.setForeground(theme.text_second)
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(looks)

    def _set_tables(self) -> None:
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                looks = frame.format()
                looks.setBorderBrush(self._theme.border)
                looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)  # outset leaves two sides pale
                looks.setBorderCollapse(True)
                looks.setCellPadding(self._theme.px(4))
                looks.setTopMargin(self._theme.px(6))
                frame.setFormat(looks)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._write()


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    found = []
    pieces = block.begin()
    while not pieces.atEnd():
        found.append(pieces.fragment())
        pieces += 1
    return found
