"""Where a paper stands, as a button that opens the choice."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from readinglist.gui.details_chip import HEIGHT
from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.library.records import Status

NAMES = {
    Status.INBOX: "Inbox",
    Status.TO_READ: "To read",
    Status.READING: "Reading",
    Status.READ: "Read",
    Status.DISMISSED: "Dismissed",
}
ICONS = {
    Status.INBOX: "inbox",
    Status.TO_READ: "to-read",
    Status.READING: "reading",
    Status.READ: "read",
    Status.DISMISSED: "archive",
}


class StatusButton(QAbstractButton):
    """A pill with the status. Enter or Space opens the menu; up and down step to the neighbour."""

    chosen = Signal(object)
    """The Status that the user chose."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status: Status | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        menu = QMenu(self)
        self._group = QActionGroup(self)
        self._actions: dict[Status, QAction] = {}
        for status, name in NAMES.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setData(status)
            theme.dress(action, ICONS[status], "text_second", size=16)
            self._group.addAction(action)
            self._actions[status] = action
        self._group.triggered.connect(self._on_triggered)
        self._menu = menu
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.updateGeometry)
        self.set_status(None)

    def set_status(self, status: Status | None) -> None:
        """Show it; None where several papers differ."""
        self._status = status
        for action in self._actions.values():
            action.setChecked(False)
        if status is not None:
            self._actions[status].setChecked(True)
        self.setAccessibleName(f"Status: {self._words()}")
        self.setToolTip("Change the status")
        self.updateGeometry()
        self.update()

    @property
    def status(self) -> Status | None:
        """What is shown."""
        return self._status

    @guarded(QSize(90, HEIGHT))
    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._theme.font(12, MEDIUM)).horizontalAdvance(self._words())
        return QSize(width + self._theme.px(54 if self._status is not None else 37), self._theme.px(HEIGHT))

    @guarded(QSize(60, HEIGHT))
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if self.hasFocus() else theme.border, 1))
        painter.setBrush(theme.pressed if self.isDown() else theme.hover if self.underMouse() else theme.raised)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        icon = theme.px(14)
        top = (self.height() - icon) / 2
        colour = (
            "good" if self._status == Status.READ else "accent" if self._status == Status.READING else "text_second"
        )
        if self._status is not None:
            theme.paint_icon(painter, ICONS[self._status], _square(theme.px(9), top, icon), colour)
        painter.setPen(QColor(theme.text))
        painter.setFont(theme.font(12, MEDIUM))
        room = self.rect().adjusted(theme.px(28 if self._status is not None else 11), 0, -theme.px(20), 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._words())
        small = theme.px(12)
        place = _square(self.width() - theme.px(9) - small, (self.height() - small) / 2, small)
        theme.paint_icon(painter, "chevron-down", place, "text_third")

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif step is not None and self._status is not None:
            order = list(NAMES)
            place = order.index(self._status) + step
            if 0 <= place < len(order):
                self.chosen.emit(order[place])
        else:
            super().keyPressEvent(event)

    def _words(self) -> str:
        return NAMES[self._status] if self._status is not None else "Different"

    @Slot()
    def _on_clicked(self) -> None:
        if self._status is not None:
            self._menu.setActiveAction(self._actions[self._status])
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        wanted = Status(action.data())
        if self._status is not None:  # what is shown follows what happens, not what is asked for
            self._actions[self._status].setChecked(True)
        if wanted != self._status:
            self.chosen.emit(wanted)


def _square(left: float, top: float, size: float) -> QRectF:
    return QRectF(left, top, size, size)
