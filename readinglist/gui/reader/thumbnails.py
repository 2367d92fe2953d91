"""The pages in small, with ticks for what is marked on them; a click goes there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QRectF,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QListView, QWidget

from readinglist.documents.pages import PageSize
from readinglist.gui.guard import guarded
from readinglist.gui.painted_rows import Index, RowPainter
from readinglist.gui.reader.open_pdf import PAPER_NIGHT, Drawn, OpenPdf, drawn
from readinglist.gui.theme import MEDIUM, Theme

WIDTH, HEIGHT, STEP = 88, 124, 154
MOST_TICKS = 8
MOST_KEPT = 400
"""Small pictures that are kept: about 15 MB."""


class ThumbnailModel(QAbstractListModel):
    """A row for each page; `labels` are the printed numbers where the file has them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sizes: Sequence[PageSize] = ()
        self.labels: Sequence[str] = ()

    def show_pages(self, sizes: Sequence[PageSize], labels: Sequence[str]) -> None:
        """Show a document."""
        self.beginResetModel()
        self.sizes, self.labels = sizes, labels
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sizes)

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            number = index.row() + 1
            label = self.labels[index.row()] if index.row() < len(self.labels) else ""
            shown = label if label and label != str(number) else str(number)
            return f"Page {shown}" if role == Qt.ItemDataRole.AccessibleTextRole else shown
        return None


class _Pages(RowPainter):
    def __init__(self, strip: Thumbnails) -> None:
        super().__init__(strip.theme, strip, height=STEP, width=WIDTH)
        self._strip = strip

    def _paint_row(self, painter: QPainter, rect: QRectF, index: Index, *, chosen: bool, under: bool) -> None:
        self._strip.paint_page(painter, rect, index)


class Thumbnails(QListView):
    """Asks for the pictures of those in view only, behind all that the reader looks at."""

    page_chosen = Signal(int)
    """The number of a page, from 1."""

    def __init__(self, theme: Theme, pdf: OpenPdf, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._pdf = theme, pdf
        self._pages = ThumbnailModel(self)
        self._pictures: dict[int, Drawn] = {}
        self._asked: set[int] = set()
        self._ticks: Mapping[int, Sequence[QColor]] = {}
        self._current, self._night, self._turn = 0, False, 0
        self.setModel(self._pages)
        self.setItemDelegate(_Pages(self))
        self.setUniformItemSizes(True)
        self.setAccessibleName("Pages in small")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)
        self.activated.connect(self._on_clicked)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(60)
        self._asking.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_pages(self, sizes: Sequence[PageSize], labels: Sequence[str]) -> None:
        """Show the pages of a document."""
        self._pages.show_pages(sizes, labels)
        self._pictures.clear()
        self._asked.clear()
        self._asking.start()

    def ask_again(self) -> None:
        """Ask anew for what failed."""
        self._asked = set(self._pictures)
        self._asking.start()

    def draw_again(self, pages: Collection[int]) -> None:
        """These pages (from 1) look otherwise now."""
        self._asked -= set(pages)
        self._asking.start()

    def show_page(self, number: int) -> None:
        """The page in view (from 1) is another."""
        if number != self._current:
            self._current = number
            index = self._pages.index(number - 1)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.viewport().update()

    def show_ticks(self, ticks: Mapping[int, Sequence[QColor]]) -> None:
        """Colours of what is marked, by page from 1."""
        self._ticks = ticks
        self.viewport().update()

    def set_look(self, *, night: bool, turn: int) -> None:
        """Draw dark pages, and all turned by so many degrees."""
        if (night, turn) != (self._night, self._turn):
            self._night, self._turn = night, turn
            self._pictures.clear()
            self._asked.clear()
            self._asking.start()
            self.viewport().update()

    def paint_page(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw one page with its number and ticks."""
        theme, number = self.theme, index.row() + 1
        px = theme.px
        size = self._pages.sizes[index.row()]
        lies = (size.rotation + self._turn) % 180 == 90
        wide, high = (size.height, size.width) if lies else (size.width, size.height)
        scale = min(px(WIDTH) / wide, px(HEIGHT) / high)
        sheet = QRectF(0, 0, wide * scale, high * scale)
        sheet.moveCenter(rect.center())
        sheet.moveTop(rect.top() + px(6) + (px(HEIGHT) - sheet.height()) / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        picture = self._pictures.get(number)
        if picture is not None:
            painter.drawImage(sheet, picture.image)
        else:
            painter.fillRect(sheet, PAPER_NIGHT if self._night else QColor("white"))
        here = number == self._current
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.accent if here else theme.border, 2 if here else 1))
        painter.drawRoundedRect(sheet.adjusted(-2, -2, 2, 2) if here else sheet, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, colour in enumerate(self._ticks.get(number, ())[:MOST_TICKS]):
            painter.setBrush(colour)
            tick = QRectF(sheet.right() + px(7), sheet.top() + px(8) + place * px(13), px(4), px(10))
            painter.drawRoundedRect(tick, 2, 2)
        painter.setPen(theme.accent if here else theme.text_second)
        painter.setFont(theme.font(11.5, MEDIUM))
        foot = QRectF(rect.left(), rect.top() + px(HEIGHT + 8), rect.width(), px(20))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, str(index.data()))

    @Slot()
    def _on_scrolled(self) -> None:
        self._asking.start()  # not connected itself: it would take the place for milliseconds

    @Slot()
    def _ask(self) -> None:
        if not self.isVisible():
            return
        top = self.verticalScrollBar().value() // self.theme.px(STEP) + 1
        for number in range(top, min(top + self.height() // self.theme.px(STEP) + 2, len(self._pages.sizes) + 1)):
            if number not in self._asked:
                self._asked.add(number)
                size = self._pages.sizes[number - 1]
                side = max(size.width / WIDTH, size.height / HEIGHT)
                zoom, look = self.theme.px(1) * self.devicePixelRatioF() / side, (self._night, self._turn)
                wish = drawn(number, zoom, rotation=self._turn, night=self._night, rank=1)
                self._pdf.ask(wish, partial(self._on_drawn, number, look), partial(self._on_failed, number))

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asking.start()

    def _on_drawn(self, number: int, look: tuple[bool, int], picture: Drawn) -> None:
        if look == (self._night, self._turn):
            self._pictures[number] = picture
            while len(self._pictures) > MOST_KEPT:
                gone = next(iter(self._pictures))
                del self._pictures[gone]
                self._asked.discard(gone)
            self.viewport().update()

    def _on_failed(self, number: int, error: Exception) -> None:
        """A page that cannot be drawn stays white."""

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.page_chosen.emit(index.row() + 1)
