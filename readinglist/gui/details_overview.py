"""The first page of the details: abstract, the beginning of the note, the closest papers."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.details_links import open_in_browser
from readinglist.gui.details_text import ReadingText
from readinglist.gui.note_preview import NotePreview
from readinglist.gui.related import Answer
from readinglist.gui.related_card import CardList
from readinglist.gui.theme import Theme
from readinglist.gui.today.shown_part import AiSummary
from readinglist.gui.watched.shelf_part import ShelfPart
from readinglist.identifiers import is_paper_link
from readinglist.library.records import Paper

FEW = 3
EXCERPT = 600
"""Characters of the note that are shown here."""


def section(text: str) -> QLabel:
    """A head in small capitals."""
    label = QLabel(text.upper())
    label.setProperty("kind", "section")
    label.setAccessibleName(text)
    return label


class Overview(QWidget):
    """Reads well from top to bottom; what is not there says how to bring it."""

    abstract_asked = Signal()
    """Write an abstract."""
    note_asked = Signal()
    related_asked = Signal()
    paper_asked = Signal(object)
    """The id of a related paper."""
    place_asked = Signal(str)
    """A `readinglist:` link in the note was clicked."""

    def __init__(self, theme: Theme, shelf: ShelfPart, parent: QWidget | None = None) -> None:
        """`shelf` stands below the abstract, and above it that the paper is nearly one of the library."""
        super().__init__(parent)
        self.abstract = ReadingText(theme, line_height=1.5, characters=75)
        self.abstract.setAccessibleName("Abstract")
        self._no_abstract = QPushButton("Add an abstract")
        self._no_abstract.clicked.connect(self.abstract_asked)
        self._note_head = section("Note")
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self.note = NotePreview(theme)
        self.note.anchorClicked.connect(self._on_link_clicked)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(*(theme.px(12),) * 4)
        inside.setSpacing(theme.px(4))
        inside.addWidget(self.note)
        self.edit_note = QPushButton("Write a note")
        self.edit_note.clicked.connect(self.note_asked)
        self._related_head = section("Related")
        self.cards = CardList(theme)
        self.cards.opened.connect(self.paper_asked)
        self._all = QPushButton()
        self._all.setProperty("kind", "quiet")
        self._all.clicked.connect(self.related_asked)
        self._waiting = QLabel("Related papers follow when the model has read this one.")
        self._waiting.setProperty("kind", "second")
        self._waiting.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        left = Qt.AlignmentFlag.AlignLeft
        layout.addWidget(shelf.twin)
        self.ai_summary = AiSummary(theme)
        layout.addWidget(self.ai_summary)
        layout.addWidget(section("Abstract"))
        layout.addWidget(self.abstract)
        layout.addWidget(self._no_abstract, alignment=left)
        layout.addSpacing(theme.px(14))
        layout.addWidget(shelf)
        layout.addWidget(self._note_head)
        layout.addWidget(self._card)
        layout.addWidget(self.edit_note, alignment=left)
        layout.addSpacing(theme.px(14))
        for widget in (self._related_head, self._waiting, self.cards):
            layout.addWidget(widget)
        layout.addWidget(self._all, alignment=left)
        self.show_related(None)

    def show_paper(self, paper: Paper) -> None:
        """Show this paper; what is the same stays untouched."""
        self.abstract.set_text(unwrapped(paper.abstract))
        self.abstract.setVisible(bool(paper.abstract))
        self._no_abstract.setVisible(not paper.abstract)
        self.show_note(paper.note)

    def show_note(self, text: str) -> None:
        """The beginning of the note as it reads."""
        written = bool(text.strip())
        self.note.set_markdown(excerpt(text))
        self._card.setVisible(written)
        self.edit_note.setText("Go on writing" if written else "Write a note")

    def show_related(self, answer: Answer | None) -> None:
        """The best few of an answer; None while there is none."""
        cards = answer.cards if answer is not None else ()
        self.cards.set_cards(cards[:FEW])
        waiting = answer is not None and answer.waiting and not cards
        self._waiting.setVisible(waiting)
        self._related_head.setVisible(bool(cards) or waiting)
        self._all.setText(f"Show all {len(cards)}")
        self._all.setVisible(len(cards) > FEW)

    @Slot(QUrl)
    def _on_link_clicked(self, url: QUrl) -> None:
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if is_paper_link(address):
            self.place_asked.emit(address)
        else:
            open_in_browser(url.toString())


def unwrapped(text: str) -> str:
    """The text with lines joined that a source broke at eighty characters; empty lines still part paragraphs."""
    return re.sub(r"(?<!\n)[ \t]*\n[ \t]*(?![\n\s])", " ", text.strip())


def excerpt(text: str, most: int = EXCERPT) -> str:
    """The beginning of a note, cut at a line or a word."""
    text = text.strip("\n")
    if len(text) <= most:
        return text
    cut = text[:most]
    line = cut.rfind("\n")
    cut = cut[:line] if line > most // 2 else cut[: cut.rfind(" ")] if " " in cut else cut
    return cut.rstrip() + " …"
