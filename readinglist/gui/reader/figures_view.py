"""The figures and tables of a document one under the other: in small, with their captions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QShowEvent

from readinglist.documents.pages import Figure
from readinglist.gui.details_layout import wrap
from readinglist.gui.guard import guarded
from readinglist.gui.painted_rows import Index, PaintedRows, paint_ground
from readinglist.gui.reader.figures import picture_box
from readinglist.gui.reader.open_pdf import PAPER_NIGHT, Drawn, OpenPdf, drawn
from readinglist.gui.theme import MEDIUM, Theme

ROW, SHEET_WIDE, SHEET_HIGH, EDGE = 112, 122, 92, 18
MOST_KEPT = 200
"""Small pictures that are kept: about 10 MB."""
ASK_MS = 60


def name_of(figure: Figure) -> str:
    """`Figure 3`, `Table 2`."""
    return f"{figure.kind.title()} {figure.label}"


class FiguresModel(QAbstractListModel):
    """A row for each figure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: list[Figure] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these in place of what was shown."""
        self.beginResetModel()
        self.shown = list(figures)
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    @guarded(None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        figure = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(figure)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name_of(figure)}, page {figure.page}. {figure.caption}"
        return None


class FiguresView(PaintedRows):
    """A click or Enter goes to a figure. Asks for the pictures of those in view only."""

    opened = Signal(object)
    """The Figure."""

    def __init__(self, theme: Theme, pdf: OpenPdf) -> None:
        super().__init__(theme, "Figures and tables", height=ROW)
        self._pdf = pdf
        self.figures = FiguresModel(self)
        self.setModel(self.figures)
        self._pictures: dict[Figure, Drawn] = {}
        self._asked: set[Figure] = set()
        self._night = False
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(ASK_MS)
        self._asking.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these; the one that was chosen stays so."""
        if list(figures) == self.figures.shown:
            return
        current = self.current
        self.figures.show_figures(figures)
        if current in self.figures.shown:
            self.setCurrentIndex(self.figures.index(self.figures.shown.index(current)))
        self._asking.start()

    def forget(self) -> None:
        """Another document: no picture of the old one may be shown for it."""
        self._pictures.clear()
        self._asked.clear()
        self._asking.start()

    def set_night(self, on: bool) -> None:
        """Draw dark pages."""
        if on != self._night:
            self._night = on
            self.forget()

    @property
    def current(self) -> Figure | None:
        """The figure that the keys act on."""
        row = self.currentIndex().row()
        return self.figures.shown[row] if 0 <= row < len(self.figures.shown) else None

    @property
    def pictures(self) -> int:
        """How many are drawn."""
        return len(self._pictures)

    def choose(self, row: int) -> None:
        """Choose a row and bring it into view."""
        self.setCurrentIndex(self.figures.index(row))
        self.scrollTo(self.currentIndex())

    # -- pictures

    @Slot()
    def _on_scrolled(self) -> None:
        self._asking.start()  # not connected itself: it would take the place for milliseconds

    @Slot()
    def _ask(self) -> None:
        if not self.isVisible():
            return
        step = max(self.theme.px(ROW), 1)
        first = self.verticalScrollBar().value() // step
        for figure in self.figures.shown[first : first + self.height() // step + 2]:
            if figure not in self._asked:
                self._asked.add(figure)
                wish = drawn(figure.page, self._zoom(figure), clip=picture_box(figure), night=self._night, rank=1)
                self._pdf.ask(wish, partial(self._on_drawn, figure, self._night), self._on_not_drawn)

    def _zoom(self, figure: Figure) -> float:
        left, top, right, bottom = picture_box(figure)
        fitting = min(SHEET_WIDE / max(right - left, 1), SHEET_HIGH / max(bottom - top, 1))
        return self.theme.px(100) / 100 * self.devicePixelRatioF() * fitting * 1.3  # sharp when a turned page fits

    def _on_drawn(self, figure: Figure, night: bool, picture: Drawn) -> None:
        if night == self._night and figure in self._asked:
            self._pictures[figure] = picture
            while len(self._pictures) > MOST_KEPT:
                gone = next(iter(self._pictures))
                del self._pictures[gone]
                self._asked.discard(gone)
            self.viewport().update()

    def _on_not_drawn(self, error: Exception) -> None:
        """A figure that cannot be drawn stays an empty sheet."""

    # -- drawing

    def paint_row(self, painter: QPainter, rect: QRectF, row: int, *, chosen: bool, under: bool) -> None:
        """Draw one row."""
        theme, figure = self.theme, self.figures.shown[row]
        px = theme.px
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = rect.adjusted(px(8), px(2), -px(8), -px(2))
        paint_ground(painter, theme, ground, px(8), chosen=chosen, under=under)
        room = QRectF(rect.left() + px(EDGE), rect.top() + px(10), px(SHEET_WIDE), px(SHEET_HIGH))
        self._paint_sheet(painter, room, figure)
        x, y = room.right() + px(12), rect.top() + px(10)
        width = rect.right() - px(EDGE) - x
        painter.setFont(theme.font(12))
        painter.setPen(theme.text_third)
        page = f"p. {figure.page}"
        painter.drawText(QRectF(x, y, width, px(18)), Qt.AlignmentFlag.AlignRight, page)
        space = width - painter.fontMetrics().horizontalAdvance(page) - px(8)
        head = wrap(name_of(figure), theme.font(13, MEDIUM), theme.text, space, most=1, as_it_is=True)
        head.paint(painter, QPointF(x, y))
        caption = wrap(caption_of(figure), theme.font(12), theme.text_second, width, most=4, as_it_is=True)
        caption.paint(painter, QPointF(x, y + px(20)))

    def _paint_sheet(self, painter: QPainter, room: QRectF, figure: Figure) -> None:
        picture = self._pictures.get(figure)
        size = QSize(picture.image.size()) if picture is not None else room.size().toSize()
        size.scale(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        sheet = QRectF(0, 0, size.width(), size.height())
        sheet.moveCenter(room.center())
        sheet.moveTop(room.top())
        if picture is not None:
            painter.drawImage(sheet, picture.image)
        else:
            painter.fillRect(sheet, PAPER_NIGHT if self._night else QColor("white"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.theme.border)
        painter.drawRoundedRect(sheet, 2, 2)

    # -- what Qt calls

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asking.start()

    # -- what the list calls

    def _tip(self, row: int, at: QPointF) -> str:
        return self.figures.shown[row].caption

    def _press(self, row: int, at: QPointF, *, ctrl: bool) -> None:
        self.opened.emit(self.figures.shown[row])

    def _enter(self, row: int, *, ctrl: bool) -> None:
        self.opened.emit(self.figures.shown[row])


def caption_of(figure: Figure) -> str:
    """What the caption says behind `Figure 3:`."""
    first, found, rest = figure.caption.partition(figure.label)
    said = rest.lstrip(" .:|–—-") if found and len(first) < 10 else figure.caption
    return said or figure.caption
