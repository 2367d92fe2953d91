"""The quiet card beside a mark under the mouse: the entries that it cites, or the figure that it names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from readinglist.documents.pages import Figure
from readinglist.gui.details_layout import Wrapped, wrap
from readinglist.gui.guard import guarded
from readinglist.gui.reader.cited import Cited
from readinglist.gui.reader.cited_model import standing
from readinglist.gui.reader.open_pdf import Drawn
from readinglist.gui.shadow import Shadow
from readinglist.gui.theme import MEDIUM, Theme

WIDTH, EDGE, NUMBER, GAP = 420, 14, 30, 5
LEAST = 200
"""Pixels that a figure may take where there is less room above and below its name."""
MOST = 4
"""Entries that are shown of a mark that cites more."""


class HoverCard(QFrame):
    """Lies over the pages and never takes the focus; it is placed by `open_at` once it was told what to show."""

    clicked = Signal(object)
    """The entry (Cited) or the Figure that was clicked."""
    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._lines: list[tuple[Wrapped, QPointF]] = []
        self._picture: tuple[Drawn, QRectF] | None = None
        self._rows: list[tuple[float, Cited | Figure]] = []
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        Shadow(self, blur=22, down=4).set_depth(60)
        self.hide()

    # -- what it shows

    def show_cited(self, cited: Sequence[Cited]) -> None:
        """Show entries, one in full, of several only what tells them apart."""
        px = self._theme.px
        width = min(px(WIDTH), self._host.width() - px(16))
        self._begin()
        y = float(px(EDGE))
        for each in cited[:MOST]:
            if self._rows:
                y += px(10)
            begin = y
            self._write(each.reference.number[:4], px(EDGE), y, px(NUMBER), role="text_third", most=1)
            y = self._write_entry(each, y, width, alone=len(cited) == 1)
            self._rows.append((begin, each))
        if len(cited) > MOST:
            y = self._write(f"and {len(cited) - MOST} more", px(EDGE + NUMBER), y + px(8), width, role="text_third")
        self._finish(width, y)

    def _write_entry(self, cited: Cited, y: float, width: float, *, alone: bool) -> float:
        px, paper = self._theme.px, cited.paper
        x = px(EDGE + NUMBER)
        room = width - x - px(EDGE)
        y = self._write(cited.reference.text, x, y, room, size=12.5, role="text", most=6 if alone else 2)
        if paper is None:
            return y if not alone else self._write(standing(cited), x, y + px(6), room, role="text_third")
        y += px(6 if alone else 2)
        if alone and paper.title:
            y = self._write(paper.title, x, y + px(2), room, size=13, role="text", most=2, medium=True)
        y = self._write(standing(cited), x, y, room, role="good")
        if alone and paper.abstract:
            y = self._write(" ".join(paper.abstract[:1500].split()), x, y + px(4), room, most=5)
        return y

    def show_figure(self, figure: Figure, picture: Drawn, size: QSize) -> None:
        """Show a figure with its caption as it is printed, `size` pixels of the window large."""
        px = self._theme.px
        self._begin()
        inner = QRectF(px(8), px(8), size.width(), size.height())
        self._picture = (picture, inner)
        name = f"{figure.kind.title()} {figure.label} · page {figure.page}"
        y = self._write(name, px(EDGE), inner.bottom() + px(6), max(size.width(), px(140)), role="text_second", most=1)
        self._rows.append((0.0, figure))
        self._finish(max(inner.right() + px(8), px(160)), y - px(EDGE - 8))

    def _begin(self) -> None:
        self._lines, self._rows, self._picture = [], [], None

    def _write(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        size: float = 12,
        role: str = "text_second",
        most: int = 1,
        medium: bool = False,
    ) -> float:
        """Put text there, at most so many lines of it; how far down it reaches."""
        font = self._theme.font(size, MEDIUM) if medium else self._theme.font(size)
        wrapped = wrap(text, font, self._theme.colour(role), width, most=most, pitch=1.4, as_it_is=True)
        self._lines.append((wrapped, QPointF(x, y)))
        return y + wrapped.height

    def _finish(self, width: float, bottom: float) -> None:
        self.setAccessibleName(" ".join(wrapped.layout.text() for wrapped, _ in self._lines))
        self.resize(round(width), round(bottom) + self._theme.px(EDGE))
        self.update()

    @property
    def texts(self) -> list[str]:
        """The texts that it shows, from the top down."""
        return [wrapped.layout.text() for wrapped, _ in self._lines]

    @property
    def picture(self) -> Drawn | None:
        """The picture that it shows."""
        return None if self._picture is None else self._picture[0]

    # -- where

    @property
    def _host(self) -> QWidget:
        host = self.parentWidget()
        assert host is not None
        return host

    def room(self, rect: QRectF) -> float:
        """How tall a picture may be to be shown whole below or above a rectangle of the host."""
        px = self._theme.px
        foot = px(8) + px(6) + px(12 * 1.4) + px(EDGE) + px(GAP) + 6
        return max(rect.top(), self._host.height() - rect.bottom(), px(LEAST)) - foot

    def open_at(self, rect: QRectF) -> None:
        """Open below a rectangle of the host, above it where there is more room; whole, if need be over it."""
        gap, host = self._theme.px(GAP), self._host
        below, above = host.height() - rect.bottom() - gap - 6, rect.top() - gap - 6
        y = rect.bottom() + gap if self.height() <= below or below >= above else rect.top() - gap - self.height()
        x = min(max(rect.center().x() - self.width() / 2, 6), host.width() - self.width() - 6)
        y = max(min(y, host.height() - self.height() - 6), 6)
        self.move(QPoint(round(x), round(y)))
        self.show()
        self.raise_()

    # -- what Qt calls

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture is not None:
            drawn, inner = self._picture
            painter.drawImage(inner, drawn.image)
            painter.setPen(self._theme.border)
            painter.drawRect(inner)
        for wrapped, at in self._lines:
            wrapped.paint(painter, at)

    @guarded(None)
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit()

    @guarded(None)
    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.left.emit()

    @guarded(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the pages below are not meant

    @guarded(None)
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and self._rows:
            above = [what for top, what in self._rows if top <= event.position().y()]
            self.clicked.emit(above[-1] if above else self._rows[0][1])
