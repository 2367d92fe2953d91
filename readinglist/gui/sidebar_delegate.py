"""Draws the lines of the sidebar: icon or coloured dot, name, count; heads of sections with their plus."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.places import DISMISSED, TRASH, Kind
from readinglist.gui.sidebar_model import LINE_ROLE, Line
from readinglist.gui.theme import MEDIUM, REGULAR, SEMIBOLD, Theme
from readinglist.gui.today.health import ROLES, Health

Index = QModelIndex | QPersistentModelIndex
HEIGHT, SECTION_HEIGHT = 30, 42
INDENT = 14
MARK_ICONS = {Health.WAITS: "clock", Health.TROUBLE: "warning"}
_FILLED = "filled"
"""The property of an editor that says that the old name was put in."""
_VCENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight) | int(Qt.TextFlag.TextSingleLine)


class SidebarDelegate(QStyledItemDelegate):
    """Paints and sizes one line of the sidebar."""

    def __init__(self, theme: Theme, view: QTreeView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @guarded(QSize(100, HEIGHT))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line | None = index.data(LINE_ROLE)
        height = SECTION_HEIGHT if line is not None and line.is_section else HEIGHT
        return QSize(100, self._theme.px(height + _gap_above(line)))

    def arrow_rect(self, rect: QRect, line: Line) -> QRect:
        """Where a click folds or unfolds a tag."""
        px = self._theme.px
        left = self._content_left(line) - px(16)
        return QRect(left, rect.top(), px(18), rect.height())

    def plus_rect(self, rect: QRect) -> QRect:
        """Where the plus of a section is."""
        px = self._theme.px
        return QRect(self._view.viewport().width() - px(36), rect.bottom() - px(28), px(26), px(26))

    @guarded(None)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return
        rect = QRectF(0, option.rect.top(), self._view.viewport().width(), option.rect.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.is_section:
            self._paint_section(painter, rect, line)
        else:
            rect.setTop(rect.top() + self._theme.px(_gap_above(line)))
            self._paint_line(painter, rect, line, option.state, index)
        painter.restore()

    def _paint_section(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        px = self._theme.px
        painter.setFont(self._section)
        painter.setPen(self._theme.text_third)
        painter.drawText(rect.adjusted(px(18), px(12), -px(36), -px(2)), _VCENTRE, line.title.upper())
        plus = QRectF(self.plus_rect(rect.toRect()))
        side = px(14)
        self._theme.paint_icon(
            painter,
            "plus",
            QRectF(plus.center().x() - side / 2, plus.center().y() - side / 2, side, side),
            "text_third",
        )

    def _paint_line(self, painter: QPainter, rect: QRectF, line: Line, state: QStyle.StateFlag, index: Index) -> None:
        theme, px = self._theme, self._theme.px
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, state)
        left = float(self._content_left(line))
        if line.lines:
            open_ = self._view.isExpanded(_plain(index))
            size = px(11)
            name = "chevron-down" if open_ else "chevron-right"
            theme.paint_icon(painter, name, _square(left - px(14), rect, size), "text_third")
        if line.icon:
            role = "accent" if chosen else "text_second"
            theme.paint_icon(painter, line.icon, _square(left, rect, px(16)), role)
        else:
            self._paint_mark(painter, QPointF(left + px(7), rect.center().y()), line)
        right = rect.right() - px(20)
        if line.count:
            text = f"{line.count:,}"
            painter.setFont(self._small)
            painter.setPen(theme.text_second if chosen else theme.text_third)
            painter.drawText(QRectF(right - px(80), rect.top(), px(80), rect.height()), _RIGHT, text)
            right -= self._small_metrics.horizontalAdvance(text) + px(8)
        painter.setFont(self._chosen if chosen else self._plain)
        painter.setPen(theme.text if chosen else theme.text_second)
        room = QRectF(left + px(26), rect.top(), right - left - px(26), rect.height())
        metrics = self._chosen_metrics if chosen else self._plain_metrics
        painter.drawText(room, _VCENTRE, metrics.elidedText(line.title, Qt.TextElideMode.ElideRight, room.width()))

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        theme, px = self._theme, self._theme.px
        colour: QColor | None = None
        if state & QStyle.StateFlag.State_Selected:
            colour = theme.pressed
        elif state & QStyle.StateFlag.State_MouseOver:
            colour = QColor(theme.pressed)
            colour.setAlphaF(0.5)
        body = rect.adjusted(px(8), 0.5, -px(8), -0.5)
        if colour is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(body, px(6), px(6))
        if state & QStyle.StateFlag.State_HasFocus:
            ring = QColor(theme.accent)
            ring.setAlphaF(0.6)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(ring)
            painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))

    def _paint_mark(self, painter: QPainter, centre: QPointF, line: Line) -> None:
        """A tag's dot, or how a feed is: its shape says it to those who cannot tell the colours."""
        if line.health is None:
            self._paint_dot(painter, centre, line)
            return
        theme, role = self._theme, ROLES[line.health]
        if line.health in MARK_ICONS:
            side = theme.px(15)
            square = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
            theme.paint_icon(painter, MARK_ICONS[line.health], square, role)
            return
        filled = line.health is Health.WELL
        painter.setPen(Qt.PenStyle.NoPen if filled else theme.colour(role))
        painter.setBrush(theme.colour(role) if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, theme.px(3), theme.px(3))

    def _paint_dot(self, painter: QPainter, centre: QPointF, line: Line) -> None:
        radius = self._theme.px(3.8)
        colour = self._theme.tag_dot(line.colour)
        if line.real:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        else:
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius, radius)

    # -- renaming in place

    @guarded(None)
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName("Name")
        editor.setMaxLength(200)
        return editor

    @guarded(None)
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Asked for again whenever a number of the sidebar changes: what is typed by then is the user's.
        if isinstance(editor, QLineEdit) and not editor.property(_FILLED):
            editor.setProperty(_FILLED, True)
            editor.setText(index.data(Qt.ItemDataRole.EditRole))

    @guarded(None)
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        px = self._theme.px
        line: Line | None = index.data(LINE_ROLE)
        left = px(34) if line is None else self._content_left(line) + px(18)
        editor.setGeometry(left, option.rect.top(), self._view.viewport().width() - left - px(10), option.rect.height())

    def _content_left(self, line: Line) -> int:
        depth = 0
        above = line.parent
        while above is not None and above.parent is not None:
            depth += 1
            above = above.parent
        left = 18 + depth * INDENT
        if line.place is not None and line.place.kind == Kind.TAG and depth:
            left += 4
        return self._theme.px(left)

    def _take_theme(self) -> None:
        font = self._theme.font
        self._plain, self._chosen = font(13, REGULAR), font(13, MEDIUM)
        self._small, self._section = font(12), font(11, SEMIBOLD)
        self._plain_metrics, self._chosen_metrics = QFontMetricsF(self._plain), QFontMetricsF(self._chosen)
        self._small_metrics = QFontMetricsF(self._small)


def _gap_above(line: Line | None) -> int:
    # What was given up stands for itself below the tags.
    if line is None or line.parent is None or line.place not in (DISMISSED, TRASH):
        return 0
    above = line.parent.lines[line.parent.lines.index(line) - 1]
    return 0 if above.place == DISMISSED else 12


def _square(left: float, line: QRectF, size: float) -> QRectF:
    return QRectF(left, line.center().y() - size / 2, size, size)


def _plain(index: Index) -> QModelIndex:
    return index if isinstance(index, QModelIndex) else index.model().index(index.row(), index.column(), index.parent())
