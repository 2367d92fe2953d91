"""The pages of a PDF under one another: scrolled, zoomed, turned; what is marked on them is drawn by a subclass."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from readinglist.documents.page_geometry import fit_page, fit_width
from readinglist.documents.pages import PageSize
from readinglist.gui.guard import guarded
from readinglist.gui.reader.open_pdf import PAPER_NIGHT
from readinglist.gui.reader.page_layout import GAP, LEAST_ZOOM, MARGIN, MOST_ZOOM, PIXELS_PER_POINT, PageLayout, Placed
from readinglist.gui.reader.page_pictures import Look, PagePictures
from readinglist.gui.reader.ticked_bar import TickedBar
from readinglist.gui.theme import Theme

STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
WHEEL_STEP = 1.1
ASK_MS = 12
"""So long the view rests before it asks for pictures: scrolling fast past pages asks for none of them."""
LINE = 48


class PagesView(QAbstractScrollArea):
    """Shows `sizes` once `show_pages` was called; pictures come from `pictures` when they are there."""

    moved = Signal()
    """Other pages, or other parts of them, are in view."""
    zoomed = Signal()

    def __init__(self, theme: Theme, pictures: PagePictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.pictures = theme, pictures
        self.layout_ = PageLayout(())
        self._sizes: Sequence[PageSize] = ()
        self._fit = "width"
        self._zoom = 1.0
        self.rotation, self.columns = 0, 1
        self._night: bool | None = None
        self._rough = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(ASK_MS)
        self._asking.timeout.connect(self.ask)
        pictures.came.connect(self._on_came)
        self.ticked_bar = TickedBar(theme)
        self.setVerticalScrollBar(self.ticked_bar)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(LINE)
            bar.valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._on_theme)

    # -- what is shown

    def show_pages(self, sizes: Sequence[PageSize]) -> None:
        """Show a document with pages of these sizes."""
        self._sizes = sizes
        self.pictures.forget()
        self._lay_out()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def night(self) -> bool:
        """Whether pages are dark: as the window is, until the user says otherwise."""
        return self.theme.dark if self._night is None else self._night

    def set_night(self, on: bool) -> None:
        """Make pages dark or light."""
        self._night = on
        self._refresh()

    @property
    def look(self) -> Look:
        """How pages are drawn now."""
        return Look(self.devicePixelRatioF(), self.night)

    @property
    def seen(self) -> QRectF:
        """The part of the layout that is in view."""
        corner = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QRectF(corner, self.viewport().size().toSizeF())

    def visible_pages(self) -> list[Placed]:
        """The pages of which something is in view."""
        seen = self.seen
        return self.layout_.between(seen.top(), seen.bottom())

    @property
    def page(self) -> int:
        """The number of the page that fills most of the view, from 1."""
        seen = self.seen
        pages = self.visible_pages()
        if not pages:
            return 1
        return max(
            pages, key=lambda each: (min(each.bottom, seen.bottom()) - max(each.top, seen.top()), -each.number)
        ).number

    @property
    def furthest(self) -> int:
        """The last page of which something is in view."""
        return max((page.number for page in self.visible_pages()), default=1)

    # -- zoom

    @property
    def zoom(self) -> float:
        """1 is the size of the paper."""
        return self._zoom

    @property
    def zoom_name(self) -> str:
        """`width`, `page`, or the zoom as a number."""
        return self._fit or f"{self._zoom:g}"

    def set_zoom(self, name: str) -> None:
        """Zoom to `width`, `page`, or a number; what is in the middle of the view stays there."""
        if name in ("width", "page"):
            self._fit = name
            self._lay_out()
        else:
            self.zoom_to(float(name))

    def zoom_to(self, zoom: float, around: QPointF | None = None) -> None:
        """Zoom so that what is seen at `around` (in the viewport; its middle if None) stays there."""
        self._fit = ""
        # A poster may fit only at a zoom that is less than the least.
        zoom = min(max(zoom, min(LEAST_ZOOM, self._zoom)), MOST_ZOOM)
        if not self._sizes or zoom == self._zoom:
            return
        at = QPointF(self.viewport().rect().center()) if around is None else around
        page, point = self.page_at(at)
        self._zoom = zoom
        self._set_layout()
        x, y = self.layout_.page(page.number).to_layout(point)
        self.horizontalScrollBar().setValue(round(x - at.x()))
        self.verticalScrollBar().setValue(round(y - at.y()))
        self._refresh()
        self.zoomed.emit()

    def zoom_step(self, up: bool) -> None:
        """The next larger or smaller of the usual zooms."""
        beyond = [step for step in STEPS if (step > self._zoom * 1.01 if up else step < self._zoom * 0.99)]
        if beyond:
            self.zoom_to(beyond[0] if up else beyond[-1])

    def page_at(self, at: QPointF) -> tuple[Placed, tuple[float, float]]:
        """The page at a place of the viewport (or the closest one), and which point of it is there."""
        x, y = self._in_layout(at)
        page = self.layout_.nearest(x, y)
        return page, page.to_page((x, y))

    def turn(self) -> None:
        """Turn all pages clockwise by a quarter."""
        self.set_shape(rotation=(self.rotation + 90) % 360)

    def set_shape(self, *, rotation: int | None = None, columns: int | None = None) -> None:
        """Turn the pages, or show one or two side by side; the page in view stays in view."""
        page = self.page
        self.rotation = self.rotation if rotation is None else rotation
        self.columns = self.columns if columns is None else columns
        self._lay_out()
        self.go_to(page)

    def _lay_out(self) -> None:
        """Fit the zoom to the room there is, and keep the place."""
        if not self._sizes:
            self._refresh()
            return
        page, down = self.place()
        if self._fit:
            self._zoom = min(self._fitting(page), MOST_ZOOM)
        self._set_layout()
        self.go_to(page, down)
        self._refresh()
        self.zoomed.emit()

    def _fitting(self, number: int) -> float:
        size = self._sizes[min(max(number, 1), len(self._sizes)) - 1]
        room = self.maximumViewportSize()
        # The scroll bar's room is always kept, else fitting the width would flicker between two sizes.
        width = room.width() - self.verticalScrollBar().sizeHint().width() - 2 * MARGIN - GAP * (self.columns - 1)
        width = max(width // self.columns, 50)
        if self._fit == "width":
            return fit_width(size, width, self.rotation) / PIXELS_PER_POINT
        return fit_page(size, width, max(room.height() - 2 * MARGIN, 50), self.rotation) / PIXELS_PER_POINT

    def _set_layout(self) -> None:
        self.layout_ = PageLayout(
            self._sizes, self._zoom, rotation=self.rotation, columns=self.columns, width=self.viewport().width()
        )
        self._set_ranges()

    def _set_ranges(self) -> None:
        room = self.viewport().size()
        for bar, whole, part in (
            (self.horizontalScrollBar(), self.layout_.width, room.width()),
            (self.verticalScrollBar(), self.layout_.height, room.height()),
        ):
            bar.setPageStep(part)
            bar.setRange(0, max(whole - part, 0))

    # -- going to places

    def place(self) -> tuple[int, float]:
        """The page at the top of the view, and the share of its height that is above."""
        top = self.seen.top() + GAP
        pages = self.layout_.between(top, top + self.viewport().height())
        if not pages:
            return 1, 0.0
        return pages[0].number, max((top - pages[0].top) / pages[0].height, 0.0)

    def go_to(self, page: int, down: float = 0.0) -> None:
        """Bring a page (from 1) to the top of the view, from the share `down` of its height on."""
        if len(self.layout_):
            placed = self.layout_.page(page)
            # Nothing of the page before is in view, which would be drawn as a whole for a few pixels.
            above = GAP if down or placed.top > MARGIN else MARGIN
            self.verticalScrollBar().setValue(round(placed.top + down * placed.height - above))
            self._bring_across(placed)

    def go_to_height(self, page: int, y: float | None) -> None:
        """Bring a height of a page, in its own space, near the top of the view."""
        if y is None:
            self.go_to(page)
        elif len(self.layout_):
            placed = self.layout_.page(page)
            self.verticalScrollBar().setValue(round(placed.to_layout((0.0, y))[1] - MARGIN))
            self._bring_across(placed)

    def _bring_across(self, page: Placed) -> None:
        """Sideways too, for beside a very wide page the others lie far from the left."""
        seen, right = self.seen, page.left + page.width
        if page.width <= seen.width() and (page.left < seen.left() or right > seen.right()):
            self.horizontalScrollBar().setValue(page.left - (seen.size().toSize().width() - page.width) // 2)
        elif page.left > seen.right() or right < seen.left():
            self.horizontalScrollBar().setValue(page.left - MARGIN)

    def bring(self, rect: QRectF) -> None:
        """Scroll so that a part of the layout is in view, a third down if it was not."""
        seen = self.seen
        if rect.top() < seen.top() + MARGIN or rect.bottom() > seen.bottom() - MARGIN:
            self.verticalScrollBar().setValue(round(rect.top() - seen.height() / 3))
        if rect.left() < seen.left() or rect.right() > seen.right():
            self.horizontalScrollBar().setValue(round(rect.center().x() - seen.width() / 2))

    def scroll_screen(self, step: int) -> None:
        """Down (1) or up (-1) by almost a screen."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * max(bar.pageStep() - LINE, LINE))

    # -- pictures

    @Slot()
    def ask(self) -> None:
        """Ask for what is in view and not there yet."""
        pages = self.visible_pages()
        if not pages or not self.isVisible():
            return
        following = pages[-1].number + 1
        ahead = self.layout_.page(following) if following <= self.count else None
        self.pictures.want(pages, ahead, self.seen, self.look)
        if self._rough:
            self._rough = False
            self.viewport().update()

    @property
    def busy(self) -> bool:
        """Whether pictures are still to come."""
        return self._asking.isActive() or self.pictures.waiting

    def _refresh(self) -> None:
        self._asking.start()
        self.viewport().update()
        self.moved.emit()

    @Slot()
    def _on_scrolled(self) -> None:
        self._refresh()

    @Slot(object)
    def _on_came(self, page: int) -> None:
        if any(each.number == page for each in self.visible_pages()):
            self.viewport().update()

    @Slot()
    def _on_theme(self) -> None:
        self._refresh()

    def _in_layout(self, at: QPointF) -> tuple[float, float]:
        corner = self.seen.topLeft()
        return at.x() + corner.x(), at.y() + corner.y()

    # -- what Qt calls

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        ground = QColor("#121316" if self.theme.dark else "#ECECEF")
        painter.fillRect(event.rect(), ground)
        seen = self.seen
        painter.translate(-seen.topLeft())
        for page in self.visible_pages():
            self._paint_page(painter, page, seen)

    def _paint_page(self, painter: QPainter, page: Placed, seen: QRectF) -> None:
        # Of a page of any size only what is in view, for Qt fills no shapes of more than 32,767 pixels.
        whole = QRectF(page.left, page.top, page.width, page.height)
        sheet = whole.intersected(seen.adjusted(-8, -8, 8, 8))
        edge = QColor(0, 0, 0, 90 if self.theme.dark else 28)
        outer = sheet.adjusted(-1, -1, 1, 2)
        for side in (
            QRectF(outer.left(), outer.top(), outer.width(), 1),
            QRectF(outer.left(), sheet.top(), 1, sheet.height()),
            QRectF(sheet.right(), sheet.top(), 1, sheet.height()),
            QRectF(outer.left(), sheet.bottom(), outer.width(), 2),
        ):
            painter.fillRect(side, edge)  # not all of it, for a frame that is late is seen
        painter.save()
        painter.setClipRect(sheet)
        look = self.look
        there, complete = self.pictures.drawn(page, seen, look)
        if not complete:
            painter.fillRect(sheet, PAPER_NIGHT if self.night else QColor("white"))
            instead = self.pictures.shelf.stand_in(page.number, page.view.rotation, night=look.night)
            if instead is not None:
                # Well drawn once the view rests: while it moves nobody sees the difference, but that it is late.
                self._rough = self._rough or self._asking.isActive()
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._asking.isActive())
                painter.drawImage(whole, instead.image)
        for one in there:
            one.image.setDevicePixelRatio(look.ratio)
            painter.drawImage(QPointF(page.left + one.left / look.ratio, page.top + one.top / look.ratio), one.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fault = self.pictures.fault(page.number)
        if fault:
            self._paint_fault(painter, sheet, fault)
        self.paint_over(painter, page)
        painter.restore()

    def _paint_fault(self, painter: QPainter, sheet: QRectF, fault: str) -> None:
        """Say on a page that cannot be drawn why not; the others are read on."""
        painter.setFont(self.theme.font(13))
        painter.setPen(QColor("#A6A9B4" if self.night else "#5E616B"))
        room = sheet.adjusted(24, 24, -24, -24)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, f"This page {fault}.")

    def paint_over(self, painter: QPainter, page: Placed) -> None:
        """Draw what lies on a page, in the layout's pixels."""

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @guarded(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turns = event.angleDelta().y() / 120
            if turns:
                self.zoom_to(self._zoom * WHEEL_STEP**turns, event.position())
            event.accept()
            return
        super().wheelEvent(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        bars: dict[int, tuple[QScrollBar, int]] = {
            Qt.Key.Key_Down: (self.verticalScrollBar(), LINE),
            Qt.Key.Key_Up: (self.verticalScrollBar(), -LINE),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), LINE),
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -LINE),
        }
        if key == Qt.Key.Key_PageDown or (key == Qt.Key.Key_Space and not shift):
            self.scroll_screen(1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_Space):
            self.scroll_screen(-1)
        elif key == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif key == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        elif key in bars:
            bar, by = bars[key]
            bar.setValue(bar.value() + by)
        else:
            super().keyPressEvent(event)
