"""A short message over the list that goes by itself, with one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.own_keys import keeps
from readinglist.gui.shadow import Shadow
from readinglist.gui.theme import Theme

SECONDS = 6
SECONDS_OF_TROUBLE = 12
GAP = 16
"""Between the toast and the lower edge of what it lies over."""
_YES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Toast(QFrame):
    """Lies over `host` at its lower edge; the pointer on it, or focus in it, holds it."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme, self._host = theme, host
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = QLabel()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setProperty("kind", "quiet")
        self.button.clicked.connect(self._on_clicked)
        self._close = QToolButton()
        self._close.setAccessibleName("Close message")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(6), theme.px(6), theme.px(6))
        row.setSpacing(theme.px(8))
        for widget in (self.icon, self.label, self.button, self._close):
            row.addWidget(widget)
        self._shadow = Shadow(self, blur=24, down=4)
        self._action: QAction | None = None
        self._question: QAction | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        host.installEventFilter(self)
        self.hide()
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def move_to(self, host: QWidget) -> None:
        """Lie over another widget from now on."""
        if host is not self._host:
            shown = self.isVisible()
            self._host.removeEventFilter(self)
            self._host = host
            self.setParent(host)
            host.installEventFilter(self)
            self._place()
            self.setVisible(shown)

    @property
    def goes_by_itself(self) -> bool:
        """Whether its time is running."""
        return self._timer.isActive()

    def show_done(self, text: str, action: QAction | None = None, label: str = "Undo") -> None:
        """Say that something was done; `action` is offered as a button with that label."""
        self._show(text, "check", "good", action, label, SECONDS)

    def show_done_in_part(self, text: str, action: QAction | None = None, label: str = "Undo") -> None:
        """Say what was done and what was not; `action` is about what was done."""
        self._show(text, "warning", "warn", action, label, SECONDS_OF_TROUBLE)

    def show_question(self, text: str, label: str, function: Callable[[], object]) -> None:
        """Ask before something that cannot be undone; it is done only if the button is pressed.

        The button gets the focus: Enter says yes, Escape no.
        """
        self._question = QAction(label, self)
        self._question.triggered.connect(function)
        self._show(text, "warning", "warn", self._question, label, SECONDS_OF_TROUBLE)
        self.button.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_trouble(self, text: str) -> None:
        """Say that something could not be done, and why."""
        self._show(text, "warning", "bad", None, "", SECONDS_OF_TROUBLE)

    def _show(self, text: str, icon: str, role: str, action: QAction | None, label: str, seconds: int) -> None:
        self.icon.setPixmap(self._theme.pixmap(icon, role, ratio=self.devicePixelRatioF()))
        self._action = action
        self.button.setVisible(action is not None)
        self.button.setText(label)
        self.label.setText(text)
        self.setAccessibleName(text)
        self._fit()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(seconds * 1000)
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # its many roles cost time that no start should pay

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _fit(self) -> None:
        """As wide as the text on one line, or as the host, then with more lines."""
        self.label.setWordWrap(False)
        self.label.setMinimumWidth(0)
        line = self.label.sizeHint().width()
        others = self.sizeHint().width() - line
        room = self._host.width() - self._theme.px(2 * GAP) - others
        if line > room:
            self.label.setWordWrap(True)
            self.label.setMinimumWidth(max(room, self._theme.px(120)))
        self.adjustSize()

    def _place(self) -> None:
        left = (self._host.width() - self.width()) // 2
        self.move(max(self._theme.px(8), left), self._host.height() - self.height() - self._theme.px(GAP))

    @Slot()
    def _on_time(self) -> None:
        if self.isAncestorOf(self.window().focusWidget()):
            self._timer.start(SECONDS * 1000 // 2)
        else:
            self.hide()

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        # Escape and Enter are ours before they are shortcuts of the window.
        return keeps(event, lambda pressed: pressed.key() in (*_YES, Qt.Key.Key_Escape)) or super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in _YES and self.button.hasFocus():
            self.button.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        self.hide()
        if self._action is not None:
            self._action.trigger()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
            self._place()
        return False

    @guarded(None)
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    @guarded(None)
    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(SECONDS * 1000 // 2)
        super().leaveEvent(event)

    @Slot()
    def _take_theme(self) -> None:
        self._theme.dress(self._close, "close", size=14)
        self._shadow.set_depth(110 if self._theme.dark else 45)
