"""The strip below the side panel that shows what lies next door to the page in view."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.reader.next_door_passage import PassageButton
from readinglist.gui.theme import Theme
from readinglist.library.records import Neighbour

TALL = 262
"""Room for two passages and the beginning of a third; further ones are scrolled to."""
NOTHING = "Nothing of yours comes near this page."


class NextDoorStrip(QWidget):
    """Keeps what it shows until it is told something else. Takes the focus only where the user put it."""

    opened = Signal(object)
    """The Neighbour that was clicked."""
    closed = Signal()
    """The user does not want it."""
    left = Signal()
    """Escape: the keys belong to the pages again."""
    seen = Signal()
    """It can be seen now."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[PassageButton] = []
        self.setObjectName("next-door-strip")
        heading = QLabel("NEXT DOOR TO THIS PAGE")
        heading.setProperty("kind", "section")
        self.close_button = QToolButton()
        self.close_button.setAccessibleName("Close Next Door")
        self.close_button.setToolTip("Close (F8 brings it back)")
        theme.dress(self.close_button, "close", size=14)
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(20), theme.px(6), theme.px(12), 0)
        head.addWidget(heading, 1)
        head.addWidget(self.close_button)
        self.words = QLabel()
        self.words.setProperty("kind", "second")
        self.words.setWordWrap(True)
        self.words.setContentsMargins(theme.px(20), 0, theme.px(20), theme.px(12))
        body = QWidget()
        body.setProperty("pane", "details")
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(theme.px(10), 0, theme.px(10), theme.px(8))
        self._list.setSpacing(0)
        self._list.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(body)
        line = QFrame()
        line.setProperty("kind", "separator")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(line)
        layout.addLayout(head)
        layout.addWidget(self.words)
        layout.addWidget(self._area, 1)
        self._area.hide()
        self.words.hide()

    def show_passages(self, passages: Sequence[Neighbour]) -> None:
        """Show these, the nearest first; that there is none is said in words."""
        focused = self._focused()
        while len(self._buttons) < len(passages):
            button = PassageButton(self._theme)
            button.opened.connect(self.opened)
            button.stepped.connect(self._on_stepped)
            self._list.insertWidget(len(self._buttons), button)
            if self._buttons:
                QWidget.setTabOrder(self._buttons[-1], button)
            self._buttons.append(button)
        if focused is not None and focused >= len(passages):  # what is hidden would hand the focus to anybody
            (self._buttons[len(passages) - 1] if passages else self.close_button).setFocus()
        for button, passage in itertools.zip_longest(self._buttons, passages):
            if passage is not None:
                button.show_passage(passage)
            button.setVisible(passage is not None)
        if not passages or focused is None:
            self._area.verticalScrollBar().setValue(0)
        self._area.setVisible(bool(passages))
        self.say("" if passages else NOTHING)

    def say(self, words: str) -> None:
        """Say something in place of passages, or above those that are there."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.updateGeometry()

    def buttons(self) -> list[PassageButton]:
        """The passages shown."""
        return [button for button in self._buttons if not button.isHidden()]

    def take_focus(self) -> None:
        """Let the arrow keys walk through the passages."""
        shown = self.buttons()
        (shown[0] if shown else self.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focused(self) -> int | None:
        return next((at for at, button in enumerate(self._buttons) if button.hasFocus()), None)

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        shown, at = self.buttons(), self._focused()
        if at is not None and 0 <= at + step < len(shown):
            shown[at + step].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(shown[at + step], 0, 0)

    @guarded(QSize(300, 200))
    def sizeHint(self) -> QSize:
        natural = super().sizeHint()
        return QSize(natural.width(), natural.height() if self._area.isHidden() else self._theme.px(TALL))

    @guarded(QSize(0, 60))
    def minimumSizeHint(self) -> QSize:
        natural = super().minimumSizeHint()
        least = natural.height() if self._area.isHidden() else self._theme.px(TALL * 2 // 3)
        return QSize(natural.width(), least)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit()
