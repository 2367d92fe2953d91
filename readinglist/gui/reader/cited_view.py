"""The entries of a reference list one under the other, each with a button: add it, or open its PDF."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter

from readinglist.gui.details_layout import wrap
from readinglist.gui.guard import guarded
from readinglist.gui.painted_rows import PaintedRows, paint_ground
from readinglist.gui.reader.cited import Cited
from readinglist.gui.reader.cited_model import CitedModel, standing
from readinglist.gui.theme import MEDIUM, Theme

ROW, LEFT, BUTTON, SIDE = 82, 48, 28, 14


class CitedView(PaintedRows):
    """A click or Enter opens, Ctrl and either opens the PDF, `+` adds; so does the button of a row."""

    opened = Signal(object)
    pdf_asked = Signal(object)
    add_asked = Signal(object)
    """Each carries the Cited."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "References", height=ROW)
        self.entries = CitedModel(self)
        self.setModel(self.entries)

    # -- which entry, and its button

    @property
    def current(self) -> Cited | None:
        """The entry that the keys act on."""
        row = self.currentIndex().row()
        return self.entries.shown[row] if 0 <= row < len(self.entries.shown) else None

    def choose(self, row: int) -> None:
        """Choose a row and bring it into view."""
        index = self.entries.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index, PaintedRows.ScrollHint.PositionAtCenter)

    def button_rect(self, row: int) -> QRectF:
        """Where the button of a row is, in the viewport."""
        return self._button(QRectF(self.visualRect(self.entries.index(row))))

    def _button(self, rect: QRectF) -> QRectF:
        side, edge = self.theme.px(BUTTON), self.theme.px(SIDE)
        return QRectF(rect.right() - edge - side, rect.top() + self.theme.px(9), side, side)

    @staticmethod
    def button_of(cited: Cited) -> tuple[str, str]:
        """Icon and words of the button; both empty where it has none."""
        if cited.can_be_read:
            return "file", "Open its PDF (Ctrl+Enter)"
        return ("plus", "Add to the library (+)") if cited.can_be_added else ("", "")

    def act(self, cited: Cited, *, pdf: bool = False) -> None:
        """Do what a click (with Ctrl: `pdf`) does."""
        (self.pdf_asked if pdf and cited.can_be_read else self.opened).emit(cited)

    def press(self, cited: Cited) -> None:
        """Do what the button says."""
        if cited.can_be_read:
            self.pdf_asked.emit(cited)
        elif cited.can_be_added:
            self.add_asked.emit(cited)

    # -- drawing

    def paint_row(self, painter: QPainter, rect: QRectF, row: int, *, chosen: bool, under: bool) -> None:
        """Draw one entry."""
        theme, cited = self.theme, self.entries.shown[row]
        px = theme.px
        ground = rect.adjusted(px(8), px(2), -px(8), -px(2))
        paint_ground(painter, theme, ground, px(8), chosen=chosen, under=under)
        width = rect.width() - px(LEFT + BUTTON + SIDE + 8)
        x, y = rect.left() + px(LEFT), rect.top() + px(9)
        painter.setFont(theme.font(12))
        painter.setPen(theme.text_third)
        number = QFontMetrics(theme.font(12)).elidedText(
            cited.reference.number, Qt.TextElideMode.ElideRight, px(LEFT - 20)
        )
        painter.drawText(QRectF(rect.left(), y, px(LEFT - 10), px(18)), Qt.AlignmentFlag.AlignRight, number)
        title = cited.title
        head = wrap(
            title or cited.reference.text,
            theme.font(13, MEDIUM if title else theme.font(13).weight()),
            theme.text,
            width,
            most=2,
            as_it_is=True,
        )
        head.paint(painter, QPointF(x, y))
        y += px(37) if head.height > px(22) else px(19)
        self._paint_line(painter, QRectF(x, y, width, px(18)), _year_and_people(cited), "text_second")
        if cited.paper is not None:
            y += px(18)
            self._paint_line(painter, QRectF(x, y, width, px(18)), standing(cited), "good")
        icon, _ = self.button_of(cited)
        if icon:
            self._paint_button(painter, self._button(rect), icon, lively=chosen or under)

    def _paint_line(self, painter: QPainter, rect: QRectF, text: str, role: str) -> None:
        font = self.theme.font(12)
        painter.setFont(font)
        painter.setPen(self.theme.colour(role))
        line = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)

    def _paint_button(self, painter: QPainter, rect: QRectF, icon: str, *, lively: bool) -> None:
        theme = self.theme
        if lively:
            painter.setPen(theme.border)
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(7), theme.px(7))
        inner = QRectF(0, 0, theme.px(16), theme.px(16))
        inner.moveCenter(rect.center())
        theme.paint_icon(painter, icon, inner, "accent" if lively else "text_second")

    # -- what the list calls

    def _tip(self, row: int, at: QPointF) -> str:
        cited = self.entries.shown[row]
        return self.button_of(cited)[1] if self.button_rect(row).contains(at) else cited.reference.text

    def _press(self, row: int, at: QPointF, *, ctrl: bool) -> None:
        cited = self.entries.shown[row]
        if self.button_of(cited)[0] and self.button_rect(row).contains(at):
            self.press(cited)
        else:
            self.act(cited, pdf=ctrl)

    def _enter(self, row: int, *, ctrl: bool) -> None:
        self.act(self.entries.shown[row], pdf=ctrl)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        cited = self.current
        if cited is not None and event.key() == Qt.Key.Key_Plus:
            if cited.can_be_added:
                self.add_asked.emit(cited)
        else:
            super().keyPressEvent(event)


def _year_and_people(cited: Cited) -> str:
    reference = cited.reference
    known = reference.doi or (f"arXiv {reference.arxiv_id}" if reference.arxiv_id else "")
    parts = [str(reference.year or ""), cited.people, "" if cited.people else known]
    return " · ".join(part for part in parts if part)
