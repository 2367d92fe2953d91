"""What happened to a paper: events, who said what, and the former texts of its note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.details_flow import Flow
from readinglist.gui.details_reading import Past
from readinglist.gui.details_status import NAMES
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.details_words import moment, things
from readinglist.gui.note_differences import Line, differences
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.work import Reads
from readinglist.library.records import SERVICES, Event, Revision, Status

SHOWN = 20
"""Events and revisions shown before the rest is asked for."""
SOURCES = {
    "user": "you",
    "bibtex": "a BibTeX file",
    "ris": "a RIS file",
    "daily-papers": "a Daily Papers page",
    "pdf": "the PDF",
    "file-name": "the file's name",
    "pasted": "the text that was pasted",
    "look-up": "a look-up",
    **SERVICES,
    "sample": "the sample library",
}
FIELDS = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "date": "Date",
    "venue": "Venue",
    "abstract": "Abstract",
    "url": "Link",
    "doi": "DOI",
    "arxiv": "arXiv id",
    "pmid": "PubMed id",
    "openreview": "OpenReview id",
    "isbn": "ISBN",
    "citation_key": "Citation key",
}


def event_words(event: Event) -> str:
    """A line of the history as a sentence part."""
    match event.kind:
        case "added":
            return "Added to the library"
        case "status":
            known = event.text in set(Status)
            return f"Marked as {NAMES[Status(event.text)].lower() if known else event.text}"
        case "document":
            return f"File attached: {event.text}"
        case "merged":
            return f"Became one with “{event.text}”"
        case _:
            return event.text


def said_by(provenance: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """(fields, who said so and when), fields of one source and moment together, in the order of FIELDS."""
    order = list(FIELDS)
    groups: dict[tuple[str, str], list[str]] = {}
    for field in sorted(provenance, key=lambda name: order.index(name) if name in order else len(order)):
        source, at = provenance[field]
        groups.setdefault((source, moment(at)), []).append(FIELDS.get(field, field))
    return [(", ".join(names), f"{SOURCES.get(source, source)}, {when}") for (source, when), names in groups.items()]


class HistoryView(QWidget):
    """Shows a Past. `restore_asked` carries the Revision that is to be the note again."""

    restore_asked = Signal(object)

    def __init__(self, theme: Theme, reads: Reads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._reads = theme, reads
        self._past: Past | None = None
        self._all = False
        self._open: int | None = None
        self._compared = ReadingText(theme, size=12, line_height=1.45, parent=self)
        self._compared.hide()
        self._compared.setAccessibleName("What is different in the note now")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(16))
        self._body: QWidget | None = None

    def show_past(self, past: Past) -> None:
        """Show this; what is shown already is left as it is."""
        if past != self._past:
            self._past = past
            if self._open not in {revision.id for revision in past.revisions}:
                self._open = None
            self._build()

    def forget(self) -> None:
        """Be about another paper from now on."""
        self._past, self._all, self._open = None, False, None
        if self._body is not None:
            self._body.hide()

    def compared(self) -> str:
        """What is said to be different."""
        return self._compared.text()

    def _build(self) -> None:
        past = self._past
        assert past is not None
        old, self._body = self._body, QWidget()
        self._compared.setParent(self._body)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.px(8))
        # The fields stand below in their own table, and the first status came with the adding.
        added = {event.at for event in past.events if event.kind == "added"}
        events = [
            event
            for event in past.events
            if event.kind != "field" and not (event.kind == "status" and event.at in added)
        ]
        if past.revisions:
            layout.addWidget(_head("Former texts of the note"))
            for revision in past.revisions if self._all else past.revisions[:SHOWN]:
                self._add_revision(layout, revision)
            layout.addSpacing(self._theme.px(8))
        layout.addWidget(_head("What happened"))
        rows = [(moment(event.at), event_words(event)) for event in (events if self._all else events[:SHOWN])]
        layout.addLayout(self._grid(rows, first="text_third", second="text"))
        if past.provenance:
            layout.addSpacing(self._theme.px(8))
            layout.addWidget(_head("Who said what"))
            layout.addLayout(self._grid(said_by(past.provenance), first="text", second="text_second", stretch=(1, 1)))
        if not self._all and (len(events) > SHOWN or len(past.revisions) > SHOWN):
            more = QPushButton("Show all")
            more.clicked.connect(self._on_show_all)
            layout.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self._body)
        if old is not None:
            old.hide()
            old.deleteLater()
        self._compare()

    def _grid(
        self, rows: Sequence[tuple[str, str]], *, first: str, second: str, stretch: tuple[int, int] = (0, 1)
    ) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(12))
        grid.setVerticalSpacing(self._theme.px(5))
        for column, share in enumerate(stretch):
            grid.setColumnStretch(column, share)
        if not stretch[0]:
            grid.setColumnMinimumWidth(0, self._theme.px(96))
        for number, texts in enumerate(rows):
            for column, (text, role) in enumerate(zip(texts, (first, second), strict=True)):
                words = ReadingText(self._theme, size=12, role=role, line_height=1.35)
                words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                words.set_text(text)
                grid.addWidget(words, number, column, Qt.AlignmentFlag.AlignTop)
        return grid

    def _add_revision(self, layout: QVBoxLayout, revision: Revision) -> None:
        words = QLabel(f"{moment(revision.at)}  ·  {things(len(revision.text.split()), 'word')}  ")
        items: list[QWidget] = [words]
        for name, icon, slot in (
            ("Hide" if revision.id == self._open else "Compare", "merge", self._on_compare),
            ("Restore", "restore", self._on_restore),
        ):
            button = QToolButton()
            button.setText(name)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setProperty("revision", revision.id)
            button.setAccessibleName(f"{name} the text of {moment(revision.at)}")
            self._theme.dress(button, icon, "text_second", size=15)
            button.clicked.connect(slot)
            items.append(button)
        flow = Flow(gap=self._theme.px(4))
        flow.set_items(items)
        layout.addWidget(flow)
        if revision.id == self._open:
            layout.addWidget(self._compared)

    def _revision(self, number: int) -> Revision:
        assert self._past is not None
        return next(revision for revision in self._past.revisions if revision.id == number)

    def _compare(self) -> None:
        self._compared.setVisible(self._open is not None)
        if self._open is not None and self._past is not None:
            old, new = self._revision(self._open).text, self._past.note
            self._reads.ask(partial(differences, old, new), self._on_compared, key="compare")

    def _on_compared(self, lines: list[Line]) -> None:
        if not lines:
            self._compared.set_runs([Run("The note is the same now.", "text_second")])
            return
        runs: list[Run] = []
        for line in lines:
            if runs:
                runs.append(Run("\n"))
            sign, role = {"gone": ("− ", "bad"), "new": ("+ ", "good")}.get(line.kind, ("   ", "text_third"))
            weight = MEDIUM if line.kind in {"gone", "new"} else None
            runs.append(Run(sign + line.text, role, weight=weight) if weight else Run(sign + line.text, role))
        self._compared.set_runs(runs)

    @Slot()
    def _on_compare(self) -> None:
        number = int(self.sender().property("revision"))
        self._open = None if self._open == number else number
        self._build()
        for button in self.findChildren(QToolButton):
            if button.property("revision") == number and button.text() != "Restore":
                button.setFocus()

    @Slot()
    def _on_restore(self) -> None:
        self.restore_asked.emit(self._revision(int(self.sender().property("revision"))))

    @Slot()
    def _on_show_all(self) -> None:
        self._all = True
        self._build()


def _head(text: str) -> QLabel:
    label = QLabel(text.upper())
    label.setProperty("kind", "section")
    label.setAccessibleName(text)
    return label
