"""The pages of a PDF as something to read: words are chosen, marks and links lie on the pages, hits are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from readinglist.documents import page_wishes
from readinglist.documents.pages import Hit, Link, PageError, PageSize, PageText, Quad
from readinglist.gui.guard import guarded
from readinglist.gui.reader import marks
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.page_layout import Placed
from readinglist.gui.reader.page_pictures import PagePictures
from readinglist.gui.reader.pages_view import PagesView
from readinglist.gui.reader.selection import NEAR, Selection, Spot, line_around, nearest, quads_of, text_of
from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import Annotation

MOST_TEXTS = 60
"""Pages whose words are kept, those far from where the reader is first to go."""
MOST_TRIES = 2
"""So often the words and links of a page are asked for."""
SCROLL_MS = 40
EDGE = 28
"""A drag that comes so near to the edge scrolls."""


class ReadingView(PagesView):
    """Selection by drag, double and triple click; a click on a mark chooses it, one on a link follows it."""

    selected = Signal()
    """Other words are chosen, or none; `settled` follows when the mouse is let go."""
    settled = Signal()
    mark_chosen = Signal(object)
    """The Annotation that was clicked, None when none is chosen any more."""
    mark_opened = Signal(object)
    """The Annotation that was double-clicked."""
    link_followed = Signal(object)
    """The Link."""
    place_clicked = Signal(object)
    """Where in the viewport (QPointF) neither an annotation nor a link was clicked."""

    def __init__(self, theme: Theme, pdf: OpenPdf, parent: QWidget) -> None:
        super().__init__(theme, PagePictures(pdf), parent)
        self.pictures.setParent(self)
        self._pdf = pdf
        self.texts: dict[int, PageText] = {}
        self._links: dict[int, tuple[Link, ...]] = {}
        self._asked: set[tuple[str, int]] = set()
        self._failed: Counter[int] = Counter()
        self.leads: Callable[[QPointF], bool] = lambda at: False
        """Whether the words at a place of the viewport lead somewhere, and say where by themselves."""
        self.selection: Selection | None = None
        self._marks: dict[int, list[Annotation]] = {}
        self.chosen: int | None = None
        """The id of the annotation that was clicked."""
        self._hits: dict[int, list[tuple[int, Hit]]] = {}
        self._current_hit = -1
        self._dragging = False
        self._pressed: QPointF | None = None
        self._anchor: Spot | None = None
        """The word that was clicked last: Shift and a click choose from there."""
        self._clicks = 0
        self._last_click = QTimer(self)
        self._last_click.setSingleShot(True)
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(SCROLL_MS)
        self._scrolling.timeout.connect(self._on_scroll_time)
        self._pointer = QPointF(-1, -1)
        self.zoomed.connect(self._tick_hits)

    def sizeHint(self) -> QSize:
        return QSize(700, 800)

    def show_pages(self, sizes: Sequence[PageSize]) -> None:
        self.clear_selection()
        self.texts.clear()
        self._links.clear()
        self._asked.clear()
        self._failed.clear()
        super().show_pages(sizes)

    # -- what lies on the pages

    def show_marks(self, annotations: Sequence[Annotation]) -> None:
        """Draw these annotations; those that the file itself brings are on its pages already."""
        self._marks = {}
        for mark in annotations:
            if mark.quads:
                self._marks.setdefault(mark.page, []).append(mark)
        if self.chosen is not None and self.mark(self.chosen) is None:
            self.choose(None)
        self.viewport().update()

    def draw_again(self, pages: Collection[int]) -> None:
        """The file's own marks on these pages (from 1) look otherwise now."""
        self.pictures.outdate(pages)
        self.ask()

    def mark(self, number: int) -> Annotation | None:
        """An annotation that is shown, by its id."""
        return next((mark for page in self._marks.values() for mark in page if mark.id == number), None)

    def choose(self, mark: Annotation | None) -> None:
        """Choose an annotation, or none."""
        number = None if mark is None else mark.id
        if number != self.chosen:
            self.chosen = number
            if mark is not None:
                self.clear_selection()
            self.viewport().update()
            self.mark_chosen.emit(mark)

    def show_hits(self, hits: Sequence[Hit], current: int) -> None:
        """Mark these hits; the one at place `current` stands out."""
        self._hits = {}
        for number, hit in enumerate(hits):
            self._hits.setdefault(hit.page, []).append((number, hit))
        self._current_hit = current
        self._tick_hits()
        self.viewport().update()

    def _tick_hits(self) -> None:
        ticks: list[float] = []
        for page, hits in self._hits.items():
            placed = self.layout_.page(page)
            ticks += [placed.to_layout(hit.quads[0][:2])[1] / self.layout_.height for _, hit in hits if hit.quads]
        self.ticked_bar.show_ticks(ticks)

    def bring_quads(self, page: int, quads: Sequence[Quad]) -> None:
        """Scroll to a place of a page (from 1), if it is not in view."""
        if quads and page <= self.count:
            self.bring(marks.bounds(self.layout_.page(page), quads))

    def rect_of(self, page: int, quads: Sequence[Quad]) -> QRectF:
        """Where quads of a page lie in the viewport."""
        return marks.bounds(self.layout_.page(page), quads).translated(-self.seen.topLeft())

    def paint_over(self, painter: QPainter, page: Placed) -> None:
        night = self.night
        for mark in self._marks.get(page.number, ()):
            if mark.origin != "pdf":
                marks.draw_annotation(painter, page, mark, night=night)
            if mark.id == self.chosen:
                marks.draw_chosen(painter, page, mark, self.theme, night=night)
        for number, hit in self._hits.get(page.number, ()):
            marks.draw_hit(painter, page, hit.quads, current=number == self._current_hit, night=night)
        if self.selection is not None and page.number in self.selection.pages and page.number in self.texts:
            words = self.selection.words(page.number, self.texts[page.number])
            marks.draw_selection(painter, page, quads_of(words), night=night)

    # -- selection

    def clear_selection(self) -> None:
        """Choose no words."""
        self._select(None)

    def select_page(self) -> None:
        """Choose all words of the page in view."""
        page = self.page
        text = self.texts.get(page)
        if text is not None and text.words:
            self.select(Selection(Spot(page, 0), Spot(page, len(text.words) - 1)))

    def select(self, selection: Selection) -> None:
        """Choose these words."""
        self._select(selection)
        self.settled.emit()

    def quads_selected(self) -> Mapping[int, tuple[Quad, ...]]:
        """The quads of the chosen words, by page."""
        if self.selection is None:
            return {}
        found = {
            page: quads_of(self.selection.words(page, self.texts[page]))
            for page in self.selection.pages
            if page in self.texts
        }
        return {page: quads for page, quads in found.items() if quads}

    def text_selected(self) -> str:
        """The chosen words as one would type them."""
        return "" if self.selection is None else text_of(self.selection, self.texts)

    def _select(self, selection: Selection | None) -> None:
        if selection != self.selection:
            self.selection = selection
            if selection is not None:
                self.choose(None)
            self.viewport().update()
            self.selected.emit()

    # -- text and links of what is in view

    def ask(self) -> None:
        with self._pdf.together():
            for page in self.visible_pages():
                self._ask_words(page.number)
            super().ask()  # last, for the newest wish is served first: pages are looked at before they are selected on

    def _ask_words(self, page: int) -> None:
        if ("text", page) not in self._asked:
            self._asked |= {("text", page), ("links", page)}
            self._pdf.ask(page_wishes.text(page), partial(self._on_text, page), partial(self._on_none, page))
            self._pdf.ask(page_wishes.links(page), partial(self._on_links, page), partial(self._on_none, page))

    def ask_again(self) -> None:
        """Ask anew for what failed."""
        self.pictures.try_again()
        self._asked = {("text", page) for page in self.texts if page in self._links}
        self._failed.clear()
        self.ask()

    def read_words_again(self) -> None:
        """Ask anew for the words of pages that had none: some were recognised meanwhile."""
        bare = {page for page in self._asked_pages() if not (page in self.texts and self.texts[page].words)}
        self._asked -= {("text", page) for page in bare}
        self.ask()

    def _asked_pages(self) -> set[int]:
        return {page for what, page in self._asked if what == "text"}

    def _on_text(self, page: int, text: PageText) -> None:
        self.texts[page] = text
        if len(self.texts) > MOST_TEXTS:
            chosen = self.selection.pages if self.selection is not None else ()
            gone = max((each for each in self.texts if each not in chosen), key=lambda each: abs(each - page))
            self._asked -= {("text", gone), ("links", gone)}
            self.texts.pop(gone)
            self._links.pop(gone, None)
        self.viewport().update()

    def _on_links(self, page: int, links: tuple[Link, ...]) -> None:
        self._links[page] = links

    def _on_none(self, page: int, error: Exception) -> None:
        """A page without words or links that can be read is still one to look at.

        Where it was the child that ended they are asked for once more; twice, and it may have ended over them.
        """
        self._failed[page] += 1
        if not isinstance(error, PageError) and self._failed[page] < MOST_TRIES:
            self._asked -= {("text", page)}
            self._asking.start()

    # -- the mouse

    def _spot(self, at: QPointF, within: float | None = None) -> Spot | None:
        page, point = self.page_at(at)
        text = self.texts.get(page.number)
        word = nearest(text, point, within) if text is not None else None
        return None if word is None else Spot(page.number, word)

    def mark_at(self, at: QPointF) -> Annotation | None:
        """The annotation at a place of the viewport, the last made on top."""
        page, (x, y) = self.page_at(at)
        return next((mark for mark in reversed(self._marks.get(page.number, [])) if marks.is_at(mark, x, y)), None)

    def link_at(self, at: QPointF) -> Link | None:
        """The link at a place of the viewport."""
        page, (x, y) = self.page_at(at)
        for link in self._links.get(page.number, ()):
            left, top, right, bottom = link.box
            if left <= x <= right and top <= y <= bottom:
                return link
        return None

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._clicks = self._clicks + 1 if self._last_click.isActive() and self._is_near(event.position()) else 1
        self._last_click.start(QApplication.doubleClickInterval())
        self._pressed = self._pointer = event.position()
        spot = self._spot(event.position(), NEAR)
        anchor = self.selection.anchor if self.selection is not None else self._anchor
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and anchor is not None and spot is not None:
            self._select(Selection(anchor, spot))
        elif self._clicks >= 3 and spot is not None:
            first, last = line_around(self.texts[spot.page], spot.word)
            self._select(Selection(Spot(spot.page, first), Spot(spot.page, last)))
        else:
            self.clear_selection()
            self._anchor = spot
        event.accept()

    @guarded(None)
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
            return
        self._clicks = 2
        self._last_click.start(QApplication.doubleClickInterval())
        self._pressed = self._pointer = event.position()
        mark = self.mark_at(event.position())
        spot = self._spot(event.position(), NEAR)
        if mark is not None:
            self._pressed = None
            self.choose(mark)
            self.mark_opened.emit(mark)
        elif spot is not None:
            self._select(Selection(spot, spot))
        event.accept()

    @guarded(None)
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton or self._pressed is None:
            self._show_cursor(event.position())
            return
        if not self._dragging:
            if (event.position() - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._dragging = True
            spot = self._spot(self._pressed)
            if self.selection is None and spot is not None:
                self._select(Selection(spot, spot))
        self._drag_to(event.position())
        near = not self.viewport().rect().adjusted(0, EDGE, 0, -EDGE).contains(event.position().toPoint())
        if near and not self._scrolling.isActive():
            self._scrolling.start()
        elif not near:
            self._scrolling.stop()

    def _drag_to(self, at: QPointF) -> None:
        spot = self._spot(at)
        if spot is not None and self.selection is not None:
            self._select(Selection(self.selection.anchor, spot))

    def _on_scroll_time(self) -> None:
        if not self._dragging:
            self._scrolling.stop()
            return
        below = self._pointer.y() > self.viewport().height() / 2
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (EDGE if below else -EDGE))
        self._drag_to(self._pointer)

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._scrolling.stop()
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        dragged, self._dragging, self._pressed = self._dragging, False, None
        if dragged or self.selection is not None:
            if self.selection is not None:
                self.settled.emit()
            return
        mark, link = self.mark_at(event.position()), self.link_at(event.position())
        self.choose(mark)
        if mark is None and link is not None:
            self.link_followed.emit(link)
        elif mark is None:
            self.place_clicked.emit(event.position())

    def _is_near(self, at: QPointF) -> bool:
        return (at - self._pointer).manhattanLength() <= 2 * QApplication.startDragDistance()

    def _show_cursor(self, at: QPointF) -> None:
        if self.link_at(at) is not None or self.mark_at(at) is not None or self.leads(at):
            shape = Qt.CursorShape.PointingHandCursor
        elif self._spot(at, 2.0) is not None:
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    @guarded(False)
    def viewportEvent(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            at = event.pos().toPointF()
            mark, link = self.mark_at(at), self.link_at(at)
            words = mark.comment if mark is not None else "" if self.leads(at) else _said_of(link)
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]


def _said_of(link: Link | None) -> str:
    if link is None:
        return ""
    if link.refused is not None:
        return f"Leads out of the web, and is not opened: {link.refused}"
    return link.address or f"Page {link.page}"
