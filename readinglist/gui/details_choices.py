"""What services offer for a paper, for the user to decide: which paper it is, or what is new about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.details_standing import listed
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.details_words import day, number
from readinglist.gui.theme import MEDIUM, SEMIBOLD, Theme
from readinglist.library.records import SERVICES, Choice, PaperRecord

PEOPLE = 3
FIELD_WORDS = {
    "title": "title",
    "authors": "authors",
    "year": "year",
    "date": "date",
    "venue": "venue",
    "abstract": "abstract",
    "url": "link",
    "arxiv_id": "arXiv id",
    "arxiv_version": "arXiv version",
    "doi": "DOI",
    "pmid": "PubMed id",
}
"""Fields of a Difference as they stand in a sentence."""


def service(choice: Choice) -> str:
    """What a person calls the service that offers it."""
    return SERVICES.get(choice.source, choice.source)


def people_of(record: PaperRecord) -> str:
    """`Vaswani, Shazeer, Parmar +5`."""
    names = [person.family for person in record.authors]
    more = f" +{number(len(names) - PEOPLE)}" if len(names) > PEOPLE else ""
    return ", ".join(names[:PEOPLE]) + more


def page_of(record: PaperRecord) -> tuple[str, str]:
    """(what to call it, address) of a page where one can see which paper it is; empty if none is known."""
    if record.arxiv_id:
        return f"arXiv:{record.arxiv_id}", f"https://arxiv.org/abs/{record.arxiv_id}"
    if record.doi:
        return record.doi, f"https://doi.org/{record.doi}"
    if record.pmid:
        return f"PMID {record.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    return ("its page", record.url) if record.url else ("", "")


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("kind", "separator")
    return line


class SameTitleCard(QFrame):
    """“Is it one of these?” with a button for each, and one for none."""

    taken = Signal(object)
    """The Choice that it is."""
    refused = Signal(object)
    """One of the choices, none of which it is."""
    link_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choices: tuple[Choice, ...] = ()
        self.setProperty("kind", "card")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        self._layout.setSpacing(theme.px(10))
        self._head = ReadingText(theme, weight=SEMIBOLD)
        self._head.setAccessibleName("Question")
        self._layout.addWidget(self._head)
        self._items: list[QWidget] = []
        self.none = QPushButton()
        self.none.setProperty("kind", "quiet")
        self.none.clicked.connect(self._on_none)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.none)
        self._layout.addLayout(row)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; the same ones stay as they are, and keep the focus."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        several = len(choices) > 1
        self._head.set_text("Is it one of these?" if several else "Is it this one?")
        self.none.setText("None of these" if several else "It is not")
        for item in self._items:
            item.hide()
            item.deleteLater()
        self._items = []
        for choice in choices:
            if self._items:
                self._items.append(rule())
            self._items.append(self._item(choice))
        for place, item in enumerate(self._items):
            self._layout.insertWidget(place + 1, item)

    def text(self) -> str:
        """What it asks."""
        return self._head.text()

    def _item(self, choice: Choice) -> QWidget:
        theme, record = self._theme, choice.record
        box = QWidget()
        title = ReadingText(theme, weight=MEDIUM, line_height=1.35)
        title.setAccessibleName("Title")
        title.set_text(record.title)
        line = ReadingText(theme, size=12, line_height=1.4)
        line.setAccessibleName("Who, when, where, and who says so")
        line.anchorClicked.connect(self._on_link)
        line.set_runs(_line(choice))
        button = QPushButton("This one")
        button.setAccessibleName(f"This one: {record.title}")
        button.setProperty("choice", choice.id)
        button.clicked.connect(self._on_taken)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(title)
        words.addWidget(line)
        words.addStretch(1)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addLayout(words, 1)
        row.addWidget(button)
        return box

    @Slot()
    def _on_taken(self) -> None:
        number_of = self.sender().property("choice")
        self.taken.emit(next(choice for choice in self._choices if choice.id == number_of))

    @Slot()
    def _on_none(self) -> None:
        self.refused.emit(self._choices[0])

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        self.link_asked.emit(url.toString())


def _line(choice: Choice) -> list[Run]:
    record = choice.record
    said = [people_of(record), day(record.date) if record.date else str(record.year or ""), record.venue]
    words, address = page_of(record)
    page = [Run("  ·  ", "text_third"), Run(words, "accent", address)] if address else []
    return [
        Run("  ·  ".join(text for text in said if text) + "\n", "text_second"),
        Run(service(choice), "text_third"),
        *page,
    ]


class RefreshCard(QFrame):
    """“arXiv says something else”: to compare, or to be left alone."""

    compare_asked = Signal(object)
    refused = Signal(object)
    """Each carries the Choice."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: Choice | None = None
        self.setProperty("kind", "card")
        self._words = ReadingText(theme, line_height=1.4)
        self._words.setAccessibleName("What is new")
        self.compare = QPushButton("Compare…")
        self.compare.clicked.connect(self._on_compare)
        theme.dress(self.compare, "merge", "text", size=16)
        self.keep = QPushButton("Keep mine")
        self.keep.setProperty("kind", "quiet")
        self.keep.clicked.connect(self._on_keep)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.compare)
        row.addWidget(self.keep)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(10))
        layout.addWidget(self._words)
        layout.addLayout(row)

    def show_choice(self, choice: Choice, fields: Sequence[str]) -> None:
        """Say that the service says something else of these fields."""
        self._choice = choice
        named = listed([FIELD_WORDS.get(field, field) for field in fields])
        self._words.set_runs(
            [
                Run(f"{service(choice)} says something else", weight=SEMIBOLD),
                Run(f"\nabout {named}. Nothing is changed before you say so.", "text_second"),
            ]
        )

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    @Slot()
    def _on_compare(self) -> None:
        self.compare_asked.emit(self._choice)

    @Slot()
    def _on_keep(self) -> None:
        self.refused.emit(self._choice)
