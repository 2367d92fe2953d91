"""One open PDF: puts its bar, its pages and what stands beside them together, and says what its actions do."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from readinglist.documents import page_wishes
from readinglist.documents.pages import Hit, Opened
from readinglist.errors import NeedsPasswordError
from readinglist.gui.annotation_commands import AnnotationCommands
from readinglist.gui.guard import guarded
from readinglist.gui.reader import tab_actions
from readinglist.gui.reader.apparatus import Apparatus
from readinglist.gui.reader.area_marking import AreaMarking
from readinglist.gui.reader.area_tool import AreaTool
from readinglist.gui.reader.arriving import Arriving
from readinglist.gui.reader.chosen import Chosen
from readinglist.gui.reader.document_marks import DocumentMarks
from readinglist.gui.reader.exporting import Exporting
from readinglist.gui.reader.find_field import FindField
from readinglist.gui.reader.finding import Finding
from readinglist.gui.reader.keeping import Keeping
from readinglist.gui.reader.mark_popup import MarkPopup
from readinglist.gui.reader.marking import Marking
from readinglist.gui.reader.marks_panel import MarksPanel
from readinglist.gui.reader.message import Message
from readinglist.gui.reader.next_door import NextDoor
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.outline import Outline
from readinglist.gui.reader.outside import Outside
from readinglist.gui.reader.quoting import Quoting
from readinglist.gui.reader.reading_line import ReadingLine
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.reader.scan import Scan
from readinglist.gui.reader.sides import Sides
from readinglist.gui.reader.thumbnails import Thumbnails
from readinglist.gui.reader.toolbar import ReaderBar
from readinglist.gui.reader.travel import Travel
from readinglist.gui.reader.unlocking import Unlocking
from readinglist.gui.reader.word_keys import WordKeys
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Document

if TYPE_CHECKING:
    from readinglist.documents.page_server import PageServer
    from readinglist.gui.bridge import Bridge
    from readinglist.gui.theme import Theme
    from readinglist.gui.work import Reads, UserThread
    from readinglist.program import Program


class ReaderTab(QWidget):
    """Reads a document of the library through a `server` that is its own from now on. `close_pdf()` before it goes."""

    state_changed = Signal()
    """What its actions can do has changed."""
    said = Signal(str)
    troubled = Signal(str)
    search_asked = Signal(str)
    """A query for the library."""
    library_asked = Signal()
    own_window_asked = Signal(object)
    """This PDF is to get a window of its own, or to go back into the main one."""

    def __init__(
        self,
        *,
        program: Program,
        theme: Theme,
        bridge: Bridge,
        reads: Reads,
        user: UserThread,
        actions: Mapping[str, QAction],
        document: Document,
        server: PageServer,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.document, self.paper = document, document.paper
        self.theme = theme
        self.opened: Opened | None = None
        self._pdf = OpenPdf(server, self)
        self._make_pages(program, theme, actions)
        self._make_marking(program, theme, reads, user, actions)
        library = program.library
        self.quoting = Quoting(library, reads, self.view, self.chosen, self.paper, self._label)
        self.marks = DocumentMarks(library, reads, bridge, self._pdf, self.view, document)
        self.scan = Scan(theme, library, reads, user, bridge, self._pdf, self.view, document)
        self.travel = Travel(self.view)
        self.apparatus = Apparatus(theme, program, reads, user, bridge, self._pdf, self.view, self.travel, self.panel)
        self.keeping = Keeping(library, reads, user, self.view, document, clock)
        self.line = ReadingLine(theme, self)
        self.outside = Outside(library, reads, self._pdf, document, self)
        out = (self.marks_panel.cards, self.commands, self.outside, document.path.stem, self)
        self.exporting = Exporting(theme, library, reads, *out)
        self.arriving = Arriving(self._pdf, self.view, self.travel, self.find_field)
        self.next_door = NextDoor(theme, program, reads, bridge, self.view, document.id, self.panel)
        self.panel.add_strip(self.next_door.strip)
        self._lay_out()
        self.functions = tab_actions.functions(self)
        self._buttons = tab_actions.Buttons(self, actions)
        self._connect()
        self.open()

    def _make_pages(self, program: Program, theme: Theme, actions: Mapping[str, QAction]) -> None:
        """The pages, what finds in them and what shows them in small."""
        self.sides = Sides(theme, self)
        self.panel = self.sides.panel
        self.pages = QStackedWidget(self.sides.pages)
        self.view = ReadingView(theme, self._pdf, self.pages)
        self.message = Message(theme, self.pages)
        self.unlocking = Unlocking(program.passwords, self._pdf, self.message, self.document)
        self.finding = Finding(self._pdf, lambda: self.view.page, self)
        self.find_field = FindField(theme, self.finding, actions["find-next"], actions["find-previous"])
        self.bar = ReaderBar(theme, actions, self.find_field, self)
        px, strip = theme.px, self.sides.add_to_strip
        self.thumbnails = strip(lambda room: Thumbnails(theme, self._pdf, room), px(22), px(8))
        self.outline = strip(Outline, px(8), px(8))

    def _make_marking(
        self, program: Program, theme: Theme, reads: Reads, user: UserThread, actions: Mapping[str, QAction]
    ) -> None:
        """What marks words and areas, and what shows the marks."""
        library, document = program.library, self.document
        self.marks_panel = MarksPanel(theme, self.panel.place)
        self.panel.add_page("annotations", "Annotations", self.marks_panel)
        self.commands = AnnotationCommands(library, reads, user, self)
        self.commands.serve(self.marks_panel.cards)
        self.marking = Marking(library, user, self._pdf, self.view, document.id, lambda: program.settings.author)
        self.popup = MarkPopup(theme, actions, self.view.viewport())
        self.chosen = Chosen(self.view, self.popup, self.marking, self.commands)
        self.word_keys = WordKeys(self.view)
        self.area_tool = AreaTool(self.view)
        self.area_marking = AreaMarking(library, user, self._pdf, document.id, lambda: program.settings.author, self)
        self.area_tool.drawn.connect(self.area_marking.mark)
        self.area_tool.changed.connect(self.state_changed)
        self.area_marking.made.connect(self.marking.take_made)
        self.marking.fresh_changed.connect(self._on_fresh_changed)

    def _lay_out(self) -> None:
        self.pages.addWidget(self.message)
        self.pages.addWidget(self.view)
        self.scan.lie_over(self.pages, self.sides.pages)
        self.strip = self.sides.strip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.sides, 1)
        layout.addWidget(self.line)

    def _connect(self) -> None:
        view = self.view
        view.moved.connect(self._on_moved)
        view.zoomed.connect(self._on_moved)
        view.selected.connect(self._on_selected)
        view.mark_chosen.connect(self._on_mark_chosen)
        view.mark_opened.connect(self.marking.comment)
        view.pictures.failed.connect(self._on_failed)
        for part in (self.marking, self.commands, self.chosen, self.quoting, self.outside, self.exporting):
            part.said.connect(self.said)
        for source in (self.travel, self.outside, self.unlocking, self.exporting):
            source.troubled.connect(self.troubled)
        self.arriving.said.connect(self.said)
        self.chosen.search_asked.connect(self.search_asked)
        self.travel.changed.connect(self.state_changed)
        self.keeping.found.connect(self._on_place_found)
        self.keeping.found.connect(self.line.show_paper)
        self.keeping.changed.connect(self.line.show_progress)
        self.marks.came.connect(self._on_marks)
        self.marks.ticks_came.connect(self.thumbnails.show_ticks)
        self.marks.altered.connect(self.thumbnails.draw_again)
        self.message.again_asked.connect(self.open)
        self.unlocking.unlocked.connect(self.open)
        self.finding.changed.connect(self._on_found)
        self.finding.stepped.connect(self._on_hit)
        self.finding.failed.connect(self._on_failed)
        for field in (self.find_field, self.bar.page):
            field.left.connect(self.view.setFocus)
        self.bar.page.not_there.connect(self.troubled)
        for jump in (self.bar.page.page_given, self.thumbnails.page_chosen):
            jump.connect(self.travel.go_to_page)
        self.outline.place_chosen.connect(self.travel.go_to_entry)
        self.marks_panel.opened.connect(self.show_mark)

    # -- opening and closing

    @Slot()
    def open(self) -> None:
        """Open the file, for the first time or again."""
        self.message.say_opening(self.document.original_name)
        self.pages.setCurrentWidget(self.message)
        if self.opened is None:
            self.keeping.look_up()
        self._pdf.ask(page_wishes.opened(), self._on_opened, self._on_failed)

    @Slot()
    def _on_place_found(self) -> None:
        if self.opened is not None and not self.arriving.arrived:
            self.keeping.go_there()

    def _on_opened(self, opened: Opened) -> None:
        again = opened == self.opened  # another file may lie in its place meanwhile
        self.opened = opened
        self.unlocking.keep()
        self.pages.setCurrentWidget(self.view)
        if again:
            for part in (self.view, self.thumbnails):
                part.ask_again()
            self.apparatus.works.read_again()
        else:
            self.view.show_pages(opened.pages)
            self.thumbnails.show_pages(opened.pages, opened.labels)
            self.bar.page.set_labels(opened.labels)
            self.outline.show_entries(opened.outline)
            self.keeping.go_there()
            self.arriving.go_on()
            self.marks.read()
            self.scan.look(opened)
            self.apparatus.read(opened)
        self.view.setFocus()
        self._on_moved()
        self.line.show_progress(self.keeping.progress)
        self.state_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, NeedsPasswordError):
            self.unlocking.ask()
        else:
            self.message.say_failed(self.document.original_name, str(error))
        self.pages.setCurrentWidget(self.message)
        self.state_changed.emit()

    def close_pdf(self) -> None:
        """Keep the place and end the child process."""
        self.keeping.close()
        self.next_door.close()
        self.finding.stop()
        self._pdf.close()
        self.view.pictures.shelf.clear()

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        parts = (self._pdf, self.view, self.finding, self.marking, self.next_door, self.unlocking)
        return any(part.busy for part in parts)

    # -- what its parts say to each other

    @Slot(object)
    def _on_marks(self, marks: list[Annotation]) -> None:
        self.marks_panel.show_marks(marks)
        self.marking.show_marks(marks)
        if self.marking.fresh is not None:
            self._on_fresh_changed()  # its card is there only now
        self.panel.set_count("annotations", len(marks))
        self.arriving.take_marks()

    def _label(self, page: int) -> str:
        """The printed number of a page."""
        labels = self.opened.labels if self.opened is not None else ()
        return labels[page - 1] if page <= len(labels) and labels[page - 1] else str(page)

    @Slot(object)
    def show_mark(self, mark: Annotation) -> None:
        """Go to an annotation and choose it."""
        self.travel.go_to_mark(mark)

    @Slot(object)
    def _on_mark_chosen(self, mark: Annotation | None) -> None:
        self.chosen.place_popup()
        self.marks_panel.bring(None if mark is None else mark.id)
        self.state_changed.emit()

    @Slot()
    def _on_fresh_changed(self) -> None:
        fresh = self.marking.fresh
        if self.view.chosen is None:
            self.marks_panel.bring(None if fresh is None else fresh.id)
        self.state_changed.emit()

    @Slot()
    def _on_selected(self) -> None:
        if self.view.selection is None:
            self.chosen.place_popup()
        else:
            self.marking.forget_fresh()
        self.state_changed.emit()

    @Slot()
    def _on_moved(self) -> None:
        view = self.view
        if self.opened is None:
            return
        self.bar.show_place(view.page, view.count, view.zoom)
        self.thumbnails.show_page(view.page)
        self.thumbnails.set_look(night=view.night, turn=view.rotation)
        self.chosen.follow_pages()
        self.keeping.take_move()
        self.next_door.take_move()

    @Slot()
    def _on_found(self) -> None:
        self.view.show_hits(self.finding.hits, self.finding.current)
        self.state_changed.emit()

    @Slot(object)
    def _on_hit(self, hit: Hit) -> None:
        self.view.bring_quads(hit.page, hit.quads)

    def find_words(self) -> None:
        """Let words be typed that are to be found; begin with those that are chosen."""
        words = self.view.text_selected()
        self.find_field.take_focus(words if 0 < len(words) <= 80 and "\n" not in words else "")

    # -- what its actions do

    def do(self, name: str) -> None:
        """Do what the action of that name says."""
        self.functions[name]()
        self.state_changed.emit()

    def states(self) -> dict[str, tuple[bool, bool]]:
        """Which of its actions can be done now, and which are checked."""
        return tab_actions.states(self)

    def arrange(self, width: int) -> None:
        """Share out the width of its window."""
        self.sides.arrange(width)
        self.state_changed.emit()

    # -- what Qt calls

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.apparatus.hovering.dismiss():
            return
        elif self.pages.currentWidget() is self.view and not self.view.hasFocus():
            self.view.setFocus()  # from what stands beside the pages
        elif not self.chosen.clear():
            self.library_asked.emit()

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        ways = {Qt.MouseButton.BackButton: self.travel.back, Qt.MouseButton.ForwardButton: self.travel.forward}
        if event.button() in ways:
            ways[event.button()]()
        else:
            super().mousePressEvent(event)

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeping.watch(True)

    @guarded(None)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeping.watch(False)
