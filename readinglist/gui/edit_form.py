"""Editing what a paper says about itself: title, people, date, venue, identifiers, abstract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.own_keys import is_escape, keeps
from readinglist.gui.theme import Theme
from readinglist.identifiers import normalise_doi, normalise_isbn, parse_arxiv_id
from readinglist.library.records import Paper, Person

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")

FIELDS = (
    ("title", "Title", 3, ""),
    ("authors", "Authors", 5, "One a line: Ada Lovelace, or Lovelace, Ada"),
    ("date", "Date", 1, "2024, 2024-05 or 2024-05-24"),
    ("venue", "Venue", 1, ""),
    ("arxiv_id", "arXiv id", 1, "2405.15682"),
    ("doi", "DOI", 1, "10.1000/182"),
    ("pmid", "PubMed id", 1, ""),
    ("openreview_id", "OpenReview id", 1, ""),
    ("isbn", "ISBN", 1, ""),
    ("citation_key", "Citation key", 1, ""),
    ("url", "Link", 1, "https://"),
    ("abstract", "Abstract", 10, ""),
)
"""(field, label, lines, example)."""
PAIRED = ("date", "venue", "arxiv_id", "doi", "pmid", "openreview_id", "isbn", "citation_key")
"""Two of these stand side by side."""


def texts_of(paper: Paper) -> dict[str, str]:
    """What stands in each field of the form for this paper."""
    version = f"v{paper.arxiv_version}" if paper.arxiv_id and paper.arxiv_version else ""
    return {
        "title": paper.title,
        "authors": "\n".join(author_line(person) for person in paper.authors),
        "date": paper.date or (str(paper.year) if paper.year else ""),
        "venue": paper.venue,
        "arxiv_id": f"{paper.arxiv_id or ''}{version}",
        "doi": paper.doi or "",
        "url": paper.url or "",
        "pmid": paper.pmid or "",
        "openreview_id": paper.openreview_id or "",
        "isbn": paper.isbn or "",
        "citation_key": paper.citation_key,
        "abstract": paper.abstract,
    }


def author_line(person: Person) -> str:
    """The person as a line that reads back as the same person: given name first where that is possible."""
    lines = (person.name, f"{person.family}, {person.given}", f"{person.family},")
    return next((line for line in lines if Person.from_name(line) == person), person.name)


def problem_with(field: str, text: str) -> str:
    """A sentence that says what is wrong with what stands in a field; empty if nothing is."""
    text = text.strip()
    if field == "title" and not text:
        return "A paper needs a title."
    if field == "citation_key" and (not text or re.search(r"[\s,{}\"#%~\\]", text)):
        return "A citation key is one word, without commas or braces."
    if not text:
        return ""
    if field == "date" and not _DATE.fullmatch(text):
        return "Write the date as 2024, 2024-05 or 2024-05-24."
    if field == "arxiv_id" and parse_arxiv_id(text) is None:
        return "That is not an arXiv id. They look like 2405.15682 or hep-th/9901001."
    if field == "doi" and normalise_doi(text) is None:
        return "That is not a DOI. They look like 10.1000/182."
    if field == "isbn" and normalise_isbn(text) is None:
        return "That is not an ISBN: a digit is missing or wrong."
    if field == "pmid" and not text.isdigit():
        return "A PubMed id is a number."
    if field == "url" and not (urlsplit(text).scheme in {"http", "https"} and urlsplit(text).hostname):
        return "A link begins with http:// or https://."
    return ""


def values_of(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """What `library.papers.edit` is to write: only fields whose text is another."""
    values: dict[str, Any] = {}
    for field, text in after.items():
        if text.strip() == before[field].strip():
            continue
        if field == "authors":
            values["authors"] = tuple(Person.from_name(line) for line in text.splitlines() if line.strip())
        elif field == "date":
            values["date"] = text.strip() or None
            values["year"] = int(text.strip()[:4]) if text.strip() else None
        else:
            values[field] = " ".join(text.split()) if field == "title" else text.strip()
    return values


class _Area(QPlainTextEdit):
    """A field of several lines in which Tab goes to the next field."""

    def __init__(self, lines: int, theme: Theme) -> None:
        super().__init__()
        self._lines, self._theme = lines, theme
        self.setTabChangesFocus(True)

    @guarded(QSize(200, 60))
    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().lineSpacing() * self._lines + self._theme.px(20))

    @guarded(QSize(80, 60))
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())


class EditForm(QWidget):
    """One paper's fields. Ctrl+Enter saves, Escape cancels. It writes nothing itself."""

    save_asked = Signal(object)
    """Fields and values for `library.papers.edit`; empty when nothing was changed."""
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: dict[str, str] = {}
        self._inputs: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._problems: dict[str, QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(self._make_head(theme))
        self.refused = _problem_label()
        layout.addWidget(self.refused)
        pair: QHBoxLayout | None = None
        for field, label, lines, example in FIELDS:
            box = self._make_field(theme, field, label, lines, example)
            if field not in PAIRED:
                layout.addLayout(box)
            elif pair is None:
                pair = QHBoxLayout()
                pair.setSpacing(theme.px(12))
                pair.addLayout(box, 1)
            else:
                pair.addLayout(box, 1)
                layout.addLayout(pair)
                pair = None

    def _make_head(self, theme: Theme) -> QHBoxLayout:
        head = QLabel("Edit details")
        head.setProperty("kind", "heading")
        self.save = QPushButton("Save")
        self.save.setProperty("kind", "primary")
        self.save.setToolTip("Ctrl+Enter")
        self.save.clicked.connect(self._on_save)
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Escape")
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(head)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        return row

    def _make_field(self, theme: Theme, field: str, label: str, lines: int, example: str) -> QVBoxLayout:
        caption = QLabel(label)
        caption.setProperty("kind", "second")
        box: QLineEdit | QPlainTextEdit = QLineEdit() if lines == 1 else _Area(lines, theme)
        box.setPlaceholderText(example)
        box.setAccessibleName(label)
        box.textChanged.connect(self._on_text_changed)
        caption.setBuddy(box)
        self._inputs[field] = box
        self._problems[field] = _problem_label()
        layout = QVBoxLayout()
        layout.setContentsMargins(0, theme.px(8), 0, 0)
        layout.setSpacing(theme.px(4))
        for widget in (caption, box, self._problems[field]):
            layout.addWidget(widget)
        layout.addStretch(1)
        return layout

    def start(self, paper: Paper, draft: Mapping[str, str] | None = None) -> None:
        """Show what the paper says, or a draft that was left earlier."""
        self._before = texts_of(paper)
        for field, text in (draft or self._before).items():
            box = self._inputs[field]
            if isinstance(box, QLineEdit):
                box.setText(text)
                box.setCursorPosition(0)
            else:
                box.setPlainText(text)
        self.refuse("")
        self._check()

    def texts(self) -> dict[str, str]:
        """What stands in each field."""
        return {
            field: box.text() if isinstance(box, QLineEdit) else box.toPlainText()
            for field, box in self._inputs.items()
        }

    def input(self, field: str) -> QLineEdit | QPlainTextEdit:
        """The box of a field of FIELDS."""
        return self._inputs[field]

    def problem(self, field: str) -> str:
        """What is said to be wrong with a field; empty if nothing is."""
        return self._problems[field].text()

    @property
    def changed(self) -> bool:
        """Whether saving would change anything."""
        return bool(values_of(self._before, self.texts()))

    def refuse(self, reason: str) -> None:
        """Show at the top why the library would not take it; empty takes that away."""
        self.refused.setText(reason)
        self.refused.setVisible(bool(reason))

    def _check(self) -> bool:
        fine = True
        for field, text in self.texts().items():
            # What stood there before the user came may stay, whatever it is.
            wrong = problem_with(field, text) if text != self._before.get(field) else ""
            self._problems[field].setText(wrong)
            self._problems[field].setVisible(bool(wrong))
            fine = fine and not wrong
        self.save.setEnabled(fine)
        return fine

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        # Escape is ours before it is a shortcut of the window.
        return keeps(event, is_escape) or super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._on_save()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        if self._before:
            self._check()

    @Slot()
    def _on_save(self) -> None:
        if self._check():
            self.save_asked.emit(values_of(self._before, self.texts()))


def _problem_label() -> QLabel:
    label = QLabel()
    label.setProperty("kind", "problem")
    label.setWordWrap(True)
    label.hide()
    return label
