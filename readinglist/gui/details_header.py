"""The upper part of the details: what the paper is, what can be done with it, where it stands, its tags."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.details_arrival import ArrivalLine
from readinglist.gui.details_flow import Flow
from readinglist.gui.details_links import links
from readinglist.gui.details_standing import Stand
from readinglist.gui.details_status import StatusButton
from readinglist.gui.details_text import ReadingText, Run
from readinglist.gui.details_words import day, number
from readinglist.gui.reading_words import far
from readinglist.gui.tag_editor import TagEditor
from readinglist.gui.theme import SEMIBOLD, Theme
from readinglist.library.records import Paper, Progress

PEOPLE = 5
"""Authors shown before the rest is asked for."""


class DetailsHeader(QWidget):
    """Shows one paper's head. It changes nothing itself; its signals say what the user wants."""

    author_asked = Signal(str)
    """A name: show what this person wrote."""
    link_asked = Signal(str)
    read_asked = Signal()
    attach_asked = Signal()
    cite_asked = Signal()
    restore_asked = Signal()
    star_asked = Signal(bool)

    def __init__(self, theme: Theme, menu: QMenu, parent: QWidget | None = None) -> None:
        """`menu` is what the … button opens."""
        super().__init__(parent)
        self._theme = theme
        self._paper: Paper | None = None
        self._all_people = False
        self.title = ReadingText(theme, size=19, weight=SEMIBOLD, line_height=1.3)
        self.title.setAccessibleName("Title")
        self.people = ReadingText(theme, role="text_second", line_height=1.35)
        self.people.setAccessibleName("Authors")
        self.people.anchorClicked.connect(self._on_person_clicked)
        self.source = ReadingText(theme, size=12, role="text_second", line_height=1.4)
        self.source.setAccessibleName("Venue, date and links")
        self.source.anchorClicked.connect(self._on_link_clicked)
        self.trashed = self._make_trash_line()
        self.arrival = ArrivalLine(theme)
        self.progress = ReadingText(theme, size=12, role="text_third")
        self.progress.setAccessibleName("How far it was read")
        self.status = StatusButton(theme)
        self.tags = TagEditor(theme, leading=self.status)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, gap in (
            (self.trashed, 0),
            (self.title, 0),
            (self.people, 6),
            (self.source, 4),
            (self.arrival, 10),
            (self._make_buttons(menu), 14),
            (self.progress, 8),
            (self.tags, 14),
        ):
            layout.addWidget(gap_above(widget, theme.px(gap)))

    def _make_buttons(self, menu: QMenu) -> QWidget:
        theme = self._theme
        self.read = QPushButton("Read PDF")
        self.read.clicked.connect(self._on_read_clicked)
        self.cite = QPushButton("Cite")
        self.cite.setAccessibleDescription("Copies the paper as BibTeX")
        self.cite.setToolTip("Copy as BibTeX")
        self.cite.clicked.connect(self.cite_asked)
        theme.dress(self.cite, "quote", "text", size=16)
        self.link = QPushButton("arXiv")
        self.link.clicked.connect(self._on_main_link)
        theme.dress(self.link, "link", "text", size=16)
        self.star = QToolButton()
        self.star.clicked.connect(self._on_star_clicked)
        self.more = QToolButton()
        self.more.setAccessibleName("More actions")
        self.more.setToolTip("More actions")
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.dress(self.more, "more")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        flow = Flow(gap=theme.px(8))
        flow.set_items([self.read, self.cite, self.link])
        line.addWidget(flow, 1)
        for button in (self.star, self.more):
            line.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def _make_trash_line(self) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, self._theme.px(12))
        text = QLabel("In the Trash")
        text.setProperty("kind", "problem")
        restore = QPushButton("Restore")
        restore.clicked.connect(self.restore_asked)
        self._theme.dress(restore, "restore", "text", size=16)
        line.addWidget(text)
        line.addStretch(1)
        line.addWidget(restore)
        return box

    def show_paper(self, paper: Paper, colours: Mapping[str, str]) -> None:
        """Show this paper; `colours` are those of its tags. What is the same stays untouched."""
        before, self._paper = self._paper, paper
        if before is None or before.id != paper.id:
            self._all_people = False
            self.show_stand(None)
            self.show_progress(None)
        self.title.set_runs([Run(paper.title or _stand_in(paper), _title_role(paper), weight=SEMIBOLD)])
        self._show_people(paper)
        self.source.set_runs(_source_runs(paper))
        set_shown(self.source, bool(self.source.text()))
        set_shown(self.trashed, paper.trashed)
        self._show_buttons(paper)
        self.status.set_status(paper.status)
        self.tags.set_tags([(name, colours.get(name, "slate"), "") for name in paper.tags])

    def show_stand(self, stand: Stand | None) -> None:
        """Say where the paper stands on its way into the library; None if there is nothing to say."""
        if stand is not None:
            self.arrival.show_stand(stand)
        set_shown(self.arrival, stand is not None)

    def show_progress(self, progress: Progress | None) -> None:
        """Say how far the paper was read; None where its file was never opened."""
        if progress is not None:
            self.progress.set_text(f"Read to {far(progress)}")
        set_shown(self.progress, progress is not None)

    def _show_people(self, paper: Paper) -> None:
        people = paper.authors
        shown = len(people) if self._all_people or len(people) <= PEOPLE + 1 else PEOPLE
        runs: list[Run] = []
        for position, person in enumerate(people[:shown]):
            if position:
                runs.append(Run(", ", "text_second"))
            runs.append(Run(person.name, "text_second", f"person:{position}"))
        if shown < len(people):
            runs.append(Run("  and " + number(len(people) - shown) + " more", "text_third", "more:"))
        elif self._all_people:
            runs.append(Run("  show fewer", "text_third", "fewer:"))
        self.people.set_runs(runs)
        set_shown(self.people, bool(runs))

    def _show_buttons(self, paper: Paper) -> None:
        theme = self._theme
        has_pdf = bool(paper.documents)
        kind = "primary" if has_pdf else "ordinary"
        if self.read.property("kind") != kind:
            self.read.setProperty("kind", kind)
            self.read.setText("Read PDF" if has_pdf else "Attach PDF…")
            theme.dress(self.read, "to-read" if has_pdf else "plus", "text_on_accent" if has_pdf else "text", size=16)
            self.read.style().unpolish(self.read)
            self.read.style().polish(self.read)
        more = len(paper.documents) - 1
        others = f" ({more} more under Files)" if more > 0 else ""
        self.read.setToolTip(
            f"Opens {paper.documents[0].original_name}{others}"
            if has_pdf
            else "There is no PDF of this paper yet. Choose one, or drop it here."
        )
        found = links(paper)
        self.link.setVisible(bool(found))
        if found:
            self.link.setText(found[0].button)
            self.link.setToolTip(f"Open {found[0].url} in the browser")
        said = "Remove the star" if paper.starred else "Star this paper"
        if self.star.accessibleName() != said:
            self.star.setToolTip(said)
            self.star.setAccessibleName(said)
            theme.dress(self.star, *(("star-filled", "star") if paper.starred else ("star", "text_second")))

    @Slot()
    def _on_read_clicked(self) -> None:
        if self._paper is not None and self._paper.documents:
            self.read_asked.emit()
        else:
            self.attach_asked.emit()

    @Slot()
    def _on_star_clicked(self) -> None:
        if self._paper is not None:
            self.star_asked.emit(not self._paper.starred)

    @Slot()
    def _on_main_link(self) -> None:
        if self._paper is not None:
            self.link_asked.emit(links(self._paper)[0].url)

    @Slot(QUrl)
    def _on_link_clicked(self, url: QUrl) -> None:
        self.link_asked.emit(url.toString())

    @Slot(QUrl)
    def _on_person_clicked(self, url: QUrl) -> None:
        if self._paper is None:
            return
        if url.scheme() == "person":
            self.author_asked.emit(self._paper.authors[int(url.path())].name)
        else:
            self._all_people = url.scheme() == "more"
            self._show_people(self._paper)


def gap_above(widget: QWidget, gap: int) -> QWidget:
    """The widget with a gap above it that goes when it goes."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, gap, 0, 0)
    layout.addWidget(widget)
    return holder


def set_shown(widget: QWidget, on: bool) -> None:
    """Show or hide a widget together with the gap above it."""
    holder = widget.parentWidget()
    assert holder is not None
    holder.setVisible(on)


def _stand_in(paper: Paper) -> str:
    found = links(paper)
    return found[0].text if found else paper.citation_key or "Without a title"


def _title_role(paper: Paper) -> str:
    return "text" if paper.title else "text_second"


def _source_runs(paper: Paper) -> list[Run]:
    said_already = paper.arxiv_id and paper.venue.lower() == "arxiv"
    parts = [Run(paper.venue, "text_second")] if paper.venue and not said_already else []
    when = paper.date or (str(paper.year) if paper.year else "")
    if when:
        parts.append(Run(day(when), "text_second"))
    parts.extend(Run(link.text, "accent", link.url) for link in links(paper))
    runs: list[Run] = []
    for part in parts:
        if runs:
            runs.append(Run("  ·  ", "text_third"))
        runs.append(part)
    return runs
