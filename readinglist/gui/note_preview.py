"""A note as it reads: its Markdown set as headings, lists, tables and links."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QWidget

from readinglist.gui.details_text import FittedText, line_height_format
from readinglist.gui.theme import BASE_SIZE, MEDIUM, SEMIBOLD, Theme

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
        features = QTextDocument.MarkdownFeature
        document.setMarkdown(self._markdown, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        block = document.begin()
        while block.isValid():
            self._set_block(block)
            block = block.next()
        self._rewritten()

    def _set_block(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        font = self._theme.font(_HEADING.get(level, BASE_SIZE) if level else BASE_SIZE, SEMIBOLD if level else MEDIUM)
        spaced = line_height_format(font, 1.35 if level else 1.5)
        spaced.setTopMargin(self._theme.px(10 if level else 3) if block.blockNumber() else 0)
        spaced.setBottomMargin(self._theme.px(3))
        cursor.mergeBlockFormat(spaced)
        if level:
            looks = QTextCharFormat()
            looks.setFont(font)
            looks.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(looks)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._write()
