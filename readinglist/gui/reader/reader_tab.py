"""One open PDF: its bar, the strip with thumbnails and outline, its pages, and what is marked in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QCursor, QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from readinglist.documents import page_wishes
from readinglist.documents.page_server import PageServer
from readinglist.documents.pages import Hit, Link, Opened, OutlineEntry
from readinglist.errors import NeedsPasswordError
from readinglist.gui.annotation_commands import AnnotationCommands
from readinglist.gui.guard import guarded
from readinglist.gui.reader.find_field import FindField
from readinglist.gui.reader.finding import Finding
from readinglist.gui.reader.mark_popup import MarkPopup
from readinglist.gui.reader.marking import Marking
from readinglist.gui.reader.marks_panel import MarksPanel
from readinglist.gui.reader.message import Message
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.outline import Outline
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.reader.side_panel import SidePanel
from readinglist.gui.reader.thumbnails import Thumbnails
from readinglist.gui.reader.toolbar import ReaderBar
from readinglist.library.annotation_records import COLOURS, Annotation
from readinglist.library.reading_places import ReadingPlace
from readinglist.library.records import Changes, Document

if TYPE_CHECKING:
    from readinglist.gui.bridge import Bridge
    from readinglist.gui.theme import Theme
    from readinglist.gui.work import Reads, UserThread
    from readinglist.program import Program

STRIP, PANEL = 148, 330
KEEP_MS = 2000
LONGEST_PAUSE = 120.0
"""Seconds without a move after which nobody is reading any more."""
NARROW = 1180


class ReaderTab(QWidget):
    """Reads a document of the library. `close_pdf()` it before it goes."""

    state_changed = Signal()
    """What its actions can do has changed."""
    said = Signal(str)
    troubled = Signal(str)
    search_asked = Signal(str)
    """A query for the library."""
    library_asked = Signal()

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
    ) -> None:
        super().__init__()
        self._program, self._library, self._reads, self._user = program, program.library, reads, user
        self.document, self.paper = document, document.paper
        self.theme = theme
        self.opened: Opened | None = None
        self._place = ReadingPlace()
        self._furthest = 1
        self._read_since = time.monotonic()
        self._back: list[tuple[int, float]] = []
        self._ahead: list[tuple[int, float]] = []
        self._pdf = OpenPdf(PageServer(document.path), self)
        self._tried_password = False
        self.view = ReadingView(theme, self._pdf)
        self.message = Message(theme)
        self.finding = Finding(self._pdf, lambda: self.view.page, self)
        self.find_field = FindField(theme, self.finding, actions["find-next"], actions["find-previous"])
        self.bar = ReaderBar(theme, actions, self.find_field)
        self.thumbnails, self.outline = Thumbnails(theme, self._pdf), Outline()
        self.marks_panel = MarksPanel(theme)
        self.panel = SidePanel(theme)
        self.panel.add_page("annotations", "Annotations", self.marks_panel)
        self.commands = AnnotationCommands(self._library, reads, user, self)
        self.commands.serve(self.marks_panel.cards)
        self.marking = Marking(self._library, user, self._pdf, self.view, document.id, lambda: program.settings.author)
        self.popup = MarkPopup(theme, actions, self.view.viewport())
        self._lay_out()
        self.functions = self._functions()
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_MS)
        self._keeping.timeout.connect(self.keep_place)
        self._connect(bridge)
        self.open()

    def _lay_out(self) -> None:
        px = self.theme.px
        self.pages = QStackedWidget()
        self.pages.addWidget(self.message)
        self.pages.addWidget(self.view)
        self.strip = QStackedWidget()
        self.strip.setProperty("pane", "sidebar")
        self.strip.addWidget(_padded(self.thumbnails, px(22), px(8)))
        self.strip.addWidget(_padded(self.outline, px(8), px(8)))
        self.strip.setMinimumWidth(px(STRIP - 12))
        self.panel.setMinimumWidth(px(240))
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setHandleWidth(1)
        for number, part in enumerate((self.strip, self.pages, self.panel)):
            self.body.addWidget(part)
            self.body.setStretchFactor(number, int(part is self.pages))
            self.body.setCollapsible(number, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.body, 1)

    def _connect(self, bridge: Bridge) -> None:
        view = self.view
        view.moved.connect(self._on_moved)
        view.zoomed.connect(self._on_moved)
        view.selected.connect(self._on_selected)
        view.settled.connect(self._on_settled)
        view.mark_chosen.connect(self._on_mark_chosen)
        view.mark_opened.connect(self.marking.comment)
        view.link_followed.connect(self._on_link)
        view.pictures.failed.connect(self._on_failed)
        self.marking.said.connect(self.said)
        self.commands.said.connect(self.said)
        self.message.again_asked.connect(self.open)
        self.message.password_given.connect(self._on_password)
        self.finding.changed.connect(self._on_found)
        self.finding.stepped.connect(self._on_hit)
        self.finding.failed.connect(self._on_failed)
        self.find_field.left.connect(self.view.setFocus)
        self.bar.page.page_given.connect(self._on_page_given)
        self.thumbnails.page_chosen.connect(self._on_page_given)
        self.outline.place_chosen.connect(self._on_outline)
        self.marks_panel.opened.connect(self.show_mark)
        bridge.changed.connect(self._on_library_changed)

    # -- opening and closing

    @Slot()
    def open(self) -> None:
        """Open the file, for the first time or again."""
        self.message.say_opening(self.document.original_name)
        self.pages.setCurrentWidget(self.message)
        if self.opened is None:
            library, document = self._library, self.document.id
            self._reads.ask(lambda: library.reading_places.get(document), self._on_place, key="place")
        self._pdf.ask(page_wishes.opened(), self._on_opened, self._on_failed)

    @Slot(object)
    def _on_place(self, place: ReadingPlace) -> None:
        self._place = place
        if self.opened is not None:
            self._go_to_place()

    def _on_opened(self, opened: Opened) -> None:
        again = self.opened is not None
        self.opened = opened
        self.pages.setCurrentWidget(self.view)
        if again:
            self.view.ask_again()
        else:
            self.view.show_pages(opened.pages)
            self.thumbnails.show_pages(opened.pages, opened.labels)
            self.outline.show_entries(opened.outline)
            self._go_to_place()
            self._read_marks()
            if not opened.has_text:
                self.said.emit("This PDF is a scan without text: nothing in it can be selected or found.")
        self.view.setFocus()
        self._on_moved()
        self.state_changed.emit()

    def _go_to_place(self) -> None:
        place = self._place
        self._furthest = place.furthest
        self.view.set_shape(rotation=place.rotation)
        self.view.set_zoom(place.zoom)
        self.view.go_to(place.page, place.down)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, NeedsPasswordError):
            self.message.ask_password(self.document.original_name, wrong=self._tried_password)
        else:
            self.message.say_failed(self.document.original_name, str(error))
        self.pages.setCurrentWidget(self.message)
        self.state_changed.emit()

    @Slot(str)
    def _on_password(self, password: str) -> None:
        self._tried_password = True
        self._pdf.unlock(password)
        self.open()

    def close_pdf(self) -> None:
        """Keep the place and end the child process."""
        self._keeping.stop()
        self.keep_place()
        self.finding.stop()
        self._pdf.close()

    @Slot()
    def keep_place(self) -> None:
        """Remember where the user is, and how long they read."""
        if self.opened is None:
            return
        now = time.monotonic()
        seconds, self._read_since = min(now - self._read_since, LONGEST_PAUSE), now
        page, down = self.view.place()
        view = self.view
        place = ReadingPlace(page, down, view.zoom_name, view.rotation, self._furthest, view.count)
        keep = partial(self._library.reading_places.keep, self.document.id, place, seconds if self.isVisible() else 0.0)
        self._user.do("", keep, undoable=False)

    @property
    def busy(self) -> bool:
        """Whether anything is still to come."""
        return self._pdf.busy or self.view.busy or self.finding.busy or self.marking.busy

    # -- what is marked

    def _read_marks(self) -> None:
        library, document = self._library, self.document.id
        self._reads.ask(lambda: library.annotations.on(document), self._on_marks, key="marks")

    @Slot(object)
    def _on_library_changed(self, changes: Changes) -> None:
        if changes.everything or changes.annotations or self.paper in changes.papers:
            self._read_marks()

    @Slot(object)
    def _on_marks(self, marks: list[Annotation]) -> None:
        self.view.show_marks(marks)
        self.marks_panel.show_marks(marks)
        self.panel.set_count("annotations", len(marks))
        ticks: dict[int, list[Any]] = {}
        for mark in marks:
            ticks.setdefault(mark.page, []).append(self.theme.mark_colour(mark.colour))
        self.thumbnails.show_ticks(ticks)

    @Slot(object)
    def show_mark(self, mark: Annotation) -> None:
        """Go to an annotation and choose it."""
        self._leave()
        self.view.bring_quads(mark.page, mark.quads)
        self.view.choose(mark)
        self.view.setFocus()

    @Slot(object)
    def _on_mark_chosen(self, mark: Annotation | None) -> None:
        self._place_popup()
        if mark is not None:
            self.marks_panel.bring(mark.id)
        self.state_changed.emit()

    @Slot()
    def _on_selected(self) -> None:
        if self.view.selection is None:
            self._place_popup()
        self.state_changed.emit()

    @Slot()
    def _on_settled(self) -> None:
        self._place_popup()

    def _place_popup(self) -> None:
        view = self.view
        chosen = view.mark(view.chosen) if view.chosen is not None else None
        if chosen is not None and self.marking.field is None:
            self.popup.open_at(view.rect_of(chosen.page, chosen.quads), mark=True)
            return
        quads = view.quads_selected()
        if quads:
            page = max(quads)
            self.popup.open_at(view.rect_of(page, quads[page]), mark=False)
        else:
            self.popup.hide()

    # -- moving

    @Slot()
    def _on_moved(self) -> None:
        view = self.view
        if self.opened is None:
            return
        self._furthest = max(self._furthest, view.furthest)
        self.bar.show_place(view.page, view.count, view.zoom)
        self.thumbnails.show_page(view.page)
        self.thumbnails.set_night(view.night)
        self.marking.place()
        if self.popup.isVisible():
            self._place_popup()
        if not self._keeping.isActive():
            self._keeping.start()

    def _leave(self) -> None:
        """A jump begins here: the way back leads here."""
        self._back = [*self._back, self.view.place()][-100:]
        self._ahead = []
        self.state_changed.emit()

    def _travel(self, along: list[tuple[int, float]], other: list[tuple[int, float]]) -> None:
        if along:
            other.append(self.view.place())
            self.view.go_to(*along.pop())
            self.state_changed.emit()

    @Slot(int)
    def _on_page_given(self, page: int) -> None:
        self._leave()
        self.view.go_to(page)
        self.view.setFocus()

    @Slot(object)
    def _on_outline(self, entry: OutlineEntry) -> None:
        if entry.page is not None:
            self._leave()
            self.view.go_to_height(entry.page, entry.y)
            self.view.setFocus()

    @Slot(object)
    def _on_link(self, link: Link) -> None:
        if link.page is not None:
            self._leave()
            self.view.go_to_height(link.page, link.y)
        elif link.address is not None and not QDesktopServices.openUrl(QUrl(link.address)):
            self.troubled.emit(f"The system has no program to open {link.address}.")

    # -- finding

    @Slot()
    def _on_found(self) -> None:
        self.view.show_hits(self.finding.hits, self.finding.current)
        self.state_changed.emit()

    @Slot(object)
    def _on_hit(self, hit: Hit) -> None:
        self.view.bring_quads(hit.page, hit.quads)

    def _find(self) -> None:
        words = self.view.text_selected()
        self.find_field.take_focus(words if 0 < len(words) <= 80 and "\n" not in words else "")

    # -- what its actions do

    def _functions(self) -> dict[str, Callable[[], object]]:
        view = self.view
        functions: dict[str, Callable[[], object]] = {
            "go-to-page": self._go_to_page,
            "find-in-pdf": self._find,
            "find-next": lambda: self.finding.step(1),
            "find-previous": lambda: self.finding.step(-1),
            "reader-back": lambda: self._travel(self._back, self._ahead),
            "reader-forward": lambda: self._travel(self._ahead, self._back),
            "zoom-in": lambda: view.zoom_step(True),
            "zoom-out": lambda: view.zoom_step(False),
            "zoom-normal": lambda: view.zoom_to(1.0),
            "fit-width": lambda: view.set_zoom("width"),
            "fit-page": lambda: view.set_zoom("page"),
            "rotate": view.turn,
            "two-pages": lambda: view.set_shape(columns=1 if view.columns == 2 else 2),
            "night": lambda: view.set_night(not view.night),
            "show-thumbnails": lambda: self._show_strip(0),
            "show-outline": lambda: self._show_strip(1),
            "show-marks": self._show_panel,
            "mark-underline": lambda: self.marking.make("underline"),
            "mark-note": self._note,
            "comment-mark": self.marking.comment,
            "delete-mark": self._delete,
            "copy-words": self._copy,
            "search-words": self._search,
            "select-page": view.select_page,
            "extend-forward": lambda: view.extend(1),
            "extend-back": lambda: view.extend(-1),
            "annotated-copy": self._save_copy,
            "open-outside": self._open_outside,
        }
        for colour in COLOURS:
            functions[f"mark-{colour}"] = partial(self.marking.colour, self.commands, colour)
        return functions

    def do(self, name: str) -> None:
        """Do what the action of that name says."""
        self.functions[name]()
        self.state_changed.emit()

    def states(self) -> dict[str, tuple[bool, bool]]:
        """Which of its actions can be done now, and which are checked."""
        view, there = self.view, self.opened is not None and self.pages.currentWidget() is self.view
        words, mark = view.selection is not None, view.chosen is not None
        can = dict.fromkeys(self.functions, there)
        can |= {
            "find-next": there and bool(self.finding.hits),
            "find-previous": there and bool(self.finding.hits),
            "reader-back": there and bool(self._back),
            "reader-forward": there and bool(self._ahead),
            "show-outline": there and bool(self.opened and self.opened.outline),
            "comment-mark": mark,
            "delete-mark": mark,
            "copy-words": words or mark,
            "search-words": words,
            "extend-forward": words,
            "extend-back": words,
            "open-outside": True,
        }
        checked = {
            "two-pages": view.columns == 2,
            "night": view.night,
            "show-thumbnails": not self.strip.isHidden() and self.strip.currentIndex() == 0,
            "show-outline": not self.strip.isHidden() and self.strip.currentIndex() == 1,
            "show-marks": not self.panel.isHidden(),
        }
        return {name: (can[name], checked.get(name, False)) for name in can}

    def arrange(self, width: int) -> None:
        """In a window so narrow only the pages are shown at first."""
        px = self.theme.px
        wide = width >= px(NARROW)
        self.panel.setVisible(wide)
        self.strip.setVisible(wide)
        self.body.setSizes([px(STRIP), max(width - px(STRIP + PANEL), 100), px(PANEL)])
        self.state_changed.emit()

    def _show_strip(self, which: int) -> None:
        shown = not self.strip.isHidden() and self.strip.currentIndex() == which
        self.strip.setCurrentIndex(which)
        self.strip.setVisible(not shown)

    def _show_panel(self) -> None:
        self.panel.setVisible(self.panel.isHidden())

    def _go_to_page(self) -> None:
        self.bar.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.page.selectAll()

    def _note(self) -> None:
        viewport = self.view.viewport()
        at = QPointF(viewport.mapFromGlobal(QCursor.pos()))
        self.popup.hide()
        self.marking.note(at if QRectF(viewport.rect()).contains(at) else QPointF(viewport.rect().center()))

    def _delete(self) -> None:
        mark = self.view.mark(self.view.chosen) if self.view.chosen is not None else None
        if mark is not None:
            self.view.choose(None)
            self.commands.remove((mark,))

    def _copy(self) -> None:
        mark = self.view.mark(self.view.chosen) if self.view.chosen is not None else None
        text = self.view.text_selected() or (mark.quote or mark.comment if mark is not None else "")
        if text:
            QGuiApplication.clipboard().setText(text)
            self.said.emit("Copied")

    def _search(self) -> None:
        words = " ".join(self.view.text_selected().split())
        if words:
            self.search_asked.emit(words.replace('"', " ")[:200])

    def _open_outside(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.document.path))):
            self.troubled.emit(f"No program is set up to open {self.document.original_name}.")

    def _save_copy(self) -> None:
        start = str(Path.home() / f"{self.document.path.stem} (annotated).pdf")
        name, _ = QFileDialog.getSaveFileName(self, "Save into PDF Copy", start, "PDF files (*.pdf)")
        if name:
            self.write_copy(Path(name))

    def write_copy(self, target: Path) -> None:
        """Write a copy of the file with what is marked in it; the file itself stays as it is."""
        if target.resolve() == self.document.path.resolve():
            self.troubled.emit("That is the file itself. Choose another name for the copy.")
            return
        library, document = self._library, self.document.id
        self._reads.ask(lambda: library.annotations.on(document), partial(self._on_copy_read, target), key="copy")

    def _on_copy_read(self, target: Path, marks: list[Annotation]) -> None:
        from readinglist.documents import for_pdf

        wish = page_wishes.annotated_copy(str(target.absolute()), for_pdf(marks))
        self._pdf.ask(wish, partial(self._on_copied, target), self._on_copy_failed)

    def _on_copied(self, target: Path, _nothing: None) -> None:
        self.said.emit(f"Saved a copy with all annotations as {target.name}")

    def _on_copy_failed(self, error: Exception) -> None:
        self.troubled.emit(f"The copy could not be written: {error}")

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.view.selection is not None or self.view.chosen is not None:
            self.view.clear_selection()
            self.view.choose(None)
        else:
            self.library_asked.emit()


def _padded(widget: QWidget, side: int, top: int) -> QWidget:
    """A widget with room around it."""
    outer = QWidget()
    layout = QHBoxLayout(outer)
    layout.setContentsMargins(side, top, 0, 0)
    layout.addWidget(widget)
    return outer
