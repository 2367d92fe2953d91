"""An annotation as a card: a bar of its colour, the words that were marked, what was said of them, and where."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QImage, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from readinglist.gui.annotation_chips import Chip, paint_chip, place_chips
from readinglist.gui.comment_words import comment_words
from readinglist.gui.details_layout import wrap
from readinglist.gui.details_words import moment
from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme
from readinglist.gui.wrapped_button import WrappedButton
from readinglist.library.annotation_records import Annotation

KINDS = {"highlight": "Highlight", "underline": "Underline", "area": "Area", "note": "Margin note"}
QUOTE_LINES, COMMENT_LINES = 8, 12
PICTURE = 150
"""Pixels that the picture of an area is high at most."""
_BAR, _PAD, _LEFT, _MORE = 4, 10, 18, 26


@dataclass(frozen=True, slots=True)
class Shown:
    """An annotation and, where those of several papers stand together, the title of its paper."""

    annotation: Annotation
    title: str = ""


def place_of(annotation: Annotation) -> str:
    """Where and whose it is: `p. 3 · from the PDF, Ada · yesterday 10:42`."""
    parts = [f"p. {annotation.page}"]
    if annotation.kind != "highlight":
        parts.append(KINDS.get(annotation.kind, annotation.kind).lower())
    if annotation.origin == "pdf":
        parts.append("from the PDF" + (f", {annotation.author}" if annotation.author else ""))
    if annotation.document is None:
        parts.append("its file is gone")
    if annotation.created:
        parts.append(moment(annotation.created))
    return " · ".join(parts)


class AnnotationCard(WrappedButton):
    """Click, Enter or Space asks for its place, F2 for its comment; … button, menu key and right click for a menu."""

    opened = Signal(object)
    """The Annotation."""
    menu_asked = Signal(object, object)
    """(Annotation, where on the screen)."""
    comment_asked = Signal(object)
    copy_asked = Signal(object)
    remove_asked = Signal(object)
    tags_asked = Signal(object)
    """Each carries the Annotation."""

    def __init__(self, theme: Theme, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._shown = shown
        self._image = QImage()
        self._image_at = QRectF()
        self._chips: list[Chip] = []
        self._chosen = False
        self._more = QToolButton(self)
        self._more.setAccessibleName("What can be done with it")
        theme.dress(self._more, "more", "text_third", size=15)
        self._more.clicked.connect(self._on_more)
        self.clicked.connect(self._on_clicked)
        self._take(shown)

    @property
    def shown(self) -> Shown:
        """What it says."""
        return self._shown

    @property
    def annotation(self) -> Annotation:
        """What it is about."""
        return self._shown.annotation

    def set_chosen(self, chosen: bool) -> None:
        """Whether its place is the one that is chosen on the pages."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def show_other(self, shown: Shown) -> None:
        """Say this instead; the same again changes nothing."""
        if shown != self._shown:
            self._take(shown)

    def _take(self, shown: Shown) -> None:
        annotation = shown.annotation
        if annotation.picture != self._shown.annotation.picture or self._image.isNull():
            self._image = QImage.fromData(annotation.picture) if annotation.picture else QImage()
        self._shown = shown
        said = annotation.quote or KINDS.get(annotation.kind, annotation.kind)
        self.setText(said)
        self.setAccessibleName(said)
        tags = " ".join(f"#{tag}" for tag in annotation.tags)
        details = (annotation.colour, annotation.comment, place_of(annotation), tags, shown.title)
        self.setAccessibleDescription(". ".join(part for part in details if part))
        self._reworded()

    # -- what Qt asks

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._theme.px(_MORE)
        self._more.setGeometry(self.width() - size - self._theme.px(4), self._theme.px(4), size, size)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, ctrl = event.key(), event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_F2:
            self.comment_asked.emit(self.annotation)
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit(self.annotation)
        elif key == Qt.Key.Key_C and ctrl:
            self.copy_asked.emit(self.annotation)
        elif key == Qt.Key.Key_T and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.tags_asked.emit(self.annotation)
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self._ask_menu(event.globalPos() if by_mouse else self.mapToGlobal(self.rect().center()))

    # -- drawing

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if self.hasFocus() else theme.border, 1))
        resting = theme.selected if self._chosen else theme.raised
        painter.setBrush(theme.pressed if self.isDown() else theme.hover if self.underMouse() else resting)
        painter.drawRoundedRect(body, theme.px(10), theme.px(10))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mark_colour(self.annotation.colour))
        bar = QRectF(theme.px(7), theme.px(_PAD), theme.px(_BAR), self.height() - 2 * theme.px(_PAD))
        painter.drawRoundedRect(bar, theme.px(2), theme.px(2))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._image_at, self._image)
            painter.setPen(QPen(theme.border, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._image_at)
        for chip, name, colour in self._chips:
            paint_chip(painter, theme, chip, name, colour)

    def _place_words(self, width: int) -> float:
        theme, annotation = self._theme, self.annotation
        left = theme.px(_LEFT)
        room = max(width - left - theme.px(_PAD), 40)
        beside = max(room - theme.px(_MORE - 4), 40)  # the button stands beside what comes first
        y = float(theme.px(_PAD - 2))
        if not self._image.isNull():
            y = self._place_image(left, y + theme.px(2), beside)
        comment, looks = comment_words(annotation.comment)
        parts = (
            (self._shown.title, 12.0, theme.text_second, 1, ()),
            (annotation.quote or self._kind_alone(), 13.0, theme.text, QUOTE_LINES, ()),
            (comment, 13.0, theme.text_second, COMMENT_LINES, looks),
        )
        for number, (text, size, colour, most, as_set) in enumerate(part for part in parts if part[0]):
            width_of_it = room if number else beside
            wrapped = wrap(text, theme.font(size), colour, width_of_it, most=most, as_it_is=True, looks=as_set)
            self._words.append((wrapped, QPointF(left, y)))
            y += wrapped.height + theme.px(3)
        font = theme.font(12)
        line = QFontMetrics(font).elidedText(place_of(annotation), Qt.TextElideMode.ElideRight, room)
        foot = wrap(line, font, theme.text_third, room + 2, most=1, as_it_is=True)
        self._words.append((foot, QPointF(left, y)))
        y += foot.height
        self._chips, y = place_chips(theme, annotation, QPointF(left, y), room)
        return y + theme.px(_PAD - 2)

    def _place_image(self, left: float, y: float, room: float) -> float:
        """Where the picture goes, as large as the page has it where there is room for that; returns what is below."""
        size = QSizeF(self._image.size()) / 2.0
        size.scale(
            min(size.width(), room), min(size.height(), self._theme.px(PICTURE)), Qt.AspectRatioMode.KeepAspectRatio
        )
        self._image_at = QRectF(QPointF(left, y), size)
        return self._image_at.bottom() + self._theme.px(6)

    def _kind_alone(self) -> str:
        """What stands in the place of the quote, where neither quote nor comment say anything."""
        annotation = self.annotation
        return "" if annotation.comment or annotation.picture else KINDS.get(annotation.kind, annotation.kind)

    def _ask_menu(self, at: QPoint) -> None:
        self.menu_asked.emit(self.annotation, at)

    @Slot()
    def _on_more(self) -> None:
        self._ask_menu(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self.annotation)
