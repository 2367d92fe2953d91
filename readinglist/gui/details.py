"""The details pane: what is known of the chosen paper or papers, and what can be done with them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QFocusEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from readinglist.errors import NotFoundError
from readinglist.gui.annotation_commands import AnnotationCommands
from readinglist.gui.bridge import Bridge
from readinglist.gui.details_area import Area, PaperArea
from readinglist.gui.details_arriving import Arriving
from readinglist.gui.details_asking import Asking
from readinglist.gui.details_doing import Doing
from readinglist.gui.details_header import DetailsHeader
from readinglist.gui.details_hint import Hint
from readinglist.gui.details_one import OnePaper, Page
from readinglist.gui.details_reading import Loaded, Summary
from readinglist.gui.details_several import Several
from readinglist.gui.edit_form import EditForm
from readinglist.gui.guard import guarded
from readinglist.gui.related import Relates
from readinglist.gui.theme import Theme
from readinglist.gui.watched.shelf_part import ShelfPart
from readinglist.gui.work import Reads, UserThread
from readinglist.library.feed_records import Ranked
from readinglist.library.records import Changes, Paper, Tag

if TYPE_CHECKING:
    from readinglist.program import Program

MENU = (
    *("read-pdf", "open-link", "", "copy-bibtex", "copy-link", "", "look-up", "find-pdf", "attach", "recognise", ""),
    *("unread", "", "merge", "trash", "restore"),
)
"""The window's actions in the … menu; an empty name is a line between groups."""


class DetailsPane(QWidget):
    """Give it the chosen ids with `show_papers`; it follows the library by itself. Closing it saves the note."""

    paper_chosen = Signal(object)
    """The id of a related paper that the user wants to see."""
    place_asked = Signal(str)
    """A `readinglist:` link in a note was clicked."""
    annotation_asked = Signal(object)
    """The Annotation whose place is to be shown."""
    query_chosen = Signal(str)
    """A search that the user wants to see: an author, a tag."""
    troubled = Signal(str)
    """Something could not be done, and why."""
    files_dropped = Signal(object, object)
    """(event's QMimeData, id of the paper that is shown)."""
    decided = Signal(object)
    """What the user decided about the paper that a feed showed: a Decision."""
    drawn = Signal()
    """What was asked for can be seen now."""

    def __init__(
        self,
        *,
        program: Program,
        theme: Theme,
        bridge: Bridge,
        reads: Reads,
        user: UserThread,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._library, self._reads = theme, program.library, reads
        self._paper: Paper | None = None
        self._colours: dict[str, str] = {}
        self.ranked_of: Callable[[int], Ranked | None] = lambda paper: None
        """The place of a paper in the order that the list shows; the window sets it."""
        self._pictures = Reads(threads=1)
        self._closed = threading.Event()
        self.menu = QMenu(self)
        self._dress()

        def searcher() -> Relates:
            # Building it may take its time, so it is asked for on the read pool.
            found: Relates = program.searcher
            return found

        self.doing = Doing(self._library, user, self)
        self.hint = Hint(theme)
        self.shelf = ShelfPart(theme, program, reads)
        self.one = OnePaper(theme, self._library, searcher, reads, user, self.menu, self.shelf)
        self.annotations = AnnotationCommands(self._library, reads, user, self)
        self.arriving = Arriving(program, reads, self.one, self.doing, self)
        self.area = PaperArea(theme, self.one)
        self.asking = Asking(self._library, reads, user, lambda: self.one.note.generation, self)
        self._searcher = searcher
        self._several: Several | None = None
        self._several_area: Area | None = None
        self._stack = QStackedWidget()
        self._lay_out()
        self.one.shown.thumbnail.set_source(
            self._pictures, lambda url: program.thumbnails.fetch(url, cancelled=self._closed.is_set)
        )
        self._connect()
        bridge.changed.connect(self._on_changed)

    def _dress(self) -> None:
        self.setProperty("pane", "details")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Details")
        self.setAcceptDrops(True)
        self.menu.setToolTipsVisible(True)
        edit = self.menu.addAction("Edit details…")
        edit.triggered.connect(self.edit_details)
        self._theme.dress(edit, "edit", size=16)

    def _lay_out(self) -> None:
        for page in (self.hint, self.area):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        asking = self.asking
        asking.loaded.connect(self._on_loaded)
        asking.failed.connect(self._on_load_failed)
        asking.summarised.connect(self._on_summary)
        asking.background_came.connect(self.one.show_background)
        doing, one, header = self.doing, self.one, self.one.header
        doing.foreseen.connect(self._on_foreseen)
        doing.troubled.connect(self.troubled)
        doing.edited.connect(self._on_edited)
        doing.edit_refused.connect(self._on_edit_refused)
        header.author_asked.connect(self._on_author_asked)
        header.link_asked.connect(doing.open_link)
        header.read_asked.connect(doing.read)
        header.restore_asked.connect(doing.restore)
        for source in (header.attach_asked, one.files.attach_asked):
            source.connect(doing.attach)
        self._connect_head(header)
        one.page_chosen.connect(self._on_page_chosen)
        one.shown.decided.connect(self.decided)
        for part in (one.paper_asked, self.shelf.opened):
            part.connect(self.paper_chosen)
        one.overview.abstract_asked.connect(self._on_abstract_asked)
        one.files.remove_asked.connect(doing.remove_file)
        one.files.retry_asked.connect(doing.read_again)
        one.files.problem.connect(self.troubled)
        # What is typed becomes a former text before another takes its place.
        self.annotations.serve(one.highlights)
        self.annotations.note_changing.connect(self.flush)
        one.highlights.opened.connect(self.annotation_asked)
        for source in (one.note.place_asked, one.overview.place_asked):
            source.connect(self.place_asked)
        one.history.restore_asked.connect(self.flush)
        one.history.restore_asked.connect(doing.restore_note)
        self.area.save_asked.connect(self._on_save_asked)

    def _connect_head(self, head: DetailsHeader | Several) -> None:
        head.cite_asked.connect(self.doing.cite)
        head.star_asked.connect(self.doing.star)
        head.status.chosen.connect(self.doing.set_status)
        editor = head.tags
        editor.started.connect(self._on_tagging_started)
        editor.added.connect(self.doing.add_tag)
        editor.removed.connect(self.doing.remove_tag)
        editor.opened.connect(self._on_tag_asked)

    @property
    def form(self) -> EditForm:
        """Where the paper that is shown is edited."""
        return self.area.form

    @property
    def several(self) -> Several:
        """The page for several papers, made when several are first chosen: the start need not pay for it."""
        if self._several is None:
            self._several = Several(self._theme, self._library, self._searcher, self._reads)
            self._several_area = Area(self._theme, self._several)
            self._stack.addWidget(self._several_area)
            self._connect_head(self._several)
            self._several.related.opened.connect(self.paper_chosen)
        return self._several

    # -- what the window calls

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """The window's actions by name, for buttons and the … menu."""
        self.doing.set_actions(actions)
        for name in MENU:
            if name and name in actions:
                self.menu.addAction(actions[name])
            elif not name:
                self.menu.addSeparator()

    def show_papers(self, ids: Sequence[int]) -> None:
        """Show what is chosen in the list: none, one, or several papers."""
        wanted = tuple(ids)
        if wanted == self.asking.wanted:
            return
        if self._paper is not None:
            self.area.keep_draft(self._paper)
        self.doing.papers = wanted
        self.asking.want(wanted)
        if len(wanted) != 1:
            self.one.note.leave()
            self.arriving.follow(None)
            self._set_paper(None)
        if self._several is not None or len(wanted) > 1:
            self.several.related.set_active(len(wanted) > 1)
        if not wanted:
            self.hint.say_nothing_chosen()
            self._stack.setCurrentWidget(self.hint)
        self.asking.ask()

    @property
    def tab(self) -> str:
        """The page that is open: overview, note, highlights, related or files."""
        return self.one.page.name.lower()

    def show_tab(self, name: str) -> None:
        """Open that page."""
        if name.upper() in Page.__members__:
            self.area.leave_form()
            self.one.tabs.choose(Page[name.upper()])

    @Slot()
    def flush(self) -> None:
        """Ask for what is typed into the note to be saved; it is when the UserThread is done."""
        self.one.note.flush()

    @Slot()
    def focus_tags(self) -> None:
        """Put the cursor where a tag is typed."""
        if self.asking.wanted:
            self.area.leave_form()
            (self.one.header if len(self.asking.wanted) == 1 else self.several).tags.start_adding()

    @Slot()
    def focus_note(self) -> None:
        """Put the cursor into the note."""
        if len(self.asking.wanted) == 1:
            self.area.leave_form()
            self.one.write_note()

    @Slot()
    def edit_details(self) -> None:
        """Turn what the paper says into fields to change."""
        if self._paper is not None:
            self.area.edit(self._paper)

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        shown = self._stack.currentWidget()
        if shown is self.area:
            (self.form.input("title") if self.area.editing else self.one.tabs.bar).setFocus(event.reason())
        elif shown is self._several_area:
            self.several.status.setFocus(event.reason())

    @guarded(None)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # What is not a file for the paper that is shown is left to the window.
        if len(self.asking.wanted) == 1 and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
        else:
            event.ignore()

    @guarded(None)
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files_dropped.emit(event.mimeData(), self.asking.wanted[0])

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        self.flush()
        self._closed.set()
        self._pictures.close()
        super().closeEvent(event)

    # -- reading

    def _ask_background(self) -> None:
        if self.one.page == Page.FILES:
            self.asking.ask_background()

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        self.arriving.follow(loaded.paper.id)
        other = self._paper is None or self._paper.id != loaded.paper.id
        self._colours = loaded.colours
        self._set_paper(loaded.paper)
        if not self.one.show_paper(loaded.paper, loaded.colours, loaded.generation):
            self.asking.ask()
        self.one.show_annotations(loaded.annotations)
        self.one.show_shown(loaded.shown)
        self.shelf.show_paper(loaded.paper)
        self.one.shown.show_reasons(self.ranked_of(loaded.paper.id))
        self.one.header.show_progress(loaded.progress)
        self._ask_background()
        self._stack.setCurrentWidget(self.area)
        if other:
            self.area.start(loaded.paper)
        self.drawn.emit()

    def _set_paper(self, paper: Paper | None) -> None:
        self._paper = self.doing.paper = paper

    @Slot(object)
    def _on_load_failed(self, error: Exception) -> None:
        here = self._paper is not None and (self._paper.id,) == self.asking.wanted
        if here and self.area.editing and not isinstance(error, NotFoundError):
            self.area.refuse(str(error))  # what was typed stays until it can be saved
            return
        self.one.note.leave()
        self._set_paper(None)
        if isinstance(error, NotFoundError):
            self.hint.say("This paper is no longer in the library")
        else:
            self.hint.say("This paper cannot be shown", str(error))
        self._stack.setCurrentWidget(self.hint)

    @Slot(object)
    def _on_summary(self, summary: Summary) -> None:
        self.several.show_summary(summary)
        assert self._several_area is not None
        self._stack.setCurrentWidget(self._several_area)
        self.drawn.emit()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.everything or changes.tags or not changes.papers.isdisjoint(self.asking.wanted):
            self.asking.ask()
        elif changes.jobs:
            self.arriving.renew()
            self._ask_background()
        if changes.jobs or changes.everything:
            for related in (self.one.related, self._several.related if self._several is not None else None):
                if related is not None and related.waiting:
                    related.renew()

    # -- what the user does

    @Slot(object)
    def _on_foreseen(self, values: dict[str, Any]) -> None:
        self.asking.foresee()
        if self._paper is not None:
            self._set_paper(replace(self._paper, **values))
            self.one.header.show_paper(self._paper, self._colours)
        elif "status" in values:
            self.several.status.set_status(values["status"])

    @Slot()
    def _on_tagging_started(self) -> None:
        self._reads.ask(self._library.tags.tree, self._on_tags, key="tags")

    def _on_tags(self, tags: list[Tag]) -> None:
        (self.one.header if len(self.asking.wanted) == 1 else self.several).tags.set_known(tags)
        self._colours = {tag.name: tag.colour for tag in tags} | self._colours

    @Slot(str)
    def _on_author_asked(self, name: str) -> None:
        self.query_chosen.emit(f"author:{_quoted(name)}")

    @Slot(str)
    def _on_tag_asked(self, name: str) -> None:
        self.query_chosen.emit(f"tag:{_quoted(name)}")

    @Slot(object)
    def _on_save_asked(self, values: dict[str, Any]) -> None:
        if values:
            self.doing.edit(values)
        else:
            self.area.leave_form()

    @Slot(object)
    def _on_edited(self, paper: int) -> None:
        # Meanwhile another paper may be shown, with a form of its own.
        self.area.forget_draft(paper)
        if self._paper is not None and self._paper.id == paper:
            self.area.leave_form()
        self.asking.take_back()

    @Slot(object, str)
    def _on_edit_refused(self, paper: int, reason: str) -> None:
        if self._paper is not None and self._paper.id == paper:
            self.area.refuse(reason)

    @Slot()
    def _on_abstract_asked(self) -> None:
        if self._paper is not None:
            self.area.edit(self._paper, "abstract")

    @Slot(int)
    def _on_page_chosen(self, number: int) -> None:
        if number == Page.FILES:
            self._ask_background()


def _quoted(name: str) -> str:
    """The name as one value of the query language."""
    return '"' + name.replace('"', " ") + '"'
