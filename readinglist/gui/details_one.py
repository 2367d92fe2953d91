"""One paper: its head, and pages for reading, writing, relatives and the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from readinglist.gui.annotation_card import Shown
from readinglist.gui.annotation_list import AnnotationList
from readinglist.gui.details_choices import RefreshCard, SameTitleCard
from readinglist.gui.details_files import FileList
from readinglist.gui.details_header import DetailsHeader, gap_above, set_shown
from readinglist.gui.details_overview import Overview, section
from readinglist.gui.details_reading import Background
from readinglist.gui.details_standing import Standing, fetching_of, stand_of
from readinglist.gui.details_tabs import Tabs
from readinglist.gui.history_view import HistoryView
from readinglist.gui.note_editor import NoteEditor
from readinglist.gui.related import Answer, Related, Relates
from readinglist.gui.theme import Theme
from readinglist.gui.today.shown_part import ShownPart
from readinglist.gui.watched.shelf_part import ShelfPart
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.library.feed_records import Shown as FeedShown
from readinglist.library.records import Job, Paper

NOTHING_MARKED = "Nothing is marked yet. What other programs marked in its PDF shows here once the PDF is read."


class Page(IntEnum):
    """The tabs, in their order."""

    OVERVIEW = 0
    NOTE = 1
    HIGHLIGHTS = 2
    RELATED = 3
    FILES = 4


class OnePaper(QWidget):
    """Shows a Paper; `page_chosen` tells which page is looked at."""

    page_chosen = Signal(int)
    paper_asked = Signal(object)
    """The id of a related paper."""

    def __init__(
        self,
        theme: Theme,
        library: Library,
        searcher: Callable[[], Relates],
        reads: Reads,
        user: UserThread,
        menu: QMenu,
        shelf: ShelfPart,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        self._jobs: Sequence[Job] = ()
        self._missing: frozenset[int] = frozenset()
        self._standing: Standing | None = None
        self.header = DetailsHeader(theme, menu)
        self.overview = Overview(theme, shelf)
        self.note = NoteEditor(theme, library, user)
        self.highlights = AnnotationList(theme, empty=NOTHING_MARKED)
        self.related = Related(theme, library, searcher, reads)
        self.files = FileList(theme)
        self.history = HistoryView(theme, reads)
        past = QWidget()
        below = QVBoxLayout(past)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.px(8))
        below.addWidget(section("Files"))
        below.addWidget(self.files)
        below.addSpacing(theme.px(14))
        below.addWidget(self.history)
        self.tabs = Tabs(theme)
        for name, page in (
            ("Overview", self.overview),
            ("Note", self.note),
            ("Highlights", self.highlights),
            ("Related", self.related),
            ("Files && history", past),
        ):
            self.tabs.add_page(name, page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        self.shown = ShownPart(theme)
        layout.addWidget(gap_above(self.shown, theme.px(10)))
        self.same_title, self.refresh = SameTitleCard(theme), RefreshCard(theme)
        for card in (self.same_title, self.refresh):
            layout.addWidget(gap_above(card, theme.px(14)))
        self._show_offers(None)
        layout.addSpacing(theme.px(12))
        layout.addWidget(self.tabs)
        self._connect()
        self.related.set_active(True)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_page_chosen)
        self.related.found.connect(self._on_related_found)
        self.related.opened.connect(self.paper_asked)
        self.overview.paper_asked.connect(self.paper_asked)
        self.overview.note_asked.connect(self.write_note)
        self.overview.related_asked.connect(self._on_related_asked)
        self.note.field.textChanged.connect(self._on_note_edited)

    @property
    def page(self) -> Page:
        """Which page is looked at."""
        return Page(self.tabs.current)

    def show_paper(self, paper: Paper, colours: Mapping[str, str], generation: int | None = None) -> bool:
        """Show this paper. False: its note was read before the last save, so read it again."""
        before, self._paper = self._paper, paper
        other = before is None or before.id != paper.id
        if other:
            self.history.forget()
            self.highlights.forget()
            self._jobs, self._missing = (), frozenset()
            self._standing = None
            self._show_offers(None)
            self.files.show_fetching(None)
            self.overview.show_related(None)
            self.tabs.bar.set_count(Page.RELATED, "")
        self.header.show_paper(paper, colours)
        self._show_stand()
        fresh = self.note.show_note(paper.id, paper.note, generation)
        self.overview.show_paper(paper)
        self.overview.show_note(self.note.field.text())
        self.related.show_papers([paper.id])
        if not other and before is not None and _text(before) != _text(paper):
            self.related.renew()
        self.files.show_documents(paper.documents, self._jobs, self._missing)
        self.tabs.bar.set_count(Page.FILES, str(len(paper.documents)) if paper.documents else "")
        self._mark_note()
        return fresh

    def show_annotations(self, annotations: Sequence[Annotation]) -> None:
        """Show what is marked in the paper's files."""
        self.highlights.show_annotations([Shown(annotation) for annotation in annotations])
        self.tabs.bar.set_count(Page.HIGHLIGHTS, str(len(annotations)) if annotations else "")

    def show_shown(self, shown: FeedShown | None) -> None:
        """Show what feeds say of the paper."""
        if self._paper is not None:
            self.shown.show_shown(shown, self._paper.status)
            set_shown(self.shown, shown is not None)
        self.overview.ai_summary.show_shown(shown)

    def show_background(self, background: Background) -> None:
        """Show the past of the paper."""
        if self._paper is not None and background.paper == self._paper.id:
            self._jobs, self._missing = background.jobs, background.missing
            self.files.show_documents(self._paper.documents, self._jobs, self._missing)
            self.history.show_past(background.past)

    @property
    def standing(self) -> Standing | None:
        """What is known of the work on it."""
        return self._standing

    def show_standing(self, standing: Standing) -> None:
        """Show where the paper stands, and what services offer."""
        if self._paper is not None and standing.paper == self._paper.id:
            self._standing = standing
            self._show_offers(standing)
            self._show_stand()

    def _show_stand(self) -> None:
        if self._paper is not None and self._standing is not None:
            stand = stand_of(self._paper, self._standing)
            self.header.show_stand(stand)
            self.files.show_fetching(fetching_of(self._paper, self._standing))

    def _show_offers(self, standing: Standing | None) -> None:
        choices = standing.choices if standing is not None else ()
        same = [choice for choice in choices if choice.kind == "same-title"]
        news = [choice for choice in choices if choice.kind == "refresh"]
        if same:
            self.same_title.show_choices(same)
        if news and standing is not None and standing.new_fields:
            self.refresh.show_choice(news[0], standing.new_fields)
        set_shown(self.same_title, bool(same))
        set_shown(self.refresh, bool(news and standing and standing.new_fields))

    @Slot()
    def write_note(self) -> None:
        """Go to the note with the cursor in it."""
        self.tabs.choose(Page.NOTE)
        self.note.show_view(0)
        self.note.field.setFocus()

    def _mark_note(self) -> None:
        self.tabs.bar.set_count(Page.NOTE, "•" if self.note.field.text().strip() else "")

    @Slot()
    def _on_note_edited(self) -> None:
        self._mark_note()

    @Slot(object)
    def _on_related_found(self, answer: Answer) -> None:
        self.overview.show_related(answer)
        self.tabs.bar.set_count(Page.RELATED, str(len(answer.cards)) if answer.cards else "")

    @Slot()
    def _on_related_asked(self) -> None:
        self.tabs.choose(Page.RELATED)

    @Slot(int)
    def _on_page_chosen(self, number: int) -> None:
        self.related.set_active(number in (Page.OVERVIEW, Page.RELATED))
        if number == Page.OVERVIEW:
            self.overview.show_note(self.note.field.text())
        self.page_chosen.emit(number)


def _text(paper: Paper) -> tuple[str, str, tuple[str, ...]]:
    """What related papers depend on."""
    return paper.title, paper.abstract, paper.tags
