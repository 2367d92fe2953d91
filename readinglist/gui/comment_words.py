"""The Markdown of a short comment as plain words with their looks, for widgets that paint text themselves."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextDocument, QTextLayout, QTextListFormat

LINE_BREAK = "\u2028"
"""What ends a line in a text that is laid out as one."""
_MONOSPACE = ["monospace"]


def comment_words(markdown: str) -> tuple[str, list[QTextLayout.FormatRange]]:
    """The words as they read, a line for each that was typed, and what is set in bold, italics or struck out.

    Places are counted as Qt counts them, in UTF-16.
    """
    document = QTextDocument()
    features = QTextDocument.MarkdownFeature
    typed = "\n".join(f"{line}  " if line.strip() else "" for line in markdown.splitlines())  # each line stays one
    document.setMarkdown(typed, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
    plain, ranges = "", []
    block = document.begin()
    while block.isValid():
        plain += (LINE_BREAK if plain else "") + _before(block)
        start = len(plain.encode("utf-16-le")) // 2
        for part in block.textFormats():
            looks = _looks(part.format, heading=bool(block.blockFormat().headingLevel()))
            if looks is not None:
                shown = QTextLayout.FormatRange()
                shown.start, shown.length = start + part.start, part.length
                shown.format = looks
                ranges.append(shown)
        plain += block.text()
        block = block.next()
    return plain.rstrip(), ranges


def _before(block: QTextBlock) -> str:
    """The bullet or number of an item of a list."""
    items = block.textList()
    if items is None:
        return ""
    numbered = items.format().style() == QTextListFormat.Style.ListDecimal
    return f"{items.itemText(block)} " if numbered else "• "


def _looks(format_: QTextCharFormat, *, heading: bool) -> QTextCharFormat | None:
    looks = QTextCharFormat()
    if heading or format_.fontWeight() > QFont.Weight.Medium:
        looks.setFontWeight(QFont.Weight.DemiBold)
    if format_.fontItalic():
        looks.setFontItalic(True)
    if format_.fontStrikeOut():
        looks.setFontStrikeOut(True)
    if format_.fontFixedPitch():
        looks.setFontFamilies(_MONOSPACE)
    return looks if looks.propertyCount() else None
